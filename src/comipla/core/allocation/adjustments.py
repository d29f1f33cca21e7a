"""The methods of ADJUST: band, floor, ceiling, months, transition, budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comipla.core.allocation.adjusting import Adjust, Span, Standing, Step, floor_yen, year_of
from comipla.core.allocation.component import Line
from comipla.core.allocation.numbers import (
    AllocationError,
    Exact,
    exact,
    round_to,
    say_rate,
    say_yen,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen


@dataclass(frozen=True, kw_only=True)
class Band(Adjust):
    """BAND: at most `up` above and `down` below last year's amount (激変緩和).

    Shares of last year's amount, cut to the unit; `band` sets both. A platform that was not in
    last year's list has no band.
    """

    band: Exact | None = None
    up: Exact | None = None
    down: Exact | None = None
    method: ClassVar[str] = "BAND"
    title: ClassVar[str] = "激変緩和"
    numbers: ClassVar[tuple[str, ...]] = ("band", "up", "down")
    needs_previous: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        up, down = self._shares
        if up is None and down is None:
            raise AllocationError(f"{self.name}の幅（band、または up と down）を書いてください。")
        if down is not None and down > 1:
            raise AllocationError(f"{self.name}の下げ幅（down）は1以下にしてください。")

    @property
    def _shares(self) -> tuple[Exact | None, Exact | None]:
        """How far up and how far down, None without limit."""
        up = self.band if self.up is None else self.up
        return up, self.band if self.down is None else self.down

    def step(self, standing: Standing) -> Step:
        """Hold the amount inside the band."""
        before = standing.before
        if before is None:
            return Step(standing.amount, standing.amount)
        low, high = self._limits(before)
        span = Span(
            floor_yen(low, standing.unit), None if high is None else floor_yen(high, standing.unit)
        )
        kept = span.hold(standing.amount)
        if kept == standing.amount:
            return Step(kept, kept, before, self._shares[0], span=span)
        product = low if high is None or kept == span.low else high
        return Step(kept, product, before, self._shares[0], span=span, held=True)

    def _limits(self, before: Yen) -> tuple[Exact, Exact | None]:
        up, down = self._shares
        return (
            0 if down is None else before * (1 - down),
            None if up is None else before * (1 + up),
        )

    def reason(self, line: Line) -> str:
        """前年度 2,600,000円 の±1/3（1,733,333円〜3,466,666円）."""
        if line.quantity is None:
            return "前年度の額がないので幅はかかりません"
        low, high = self._limits(int(line.quantity))
        unit = self.unit or 1
        ends = f"{say_yen(floor_yen(low, unit))}〜{'' if high is None else say_yen(floor_yen(high, unit))}"
        return f"前年度 {say_yen(line.quantity)} の{self._words}（{ends}）"

    @property
    def _words(self) -> str:
        up, down = self._shares
        if up == down and up is not None:
            return f"±{say_rate(up)}"
        return "、".join(
            f"{sign}{say_rate(x)}" for sign, x in (("＋", up), ("△", down)) if x is not None
        )


@dataclass(frozen=True, kw_only=True)
class _Limit(Adjust):
    """A limit in yen: the same `amount` for all, or that of a `metric` (旧制度の額)."""

    amount: Yen | None = None
    metric: str | None = None
    yen: ClassVar[tuple[str, ...]] = ("amount",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.amount is None) == (self.metric is None):
            raise AllocationError(
                f"{self.name}の額（amount）か指標（metric）の片方を書いてください。"
            )

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The metric that holds the limit, if one does."""
        return () if self.metric is None else (self.metric,)

    def _limit(self, standing: Standing) -> tuple[Exact, Yen]:
        limit = standing.values[self.metric] if self.metric else self.amount or 0
        return limit, floor_yen(limit, standing.unit)

    def _held(self, standing: Standing, span: Span, limit: Exact) -> Step:
        kept = span.hold(standing.amount)
        changed = kept != standing.amount
        return Step(kept, limit if changed else kept, limit, span=span, held=changed)

    def reason(self, line: Line) -> str:
        """下限額 500,000円."""
        return f"{self.title} {say_yen(line.quantity or 0)}"


@dataclass(frozen=True, kw_only=True)
class Floor(_Limit):
    """FLOOR: no platform gets less than the limit."""

    method: ClassVar[str] = "FLOOR"
    title: ClassVar[str] = "下限額"

    def step(self, standing: Standing) -> Step:
        """Raise the amount to the limit."""
        limit, low = self._limit(standing)
        return self._held(standing, Span(low), limit)


@dataclass(frozen=True, kw_only=True)
class Ceiling(_Limit):
    """CEILING: no platform gets more than the limit."""

    method: ClassVar[str] = "CEILING"
    title: ClassVar[str] = "上限額"

    def step(self, standing: Standing) -> Step:
        """Cut the amount to the limit."""
        limit, high = self._limit(standing)
        return self._held(standing, Span(0, high), limit)


@dataclass(frozen=True, kw_only=True)
class Months(Adjust):
    """MONTHS: the twelfths of the year that the `metric` (0 to 12) says (月割)."""

    metric: str
    method: ClassVar[str] = "MONTHS"
    title: ClassVar[str] = "月割"
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    def step(self, standing: Standing) -> Step:
        """So many twelfths of the amount and of its limits."""
        months = standing.values[self.metric]
        if not isinstance(months, int) or months > 12:
            raise AllocationError("月数は0から12までの整数にしてください。")
        part = Fraction(months, 12)
        product = standing.amount * part
        kept = round_to(product, standing.unit, standing.rounding)
        return Step(kept, product, months, part, factor=part, held=months < 12)

    def reason(self, line: Line) -> str:
        """7/12か月."""
        return f"{line.quantity}/12か月"


@dataclass(frozen=True, kw_only=True)
class Transition(Adjust):
    """TRANSITION: in each year a `weight` of the new amount, the rest of the old one (経過措置).

    `weights` by fiscal year; years after the last are wholly new. The old amount is last year's,
    or that of the metric `old`, which stays the same all the years. Limits set further up end
    here. A platform without an old amount in last year's list is wholly new.
    """

    weights: Mapping[FiscalYear, Exact] | tuple[tuple[FiscalYear, Exact], ...]
    old: str | None = None
    method: ClassVar[str] = "TRANSITION"
    title: ClassVar[str] = "経過措置"

    def __post_init__(self) -> None:
        super().__post_init__()
        pairs = self.weights.items() if isinstance(self.weights, Mapping) else self.weights
        place = f"{self.name}の割合"
        settled = sorted((year_of(year, self.name), exact(w, place)) for year, w in pairs)
        if not settled or any(weight > 1 for _, weight in settled):
            raise AllocationError(f"{place}（weights）を、年度ごとに0から1までで書いてください。")
        object.__setattr__(self, "weights", tuple(settled))

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The metric of old amounts, if there is one."""
        return () if self.old is None else (self.old,)

    def weight_in(self, year: FiscalYear) -> Exact:
        """The weight of the new amount in that year; raises AllocationError for a gap."""
        weights = dict(self.weights)
        if year > max(weights):
            return 1
        if year not in weights:
            raise AllocationError(f"{self.name}の割合（weights）に {year.code} がありません。")
        return weights[year]

    def step(self, standing: Standing) -> Step:
        """Blend the new amount with the old one."""
        old = standing.values[self.old] if self.old else standing.before
        if old is None:
            return Step(standing.amount, standing.amount, span=None)
        weight = self.weight_in(standing.year)
        product = weight * standing.amount + (1 - weight) * old
        kept = round_to(product, standing.unit, standing.rounding)
        return Step(kept, product, old, weight, span=None)

    def reason(self, line: Line) -> str:
        """新しい額の 1/3 と、これまでの額 1,000,000円 の 2/3."""
        if line.quantity is None or line.rate is None:
            return "これまでの額がないので、新しい額です"
        rest = say_rate(1 - line.rate)
        return f"新しい額の{say_rate(line.rate)}と、これまでの額 {say_yen(line.quantity)} の{rest}"


@dataclass(frozen=True, kw_only=True)
class Budget(Adjust):
    """BUDGET: where the sum exceeds the scheme's `total_budget`, all are cut in proportion.

    Nobody goes below a floor set further up (予算の範囲内).
    """

    method: ClassVar[str] = "BUDGET"
    title: ClassVar[str] = "予算の範囲内への調整"
    keeps_sum: ClassVar[bool] = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.leftover is not None:
            raise AllocationError(f"{self.name}に残りの扱い（leftover）は書けません。")


METHODS: Mapping[str, type[Adjust]] = {
    adjust.method: adjust for adjust in (Band, Floor, Ceiling, Months, Transition, Budget)
}
"""The methods of ADJUST by the words a scheme file uses."""
