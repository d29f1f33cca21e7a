"""ADJUST: what is done to the amounts once they are reckoned: bands, limits, months, transition.

An adjustment takes the amounts of everything above it in the scheme. Limits it sets stay for the
adjustments below; where two limits exclude each other, the one further down wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from comipla.core.allocation.component import Component, Kind, Line
from comipla.core.allocation.numbers import (
    AllocationError,
    Exact,
    Rounding,
    round_to,
    say_yen,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen
from comipla.core.wareki import DateError


class Leftover(StrEnum):
    """What becomes of the money an adjustment frees, or needs, in a closed pool."""

    LEAVE = "leave"
    """It stays as a residual that the result names."""
    REDISTRIBUTE = "redistribute"
    """Those the adjustment does not hold share it in proportion, within their limits."""
    SCALE = "scale"
    """All amounts are multiplied by the same factor; limits may then be crossed."""


class Span(NamedTuple):
    """The least and the most yen a platform may get; `high` None: without limit."""

    low: Yen = 0
    high: Yen | None = None

    def within(self, later: "Span") -> "Span":
        """Both spans at once; where they exclude each other, the edge of the later one."""
        low = max(self.low, later.low)
        highs = [high for high in (self.high, later.high) if high is not None]
        high = min(highs, default=None)
        if high is None or low <= high:
            return Span(low, high)
        # One of the two ends of the later span lies nearest to the earlier span.
        edge = later.low if later.low == low else high
        return Span(edge, edge)

    def moved(self, amount: Yen) -> "Span":
        """The span after an amount was added that it does not limit; no floor stays none."""
        low = self.low + amount if self.low else 0
        return Span(low, None if self.high is None else self.high + amount)

    def hold(self, amount: Yen) -> Yen:
        """The nearest amount inside."""
        raised = max(amount, self.low)
        return raised if self.high is None else min(raised, self.high)


class Standing(NamedTuple):
    """One platform as an adjustment meets it; `before` None: not in last year's list."""

    amount: Yen
    before: Yen | None
    values: Mapping[str, Exact]
    year: FiscalYear
    unit: Yen
    rounding: Rounding


class Step(NamedTuple):
    """What an adjustment does to one platform; `held` keeps it out of redistribution.

    `span` None drops the limits set further up; `factor` shrinks them.
    """

    amount: Yen
    product: Exact
    quantity: Exact | None = None
    rate: Exact | None = None
    span: Span | None = Span()
    factor: Exact = 1
    held: bool = False


@dataclass(frozen=True, kw_only=True)
class Adjust(Component):
    """ADJUST: something done to the amounts above it, in the fiscal `years` named (empty: all).

    In a scheme with pools `leftover` has to say what becomes of the difference. The unit of an
    adjustment is 1 yen unless it says otherwise.
    """

    leftover: Leftover | None = None
    years: tuple[FiscalYear, ...] = ()
    kind: ClassVar[Kind] = Kind.ADJUST
    method: ClassVar[str]
    title: ClassVar[str]
    keeps_sum: ClassVar[bool] = True
    needs_previous: ClassVar[bool] = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.leftover is not None:
            object.__setattr__(self, "leftover", _leftover(self.leftover, self.name))
        years = tuple(year_of(year, self.name) for year in self.years)
        object.__setattr__(self, "years", years)
        if self.when is not None:
            raise AllocationError(f"{self.name}に条件（when）は付けられません。")

    @property
    def name(self) -> str:
        """The label, or the title of the method."""
        return self.label or self.title

    def applies_in(self, year: FiscalYear) -> bool:
        """Whether the adjustment is made in that year."""
        return not self.years or year in self.years

    def step(self, standing: Standing) -> Step:
        """What is done to one platform."""
        raise NotImplementedError

    def working(self, line: Line) -> str:
        """What was done, and from which amount to which: 下限額 500,000円: 420,000円 → 500,000円."""
        before = line.beside or 0
        after = before + line.amount
        moved = (
            f"{say_yen(before)} → {say_yen(after)}" if line.amount else f"{say_yen(before)} のまま"
        )
        return f"{self.reason(line)}: {moved}"

    def reason(self, _line: Line) -> str:
        """By what the amount of a line was adjusted."""
        return self.title


def year_of(value: object, place: str) -> FiscalYear:
    """A fiscal year, or its code (R7); raises AllocationError."""
    if isinstance(value, FiscalYear):
        return value
    try:
        return FiscalYear.parse(str(value))
    except DateError as error:
        raise AllocationError(f"{place}の年度「{value}」: {error}。") from None


def _leftover(value: object, place: str) -> Leftover:
    try:
        return Leftover(value)  # type: ignore[arg-type]
    except ValueError:
        raise AllocationError(
            f"{place}の残りの扱い「{value}」はありません。leave（残す）、"
            "redistribute（幅の中の団体に配り直す）、scale（全体に掛ける）から選んでください。"
        ) from None


def floor_yen(value: Exact, unit: Yen) -> Yen:
    """The value cut down to the unit."""
    return round_to(value, unit, Rounding.FLOOR)
