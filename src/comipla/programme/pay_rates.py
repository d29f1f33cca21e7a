"""The rates at which persons are paid, from a year's parameters to what the core reckons with."""

from fractions import Fraction

from comipla.core.honorarium import Caps, HonorariumTable
from comipla.core.parameters import ParametersAt
from comipla.core.travel import Area, Grade, Regime, TravelRates
from comipla.core.withholding import WithholdingRates


def withholding_rates(parameters: ParametersAt) -> WithholdingRates:
    """The rates of tax withheld from fees."""
    dated = parameters.setting("withholding_rate").dated
    return WithholdingRates(
        since=dated.since,
        until=dated.until,
        rate=parameters.rate("withholding_rate"),
        upper_rate=parameters.rate("withholding_upper_rate"),
        non_resident_rate=parameters.rate("non_resident_rate"),
        threshold=parameters.yen("withholding_threshold"),
    )


def travel_rates(parameters: ParametersAt) -> TravelRates:
    """The regime of travel in force, with its figures."""
    dated = parameters.setting("travel_regime").dated
    regime = Regime(parameters.text("travel_regime"))
    days = parameters.table("day_allowances")
    nights = parameters.table("fixed_nights")
    one, two = map(Fraction, parameters.listing("meal_shares"))
    if regime is Regime.FIXED:
        return TravelRates(
            since=dated.since,
            until=dated.until,
            regime=regime,
            car_rate=parameters.yen("car_rate"),
            days={Grade(grade): int(amount) for grade, (amount,) in days.items()},
            nights={
                (Grade(grade), area): int(amount)
                for grade, amounts in nights.items()
                for area, amount in zip(Area, amounts, strict=True)
            },
            meal_shares=(one, two),
        )
    return TravelRates(
        since=dated.since,
        until=dated.until,
        regime=regime,
        car_rate=parameters.yen("car_rate"),
        caps={code: int(amount) for code, (amount,) in parameters.table("night_caps").items()},
        night_allowance=parameters.yen("night_allowance"),
        meal_shares=(one, two),
    )


def honorarium_table(parameters: ParametersAt) -> HonorariumTable:
    """The honoraria by rank and unit."""
    dated = parameters.setting("honorarium_rates").dated
    return HonorariumTable.of(
        parameters.table("honorarium_rates"), dated.since, source=dated.reference
    )


def advice_caps(parameters: ParametersAt, *, paid: int = 0) -> Caps:
    """What an advisor may be paid for a visit and in a year, of which `paid` was paid before."""
    return Caps(
        visit=parameters.yen("advice_fee_cap_per_visit"),
        year=parameters.yen("advice_fee_cap_per_year"),
        paid=paid,
    )
