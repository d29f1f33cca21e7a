"""The components that depend on the platform alone: lump sums, unit prices, tables, costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from comipla.core.allocation.component import Kind, Line, Open, Reckoned
from comipla.core.allocation.metrics import PlatformMetrics
from comipla.core.allocation.numbers import (
    AllocationError,
    Exact,
    say,
    say_rate,
    say_yen,
    whole_yen,
)
from comipla.core.allocation.tables import Mode, Table
from comipla.core.money import Yen


def counted(line: Line) -> str:
    """The quantity of a line with the unit of its metric."""
    value = line.quantity or 0
    return line.metric.say(value) if line.metric else say(value)


@dataclass(frozen=True, kw_only=True)
class Fixed(Open):
    """FIXED: the same `amount` for every platform (均等割, 基礎額)."""

    amount: Yen
    kind: ClassVar[Kind] = Kind.FIXED
    yen: ClassVar[tuple[str, ...]] = ("amount",)

    def reckon(self, _platform: PlatformMetrics) -> Reckoned:
        """The amount."""
        return Reckoned(self.amount)

    def working(self, line: Line) -> str:
        """定額 100,000円."""
        return f"定額 {say_yen(line.product)}"


@dataclass(frozen=True, kw_only=True)
class Unit(Open):
    """UNIT: `rate` yen for each one of the `metric` (世帯割, 人口割, 街灯割)."""

    rate: Exact
    metric: str
    kind: ClassVar[Kind] = Kind.UNIT
    numbers: ClassVar[tuple[str, ...]] = ("rate",)
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """Rate times quantity."""
        quantity = platform.values[self.metric]
        return Reckoned(self.rate * quantity, quantity, self.rate)

    def working(self, line: Line) -> str:
        """150世帯 × 600円."""
        return f"{counted(line)} × {say_yen(self.rate)}"


@dataclass(frozen=True, kw_only=True)
class Bracket(Open):
    """BRACKET: what a table over the `metric` gives, by steps or marginally (`Table`)."""

    metric: str
    table: Table
    kind: ClassVar[Kind] = Kind.BRACKET
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "table", table_of(self.table, self.name))

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """What the table gives."""
        quantity = platform.values[self.metric]
        return Reckoned(self.table.value(quantity), quantity)

    def working(self, line: Line) -> str:
        """120世帯「100世帯をこえ150世帯以下」の段の 47,700円."""
        unit = line.metric.unit if line.metric else ""
        return f"{counted(line)}: {self.table.words(line.quantity or 0, unit)}"


@dataclass(frozen=True, kw_only=True)
class Coef(Open):
    """COEF: `rate` × `metric` × the coefficient that a table gives for a `ratio` (高齢化率).

    `ratio` is a metric that holds the ratio, or, with `ratio_of`, the part of that metric (the
    aged of the people); the ratio of nothing to nothing is 0.
    """

    rate: Exact
    metric: str
    ratio: str
    table: Table
    ratio_of: str | None = None
    kind: ClassVar[Kind] = Kind.COEF
    numbers: ClassVar[tuple[str, ...]] = ("rate",)
    codes: ClassVar[tuple[str, ...]] = ("metric", "ratio")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "table", table_of(self.table, self.name))
        if self.table.mode is not Mode.STEP or any(row.rate for row in self.table.rows):
            raise AllocationError(
                f"{self.name}の表は、段ごとに係数（amount）だけを書いてください。"
            )

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The base of the ratio belongs to them."""
        return with_codes(super().metric_codes, self.ratio_of)

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """Rate times quantity times coefficient; `rate` of the line is rate times coefficient."""
        quantity = platform.values[self.metric]
        ratio = self._ratio(platform.values)
        rate = self.rate * self.table.value(ratio)
        return Reckoned(rate * quantity, quantity, rate, ratio)

    def _ratio(self, values: Mapping[str, Exact]) -> Exact:
        part = values[self.ratio]
        if self.ratio_of is None:
            return part
        whole = values[self.ratio_of]
        if whole == 0 and part:
            raise AllocationError(f"「{self.ratio_of}」が0なので、割合を求められません。")
        return Fraction(part) / whole if whole else 0

    def working(self, line: Line) -> str:
        """300人 × 100円 × 係数 0.5（割合 40%）."""
        ratio = line.beside or 0
        coefficient = say(self.table.value(ratio))
        return (
            f"{counted(line)} × {say_yen(self.rate)} × 係数 {coefficient}（割合 {say_rate(ratio)}）"
        )


@dataclass(frozen=True, kw_only=True)
class ThresholdUnit(Open):
    """THRESHOLD_UNIT: from `threshold` on, `rate` for each one of the metric, cut to `quantum`.

    Below the threshold there is nothing. Above, the metric counts from 0, or with
    `from_threshold` only what exceeds the threshold (黒潮町 僻地割: 2 km, cut below 0.1 km).
    """

    rate: Exact
    metric: str
    threshold: Exact = 0
    quantum: Exact | None = None
    from_threshold: bool = False
    kind: ClassVar[Kind] = Kind.THRESHOLD_UNIT
    numbers: ClassVar[tuple[str, ...]] = ("rate", "threshold", "quantum")
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.quantum == 0:
            raise AllocationError(f"{self.name}の刻み（quantum）を0より大きくしてください。")

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """Rate times what counts, 0 below the threshold; `beside` is what counts."""
        quantity = platform.values[self.metric]
        counts: Exact = 0
        if quantity >= self.threshold:
            counts = quantity - self.threshold if self.from_threshold else quantity
            if self.quantum is not None:
                counts = counts // self.quantum * self.quantum
        return Reckoned(self.rate * counts, quantity, self.rate, counts)

    def working(self, line: Line) -> str:
        """7.43km → 7.4km × 600円."""
        unit = line.metric.unit if line.metric else ""
        if (line.quantity or 0) < self.threshold:
            return f"{counted(line)}は {say(self.threshold)}{unit} に足りません"
        return f"{counted(line)} → {say(line.beside or 0)}{unit} × {say_yen(self.rate)}"


@dataclass(frozen=True, kw_only=True)
class CappedActual(Open):
    """CAPPED_ACTUAL: a share of actual cost up to a cap, for at most `most` items a year.

    `metrics` are the eligible costs of the items, one metric each. Every item is rounded by
    itself. With `lifetime_cap`, what the metric `already` says was given in earlier years is taken
    from it. More items than `most` are refused: which of them count is for people to say.
    """

    rate: Exact = 1
    metrics: tuple[str, ...]
    cap: Yen | None = None
    most: int | None = None
    lifetime_cap: Yen | None = None
    already: str | None = None
    kind: ClassVar[Kind] = Kind.CAPPED_ACTUAL
    numbers: ClassVar[tuple[str, ...]] = ("rate",)
    yen: ClassVar[tuple[str, ...]] = ("cap", "most", "lifetime_cap")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "metrics", codes_of(self.metrics, self.name))
        if self.rate > 1:
            raise AllocationError(f"{self.name}の割合（rate）は1以下にしてください。")
        if (self.lifetime_cap is None) != (self.already is None):
            raise AllocationError(
                f"{self.name}の通算の上限（lifetime_cap）と、これまでの額の指標（already）は"
                "両方を書いてください。"
            )

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The items, and what was already given."""
        return with_codes(self.metrics, self.already, self.when)

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """The sum of the items, each capped; `quantity` is the eligible cost altogether."""
        costs = items_of(self.metrics, self.most, platform.values)
        room = self._room(platform.values)
        left, parts = room, []
        for cost in costs:
            part = self._item(cost) if left is None else min(self._item(cost), left)
            left = None if left is None else left - part
            parts.append(part)
        return Reckoned(sum(parts), sum(costs), self.rate, room, "", costs, tuple(parts))

    def _item(self, cost: Exact) -> Exact:
        share = self.rate * cost
        return share if self.cap is None else min(self.cap, share)

    def _room(self, values: Mapping[str, Exact]) -> Exact | None:
        if self.lifetime_cap is None or self.already is None:
            return None
        return max(0, self.lifetime_cap - values[self.already])

    def working(self, line: Line) -> str:
        """300,000円 × 1/3、1件の上限 60,000円."""
        share = "" if self.rate == 1 else f" × {say_rate(self.rate)}"
        costs = "、".join(f"{say_yen(cost)}{share}" for cost in line.items) or "対象経費なし"
        cap = "" if self.cap is None else f"、1件の上限 {say_yen(self.cap)}"
        room = "" if line.beside is None else f"、通算の残り {say_yen(line.beside)}"
        return f"{costs}{cap}{room}"


@dataclass(frozen=True, kw_only=True)
class Proposal(Open):
    """PROPOSAL: amounts that a committee decided, at most `cap` each and `most` a year.

    `metrics` hold the decided amounts, one metric for each proposal. An amount above the cap is
    refused.
    """

    metrics: tuple[str, ...]
    cap: Yen | None = None
    most: int | None = None
    kind: ClassVar[Kind] = Kind.PROPOSAL
    yen: ClassVar[tuple[str, ...]] = ("cap", "most")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "metrics", codes_of(self.metrics, self.name))

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """The proposals."""
        return with_codes(self.metrics, self.when)

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """The decided amounts together."""
        amounts = items_of(self.metrics, self.most, platform.values)
        for amount in amounts:
            if self.cap is not None and amount > self.cap:
                raise AllocationError(
                    f"決定額 {say_yen(amount)} が上限 {say_yen(self.cap)} をこえています。"
                )
        return Reckoned(sum(amounts), sum(amounts), items=amounts)

    def working(self, line: Line) -> str:
        """審査で決めた額 100,000円 ＋ 50,000円."""
        listed = " ＋ ".join(map(say_yen, line.items))
        return f"審査で決めた額 {listed}" if listed else "決めた額はありません"


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount for one platform by its code, with the reason why it differs."""

    platform: str
    amount: Yen
    reason: str


@dataclass(frozen=True, kw_only=True)
class Named(Open):
    """NAMED: amounts for platforms by name, each with its reason; `amount` for all others."""

    named: tuple[NamedAmount, ...]
    amount: Yen = 0
    kind: ClassVar[Kind] = Kind.NAMED
    yen: ClassVar[tuple[str, ...]] = ("amount",)

    def __post_init__(self) -> None:
        super().__post_init__()
        named: list[NamedAmount] = []
        seen: set[str] = set()
        for entry in self.named:
            place = f"{self.name}の団体 {entry.platform} "
            named.append(replace(entry, amount=whole_yen(entry.amount, f"{place}の額")))
            if not entry.reason.strip():
                raise AllocationError(f"{place}の額に理由（reason）を書いてください。")
            if entry.platform in seen:
                raise AllocationError(f"{place}が2回出てきます。1つにしてください。")
            seen.add(entry.platform)
        object.__setattr__(self, "named", tuple(named))

    @cached_property
    def _by_code(self) -> Mapping[str, NamedAmount]:
        return {entry.platform: entry for entry in self.named}

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """The amount named for the platform, or that of all others."""
        entry = self._by_code.get(platform.code)
        if entry is None:
            return Reckoned(self.amount)
        return Reckoned(entry.amount, note=f"個別の額 {say_yen(entry.amount)}（{entry.reason}）")

    def working(self, _line: Line) -> str:
        """定額 300,000円: that of everyone who is not named."""
        return f"定額 {say_yen(self.amount)}"


@dataclass(frozen=True, kw_only=True)
class OneOff(Open):
    """ONE_OFF: `amount` once in a platform's life (法人の新設, 設立支援), known by the key.

    `metric` is 1 in the year it falls due, else 0. What was given before is known by the metric
    `already` (1: given), and by last year's result where that is at hand.
    """

    amount: Yen
    metric: str
    already: str | None = None
    kind: ClassVar[Kind] = Kind.ONE_OFF
    yen: ClassVar[tuple[str, ...]] = ("amount",)
    codes: ClassVar[tuple[str, ...]] = ("metric",)

    @property
    def metric_codes(self) -> tuple[str, ...]:
        """What was already given belongs to them."""
        return with_codes(super().metric_codes, self.already)

    def reckon(self, platform: PlatformMetrics) -> Reckoned:
        """The amount where it is due and was never given."""
        due = platform.values[self.metric]
        if due not in (0, 1) or (self.already and platform.values[self.already] not in (0, 1)):
            raise AllocationError("値は、当たるときは1、当たらないときは0にしてください。")
        if due and self.already and platform.values[self.already]:
            return Reckoned(0, due, self.amount, None, "すでに交付しています（一度限り）")
        return Reckoned(self.amount * due, due, self.amount)

    def working(self, line: Line) -> str:
        """今年度に一度だけ 200,000円."""
        if not line.quantity:
            return "今年度は当たりません"
        return f"今年度に一度だけ {say_yen(self.amount)}"


def codes_of(codes: object, place: str) -> tuple[str, ...]:
    """One metric code or several, as a tuple; raises AllocationError where there is none."""
    named = (codes,) if isinstance(codes, str) else codes
    if not isinstance(named, tuple | list) or not named:
        raise AllocationError(f"{place}に使う指標（metrics）を書いてください。")
    return tuple(map(str, named))


def table_of(table: object, place: str) -> Table:
    """A table, also from its bare rows; raises AllocationError that begins with the place."""
    try:
        return table if isinstance(table, Table) else Table(tuple(table))  # type: ignore[arg-type]
    except (TypeError, AllocationError) as error:
        raise AllocationError(f"{place}の表（table）が読めません: {error}") from None


def with_codes(codes: Iterable[str], *more: str | None) -> tuple[str, ...]:
    """Codes and those of more that are given, each once."""
    return tuple(dict.fromkeys(filter(None, (*codes, *more))))


def items_of(
    codes: tuple[str, ...], most: int | None, values: Mapping[str, Exact]
) -> tuple[Exact, ...]:
    """The values above 0; raises AllocationError where there are more than `most`."""
    items = tuple(value for code in codes if (value := values[code]))
    if most is not None and len(items) > most:
        raise AllocationError(
            f"{len(items)}件ありますが、年{most}件までです。"
            "対象とする件を選んで、ほかを0にしてください。"
        )
    return items
