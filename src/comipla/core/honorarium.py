"""Honoraria (謝金): hours that are paid, tables by rank and unit, and caps.

Rule 13 of the programme's calculation table and the tables of A.3. What a prefecture pays is
dated; `DEFAULT_RATES` is a table of the kind municipalities publish and holds until the
prefecture's own is entered. Amounts are before tax, whole yen; hours are exact fractions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Self, TypeAlias

from comipla.core.calculations import Calculation, CalculationStep
from comipla.core.choice import Choice
from comipla.core.money import Yen, check_yen, format_yen

Quantity: TypeAlias = int | Fraction
"""Hours, half days, days, visits or pages."""

_LONGEST: Final = 24 * 60


class HonorariumError(ValueError):
    """An honorarium that cannot be reckoned; says in Japanese what to mend."""


class RoundingRule(Choice):
    """What becomes of minutes beyond the last full hour; 30 and more always count as an hour.

    Below that they count for nothing, or for half an hour, or for nothing unless the whole visit
    was shorter than half an hour, which is then paid as one.
    """

    ZERO = "zero"
    HALF = "half"
    ONE_IF_TOTAL_UNDER_30 = "one_if_total<30"

    @property
    def label(self) -> str:
        """The rule in words."""
        return _RULES[self]


_RULES: Final = {
    RoundingRule.ZERO: "30分以上は1時間に切上げ、30分未満は切捨て",
    RoundingRule.HALF: "30分以上は1時間に切上げ、30分未満は半時間",
    RoundingRule.ONE_IF_TOTAL_UNDER_30: (
        "30分以上は1時間に切上げ、30分未満は切捨て（全体が30分未満なら1時間）"
    ),
}


def paid_hours(
    hours: int = 0,
    minutes: int = 0,
    rule: str = RoundingRule.ZERO,
    *,
    daily_cap: int | None = None,
    half_after: int | None = None,
    half_limit: int | None = None,
) -> Fraction:
    """The hours that are paid for a day's work (rule 13): 2 h 20 min → 2, or 2.5 by the half rule.

    `minutes` alone may exceed an hour. At most `daily_cap` hours are paid. Hours beyond
    `half_after` count half, and no more than `half_limit` of them. Raises HonorariumError.
    """
    total = _minutes(hours, minutes)
    rounding = RoundingRule(rule)
    full, rest = divmod(total, 60)
    paid = Fraction(full)
    if rest >= 30:
        paid += 1
    elif rest and rounding is RoundingRule.HALF:
        paid += Fraction(1, 2)
    elif 0 < total < 30 and rounding is RoundingRule.ONE_IF_TOTAL_UNDER_30:
        paid += 1
    if half_after is not None and paid > half_after:
        beyond = paid - half_after
        if half_limit is not None:
            beyond = min(beyond, Fraction(half_limit))
        paid = half_after + beyond / 2
    return paid if daily_cap is None else min(paid, Fraction(daily_cap))


def _minutes(hours: int, minutes: int) -> int:
    for value in (hours, minutes):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise HonorariumError(
                f"従事した時間は0以上の整数で入力してください（例 2時間20分）: {value}"
            )
    if hours and minutes >= 60:
        raise HonorariumError(f"分は0から59までで入力してください: {minutes}")
    total = hours * 60 + minutes
    if total > _LONGEST:
        raise HonorariumError("1日の従事時間が24時間をこえています。時刻を確かめてください")
    return total


class Unit(Choice):
    """What a rate is paid for."""

    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"
    VISIT = "visit"
    PAGE = "page"

    @property
    def label(self) -> str:
        """The unit in words, as it follows a number."""
        return _UNITS[self]


_UNITS: Final = {
    Unit.HOUR: "時間",
    Unit.HALF_DAY: "半日",
    Unit.DAY: "日",
    Unit.VISIT: "回",
    Unit.PAGE: "枚",
}


@dataclass(frozen=True)
class HonorariumRate:
    """What one unit of work by someone of a rank is paid; `until` included, None is open.

    A `region` narrows the rate ("県外"); the empty one holds wherever no narrower rate does.
    """

    rank: str
    unit: Unit
    amount: Yen
    since: date
    until: date | None = None
    region: str = ""
    source: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether the rate is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class HonorariumTable:
    """Rates of every rank and unit. Raises HonorariumError where two hold on one day."""

    rates: tuple[HonorariumRate, ...]

    def __post_init__(self) -> None:
        last: dict[tuple[str, str, str], HonorariumRate] = {}
        for rate in sorted(self.rates, key=lambda rate: rate.since):
            check_yen("amount", rate.amount)
            key = (rate.rank, rate.unit, rate.region)
            before = last.get(key)
            if before is not None and before.holds(rate.since):
                raise HonorariumError(
                    f"「{rate.rank}」の1{Unit(rate.unit).label}の単価が"
                    f"{rate.since.isoformat()}から重なっています。期間を直してください"
                )
            last[key] = rate

    @classmethod
    def of(cls, table: Mapping[str, Sequence[str]], since: date, *, source: str = "") -> Self:
        """Read a table as parameters keep it: {"講師級": ["hour", "5000"]}."""
        rates = []
        for rank, (unit, amount) in table.items():
            rates.append(HonorariumRate(rank, Unit(unit), int(amount), since, source=source))
        return cls(tuple(rates))

    def ranks(self, day: date) -> tuple[str, ...]:
        """The ranks to choose from on a day, in the order of the table."""
        return tuple(dict.fromkeys(rate.rank for rate in self.rates if rate.holds(day)))

    def find(
        self, rank: str, day: date, *, unit: str = Unit.HOUR, region: str = ""
    ) -> HonorariumRate:
        """The rate for a rank, unit and region on a day; HonorariumError where there is none."""
        fitting = [
            rate
            for rate in self.rates
            if rate.rank == rank and rate.unit == Unit(unit) and rate.holds(day)
        ]
        for wanted in (region, ""):
            for rate in fitting:
                if rate.region == wanted:
                    return rate
        known = "、".join(self.ranks(day)) or "なし"
        raise HonorariumError(
            f"{day.isoformat()}の「{rank}」の1{Unit(unit).label}あたりの単価がありません。"
            f"区分を選び直すか、単価表に書き加えてください（今ある区分: {known}）"
        )


@dataclass(frozen=True)
class Caps:
    """The most that is paid for a visit, and for a year of which `paid` was paid before."""

    visit: Yen | None = None
    year: Yen | None = None
    paid: Yen = 0

    def room(self) -> Yen | None:
        """What the caps leave, None where there are none."""
        limits = [] if self.visit is None else [check_yen("visit", self.visit)]
        if self.year is not None:
            limits.append(max(0, check_yen("year", self.year) - check_yen("paid", self.paid)))
        return min(limits, default=None)


NO_CAPS: Final = Caps()


def honorarium(rate: Yen, quantity: Quantity, *, caps: Caps = NO_CAPS) -> Yen:
    """The fee: rate times hours (or other units), a fraction dropped, no more than the caps.

    7,000 yen for 2.5 hours are 17,500 yen.
    """
    if isinstance(quantity, bool) or not isinstance(quantity, int | Fraction) or quantity < 0:
        raise HonorariumError(f"数量は0以上で入力してください（小数を使わない数）: {quantity}")
    fee = int(check_yen("rate", rate) * Fraction(quantity))
    room = caps.room()
    return fee if room is None else min(fee, room)


def explain_honorarium(
    rate: HonorariumRate,
    quantity: Quantity,
    *,
    rule: str = "",
    caps: Caps = NO_CAPS,
    on_duty: bool = False,
) -> Calculation:
    """The fee in words. Officials who come on duty (職務として) are not paid, which is said."""
    unit = Unit(rate.unit)
    fee = honorarium(rate.amount, quantity)
    working = (
        f"{rate.rank} 1{unit.label}{format_yen(rate.amount)} × {_number(quantity)}{unit.label}"
    )
    steps = [CalculationStep("単価と数量による額", working, fee)]
    note = RoundingRule(rule).label if rule and unit is Unit.HOUR else ""
    if on_duty:
        why = "公務員が職務として行うため、謝金は支払いません"
        return Calculation((*steps, CalculationStep("謝金", why, 0)), note)
    if caps.visit is not None and caps.visit < fee:
        steps.append(CalculationStep("1回の上限", "", caps.visit))
    if caps.year is not None and max(0, caps.year - caps.paid) < fee:
        left = max(0, caps.year - caps.paid)
        given = f"{format_yen(caps.year)} － 支払済み{format_yen(caps.paid)}"
        steps.append(CalculationStep("年間の上限の残り", given, left))
    least = "最も少ない額" if len(steps) > 1 else ""
    steps.append(CalculationStep("謝金", least, honorarium(rate.amount, quantity, caps=caps)))
    return Calculation(tuple(steps), note)


def worked_minutes(start: tuple[int, int], end: tuple[int, int], *, break_minutes: int = 0) -> int:
    """Minutes of work between two times of one day as (hour, minute), less the break."""
    begun, ended = (_clock(*time) for time in (start, end))
    worked = ended - begun - _minutes(0, break_minutes)
    if worked < 0:
        raise HonorariumError(
            "終わりの時刻が始まりより前か、休憩が長すぎます。時刻を確かめてください"
        )
    return worked


def _clock(hour: int, minute: int) -> int:
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise HonorariumError(f"時刻は0:00から24:00までで入力してください: {hour}:{minute:02}")
    return _minutes(hour, minute)


def _number(quantity: Quantity) -> str:
    exact = Fraction(quantity)
    return str(exact.numerator) if exact.denominator == 1 else f"{float(exact):g}"


DEFAULT_RATES: Final[Mapping[str, tuple[str, str]]] = {
    "大学教授級": ("hour", "10000"),
    "大学准教授級": ("hour", "7000"),
    "大学講師級": ("hour", "5000"),
    "民間 代表級": ("hour", "10000"),
    "民間 役員級（NPOの役員を含む）": ("hour", "7000"),
    "民間 その他": ("hour", "5000"),
    "地方公共団体の職員": ("hour", "5000"),
    "原稿": ("page", "3000"),
}
"""Rank → unit and yen, as r6.toml keeps them; 県に確認（既定値）."""
