"""Vectors are those of the programme's calculation table (G.4) and reference algorithms (G.9)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.subsidy import (
    RoundScope,
    advance_limit,
    allocate_within_cap,
    available,
    determine,
    grant_amount,
    grant_base,
    grant_total,
)

CAP = 1_000_000
PENALTY = Fraction(1095, 10_000)
amounts = st.integers(min_value=0, max_value=10**9)
rates = st.fractions(min_value=0, max_value=1, max_denominator=100)
units = st.sampled_from([1, 100, 1000, 10_000])


@pytest.mark.parametrize(
    ("cost", "grant"),
    [
        (1_234_567, 617_000),
        (1_999_999, 999_000),
        (2_000_001, 1_000_000),
        (1_999, 0),
        (2_001, 1_000),
        (2_345_678, 1_172_000),
        (0, 0),
    ],
)
def test_rule_1_half_of_the_cost_is_cut_down_to_the_thousand(cost, grant):
    assert grant_amount(cost, cost, 0) == grant


def test_rule_1_other_revenue_is_taken_off_first():
    assert grant_amount(800_000, 800_000, 100_000) == 350_000
    assert grant_amount(700_000, 1_000_000, 100_000) == 350_000
    assert grant_amount(700_000, 1_000_000, 400_000) == 300_000


def test_rule_1_revenue_above_the_cost_leaves_nothing_to_grant():
    assert grant_amount(800_000, 800_000, 800_001) == 0
    assert grant_base(800_000, 800_000, 900_000) == 0


def test_rule_1_then_the_cap():
    assert allocate_within_cap([grant_amount(2_345_678, 2_345_678, 0)], CAP) == [1_000_000]


def test_published_half_shares_of_a_plan_by_yen():
    assert [grant_amount(cost, cost, 0, unit=1) for cost in (615_000, 940_000, 680_000)] == [
        307_500,
        470_000,
        340_000,
    ]


def test_rule_2_rounding_scope_makes_a_difference():
    bases = [333_333] * 3
    assert grant_total(bases, scope=RoundScope.PER_PROJECT) == 498_000
    assert grant_total(bases, scope=RoundScope.PER_MUNICIPALITY) == 499_000
    assert grant_total([]) == 0


def test_rule_3_cap_is_taken_from_the_lowest_priority():
    assert allocate_within_cap([617_000, 300_000, 200_000], CAP) == [617_000, 300_000, 83_000]
    assert grant_base(401_999, 401_999, 0) - 83_000 == 318_999


def test_rule_3_shortage_goes_on_upward():
    assert allocate_within_cap([900_000, 300_000, 200_000], CAP) == [900_000, 100_000, 0]


def test_rule_3_priorities_may_come_in_any_order():
    assert allocate_within_cap([(3, 200_000), (1, 617_000), (2, 300_000)], CAP) == [
        83_000,
        617_000,
        300_000,
    ]


def test_rule_3_equal_priorities_are_served_as_they_came():
    assert allocate_within_cap([(1, 700_000), (1, 700_000)], CAP) == [700_000, 300_000]


def test_rule_3_leftover_below_a_unit_is_not_granted():
    assert allocate_within_cap([600_500, 500_000], 1_000_700) == [600_000, 400_000]
    assert allocate_within_cap([600_500, 500_000], 1_000_700, unit=1) == [600_500, 400_200]


def test_rule_4_determination_never_exceeds_the_decision():
    determined = [
        determine(1_000_000, 617_000),
        determine(650_000, 300_000),
        determine(380_000, 83_000),
    ]
    assert determined == [500_000, 300_000, 83_000]
    assert sum(determined) == 883_000
    assert 617_000 - determined[0] == 117_000  # paid in advance, to be repaid


def test_rule_5_advance_is_a_share_of_the_decision():
    rate = Fraction(7, 10)
    advance = advance_limit(1_000_000, 0, rate=rate)
    assert advance == 700_000
    assert 883_000 - advance == 183_000  # left for the settlement
    assert advance_limit(1_000_000, 300_000, rate=rate) == 400_000
    assert advance_limit(1_000_000, 800_000, rate=rate) == 0
    assert advance_limit(617_000, 0, rate=rate) == 431_000


def test_rule_5_advance_stays_within_what_is_spent_and_foreseen():
    rate = Fraction(7, 10)
    assert advance_limit(1_000_000, 0, rate=rate, spending=432_100) == 432_000
    assert advance_limit(1_000_000, 0, rate=rate, spending=900_000) == 700_000


def test_rule_24_available_is_the_budget_less_commitments():
    assert available(10_000_000, 6_170_000) == 3_830_000
    assert available(10_000_000, 6_170_000, earmarked=3_000_000) == 830_000
    assert available(1_000_000, 1_200_000) == -200_000


@given(amounts, amounts, amounts, rates, units)
def test_grant_is_never_above_the_share_of_either_base(eligible, total_cost, revenue, rate, unit):
    grant = grant_amount(eligible, total_cost, revenue, rate=rate, unit=unit)
    assert grant % unit == 0
    assert 0 <= grant <= eligible * rate
    assert grant <= max(0, total_cost - revenue) * rate


@given(amounts, amounts, amounts)
def test_grant_equals_the_smaller_of_both_halves_cut_down(eligible, total_cost, revenue):
    halves = (eligible // 2, max(0, total_cost - revenue) // 2)
    assert grant_amount(eligible, total_cost, revenue) == min(h // 1000 * 1000 for h in halves)


@given(amounts, amounts, amounts, st.integers(min_value=0, max_value=10**6))
def test_grant_grows_with_cost_and_falls_with_revenue(eligible, total_cost, revenue, more):
    grant = grant_amount(eligible, total_cost, revenue)
    assert grant_amount(eligible + more, total_cost, revenue) >= grant
    assert grant_amount(eligible, total_cost + more, revenue) >= grant
    assert grant_amount(eligible, total_cost, revenue + more) <= grant


@given(st.lists(amounts, max_size=8), rates, units)
def test_rounding_once_never_grants_less_than_rounding_each(bases, rate, unit):
    each = grant_total(bases, scope=RoundScope.PER_PROJECT, rate=rate, unit=unit)
    once = grant_total(bases, scope=RoundScope.PER_MUNICIPALITY, rate=rate, unit=unit)
    assert each <= once <= sum(bases) * rate
    assert once - each < unit * max(1, len(bases))


requests = st.lists(st.tuples(st.integers(1, 9), amounts), max_size=8)


@given(requests, amounts, units)
def test_allocation_keeps_the_cap_and_every_request(pairs, cap, unit):
    granted = allocate_within_cap(pairs, cap, unit=unit)
    assert sum(granted) <= cap
    assert len(granted) == len(pairs)
    for (_, amount), grant in zip(pairs, granted, strict=True):
        assert 0 <= grant <= amount
        assert grant % unit == 0


@given(requests, amounts, units)
def test_allocation_serves_nobody_before_a_better_priority_is_full(pairs, cap, unit):
    granted = allocate_within_cap(pairs, cap, unit=unit)
    for (priority, amount), grant in zip(pairs, granted, strict=True):
        if grant < amount // unit * unit:
            worse = [g for (p, _), g in zip(pairs, granted, strict=True) if p > priority]
            assert all(g < unit for g in worse)


@given(st.lists(amounts, max_size=8), amounts, st.integers(0, 10**6))
def test_allocation_in_total_grows_with_the_cap(wanted, cap, more):
    before = allocate_within_cap(wanted, cap)
    after = allocate_within_cap(wanted, cap + more)
    assert all(b <= a for b, a in zip(before, after, strict=True))


@given(st.lists(amounts, max_size=8), amounts, st.randoms())
def test_allocation_does_not_depend_on_the_order_of_distinct_priorities(wanted, cap, random):
    pairs = list(enumerate(wanted))
    expected = dict(zip(pairs, allocate_within_cap(pairs, cap), strict=True))
    random.shuffle(pairs)
    assert dict(zip(pairs, allocate_within_cap(pairs, cap), strict=True)) == expected


@given(amounts, amounts, rates, units)
def test_determination_keeps_both_limits(actual, decided, rate, unit):
    determined = determine(actual, decided, rate=rate, unit=unit)
    assert determined <= decided
    assert determined <= actual * rate
    assert determine(actual + unit, decided, rate=rate, unit=unit) >= determined


@given(amounts, amounts, rates)
def test_advances_together_stay_within_the_rate(decided, received, rate):
    limit = advance_limit(decided, received, rate=rate)
    assert limit == 0 or received + limit <= decided * rate


@pytest.mark.parametrize("wrong", [1000.0, True, "1000", None])
def test_what_is_no_whole_yen_is_a_type_error(wrong):
    for act in (
        lambda: grant_amount(wrong, 1, 0),
        lambda: grant_amount(1, wrong, 0),
        lambda: grant_amount(1, 1, wrong),
        lambda: grant_amount(1, 1, 0, unit=wrong),
        lambda: grant_total([wrong]),
        lambda: allocate_within_cap([wrong], CAP),
        lambda: allocate_within_cap([(1, wrong)], CAP),
        lambda: allocate_within_cap([1], wrong),
        lambda: determine(wrong, 1),
        lambda: determine(1, wrong),
        lambda: advance_limit(wrong, 0, rate=PENALTY),
        lambda: advance_limit(1, wrong, rate=PENALTY),
        lambda: available(wrong, 0),
        lambda: available(1, wrong),
        lambda: available(1, 0, earmarked=wrong),
    ):
        with pytest.raises(TypeError, match="must be a whole number"):
            act()


def test_negative_amounts_are_refused_by_name():
    for name, act in {
        "eligible_cost": lambda: grant_amount(-1, 1, 0),
        "total_cost": lambda: grant_amount(1, -1, 0),
        "other_revenue": lambda: grant_amount(1, 1, -1),
        "cap": lambda: allocate_within_cap([1], -1),
        "request": lambda: allocate_within_cap([-1], 1),
        "decided": lambda: determine(1, -1),
        "received": lambda: advance_limit(1, -1, rate=PENALTY),
        "spending": lambda: advance_limit(1, 0, rate=PENALTY, spending=-1),
        "committed": lambda: available(1, -1),
    }.items():
        with pytest.raises(ValueError, match=f"{name} must not be negative: -1"):
            act()


@pytest.mark.parametrize("rate", [0.5, 1, "1/2"])
def test_rate_that_is_no_fraction_is_a_type_error(rate):
    for act in (
        lambda: grant_amount(1, 1, 0, rate=rate),
        lambda: determine(1, 1, rate=rate),
        lambda: advance_limit(1, 0, rate=rate),
    ):
        with pytest.raises(TypeError, match="rate must be a Fraction"):
            act()


def test_rule_3_pairs_may_be_lists_but_not_mixed_with_amounts():
    assert allocate_within_cap([[2, 300_000], [1, 900_000]], CAP) == [100_000, 900_000]
    assert allocate_within_cap([], CAP) == []
    with pytest.raises(ValueError, match="混ぜられません"):
        allocate_within_cap([(1, 300_000), 200_000], CAP)


def test_rule_4_determination_keeps_the_room_of_the_cap_too():
    assert determine(650_000, 300_000, room=250_000) == 250_000
    assert determine(650_000, 300_000, room=400_000) == 300_000
