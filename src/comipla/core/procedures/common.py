"""What every procedure shares: the acts around a draft, and clauses that no menu owns."""

from dataclasses import dataclass

from comipla.core.access import Permission
from comipla.core.clauses import Answer, clause
from comipla.core.docket import PULL_BACK, SEND_BACK, ActType, Question
from comipla.core.wareki import format_wareki


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """An act that needs nothing, and may carry a note: receiving, approving a stop."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonFacts:
    """An act that needs nothing but its reason: sending back a draft, cancelling an act."""

    reason: str


def draft_acts(states: frozenset[str]) -> tuple[ActType, ...]:
    """差戻し and 引戻し, open in every state in which a draft can wait."""
    return (
        ActType(
            key=SEND_BACK,
            label="起案を差し戻す",
            done="差戻し",
            permission=Permission.DECIDE,
            source=states,
            target=None,
            facts=ReasonFacts,
            form="reason",
            internal=True,
            help="理由を書いて起案した人に戻します。案件の状態は変わりません。",
        ),
        ActType(
            key=PULL_BACK,
            label="起案を引き戻す",
            done="引戻し",
            permission=Permission.DRAFT_DECISION,
            source=states,
            target=None,
            facts=NoteFacts,
            form="note",
            internal=True,
            help="決裁の前に自分の起案を取り下げて、直してから起案し直せます。",
        ),
    )


@clause(
    "予算の成立", reference="SEED ※; 地方自治法第211条; programme G.3 SM-Year", about_facts=False
)
def budget_enacted(c: Question) -> Answer:
    """予算が成立するまでは、内示、交付決定その他の文書番号を付ける決定をすることができない。"""
    if not c.surroundings.enacted:
        yield (
            f"{c.surroundings.year.label}の予算がまだ成立していないので、{c.act_type.done}は"
            "できません。予算が成立したら、年度の画面で議決日を入力してください。"
        )


_PAST = (
    "started_on",
    "completed_on",
    "paid_on",
    "received_on",
    "inspected_on",
    "happened_on",
    "mended_on",
)


@clause("将来の日付", reference="事務処理の原則", about_facts=True)
def not_in_the_future(c: Question) -> Answer:
    """すでに起きたことの日付は、記録する日より後にすることができない。"""
    for name in _PAST:
        day = getattr(c.facts, name, None)
        if day is not None and day > c.surroundings.today:
            yield (
                name,
                f"{format_wareki(day)}はまだ来ていません。"
                f"今日（{format_wareki(c.surroundings.today)}）までの日付を入れてください。",
            )
