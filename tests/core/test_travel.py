"""Vectors are those of the programme's calculation table (G.4 10-12) and the travel rules (A.4)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.travel import (
    ACTUAL,
    FIXED,
    STATE_CAPS,
    Area,
    Grade,
    Regime,
    TravelError,
    cancelled,
    car_allowance,
    day_allowance,
    kilometres,
    land_distance,
    lodging,
    night_allowance,
    travel_rates,
)

legs = st.lists(st.decimals(min_value=0, max_value=500, places=1), max_size=6)


@pytest.mark.parametrize(
    ("kms", "allowance"),
    [
        ([Decimal("45.8"), Decimal("12.7"), Decimal("45.8"), Decimal("12.7")], 4_329),
        ((45.8, 12.7, 45.8, 12.7), 4_329),
        (["45.8", "12.7", "４５．８", "12.7"], 4_329),
        ([117.9], 4_329),
        (117.9, 4_329),
        ("117.9", 4_329),
        ([Fraction(1179, 10)], 4_329),
        ([], 0),
        ([0.9], 0),
    ],
)
def test_rule_10_the_whole_trip_is_summed_before_the_fraction_is_dropped(kms, allowance):
    assert car_allowance(kms, 37) == car_allowance(kms) == allowance


@settings(max_examples=40, deadline=None)
@given(legs)
def test_rule_10_the_order_of_the_legs_does_not_matter(kms):
    assert (
        car_allowance(kms) == car_allowance(kms[::-1]) == car_allowance(sum(kms)) <= 37 * sum(kms)
    )


@pytest.mark.parametrize("km", [-0.1, "-1", float("nan"), float("inf"), "近い", "", None, True])
def test_a_distance_that_is_none_is_refused_with_an_example(km):
    with pytest.raises(TravelError, match="距離"):
        car_allowance([10, km])


def test_a_negative_and_an_impossible_distance_are_told_apart():
    with pytest.raises(TravelError, match="マイナスは使えません"):
        kilometres(-1)
    with pytest.raises(TravelError, match="けた数"):
        kilometres(100_000)
    assert kilometres("99999.9") == Fraction(999_999, 10)


@pytest.mark.parametrize(
    ("journey", "allowance"),
    [
        ({"land_km": 24.9}, 1_100),
        ({"land_km": 25}, 2_200),
        ({"rail_km": 99.9}, 1_100),
        ({"rail_km": 100}, 2_200),
        ({"water_km": 49.9}, 1_100),
        ({"water_km": 50}, 2_200),
        ({"rail_km": 40, "water_km": 20, "land_km": 5}, 2_200),
        ({"rail_km": 40, "water_km": 20, "land_km": 4.9}, 1_100),
        ({"land_km": 5, "overnight": True}, 2_200),
        ({"land_km": 5, "overnight": True, "days": 2}, 4_400),
        ({}, 1_100),
    ],
)
def test_rule_11_a_short_journey_without_a_night_earns_half(journey, allowance):
    assert day_allowance(2_200, **journey) == day_allowance(**journey) == allowance


def test_rule_11_kilometres_by_rail_and_water_are_converted_to_land():
    assert land_distance(rail_km=40, water_km=20, land_km=5) == 25


def test_daily_allowance_follows_the_grade_and_ends_with_the_fixed_regime():
    assert [day_allowance(land_km=30, grade=grade) for grade in Grade] == [1_700, 2_200, 2_600]
    assert day_allowance(land_km=30, rates=ACTUAL) == 0
    assert [grade.label for grade in Grade] == ["2級以下相当", "3級から6級相当", "7級以上相当"]


@pytest.mark.parametrize("days", [0, -1, 1.5, True])
def test_days_are_counted_from_one(days):
    with pytest.raises(TravelError, match="日数"):
        day_allowance(2_200, land_km=30, days=days)


@pytest.mark.parametrize(
    ("actual", "cap", "meals", "paid"),
    [
        (9_800, 12_000, 0, 12_200),
        (12_000, 12_000, 0, 14_400),
        (15_000, 12_000, 0, 14_400),
        (15_000, 12_000, 1, 13_600),
        (15_000, 12_000, 2, 12_800),
        (0, 12_000, 0, 2_400),
        (15_000, None, 0, 14_400),
    ],
)
def test_rule_12_a_night_is_paid_up_to_the_cap_and_with_its_allowance(actual, cap, meals, paid):
    assert lodging(actual, cap, meals=meals) == paid


def test_caps_differ_by_prefecture_in_twelve_ranks():
    assert lodging(20_000, prefecture="13") == 19_000 + 2_400
    assert len(STATE_CAPS) == 47
    assert sorted(set(STATE_CAPS.values())) == list(range(8_000, 20_000, 1_000))
    with pytest.raises(TravelError, match="鹿児島県は46"):
        lodging(9_800, prefecture="48")


@pytest.mark.parametrize("meals", [-1, 3, True, 0.5])
def test_meals_are_none_one_or_two(meals):
    with pytest.raises(TravelError, match="食事"):
        night_allowance(meals)


def test_rule_12_the_fixed_regime_pays_by_grade_and_area_whatever_it_cost():
    assert lodging(5_000, rates=FIXED) == 9_800
    assert lodging(20_000, area=Area.LARGE_CITY, rates=FIXED) == 10_900
    assert lodging(20_000, grade=Grade.SENIOR, rates=FIXED) == 11_800
    with pytest.raises(TravelError, match="定額がありません"):
        ACTUAL.night()


def test_the_regime_follows_the_day_of_travel():
    assert travel_rates(date(2025, 3, 31)) is FIXED
    assert travel_rates(date(2025, 4, 1)) is ACTUAL
    assert [rates.regime.label for rates in (FIXED, ACTUAL)] == ["定額支給", "実費支給"]
    assert (FIXED.regime, ACTUAL.regime) == tuple(Regime)
    with pytest.raises(TravelError, match="1980-01-01"):
        travel_rates(date(1980, 1, 1))


def test_a_cancelled_journey_is_paid_what_was_not_given_back_but_no_more_than_itself():
    assert cancelled(20_000, 8_000, fee=440) == 8_440
    assert cancelled(5_000, 8_000) == 5_000
    assert cancelled(0, 0) == 0
