"""The life of a platform as a fold of its events: plain Python, no database.

A stage never moves by itself and is never typed over: it follows from events, each with a day and
evidence. `follow` says what an event makes of a life or refuses it with a reason in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from comipla.core.registry.codes import EventKind, Recognition, Stage
from comipla.core.wareki import format_wareki


class EventRefused(ValueError):
    """The event cannot follow on what is there; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: `stage` is where ENTERED, MOVED and CORRECTED lead, None for the others.

    `evidence` says in words what proves it; `partner` tells that a body was named into which the
    platform is merged.
    """

    kind: EventKind
    on: date
    evidence: str
    stage: Stage | None = None
    partner: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """Where a platform stands after its events; `last_on` is the day of the latest."""

    stage: Stage
    since: date
    last_on: date
    founded_on: date | None = None
    recognition: Recognition = Recognition.NONE
    recognised_on: date | None = None


_ENDS = {Stage.DORMANT, Stage.MERGED, Stage.DISSOLVED}
TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.STUDY: frozenset({Stage.PREP, Stage.FOUNDED, Stage.DORMANT, Stage.DISSOLVED}),
    Stage.PREP: frozenset({Stage.STUDY, Stage.FOUNDED, Stage.DORMANT, Stage.DISSOLVED}),
    Stage.FOUNDED: frozenset({Stage.EARLY, Stage.SUSTAIN, *_ENDS}),
    Stage.RECOGNISED: frozenset({Stage.EARLY, Stage.SUSTAIN, *_ENDS}),
    Stage.EARLY: frozenset({Stage.SUSTAIN, *_ENDS}),
    Stage.SUSTAIN: frozenset({Stage.EARLY, *_ENDS}),
    Stage.DORMANT: frozenset(
        {Stage.STUDY, Stage.PREP, Stage.EARLY, Stage.SUSTAIN, Stage.MERGED, Stage.DISSOLVED}
    ),
    Stage.MERGED: frozenset(),
    Stage.DISSOLVED: frozenset(),
}
"""Where MOVED may lead from each stage; RECOGNISED is reached by GRANTED alone."""

_BY_RECOGNITION: dict[EventKind, frozenset[Recognition]] = {
    EventKind.APPLIED: frozenset({Recognition.NONE, Recognition.REVOKED}),
    EventKind.DECLINED: frozenset({Recognition.APPLIED}),
    EventKind.GRANTED: frozenset({Recognition.NONE, Recognition.APPLIED, Recognition.REVOKED}),
    EventKind.CHANGED: frozenset({Recognition.GRANTED}),
    EventKind.REVOKED: frozenset({Recognition.GRANTED}),
}
"""How recognition must stand for an event about it."""

_RECOGNITION_AFTER = {
    EventKind.APPLIED: Recognition.APPLIED,
    EventKind.DECLINED: Recognition.NONE,
    EventKind.GRANTED: Recognition.GRANTED,
    EventKind.CHANGED: Recognition.GRANTED,
    EventKind.REVOKED: Recognition.REVOKED,
}


def follow(life: Life | None, event: Event) -> Life:
    """The life after an event; raises `EventRefused` with the reason. None is no life yet."""
    if not event.evidence.strip():
        raise EventRefused("根拠（総会の議事録、通知の番号など）を書いてください。")
    if life is None:
        return _entered(event)
    if event.kind is EventKind.ENTERED:
        raise EventRefused("もう台帳に登録されています。段階の変更として記録してください。")
    if event.on < life.last_on:
        raise EventRefused(
            f"日付を、前の記録の日（{format_wareki(life.last_on)}）か、それより後にしてください。"
        )
    life = replace(life, last_on=event.on)
    if event.kind in (EventKind.MOVED, EventKind.CORRECTED):
        return _moved(life, event)
    return _judged(life, event)


def fold(events: Iterable[Event]) -> Life:
    """The life that events in order come to; raises `EventRefused` for the first that does not fit."""
    life: Life | None = None
    for event in events:
        life = follow(life, event)
    if life is None:
        raise EventRefused("台帳への登録がまだありません。")
    return life


def stages_open(life: Life) -> tuple[Stage, ...]:
    """Where MOVED may lead now, in the order of a life."""
    return tuple(stage for stage in Stage if stage in TRANSITIONS[life.stage])


def events_open(life: Life) -> tuple[EventKind, ...]:
    """Events about recognition and stage that are possible now, in the order of the list."""
    found = [EventKind.MOVED] if TRANSITIONS[life.stage] else []
    for kind, standings in _BY_RECOGNITION.items():
        if life.recognition in standings and _may_be_judged(life.stage, kind):
            found.append(kind)
    return (*found, EventKind.CORRECTED)


def _entered(event: Event) -> Life:
    if event.kind is not EventKind.ENTERED or event.stage is None:
        raise EventRefused("はじめに、今の段階で台帳に登録してください。")
    founded = event.on if event.stage.founded else None
    recognised = event.stage is Stage.RECOGNISED
    return Life(
        stage=event.stage,
        since=event.on,
        last_on=event.on,
        founded_on=founded,
        recognition=Recognition.GRANTED if recognised else Recognition.NONE,
        recognised_on=event.on if recognised else None,
    )


def _moved(life: Life, event: Event) -> Life:
    if event.stage is None:
        raise EventRefused("移る先の段階を選んでください。")
    if event.stage is life.stage:
        raise EventRefused(f"今の段階が「{life.stage.label}」です。別の段階を選んでください。")
    if event.kind is EventKind.MOVED:
        _check_way(life.stage, event)
    elif event.stage is Stage.RECOGNISED and life.recognition is not Recognition.GRANTED:
        raise EventRefused("認定の記録がないため、「認定」には直せません。認定を記録してください。")
    founded_on = life.founded_on
    if event.stage.founded and founded_on is None:
        founded_on = event.on
    return replace(life, stage=event.stage, since=event.on, founded_on=founded_on)


def _check_way(stage: Stage, event: Event) -> None:
    target = event.stage
    assert target is not None
    if target is Stage.RECOGNISED:
        raise EventRefused("「認定」へは、認定の決定で移ります。認定の画面から記録してください。")
    if target not in TRANSITIONS[stage]:
        ways = "・".join(s.label for s in Stage if s in TRANSITIONS[stage])
        instead = (
            f"移れるのは{ways}です。" if ways else "まちがいなら「段階の訂正」で直してください。"
        )
        raise EventRefused(f"「{stage.label}」から「{target.label}」へは移れません。{instead}")
    if target is Stage.MERGED and not event.partner:
        raise EventRefused("統合する相手のコミュニティ・プラットフォームを選んでください。")


def _judged(life: Life, event: Event) -> Life:
    """Events about recognition: the stage follows only between 設立 and 認定."""
    if event.stage is not None:
        raise EventRefused("認定についての記録では、段階を選べません。")
    if life.recognition not in _BY_RECOGNITION[event.kind]:
        raise EventRefused(
            f"今は「{life.recognition.label}」です。「{event.kind.label}」は記録できません。"
        )
    if not _may_be_judged(life.stage, event.kind):
        raise EventRefused(
            f"今の段階は「{life.stage.label}」です。設立した後に「{event.kind.label}」を記録してください。"
        )
    life = replace(life, recognition=_RECOGNITION_AFTER[event.kind])
    if event.kind is EventKind.GRANTED:
        life = replace(life, recognised_on=event.on)
        if life.stage is Stage.FOUNDED:
            return replace(life, stage=Stage.RECOGNISED, since=event.on)
    if event.kind is EventKind.REVOKED and life.stage is Stage.RECOGNISED:
        return replace(life, stage=Stage.FOUNDED, since=event.on)
    return life


def _may_be_judged(stage: Stage, kind: EventKind) -> bool:
    """Only what has been founded is recognised; a decision on it can come later as well."""
    return stage.founded or kind in (EventKind.DECLINED, EventKind.REVOKED)
