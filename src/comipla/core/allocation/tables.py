"""Tables over a metric: 「50世帯以下 42,700円、51〜100世帯 45,200円 …」."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from comipla.core.allocation.numbers import AllocationError, Exact, exact, say, say_yen


class Mode(StrEnum):
    """How a table is read."""

    STEP = "step"
    """The row the value falls into: its amount, plus its rate for the whole value."""
    MARGINAL = "marginal"
    """Every row the value reaches: its amount, plus its rate for the part inside the row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, up to its limit: `upto` (以下) or `below` (未満); neither: the open end.

    `amount` is what the row gives (yen, or a coefficient), `rate` what it gives for each one.
    """

    upto: Exact | None = None
    below: Exact | None = None
    amount: Exact = 0
    rate: Exact = 0

    @property
    def limit(self) -> Exact | None:
        """The upper limit, None at the open end."""
        return self.below if self.upto is None else self.upto

    def holds(self, value: Exact) -> bool:
        """Whether the value does not exceed the row's limit."""
        if self.upto is not None:
            return value <= self.upto
        return self.below is None or value < self.below


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with rising limits, and how they are read. Raises AllocationError for any other."""

    rows: tuple[Row, ...]
    mode: Mode = Mode.STEP

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "mode", Mode(self.mode))
        except ValueError:
            raise AllocationError(
                f"表の読み方「{self.mode}」はありません。step か marginal にしてください。"
            ) from None
        rows = tuple(_settled(row, f"表の{i}段目") for i, row in enumerate(self.rows, start=1))
        if not rows:
            raise AllocationError("表に段がありません。1段以上を書いてください。")
        object.__setattr__(self, "rows", rows)
        for number, (row, following) in enumerate(pairwise(rows), start=1):
            if row.limit is None:
                raise AllocationError(f"表の{number}段目に上の境（upto か below）がありません。")
            if following.limit is not None and following.limit <= row.limit:
                raise AllocationError(
                    f"表の{number + 1}段目の境 {say(following.limit)} が、前の段の "
                    f"{say(row.limit)} より大きくありません。小さい順に書いてください。"
                )

    def value(self, value: Exact) -> Exact:
        """What the table gives; raises AllocationError where the value exceeds its last row."""
        row = self.rows[self._number(value)]
        if self.mode is Mode.STEP:
            return row.amount + row.rate * value
        return sum(part.amount + part.rate * width for part, width in self._parts(value))

    def words(self, value: Exact, unit: str) -> str:
        """How the value was looked up: 「100世帯をこえ150世帯以下」の段の 47,700円."""
        if self.mode is Mode.MARGINAL:
            return " ＋ ".join(_part_words(row, width, unit) for row, width in self._parts(value))
        number = self._number(value)
        row = self.rows[number]
        priced = f"{say(value)}{unit} × {say_yen(row.rate)}"
        amount = say_yen(row.amount)
        given = (
            f"{amount} ＋ {priced}" if row.rate and row.amount else priced if row.rate else amount
        )
        return f"「{self._range(number, unit)}」の段の {given}"

    def _number(self, value: Exact) -> int:
        for number, row in enumerate(self.rows):
            if row.holds(value):
                return number
        raise AllocationError(
            f"{say(value)} に当たる段が表にありません。表の最後に、境のない段を足してください。"
        )

    def _parts(self, value: Exact) -> list[tuple[Row, Exact]]:
        """Every row the value reaches, with how much of the value lies inside it."""
        parts: list[tuple[Row, Exact]] = []
        start: Exact = 0
        for row in self.rows:
            limit = value if row.limit is None else min(value, row.limit)
            parts.append((row, limit - start))
            if row.holds(value):
                break
            start = limit
        return parts

    def _range(self, number: int, unit: str) -> str:
        """The row in words: 50世帯以下, 50世帯をこえ100世帯以下, 200世帯をこえる."""
        row, start = self.rows[number], ""
        if number:
            before = self.rows[number - 1]
            edge = "をこえ" if before.upto is not None else "以上"
            start = f"{say(before.limit or 0)}{unit}{edge}"
        if row.limit is None:
            return f"{start}る" if start.endswith("え") else start or "すべて"
        return f"{start}{say(row.limit)}{unit}{'以下' if row.upto is not None else '未満'}"


def _part_words(row: Row, width: Exact, unit: str) -> str:
    priced = f"{say(width)}{unit} × {say_yen(row.rate)}"
    if row.amount and row.rate:
        return f"{say_yen(row.amount)} ＋ {priced}"
    return say_yen(row.amount) if row.amount else priced


def _settled(row: Row, place: str) -> Row:
    if not isinstance(row, Row):
        raise AllocationError(f"{place}は Row で渡してください。")
    if row.upto is not None and row.below is not None:
        raise AllocationError(f"{place}の境は、以下（upto）か未満（below）の片方にしてください。")
    upto = None if row.upto is None else exact(row.upto, f"{place}の境")
    below = None if row.below is None else exact(row.below, f"{place}の境")
    amount = exact(row.amount, f"{place}の額")
    return Row(upto, below, amount, exact(row.rate, f"{place}の単価"))
