"""A travel claim (旅費請求): legs and nights of one journey, checked and reckoned in words.

A claim is either refused with everything that is wrong with it at once, each sentence naming the
line, or it becomes a `TravelStatement`, whose calculation shows every line and ends with the sum
that is paid. What the office bought itself is listed, but not paid and not taxed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from comipla.core.calculations import Calculation, CalculationStep
from comipla.core.choice import Choice
from comipla.core.money import Yen, check_yen, format_yen
from comipla.core.travel import (
    FIXED,
    Area,
    Grade,
    Km,
    Regime,
    TravelError,
    TravelRates,
    car_allowance,
    day_allowance,
    kilometres,
    lodging,
    night_allowance,
    whole_kilometres,
)
from comipla.core.wareki import format_wareki


class Mode(Choice):
    """How a leg was travelled."""

    RAIL = "rail"
    SHIP = "ship"
    AIR = "air"
    BUS = "bus"
    CAR = "car"
    TAXI = "taxi"
    WALK = "walk"

    @property
    def label(self) -> str:
        """The mode in words."""
        return _MODES[self]


_MODES: Final = {
    Mode.RAIL: "鉄道",
    Mode.SHIP: "船",
    Mode.AIR: "航空機",
    Mode.BUS: "バス",
    Mode.CAR: "自家用車",
    Mode.TAXI: "タクシー",
    Mode.WALK: "徒歩",
}
EVIDENCED: Final = frozenset({Mode.SHIP, Mode.AIR, Mode.TAXI})
"""Fares that want a receipt or a boarding certificate; ship and air are how islands are reached."""

WITHOUT_FARE: Final = frozenset({Mode.CAR, Mode.WALK})
RAIL: Final = frozenset({Mode.RAIL})
WATER: Final = frozenset({Mode.SHIP})
LAND: Final = frozenset({Mode.BUS, Mode.CAR, Mode.TAXI, Mode.WALK})

_PREPAID: Final = "県が直接支払い"


@dataclass(frozen=True)
class Leg:
    """One leg. `surcharge` is an express fee; `evidence` names the receipt that is attached.

    A `prepaid` fare was paid by the office straight to the carrier.
    """

    day: date
    start: str
    end: str
    mode: Mode
    km: Km = 0
    fare: Yen = 0
    surcharge: Yen = 0
    evidence: str = ""
    prepaid: bool = False

    @property
    def name(self) -> str:
        """The leg in words, as refusals and statements name it."""
        return (
            f"{format_wareki(self.day)} {self.start}から{self.end}まで（{Mode(self.mode).label}）"
        )

    @property
    def cost(self) -> Yen:
        """Fare and express fee."""
        return self.fare + self.surcharge


@dataclass(frozen=True)
class Night:
    """One night away, by the day it began. `prepaid` was paid by the office to the hotel."""

    day: date
    actual: Yen
    prefecture: str = "46"
    area: Area = Area.ELSEWHERE
    meals: int = 0
    evidence: str = ""
    prepaid: bool = False

    @property
    def name(self) -> str:
        """The night in words."""
        return f"{format_wareki(self.day)}の宿泊"


@dataclass(frozen=True)
class Claim:
    """A journey from `first` to `last` day; `online` for advice given over the network."""

    first: date
    last: date
    legs: tuple[Leg, ...] = ()
    nights: tuple[Night, ...] = ()
    grade: Grade = Grade.STANDARD
    online: bool = False

    @property
    def days(self) -> int:
        """Days of travel."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class TravelStatement:
    """What is paid to the person, line by line; `prepaid` is what the office paid itself."""

    calculation: Calculation
    prepaid: Yen

    @property
    def amount(self) -> Yen:
        """What is paid to the person, and taxed with the fee."""
        return self.calculation.amount


class TravelRefused(TravelError):
    """A claim that cannot be paid; `reasons` are all of them, one sentence each."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def claim_objections(claim: Claim, *, rates: TravelRates = FIXED) -> tuple[str, ...]:
    """Everything that stands against paying a claim, in Japanese; empty where nothing does."""
    return tuple(_objections(claim, rates))


def travel_statement(claim: Claim, *, rates: TravelRates = FIXED) -> TravelStatement:
    """Reckon a claim. Raises TravelRefused with every reason where it cannot be paid."""
    if reasons := claim_objections(claim, rates=rates):
        raise TravelRefused(reasons)
    steps = [
        *_fares(claim),
        *_car(claim, rates),
        *_days(claim, rates),
        *(_night(night, claim, rates) for night in claim.nights),
    ]
    total = sum(step.amount for step in steps)
    working = " ＋ ".join(format_yen(step.amount) for step in steps)
    if claim.online:
        working = "オンラインの活動のため、旅費はありません"
    prepaid = sum(leg.cost for leg in claim.legs if leg.prepaid) + sum(
        night.actual for night in claim.nights if night.prepaid
    )
    steps.append(CalculationStep("旅費の合計", working, total))
    note = f"県が直接支払った{format_yen(prepaid)}は含みません" if prepaid else ""
    return TravelStatement(Calculation(tuple(steps), note), prepaid)


def _objections(claim: Claim, rates: TravelRates) -> Iterator[str]:
    if claim.last < claim.first:
        yield "旅行の終わりの日が始まりの日より前です。日付を確かめてください"
    if claim.online and (claim.legs or claim.nights):
        yield "オンラインの活動には旅費を支給できません。経路と宿泊を消すか、現地の活動に直してください"
    elif not claim.online and not (claim.legs or claim.nights):
        yield "経路がありません。利用した区間を入力してください"
    for leg in claim.legs:
        yield from (f"{leg.name}: {reason}" for reason in _against_leg(leg, claim, rates))
    for night in claim.nights:
        yield from (f"{night.name}: {reason}" for reason in _against_night(night, claim, rates))
    days = [night.day for night in claim.nights]
    for day in sorted({day for day in days if days.count(day) > 1}):
        yield f"{format_wareki(day)}の宿泊が2回あります。重なりを消してください"


def _against_leg(leg: Leg, claim: Claim, rates: TravelRates) -> Iterator[str]:
    if not claim.first <= leg.day <= claim.last:
        yield "旅行の期間の外の日です。日付を確かめてください"
    try:
        km = kilometres(leg.km)
    except TravelError as error:
        yield str(error)
        return
    if not _is_amount(leg.fare) or not _is_amount(leg.surcharge):
        yield "運賃は0円以上の整数で入力してください"
        return
    mode = Mode(leg.mode)
    if mode in WITHOUT_FARE and leg.cost:
        yield f"{mode.label}には運賃がありません。運賃を消すか、利用した交通機関を選んでください"
    if mode is Mode.CAR and km == 0:
        yield "自家用車の距離がありません。キロメートルで入力してください（例 45.8）"
    if mode in EVIDENCED and leg.cost and not leg.prepaid and not leg.evidence.strip():
        yield f"{mode.label}の領収書か搭乗証明がありません。写しを添付してください"
    if rates.regime is Regime.FIXED and leg.surcharge and km < rates.express_km:
        yield (
            f"特急料金は片道{rates.express_km}km以上の区間に支給します。"
            "距離を確かめるか、特急料金を消してください"
        )


def _against_night(night: Night, claim: Claim, rates: TravelRates) -> Iterator[str]:
    if claim.first == claim.last:
        yield "日帰りの旅行なので、宿泊を支給できません。旅行の終わりの日を確かめてください"
    elif not claim.first <= night.day < claim.last:
        yield "旅行の期間の中の夜ではありません。日付を確かめてください"
    if not _is_amount(night.actual):
        yield "宿泊料金は0円以上の整数で入力してください"
        return
    try:
        lodging(
            night.actual,
            prefecture=night.prefecture,
            meals=night.meals,
            grade=claim.grade,
            area=night.area,
            rates=rates,
        )
    except TravelError as error:
        yield str(error)
    wants = rates.regime is Regime.ACTUAL and night.actual and not night.prepaid
    if wants and not night.evidence.strip():
        yield "宿泊の領収書がありません。写しを添付してください"


def _is_amount(amount: Yen) -> bool:
    try:
        check_yen("amount", amount)
    except (TypeError, ValueError):
        return False
    return True


def _fares(claim: Claim) -> Iterator[CalculationStep]:
    for leg in claim.legs:
        if leg.prepaid:
            yield CalculationStep(leg.name, f"{_PREPAID}（{format_yen(leg.cost)}）", 0)
        elif leg.mode not in WITHOUT_FARE:
            parts = f"運賃{format_yen(leg.fare)} ＋ 特急料金{format_yen(leg.surcharge)}"
            yield CalculationStep(leg.name, parts if leg.surcharge else "運賃", leg.cost)


def _car(claim: Claim, rates: TravelRates) -> Iterator[CalculationStep]:
    legs = [leg.km for leg in claim.legs if leg.mode == Mode.CAR]
    if not legs:
        return
    summed = " ＋ ".join(f"{float(kilometres(km)):g}" for km in legs)
    working = (
        f"{summed} km を通算し1km未満切捨て {whole_kilometres(legs)}km"
        f" × {format_yen(rates.car_rate)}"
    )
    yield CalculationStep("車賃", working, car_allowance(legs, rates.car_rate))


def _days(claim: Claim, rates: TravelRates) -> Iterator[CalculationStep]:
    """The daily allowance, which only the fixed regime knows; a flight is far in any case."""
    if claim.online or rates.regime is not Regime.FIXED:
        return
    full = rates.day(claim.grade)
    far = bool(claim.nights) or any(leg.mode == Mode.AIR for leg in claim.legs)
    amount = day_allowance(
        full,
        rail_km=_distance(claim, RAIL),
        water_km=_distance(claim, WATER),
        land_km=_distance(claim, LAND),
        overnight=far,
        days=claim.days,
        rates=rates,
    )
    half = amount < full * claim.days
    cut = f" ÷ 2（陸路{rates.far_by_land}km相当に満たない日帰り）" if half else ""
    working = f"{Grade(claim.grade).label} {format_yen(full)} × {claim.days}日{cut}"
    yield CalculationStep("日当", working, amount)


def _distance(claim: Claim, modes: frozenset[Mode]) -> Fraction:
    return sum((kilometres(leg.km) for leg in claim.legs if leg.mode in modes), Fraction(0))


def _night(night: Night, claim: Claim, rates: TravelRates) -> CalculationStep:
    if rates.regime is Regime.FIXED:
        amount = 0 if night.prepaid else rates.night(claim.grade, night.area)
        return CalculationStep(night.name, _PREPAID if night.prepaid else "宿泊料の定額", amount)
    allowance = night_allowance(night.meals, rates=rates)
    meals = f"（食事{night.meals}回分を除く）" if night.meals else ""
    if night.prepaid:
        working = f"{_PREPAID}、宿泊手当{format_yen(allowance)}{meals}"
        return CalculationStep(night.name, working, allowance)
    cap = rates.cap(night.prefecture)
    cost = (
        f"実費{format_yen(night.actual)}"
        if night.actual <= cap
        else f"実費{format_yen(night.actual)}は上限{format_yen(cap)}まで"
    )
    return CalculationStep(
        night.name,
        f"{cost} ＋ 宿泊手当{format_yen(allowance)}{meals}",
        lodging(night.actual, cap, meals=night.meals, rates=rates),
    )
