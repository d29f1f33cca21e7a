"""Closed pools: a fixed sum that is divided among all platforms to the last yen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comipla.core.allocation.component import Component, Kind, Line
from comipla.core.allocation.components import counted
from comipla.core.allocation.metrics import Metric, PlatformMetrics
from comipla.core.allocation.numbers import (
    AllocationError,
    Exact,
    say,
    say_rate,
    say_yen,
    whole_yen,
)
from comipla.core.allocation.sharing import apportion
from comipla.core.money import Yen


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A sum to be divided (配分総額), whose components' shares make 100%.

    `amount` None takes last year's total. Each component's part is divided by itself in whole
    units; with `together`, the parts are added exactly first and only the platform's sum is
    brought to the unit (江田島市: 町別合計は千円単位), which takes a line of its own.
    """

    key: str
    amount: Yen | None
    label: str = ""
    unit: Yen | None = None
    together: bool = False

    def __post_init__(self) -> None:
        if self.amount is not None:
            object.__setattr__(self, "amount", whole_yen(self.amount, f"{self.name}の額"))
        if self.unit is not None:
            object.__setattr__(self, "unit", whole_yen(self.unit, f"{self.name}の端数の単位"))
        if self.unit == 0:
            raise AllocationError(f"{self.name}の端数の単位を1円以上にしてください。")

    @property
    def name(self) -> str:
        """The label, or 配分総額 with the key."""
        return self.label or f"配分総額「{self.key}」"


@dataclass(frozen=True, kw_only=True)
class Pooled(Component):
    """A component that divides a `share` of a pool (of the only one where `pool` is empty)."""

    share: Exact = 1
    pool: str = ""
    numbers: ClassVar[tuple[str, ...]] = ("share",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unit is not None or self.rounding is not None:
            raise AllocationError(
                f"{self.name}の端数の単位は、配分総額（pools）の側に書いてください。"
                "配分総額は、端数の大きい順に1単位ずつ配って使い切ります。"
            )

    def weight(self, values: Mapping[str, Exact]) -> Exact:
        """How much a platform counts."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class PoolEqual(Pooled):
    """POOL_EQUAL: the same part of the pool for every platform (均等割)."""

    kind: ClassVar[Kind] = Kind.POOL_EQUAL

    def weight(self, _values: Mapping[str, Exact]) -> Exact:
        """Each platform counts once."""
        return 1

    def working(self, line: Line) -> str:
        """3,000,000円 ÷ 4団体."""
        return f"{say_yen(line.rate or 0)}（{say_rate(self.share)}分）÷ {say(line.beside or 0)}団体"


@dataclass(frozen=True, kw_only=True)
class PoolShare(Pooled):
    """POOL_SHARE: a part of the pool in proportion to the `metric` (人口割, 世帯割)."""

    metric: str
    kind: ClassVar[Kind] = Kind.POOL_SHARE
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    def weight(self, values: Mapping[str, Exact]) -> Exact:
        """The value of the metric."""
        return values[self.metric]

    def working(self, line: Line) -> str:
        """7,000,000円 × 4,200人 ÷ 9,000人."""
        whole = line.metric.say(line.beside or 0) if line.metric else line.beside
        return f"{say_yen(line.rate or 0)}（{say_rate(self.share)}分）× {counted(line)} ÷ {whole}"


@dataclass(frozen=True, slots=True)
class Divided:
    """A pool divided: the lines of each component by its key, in the order of the platforms.

    `closing` are the lines that bring the platforms' sums to the unit; empty unless the pool is
    settled together.
    """

    lines: Mapping[str, tuple[Line, ...]]
    closing: tuple[Line, ...]


def divide(
    pool: Pool,
    amount: Yen,
    unit: Yen,
    components: Sequence[Pooled],
    platforms: Sequence[PlatformMetrics],
    metrics: Mapping[str, Metric],
) -> Divided:
    """Divide the whole amount of a pool. Raises AllocationError where that cannot be."""
    if amount % unit:
        raise AllocationError(
            f"{pool.name}の {say_yen(amount)} は {say_yen(unit)} の倍数ではないので、"
            "使い切れません。総額か端数の単位を直してください。"
        )
    codes = [platform.code for platform in platforms]
    order = [f"{number:06}" for number in range(len(components))]
    parts = apportion(amount // unit, [part.share for part in components], order)
    lines: dict[str, tuple[Line, ...]] = {}
    for component, part in zip(components, parts, strict=True):
        weights = _weights(component, platforms)
        given = None if pool.together else [n * unit for n in apportion(part, weights, codes)]
        metric = metrics.get(component.main_metric or "")
        lines[component.key] = _lines(component, amount, unit, weights, given, metric)
    closing = _closing(lines, amount, unit, components[-1], codes) if pool.together else ()
    return Divided(lines, closing)


def _weights(component: Pooled, platforms: Sequence[PlatformMetrics]) -> list[Exact]:
    weights = [
        0 if component.when and not platform.values[component.when]
        else component.weight(platform.values)
        for platform in platforms
    ]  # fmt: skip
    if not any(weights):
        raise AllocationError(
            f"{component.name}を分けるもとになる値が、すべての団体で0です。"
            "指標を確かめるか、この項目を外してください。"
        )
    return weights


def _lines(
    component: Pooled,
    amount: Yen,
    unit: Yen,
    weights: Sequence[Exact],
    given: Sequence[Yen] | None,
    metric: Metric | None,
) -> tuple[Line, ...]:
    """The lines of one component; where nothing is given yet, products are cut to yen."""
    whole = sum(weights)
    part = component.share * amount
    price = Fraction(part) / whole
    quantities = weights if isinstance(component, PoolShare) else [None] * len(weights)
    rounding = f"{unit:,}円単位の最大剰余法" if given else "1円未満切捨て、合計で調整"
    made = []
    for i, weight in enumerate(weights):
        product = price * weight
        note = "" if weight or quantities[i] is not None else "条件に当たりません"
        yen = given[i] if given else int(product)
        made.append(
            Line(component, component.name, metric, quantities[i], part, whole, product, rounding, yen, note)
        )  # fmt: skip
    return tuple(made)


def _closing(
    lines: Mapping[str, tuple[Line, ...]],
    amount: Yen,
    unit: Yen,
    last: Pooled,
    codes: Sequence[str],
) -> tuple[Line, ...]:
    """What brings each platform's exact sum to the unit, so that the sums make the pool."""
    by_platform = list(zip(*lines.values(), strict=True))
    products = [sum(line.product for line in own) for own in by_platform]
    totals = [units * unit for units in apportion(amount // unit, products, codes)]
    rounding = f"{unit:,}円単位の最大剰余法"
    made = []
    for own, product, total in zip(by_platform, products, totals, strict=True):
        difference = total - sum(line.amount for line in own)
        note = f"{say_yen(product)} を {say_yen(total)} に"
        made.append(
            Line(last, "端数の調整", None, None, None, None, difference, rounding, difference, note)
        )
    return tuple(made)
