"""Vectors are those of the programme's calculation table, G.4 14 and 15, and of G.9."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.subsidy import late_charge, surcharge

PENALTY = Fraction(1095, 10_000)
DUE = date(2025, 6, 30)
JUNE, OCTOBER, PAID = date(2024, 6, 1), date(2024, 10, 1), date(2025, 7, 31)
amounts = st.integers(min_value=0, max_value=10**9)
days = st.dates(min_value=date(2020, 4, 1), max_value=date(2040, 3, 31))


def test_rule_15_late_charge_counts_from_the_day_after_due():
    assert late_charge(200_000, date(2025, 6, 30), date(2025, 7, 31), rate=PENALTY) == 1_860
    assert late_charge(200_000, date(2025, 6, 30), date(2025, 6, 30), rate=PENALTY) == 0
    assert late_charge(200_000, date(2025, 6, 30), date(2025, 6, 1), rate=PENALTY) == 0
    assert late_charge(200_000, date(2025, 6, 30), date(2025, 7, 1), rate=PENALTY) == 60


def test_rule_15_leap_year_uses_365_days_too():
    assert late_charge(1_000_000, date(2023, 12, 31), date(2024, 12, 31), rate=PENALTY) == 109_800


@given(amounts, days, st.integers(0, 4000), st.integers(0, 4000))
def test_late_charge_grows_with_the_days_and_is_cut_down(amount, due_on, late, later):
    charge = late_charge(amount, due_on, due_on + timedelta(days=late), rate=PENALTY)
    exact = amount * PENALTY * late / 365
    assert charge <= exact < charge + 1
    assert late_charge(amount, due_on, due_on + timedelta(late + later), rate=PENALTY) >= charge


def test_rule_15_part_payment_leaves_the_charge_on_the_remainder():
    in_two_parts = late_charge(
        200_000, DUE, date(2025, 7, 31), rate=PENALTY, payments=[(date(2025, 7, 10), 150_000)]
    )
    assert in_two_parts == (200_000 * 10 + 50_000 * 21) * 1095 // 3_650_000 == 915
    before_due = [(date(2025, 6, 1), 150_000)]
    assert late_charge(200_000, DUE, date(2025, 7, 31), rate=PENALTY, payments=before_due) == 465


def test_rule_15_counting_the_first_day_and_the_unit_can_be_set():
    day = date(2025, 7, 31)
    assert late_charge(200_000, DUE, day, rate=PENALTY, count_first_day=True) == 1_920
    assert late_charge(200_000, DUE, day, rate=PENALTY, unit=100) == 1_800


def test_rule_14_both_days_count():
    assert surcharge(300_000, [(OCTOBER, 300_000)], PAID, rate=PENALTY) == 27_360
    assert surcharge(300_000, [(OCTOBER, 300_000)], OCTOBER, rate=PENALTY) == 90
    without = surcharge(300_000, [(OCTOBER, 300_000)], PAID, rate=PENALTY, count_first_day=False)
    assert without == 27_270


@pytest.mark.parametrize("pick", [list, reversed, tuple])
def test_rule_14_instalments_go_back_newest_first(pick):
    receipts = list(pick([(JUNE, 400_000), (OCTOBER, 300_000)]))
    assert surcharge(500_000, receipts, PAID, rate=PENALTY) == 27_360 + 25_560 == 52_920


def test_rule_14_fractions_are_dropped_once_at_the_end():
    receipts = [(OCTOBER, 1_111), (JUNE, 1_111)]
    exact = 1_111 * PENALTY * (304 + 426) / 365
    assert surcharge(2_222, receipts, PAID, rate=PENALTY) == int(exact) == 243


def test_rule_14_part_payment_reduces_the_principal_from_the_day_after():
    part = [(date(2025, 1, 31), 200_000)]
    charge = surcharge(300_000, [(OCTOBER, 300_000)], PAID, rate=PENALTY, payments=part)
    assert charge == (300_000 * 123 + 100_000 * 181) * 1095 // 3_650_000 == 16_500


def test_rule_14_nothing_to_return_costs_nothing():
    assert surcharge(0, [], PAID, rate=PENALTY) == 0
    assert surcharge(100, [(JUNE, 0), (OCTOBER, 100)], OCTOBER, rate=PENALTY) == 0


def test_rule_14_more_than_was_received_cannot_go_back():
    with pytest.raises(ValueError, match=r"700,001円.*700,000円.*こえています"):
        surcharge(700_001, [(JUNE, 400_000), (OCTOBER, 300_000)], PAID, rate=PENALTY)


def test_rule_14_payment_before_the_receipt_it_returns_is_refused():
    with pytest.raises(ValueError, match="受け取った日（令和6年10月1日）より前"):
        surcharge(1, [(OCTOBER, 1)], date(2024, 9, 30), rate=PENALTY)
    with pytest.raises(ValueError, match="納付の日（令和6年6月1日）"):
        surcharge(2, [(OCTOBER, 2)], PAID, rate=PENALTY, payments=[(JUNE, 1)])


def test_payments_above_the_amount_or_after_the_last_day_are_refused():
    with pytest.raises(ValueError, match="納付した額の合計（11円）が、納める額（10円）"):
        late_charge(10, DUE, PAID, rate=PENALTY, payments=[(DUE, 11)])
    with pytest.raises(ValueError, match="令和7年7月31日より後の納付"):
        late_charge(10, DUE, PAID, rate=PENALTY, payments=[(date(2025, 8, 1), 1)])


@pytest.mark.parametrize("pair", [(300_000, OCTOBER), (OCTOBER,), ("2024-10-01", 300_000)])
def test_receipts_are_pairs_of_day_and_yen(pair):
    with pytest.raises(TypeError, match="pairs of a date and whole yen"):
        surcharge(300_000, [pair], PAID, rate=PENALTY)


@given(st.lists(st.tuples(days, amounts), max_size=4), st.integers(0, 100), st.integers(0, 4000))
@settings(max_examples=40)
def test_surcharge_lies_between_all_from_the_first_and_all_from_the_last(receipts, part, later):
    amount = sum(received for _, received in receipts) * part // 100
    first = min((day for day, _ in receipts), default=DUE)
    last = max((day for day, _ in receipts), default=DUE)
    paid_on = last + timedelta(days=later)
    charge = surcharge(amount, receipts, paid_on, rate=PENALTY)
    low, high = ((paid_on - day).days + 1 for day in (last, first))
    assert amount * PENALTY * low // 365 <= charge <= amount * PENALTY * high / 365


@given(amounts, amounts, st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=40)
def test_part_payment_equals_two_debts_of_their_own(part, rest, first, later):
    one, two = DUE + timedelta(days=first), DUE + timedelta(days=first + later)
    together = late_charge(part + rest, DUE, two, rate=PENALTY, payments=[(one, part)])
    apart = late_charge(part, DUE, one, rate=PENALTY) + late_charge(rest, DUE, two, rate=PENALTY)
    assert apart <= together <= apart + 1


@pytest.mark.parametrize("wrong", [1000.0, True, "1000", None])
def test_amount_that_is_no_whole_yen_is_a_type_error(wrong):
    with pytest.raises(TypeError, match="must be a whole number"):
        late_charge(wrong, DUE, PAID, rate=PENALTY)
    with pytest.raises(TypeError, match="must be a whole number"):
        surcharge(1, [(JUNE, wrong)], PAID, rate=PENALTY)


def test_negative_amount_is_refused_by_name():
    with pytest.raises(ValueError, match="amount must not be negative: -1"):
        late_charge(-1, DUE, PAID, rate=PENALTY)
    with pytest.raises(ValueError, match="receipt must not be negative: -1"):
        surcharge(1, [(JUNE, -1)], PAID, rate=PENALTY)


@pytest.mark.parametrize("rate", [0.1095, 1, "10.95%"])
def test_rate_that_is_no_fraction_is_a_type_error(rate):
    with pytest.raises(TypeError, match="rate must be a Fraction"):
        late_charge(1, DUE, PAID, rate=rate)
    with pytest.raises(TypeError, match="rate must be a Fraction"):
        surcharge(1, [(JUNE, 1)], PAID, rate=rate)
