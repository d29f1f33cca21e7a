"""What a plan says, as plain values: sections, vision, actions with their money and indicators."""

from dataclasses import dataclass
from decimal import Decimal

from comipla.core.plans.codes import (
    ActionCode,
    Direction,
    FundSource,
    Horizon,
    IndicatorKind,
    SectionKind,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A written part of the plan."""

    kind: SectionKind
    text: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Who carries an action, in percent: 自助 (residents themselves), 共助 (together), 公助 (public)."""

    own: int
    mutual: int
    public: int

    @property
    def together(self) -> int:
        """The sum; 100 in a plan that is in order."""
        return self.own + self.mutual + self.public


@dataclass(frozen=True, slots=True)
class Indicator:
    """What shows whether an action works; `key` stays the same in later versions."""

    key: str
    name: str
    unit: str
    kind: IndicatorKind
    direction: Direction
    baseline: Decimal | None
    target: Decimal | None
    year: int | None
    source: str = ""

    def reached(self, value: Decimal) -> bool | None:
        """Whether a value reaches the target; None where there is no target."""
        if self.target is None:
            return None
        return value >= self.target if self.direction is Direction.UP else value <= self.target


@dataclass(frozen=True, slots=True)
class Action:
    """A thing to be done. `line` names it through all versions; years are fiscal years.

    `spending` is whole yen by fiscal year, `funds` whole yen by source; both add up to the same.
    """

    line: str
    number: int
    code: ActionCode
    title: str
    purpose: str
    lead: str
    partners: tuple[str, ...]
    issues: tuple[int, ...]
    roles: Roles
    horizon: Horizon
    first_year: int
    last_year: int
    spending: tuple[tuple[int, int], ...] = ()
    funds: tuple[tuple[FundSource, int], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    minority: str = ""

    @property
    def budget(self) -> int:
        """All that it costs, in whole yen."""
        return sum(amount for _, amount in self.spending)

    @property
    def funded(self) -> int:
        """All that pays for it, in whole yen."""
        return sum(amount for _, amount in self.funds)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole version: fiscal years `first_year` to `last_year`, both included."""

    title: str
    first_year: int
    last_year: int
    slogan: str
    vision: str
    sections: tuple[Section, ...]
    actions: tuple[Action, ...]

    @property
    def years(self) -> range:
        """The fiscal years of the plan."""
        return range(self.first_year, self.last_year + 1)

    def section(self, kind: SectionKind) -> str:
        """The words of a section; empty where there are none."""
        return next((section.text for section in self.sections if section.kind is kind), "")


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """What all actions cost by year, and who pays, in whole yen."""

    by_year: tuple[tuple[int, int], ...]
    by_source: tuple[tuple[FundSource, int], ...]

    @property
    def spent(self) -> int:
        """The costs together."""
        return sum(amount for _, amount in self.by_year)

    @property
    def funded(self) -> int:
        """The funds together."""
        return sum(amount for _, amount in self.by_source)


def money_plan(text: PlanText) -> MoneyPlan:
    """Add the actions up; every year of the plan has a line, a source only where it pays."""
    years = dict.fromkeys(text.years, 0)
    sources = dict.fromkeys(FundSource, 0)
    for action in text.actions:
        for year, amount in action.spending:
            years[year] = years.get(year, 0) + amount
        for source, amount in action.funds:
            sources[source] += amount
    return MoneyPlan(
        tuple(sorted(years.items())),
        tuple((source, amount) for source, amount in sources.items() if amount),
    )
