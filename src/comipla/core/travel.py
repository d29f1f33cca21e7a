"""Travel (旅費): what a kilometre, a day and a night are paid, under two regimes.

Rules 10 to 12 of the programme's calculation table. The fixed regime (定額) is the travel law of
the state until March 2025, which many ordinances still follow: daily allowance and lodging are
fixed by grade. The actual regime (実費) of April 2025 pays what a night cost up to a cap by
prefecture, and an allowance for the night instead of the one for the day. Which of them holds,
and every figure, is dated; the tables here are those of the state.

Distances may be given as numbers or texts, also as floats: they are read as they are written, so
that 45.8 is 45.8. Amounts are whole yen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.choice import Choice
from comipla.core.digits import squeeze_ascii
from comipla.core.money import Yen, check_yen

Km: TypeAlias = int | Decimal | Fraction | float | str
"""A distance in kilometres as it comes from a form or a file."""

CAR_RATE: Final[Yen] = 37
"""Yen for a kilometre by car (旅費法 19, before its reform)."""

FURTHEST: Final = Fraction(999_999, 10)
"""Distances above 99,999.9 km are taken for a slip of the keyboard."""


class TravelError(ValueError):
    """Something that cannot be paid as travel; says in Japanese why and what to do."""


class Regime(Choice):
    """How days and nights are paid."""

    FIXED = "fixed"
    ACTUAL = "actual"

    @property
    def label(self) -> str:
        """The regime in words."""
        return "定額支給" if self is Regime.FIXED else "実費支給"


class Grade(Choice):
    """The grade (職務の級) a traveller counts as; outsiders are given one when they accept."""

    JUNIOR = "junior"
    STANDARD = "standard"
    SENIOR = "senior"

    @property
    def label(self) -> str:
        """The grade in words."""
        return _GRADES[self]


_GRADES: Final = {
    Grade.JUNIOR: "2級以下相当",
    Grade.STANDARD: "3級から6級相当",
    Grade.SENIOR: "7級以上相当",
}


class Area(Choice):
    """Where a night was spent, under the fixed regime: 甲地方 are the largest cities."""

    LARGE_CITY = "large_city"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class TravelRates:
    """The figures of a regime, and the first and last day of travel they hold for.

    Distances that count as far enough for a full daily allowance are given over land
    (`far_by_land`); by rail it takes `rail_ratio` times as much, by water `water_ratio` times.
    `caps` has the most a night may cost by prefecture (two digits, "46"); `meal_shares` what is
    left of the night's allowance where its price includes one meal, and two.
    """

    since: date
    until: date | None
    regime: Regime
    car_rate: Yen = CAR_RATE
    far_by_land: int = 25
    rail_ratio: int = 4
    water_ratio: int = 2
    express_km: int = 100
    days: Mapping[Grade, Yen] = field(default_factory=dict)
    nights: Mapping[tuple[Grade, Area], Yen] = field(default_factory=dict)
    caps: Mapping[str, Yen] = field(default_factory=dict)
    night_allowance: Yen = 0
    meal_shares: tuple[Fraction, Fraction] = (Fraction(2, 3), Fraction(1, 3))

    def day(self, grade: str = Grade.STANDARD) -> Yen:
        """The full daily allowance of a grade; 0 under the actual regime, which knows none."""
        return self.days.get(Grade(grade), 0)

    def night(self, grade: str = Grade.STANDARD, area: str = Area.ELSEWHERE) -> Yen:
        """The fixed amount of a night; TravelError where the regime has none."""
        fixed = self.nights.get((Grade(grade), Area(area)))
        if fixed is None:
            raise TravelError(f"{self.regime.label}では、宿泊料の定額がありません")
        return fixed

    def cap(self, prefecture: str) -> Yen:
        """The most a night in a prefecture may cost; TravelError where none is known."""
        cap = self.caps.get(prefecture)
        if cap is None:
            raise TravelError(
                f"都道府県コード「{prefecture}」の宿泊費の上限がありません。"
                "2けたのコードで入力してください（例 鹿児島県は46）"
            )
        return cap


STATE_CAPS: Final[Mapping[str, Yen]] = {
    f"{number:02}": thousands * 1000
    for number, thousands in enumerate(
        (
            *(13, 11, 9, 10, 11, 10, 8),
            *(11, 10, 10, 19, 17, 19, 16),
            *(16, 11, 9, 10, 12, 11, 13, 9, 11),
            *(9, 11, 19, 13, 12, 11, 11),
            *(8, 9, 10, 13, 8),
            *(10, 15, 10, 11),
            *(18, 11, 11, 14, 11, 12, 12, 11),
        ),
        start=1,
    )
}
"""The state's caps for a night from April 2025, in twelve ranks (旅費支給規程 別表)."""

STATE_RATES: Final = (
    TravelRates(
        since=date(2006, 4, 1),
        until=date(2025, 3, 31),
        regime=Regime.FIXED,
        days={Grade.JUNIOR: 1_700, Grade.STANDARD: 2_200, Grade.SENIOR: 2_600},
        nights={
            (Grade.JUNIOR, Area.LARGE_CITY): 8_700,
            (Grade.JUNIOR, Area.ELSEWHERE): 7_800,
            (Grade.STANDARD, Area.LARGE_CITY): 10_900,
            (Grade.STANDARD, Area.ELSEWHERE): 9_800,
            (Grade.SENIOR, Area.LARGE_CITY): 13_100,
            (Grade.SENIOR, Area.ELSEWHERE): 11_800,
        },
    ),
    TravelRates(
        since=date(2025, 4, 1),
        until=None,
        regime=Regime.ACTUAL,
        caps=STATE_CAPS,
        night_allowance=2_400,
    ),
)
FIXED, ACTUAL = STATE_RATES


def travel_rates(day: date, *, table: Iterable[TravelRates] = STATE_RATES) -> TravelRates:
    """The rates for a day of travel; TravelError where the table has none."""
    for rates in table:
        if rates.since <= day and (rates.until is None or day <= rates.until):
            return rates
    raise TravelError(
        f"{day.isoformat()}の旅費の定めが登録されていません。制度管理者に登録を頼んでください"
    )


def kilometres(km: Km) -> Fraction:
    """Read a distance exactly. Raises TravelError for anything but a number from 0 on."""
    if isinstance(km, bool) or not isinstance(km, int | Decimal | Fraction | float | str):
        raise TravelError(f"距離はキロメートルの数字で入力してください（例 45.8）: {km!r}")
    try:
        exact = km if isinstance(km, Fraction) else Fraction(Decimal(squeeze_ascii(str(km))))
    except (InvalidOperation, ValueError, OverflowError):
        raise TravelError(f"距離はキロメートルの数字で入力してください（例 45.8）: {km}") from None
    if exact < 0:
        raise TravelError(f"距離は0km以上で入力してください（マイナスは使えません）: {km}")
    if exact > FURTHEST:
        raise TravelError(f"距離が大きすぎます。けた数を確かめてください: {km}")
    return exact


def whole_kilometres(kms: Iterable[Km] | Km) -> int:
    """Add up the legs of a whole trip, then drop the fraction: 45.8, 12.7, 45.8, 12.7 → 117."""
    if isinstance(kms, int | Decimal | Fraction | float | str):
        kms = (kms,)
    return int(sum(map(kilometres, kms), Fraction(0)))


def car_allowance(kms: Iterable[Km] | Km, rate: Yen = CAR_RATE) -> Yen:
    """What a trip by car is paid (車賃, rule 10): its whole kilometres times the rate.

    `kms` are the legs of the whole trip, or its length. The fraction is dropped once, on the sum:
    45.8, 12.7, 45.8 and 12.7 km at 37 yen make 4,329 yen, not 4,218.
    """
    return whole_kilometres(kms) * check_yen("rate", rate)


def land_distance(
    *, rail_km: Km = 0, water_km: Km = 0, land_km: Km = 0, rates: TravelRates = FIXED
) -> Fraction:
    """A mixed journey as kilometres over land: four by rail or two by water are one by land."""
    return (
        kilometres(rail_km) / rates.rail_ratio
        + kilometres(water_km) / rates.water_ratio
        + kilometres(land_km)
    )


def day_allowance(
    full: Yen | None = None,
    *,
    rail_km: Km = 0,
    water_km: Km = 0,
    land_km: Km = 0,
    overnight: bool = False,
    days: int = 1,
    grade: str = Grade.STANDARD,
    rates: TravelRates = FIXED,
) -> Yen:
    """The daily allowance (日当, rule 11) for each of `days`: the full amount, or half of it.

    Half where the journey comes to less than 25 km over land (100 by rail, 50 by water) and no
    night was spent away. `full` is the amount of one day; without it, that of the grade. Under
    the actual regime there is none, so 0.
    """
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise TravelError(f"日数は1以上の整数で入力してください: {days}")
    far = land_distance(rail_km=rail_km, water_km=water_km, land_km=land_km, rates=rates)
    amount = check_yen("full", rates.day(grade) if full is None else full)
    if not overnight and far < rates.far_by_land:
        amount //= 2
    return amount * days


def lodging(
    actual: Yen,
    cap: Yen | None = None,
    *,
    prefecture: str = "46",
    meals: int = 0,
    grade: str = Grade.STANDARD,
    area: str = Area.ELSEWHERE,
    rates: TravelRates = ACTUAL,
) -> Yen:
    """What one night is paid (宿泊, rule 12).

    Under the actual regime what it cost, up to the `cap` (without one, that of the prefecture),
    and the night's allowance, which the `meals` in the price (0, 1 or 2) lower. Under the fixed
    regime the amount of grade and area, whatever the night cost.
    """
    check_yen("actual", actual)
    if rates.regime is Regime.FIXED:
        return rates.night(grade, area)
    limit = rates.cap(prefecture) if cap is None else check_yen("cap", cap)
    return min(actual, limit) + night_allowance(meals, rates=rates)


def night_allowance(meals: int = 0, *, rates: TravelRates = ACTUAL) -> Yen:
    """The allowance of a night (宿泊手当), less where its price includes breakfast or supper."""
    if isinstance(meals, bool) or meals not in (0, 1, 2):
        raise TravelError(f"宿泊料金に含まれる食事は0、1、2のどれかを選んでください: {meals}")
    share = Fraction(1) if meals == 0 else rates.meal_shares[meals - 1]
    return rates.night_allowance * share // 1


def cancelled(calculated: Yen, unrefunded: Yen, *, fee: Yen = 0) -> Yen:
    """What is paid for a journey that was called off (変更・取消).

    The smaller of what it would have been paid and what was not given back, and the fee of the
    cancellation.
    """
    return min(
        check_yen("calculated", calculated), check_yen("unrefunded", unrefunded)
    ) + check_yen("fee", fee)
