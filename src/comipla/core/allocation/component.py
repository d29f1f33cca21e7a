"""What every component of a scheme has in common, and the line it gives each platform."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from comipla.core.allocation.metrics import Metric, PlatformMetrics
from comipla.core.allocation.numbers import (
    AllocationError,
    Exact,
    Rounding,
    exact,
    say_yen,
    whole_yen,
)
from comipla.core.money import Yen


class Kind(StrEnum):
    """The kinds of component (community-platform.md D2), by the words a scheme file uses."""

    FIXED = "FIXED"
    UNIT = "UNIT"
    POOL_EQUAL = "POOL_EQUAL"
    POOL_SHARE = "POOL_SHARE"
    BRACKET = "BRACKET"
    COEF = "COEF"
    THRESHOLD_UNIT = "THRESHOLD_UNIT"
    CAPPED_ACTUAL = "CAPPED_ACTUAL"
    PROPOSAL = "PROPOSAL"
    NAMED = "NAMED"
    ONE_OFF = "ONE_OFF"
    ADJUST = "ADJUST"

    @property
    def label(self) -> str:
        """The kind's usual name, shown where a component has no label of its own."""
        return _LABELS[self]


_LABELS = {
    Kind.FIXED: "基礎額",
    Kind.UNIT: "単価割",
    Kind.POOL_EQUAL: "均等割",
    Kind.POOL_SHARE: "按分割",
    Kind.BRACKET: "段階別の額",
    Kind.COEF: "係数割",
    Kind.THRESHOLD_UNIT: "一定以上の割",
    Kind.CAPPED_ACTUAL: "実費（上限あり）",
    Kind.PROPOSAL: "提案事業",
    Kind.NAMED: "団体ごとに定める額",
    Kind.ONE_OFF: "一度限りの額",
    Kind.ADJUST: "調整",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a 算定調書: what a component gives a platform, and how it was reckoned.

    `amount` is whole yen; the lines of a platform sum to its total, so that an adjustment may be
    negative. `product` is the exact amount before rounding; for an adjustment, the exact amount
    adjusted to. `quantity` is the value of `metric` (last year's amount for a band), `rate` what
    it was multiplied by, `beside` the number that stands with it: the sum over all platforms, the
    ratio of a table, the amount before an adjustment. `items` are costs or proposals one by one.
    `rounding` says what was done to the fraction; `note` stands in place of the calculation.
    """

    component: "Component"
    label: str
    metric: Metric | None
    quantity: Exact | None
    rate: Exact | None
    beside: Exact | None
    product: Exact
    rounding: str
    amount: Yen
    note: str = ""
    items: tuple[Exact, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind of the component."""
        return self.component.kind

    @property
    def working(self) -> str:
        """The calculation in words, before rounding: 150世帯 × 600円."""
        return self.note or self.component.working(self)

    @property
    def words(self) -> str:
        """The whole line as printed: label, calculation, rounding and amount."""
        rounded = f"（{self.rounding}）" if self.product != self._reached else ""
        return f"{self.label}: {self.working} ＝ {say_yen(self.amount)}{rounded}"

    @property
    def _reached(self) -> Exact:
        return self.amount + (self.beside or 0) if self.kind is Kind.ADJUST else self.amount


class Reckoned(NamedTuple):
    """What a component reckons for one platform, before rounding; fields as in `Line`.

    Where there are `parts`, each is rounded by itself; they sum to the product.
    """

    product: Exact
    quantity: Exact | None = None
    rate: Exact | None = None
    beside: Exact | None = None
    note: str = ""
    items: tuple[Exact, ...] = ()
    parts: tuple[Exact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Component:
    """A part of a scheme. `key` names it in data (c1, c2 … by position where left out).

    `when` is the code of a metric: platforms for which it is 0 get nothing from this component.
    `rounding` and `unit` are those of the scheme where left out.
    """

    key: str = ""
    label: str = ""
    when: str | None = None
    rounding: Rounding | None = None
    unit: Yen | None = None

    kind: ClassVar[Kind]
    numbers: ClassVar[tuple[str, ...]] = ()
    yen: ClassVar[tuple[str, ...]] = ()
    codes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        """Make numbers exact, refuse negative ones and missing codes; name the component."""
        for name in self.numbers:
            self._settle(name, exact)
        for name in (*self.yen, "unit"):
            self._settle(name, whole_yen)
        if self.unit == 0:
            raise AllocationError(f"{self.name}の端数の単位を1円以上にしてください。")
        if self.rounding is not None:
            object.__setattr__(self, "rounding", rounding_of(self.rounding, self.name))
        for name in self.codes:
            if not isinstance(getattr(self, name), str) or not getattr(self, name):
                raise AllocationError(f"{self.name}に使う指標（{name}）を書いてください。")

    def _settle(self, name: str, convert: Callable[[object, str], Exact]) -> None:
        value = getattr(self, name)
        if value is not None:
            object.__setattr__(self, name, convert(value, f"{self.name}の {name} "))
        elif self.__dataclass_fields__[name].default is not None:
            raise AllocationError(f"{self.name}の {name} を書いてください。")

    @property
    def name(self) -> str:
        """The label, or what tells the component from others where there is none."""
        return self.label or (f"{self.kind.label}（{self.key}）" if self.key else self.kind.label)

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The codes of the metrics that every platform must have a value of."""
        named = [getattr(self, name) for name in self.codes]
        return tuple(dict.fromkeys(filter(None, (*named, self.when))))

    @property
    def main_metric(self) -> str | None:
        """The metric a line shows; None where the component counts nothing."""
        return getattr(self, self.codes[0]) if self.codes else None

    def working(self, line: Line) -> str:
        """The calculation of a line of this component in words."""
        raise NotImplementedError


class Open(Component):
    """A component whose amount depends on the platform alone."""

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """The exact amount for a platform; raises AllocationError, which need not name it."""
        raise NotImplementedError


def rounding_of(value: object, place: str) -> Rounding:
    """A rounding by its word; raises AllocationError."""
    try:
        return Rounding(value)  # type: ignore[arg-type]
    except ValueError:
        known = "、".join(f"{rounding}（{rounding.label}）" for rounding in Rounding)
        raise AllocationError(
            f"{place}の端数処理「{value}」はありません。{known}から選んでください。"
        ) from None
