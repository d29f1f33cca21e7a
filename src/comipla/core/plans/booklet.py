"""The plan booklet (計画書) as the words of a paper: one chapter per part of the plan.

The same content is printed as PDF, shown in large type, and written as a Word file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.core.paper_blocks import (
    Annex,
    Block,
    Column,
    Contact,
    Content,
    Pairs,
    Paragraphs,
    Party,
    Table,
)
from comipla.core.plans.codes import Answer, SectionKind
from comipla.core.plans.text import Action, Indicator, PlanText, money_plan
from comipla.core.wareki import format_wareki

_BEFORE = (
    SectionKind.OUTLINE,
    SectionKind.RESULTS,
    SectionKind.ISSUES,
)
_AFTER = (SectionKind.ORGANISATION, SectionKind.REVIEW, SectionKind.MINORITY)


@dataclass(frozen=True, slots=True)
class Told:
    """What the municipality says to an action."""

    answer: Answer
    department: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose plan it is, which version, and how far it has come.

    `adopted_on` is None for a draft, which says so on its cover; `answers` go by the action's line.
    """

    platform: str
    municipality: str
    version: int
    adopted_on: date | None
    contact: str = ""
    answers: Mapping[str, Told] | None = None


def booklet(text: PlanText, imprint: Imprint) -> Content:
    """The whole plan as it is printed."""
    chapters: list[tuple[str, tuple[Block, ...]]] = [
        ("めざす姿", _vision(text)),
        *((kind.label, _written(text, kind)) for kind in _BEFORE),
        (SectionKind.POLICY.label, _written(text, SectionKind.POLICY)),
        ("取組", tuple(_action(action, imprint) for action in text.actions)),
        ("お金の計画", _money(text)),
        *((kind.label, _written(text, kind)) for kind in _AFTER),
    ]
    filled = [(title, blocks) for title, blocks in chapters if blocks]
    return Content(
        title=text.title,
        layout="booklet",
        sender=Party((imprint.platform, imprint.municipality)),
        opening=tuple(line for line in _cover(text, imprint) if line),
        annexes=tuple(
            Annex(label=str(number), title=title, blocks=blocks)
            for number, (title, blocks) in enumerate(filled, start=1)
        ),
        contact=Contact(office=imprint.contact) if imprint.contact else None,
    )


def _cover(text: PlanText, imprint: Imprint) -> tuple[str, ...]:
    state = (
        f"{format_wareki(imprint.adopted_on)} 議決"
        if imprint.adopted_on
        else "素案（議決の前のものです）"
    )
    return (
        text.slogan,
        f"{FiscalYear(text.first_year).label}から{FiscalYear(text.last_year).label}まで",
        f"第{imprint.version}版 {state}",
    )


def _vision(text: PlanText) -> tuple[Block, ...]:
    return (Paragraphs(_lines(text.vision)),) if text.vision.strip() else ()


def _written(text: PlanText, kind: SectionKind) -> tuple[Block, ...]:
    words = text.section(kind)
    return (Paragraphs(_lines(words)),) if words.strip() else ()


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def _action(action: Action, imprint: Imprint) -> Block:
    rows = [
        ("分類", f"{action.code.value} {action.code.label}"),
        ("ねらい", action.purpose),
        ("こたえる課題", "、".join(f"課題{number}" for number in action.issues)),
        ("受け持つ部会", action.lead),
        ("一緒に取り組む団体", "、".join(action.partners)),
        (
            "役割分担",
            f"自助{action.roles.own}% 共助{action.roles.mutual}% 公助{action.roles.public}%",
        ),
        (
            "時期",
            f"{action.horizon.label} {FiscalYear(action.first_year).label}から"
            f"{FiscalYear(action.last_year).label}まで",
        ),
        ("費用", format_yen(action.budget)),
        ("財源", "\n".join(f"{source.label} {format_yen(yen)}" for source, yen in action.funds)),
        ("指標", "\n".join(map(indicator_words, action.indicators))),
        ("まとまらなかった意見", action.minority),
        ("市町村の回答", _told((imprint.answers or {}).get(action.line))),
    ]
    return Pairs(
        heading=f"取組{action.number} {action.title}",
        rows=tuple((label, words) for label, words in rows if words.strip()),
    )


def _told(told: Told | None) -> str:
    if told is None:
        return ""
    return f"{told.answer.label}（{told.department}）\n{told.reason}"


def indicator_words(indicator: Indicator) -> str:
    """An indicator in one line: サロンの参加者 120人から200人へ（令和8年度）."""
    year = f"（{FiscalYear(indicator.year).label}）" if indicator.year else ""
    return (
        f"{indicator.name} {figure(indicator.baseline)}{indicator.unit}から"
        f"{figure(indicator.target)}{indicator.unit}へ{year}"
    )


def figure(value: Decimal | None) -> str:
    """A value without needless zeros: 1,200 and 3.5; a dash for none."""
    if value is None:
        return "—"
    whole = value.to_integral_value()
    return f"{whole:,}" if whole == value else f"{value.normalize():,f}"


def _money(text: PlanText) -> tuple[Block, ...]:
    money = money_plan(text)
    if not money.spent and not money.funded:
        return ()
    years = Table(
        heading="年度ごとの費用",
        columns=(Column("年度", share=2), Column("費用", align="end", share=1)),
        rows=tuple((FiscalYear(year).label, f"{amount:,}") for year, amount in money.by_year),
        totals=(("合計", f"{money.spent:,}"),),
        unit="単位：円",
    )
    sources = Table(
        heading="財源",
        columns=(Column("財源", share=2), Column("金額", align="end", share=1)),
        rows=tuple((source.label, f"{amount:,}") for source, amount in money.by_source),
        totals=(("合計", f"{money.funded:,}"),),
        unit="単位：円",
    )
    return years, sources
