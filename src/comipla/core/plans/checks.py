"""What is not yet right with a plan: found by rules, told with the place and what to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.core.plans.codes import SectionKind
from comipla.core.plans.text import Action, PlanText

LONGEST_PERIOD = 10
"""Fiscal years; plans commonly run five (survey B1)."""

NEEDED_SECTIONS = (SectionKind.OUTLINE, SectionKind.ISSUES, SectionKind.POLICY)
"""What a plan cannot be published without."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a plan: `action` is the number it speaks of (None: the plan itself).

    What `stops` has to be put right before the plan can be published or adopted.
    """

    action: int | None
    text: str
    stops: bool


def check(text: PlanText) -> tuple[Finding, ...]:
    """Everything that is not right, the plan itself first, then action by action."""
    found = [Finding(None, sentence, True) for sentence in _plan(text)]
    for action in text.actions:
        found += [Finding(action.number, sentence, True) for sentence in _stops(text, action)]
        found += [Finding(action.number, sentence, False) for sentence in _hints(text, action)]
    return tuple(found)


def _plan(text: PlanText) -> Iterator[str]:
    if not text.title.strip():
        yield "計画の名前を書いてください。"
    if not text.vision.strip():
        yield "将来像を書いてください。"
    length = text.last_year - text.first_year + 1
    if length < 1:
        yield "計画の終わりの年度を、始まりの年度か、それより後にしてください。"
    elif length > LONGEST_PERIOD:
        yield f"計画の期間が{length}年です。{LONGEST_PERIOD}年以内にしてください。"
    for kind in NEEDED_SECTIONS:
        if not text.section(kind).strip():
            yield f"「{kind.label}」を書いてください。"
    if not text.actions:
        yield "取組を1つ以上加えてください。"
    for number, count in Counter(action.number for action in text.actions).items():
        if count > 1:
            yield f"取組の番号{number}が{count}つあります。番号を1つずつにしてください。"


def _stops(text: PlanText, action: Action) -> Iterator[str]:
    if not action.title.strip():
        yield "取組の名前を書いてください。"
    if not action.lead.strip():
        yield "受け持つ部会を書いてください。"
    roles = action.roles
    if roles.together != 100 or min(roles.own, roles.mutual, roles.public) < 0:
        yield f"自助・共助・公助の合計が{roles.together}%です。合わせて100%にしてください。"
    yield from _years(text, action)
    yield from _money(action)
    for indicator in action.indicators:
        if indicator.target is None:
            yield f"指標「{indicator.name}」の目標値を書いてください。"


def _years(text: PlanText, action: Action) -> Iterator[str]:
    if action.last_year < action.first_year:
        yield "取組の終わりの年度を、始まりの年度か、それより後にしてください。"
    elif action.first_year < text.first_year or action.last_year > text.last_year:
        yield (
            f"取組の年度を、計画の期間（{_label(text.first_year)}から{_label(text.last_year)}まで）の中にしてください。"
        )
    limit = action.horizon.years
    if limit is not None and action.last_year - text.first_year + 1 > limit:
        yield (
            f"「{action.horizon.label}」の取組が{_label(action.last_year)}まで続きます。"
            "終わりの年度か、短期・中期・長期の別を直してください。"
        )


def _money(action: Action) -> Iterator[str]:
    if any(amount < 0 for _, amount in (*action.spending, *action.funds)):
        yield "金額を0円以上にしてください。"
    if any(
        not action.first_year <= year <= action.last_year
        for year, amount in action.spending
        if amount
    ):
        yield "取組を行わない年度に費用があります。年度か費用を直してください。"
    if action.budget != action.funded:
        yield (
            f"費用の合計{format_yen(action.budget)}と、財源の合計{format_yen(action.funded)}が"
            "合いません。同じ額にしてください。"
        )


def _hints(text: PlanText, action: Action) -> Iterator[str]:
    if not action.indicators:
        yield "指標がありません。1つあると、年度末の点検が10分で済みます。"
    if not action.issues:
        yield "どの課題にこたえる取組か、課題の番号を選ぶと住民に伝わります。"
    for indicator in action.indicators:
        if indicator.year is not None and not text.first_year <= indicator.year <= text.last_year:
            yield f"指標「{indicator.name}」の目標の年度が、計画の期間の外です。"


def _label(year: int) -> str:
    return FiscalYear(year).label
