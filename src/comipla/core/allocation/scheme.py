"""The scheme of a municipality's block grant (包括的交付金): components in order, pools, metrics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from comipla.core.allocation.adjusting import Adjust, year_of
from comipla.core.allocation.adjustments import Budget
from comipla.core.allocation.component import Component, rounding_of
from comipla.core.allocation.metrics import Metric
from comipla.core.allocation.numbers import (
    AllocationError,
    Rounding,
    say_rate,
    say_yen,
    whole_yen,
)
from comipla.core.allocation.pools import Pool, Pooled
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen


@dataclass(frozen=True, kw_only=True)
class AllocationScheme:
    """How a municipality reckons its block grant in one fiscal year; one version of it.

    Components are added from top to bottom; an ADJUST takes what stands above it. `rounding` and
    `unit` are for components that say nothing themselves. `total_budget` is what the budget holds;
    it is the pool of a scheme that names none. Raises AllocationError, in a sentence that names
    the place, for whatever does not fit together.
    """

    municipality: str
    fiscal_year: FiscalYear
    components: tuple[Component, ...]
    pools: tuple[Pool, ...] = ()
    metrics: tuple[Metric, ...] = ()
    version: str = "1"
    legal_basis: str = ""
    total_budget: Yen | None = None
    rounding: Rounding = Rounding.FLOOR
    unit: Yen = 1

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "fiscal_year", year_of(self.fiscal_year, "算定"))
        put(self, "rounding", rounding_of(self.rounding, "算定"))
        put(self, "unit", whole_yen(self.unit, "端数の単位"))
        if not self.unit:
            raise AllocationError("端数の単位を1円以上にしてください。")
        if self.total_budget is not None:
            put(self, "total_budget", whole_yen(self.total_budget, "予算額（total_budget）"))
        put(self, "metrics", tuple(self.metrics))
        put(self, "components", tuple(_keyed(self.components)))
        put(self, "pools", tuple(self.pools))
        put(self, "components", tuple(map(self._pooled, self.components)))
        _once((part.key for part in self.components), "項目のキー（key）")
        _once((pool.key for pool in self.closed_pools), "配分総額のキー")
        _once((metric.code for metric in self.metrics), "指標のコード")
        self._check_shares()
        self._check_adjustments()

    @property
    def label(self) -> str:
        """見本市 令和7年度 第1版."""
        return f"{self.municipality} {self.fiscal_year.label} 第{self.version}版".strip()

    @cached_property
    def active(self) -> tuple[Component, ...]:
        """The components that count in the scheme's year."""
        year = self.fiscal_year
        return tuple(
            part
            for part in self.components
            if not isinstance(part, Adjust) or part.applies_in(year)
        )

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The codes of the metrics every platform must have, in the order of the components."""
        return tuple(dict.fromkeys(code for part in self.active for code in part.metric_codes))

    @cached_property
    def closed_pools(self) -> tuple[Pool, ...]:
        """The pools; where none is named and components divide one, the budget is it."""
        if self.pools or not any(isinstance(part, Pooled) for part in self.components):
            return self.pools
        if self.total_budget is None:
            raise AllocationError(
                "配分総額を分ける項目がありますが、総額が書かれていません。"
                "pools か total_budget に額を書いてください。"
            )
        return (Pool(key="budget", amount=self.total_budget, label="予算額"),)

    def of_pool(self, pool: Pool) -> tuple[Pooled, ...]:
        """The components that divide a pool."""
        return tuple(
            part for part in self.components if isinstance(part, Pooled) and part.pool == pool.key
        )

    def _pooled(self, part: Component) -> Component:
        """The component with the key of its pool, which is the only one where it names none."""
        if not isinstance(part, Pooled):
            return part
        keys = [pool.key for pool in self.closed_pools]
        if not part.pool and len(keys) == 1:
            return replace(part, pool=keys[0])
        if part.pool not in keys:
            raise AllocationError(
                f"{part.name}の配分総額「{part.pool}」がありません。"
                f"{'、'.join(keys)} から選んで pool に書いてください。"
            )
        return part

    def _check_shares(self) -> None:
        for pool in self.closed_pools:
            parts = self.of_pool(pool)
            if not parts:
                raise AllocationError(f"{pool.name}を分ける項目がありません。")
            shares = sum(part.share for part in parts)
            if shares != 1:
                listed = " ＋ ".join(f"{part.name} {say_rate(part.share)}" for part in parts)
                raise AllocationError(
                    f"{pool.name}の割合（share）の合計が {say_rate(shares)} です（{listed}）。"
                    "合わせて100%になるように直してください。"
                )

    def _check_adjustments(self) -> None:
        for part in self.components:
            if isinstance(part, Budget) and self.total_budget is None:
                raise AllocationError(f"{part.name}には予算額（total_budget）が要ります。")
            silent = isinstance(part, Adjust) and part.keeps_sum and part.leftover is None
            if self.closed_pools and silent:
                raise AllocationError(
                    f"{part.name}で総額と合わなくなる分の扱い（leftover）を決めてください。"
                    "leave（残す）、redistribute（幅の中の団体に配り直す）、"
                    "scale（全体に掛ける）から選びます。"
                )


def _keyed(components: Iterable[Component]) -> Iterator[Component]:
    """The components, those without a key named by their position."""
    number = 0
    for number, part in enumerate(components, start=1):
        if not isinstance(part, Component) or not hasattr(part, "kind"):
            raise AllocationError(
                f"{number}番目の項目「{part!r}」は知らない種類です。Fixed、Unit などを使ってください。"
            )
        yield part if part.key else replace(part, key=f"c{number}")
    if not number:
        raise AllocationError("算定の項目（components）が1つもありません。")


def _once(keys: Iterable[str], name: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise AllocationError(f"{name}「{key}」が2回出てきます。別の名にしてください。")
        seen.add(key)


def budget_left(scheme: AllocationScheme, total: Yen) -> Yen | None:
    """What the budget holds beyond a total (below 0: what is missing); None without a budget."""
    return None if scheme.total_budget is None else scheme.total_budget - total


def budget_words(scheme: AllocationScheme, total: Yen) -> str:
    """A sentence where a total exceeds the budget, else empty."""
    left = budget_left(scheme, total)
    if left is None or left >= 0:
        return ""
    return (
        f"合計 {say_yen(total)} が予算額 {say_yen(scheme.total_budget or 0)} を "
        f"{say_yen(-left)} こえています。単価を直すか、予算の範囲内への調整（BUDGET）を足してください。"
    )
