from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.calendar import OfficeCalendar
from comipla.core.deadlines import (
    Shift,
    add_months,
    days_counted,
    days_elapsed,
    inspection_due,
    month_elapsed,
    payment_due,
    request_due,
    shift,
    within_days,
    within_months,
)

OFFICE = OfficeCalendar(frozenset({date(2025, 5, 5), date(2025, 5, 6)}))
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 2, 10), 1, date(2025, 3, 10)),
        (date(2025, 1, 31), 1, date(2025, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2025, 1, 29), 1, date(2025, 3, 1)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2025, 3, 31), 1, date(2025, 5, 1)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 12, 31), 2, date(2025, 3, 1)),
        (date(2024, 7, 1), 0, date(2024, 7, 1)),
    ],
)
def test_month_is_added_by_the_civil_code(day, months, later):
    assert add_months(day, months) == later


def test_month_elapsed_counts_the_first_day_or_begins_on_the_next():
    assert month_elapsed(date(2025, 2, 10)) == date(2025, 3, 10)
    assert month_elapsed(date(2025, 2, 10), count_first_day=False) == date(2025, 3, 11)
    assert month_elapsed(date(2025, 1, 31)) == date(2025, 3, 1)
    assert month_elapsed(date(2025, 1, 31), count_first_day=False) == date(2025, 3, 1)


def test_period_of_months_ends_on_its_last_day():
    assert within_months(date(2025, 2, 10)) == date(2025, 3, 10)
    assert within_months(date(2025, 2, 10), count_first_day=True) == date(2025, 3, 9)


def test_period_of_days_ends_on_its_last_day():
    assert within_days(date(2025, 2, 10), 30) == date(2025, 3, 12)
    assert within_days(date(2025, 2, 10), 30, count_first_day=True) == date(2025, 3, 11)


def test_days_elapsed_is_the_day_after_the_period():
    assert days_elapsed(date(2024, 6, 3), 20) == date(2024, 6, 23)
    assert days_elapsed(date(2024, 6, 3), 20, count_first_day=False) == date(2024, 6, 24)


def test_days_of_a_surcharge_count_both_ends():
    assert days_counted(date(2024, 10, 1), date(2025, 7, 31)) == 304
    assert days_counted(date(2025, 6, 30), date(2025, 7, 31), count_first_day=False) == 31
    assert days_counted(date(2025, 7, 31), date(2025, 6, 30)) == 0


def test_negative_periods_are_refused():
    with pytest.raises(ValueError, match="months must not be negative"):
        add_months(date(2025, 1, 1), -1)
    with pytest.raises(ValueError, match="days must not be negative"):
        within_days(date(2025, 1, 1), -1)


def test_deadline_on_a_saturday_moves_to_monday_and_says_so():
    deadline = shift(date(2027, 4, 10), OFFICE)
    assert (deadline.nominal, deadline.due) == (date(2027, 4, 10), date(2027, 4, 12))
    assert deadline.moved
    assert not deadline.falls_on_closed_day
    assert deadline.remark == (
        "令和9年4月10日（土）は閉庁日のため、期限は令和9年4月12日（月）です。"
    )


@pytest.mark.parametrize(
    ("close", "last_open", "warned_from"),
    [
        (date(2025, 5, 31), date(2025, 5, 30), date(2025, 5, 28)),
        (date(2026, 5, 31), date(2026, 5, 29), date(2026, 5, 27)),
    ],
)
def test_close_of_accounts_stays_but_warns(close, last_open, warned_from):
    deadline = shift(close, OFFICE, Shift.NEVER)
    assert (deadline.due, deadline.last_open) == (close, last_open)
    assert not deadline.moved
    assert deadline.falls_on_closed_day
    assert OFFICE.add_open_days(deadline.due, -3) == warned_from


def test_remark_on_a_deadline_that_stays_names_the_last_open_day():
    assert shift(date(2025, 5, 31), OFFICE, Shift.NEVER).remark == (
        "令和7年5月31日（土）は閉庁日ですが、期限は延びません。"
        "令和7年5月30日（金）までに済ませてください。"
    )


@pytest.mark.parametrize("policy", list(Shift))
def test_deadline_on_an_open_day_needs_no_remark(policy):
    deadline = shift(date(2025, 4, 10), OFFICE, policy)
    assert deadline.due == deadline.nominal == deadline.last_open == date(2025, 4, 10)
    assert deadline.remark is None


@given(days, st.integers(min_value=0, max_value=36))
def test_added_months_never_fall_short_and_keep_the_order(day, months):
    later = add_months(day, months)
    assert later.day in (day.day, 1)
    assert add_months(day + timedelta(days=1), months) >= later


@given(days, st.integers(min_value=1, max_value=400), st.booleans())
def test_period_holds_exactly_its_days(day, length, count_first_day):
    last = within_days(day, length, count_first_day=count_first_day)
    assert days_counted(day, last, count_first_day=count_first_day) == length
    elapsed = days_elapsed(day, length, count_first_day=count_first_day)
    assert elapsed == last + timedelta(days=1)


@given(days)
def test_deadline_is_never_brought_forward(day):
    moved = shift(day, OFFICE)
    assert moved.due >= day
    assert OFFICE.is_open(moved.due)
    assert shift(day, OFFICE, Shift.NEVER).due == day


def test_scenario_15_inspection_within_ten_days_and_payment_within_thirty():
    assert inspection_due(date(2025, 3, 14)) == date(2025, 3, 24)
    assert payment_due(date(2025, 3, 26)) == date(2025, 4, 25)


def test_rule_17_a_silent_contract_is_paid_within_fifteen_days():
    assert payment_due(date(2025, 3, 26), days=None) == date(2025, 4, 10)


def test_rule_17_the_clock_stands_still_while_an_invoice_is_being_corrected():
    invoice = date(2025, 3, 26)
    once = [(date(2025, 4, 1), date(2025, 4, 8))]
    assert payment_due(invoice, corrections=once) == date(2025, 5, 2)
    twice = [(date(2025, 4, 10), date(2025, 4, 12)), *once]
    assert payment_due(invoice, corrections=twice) == date(2025, 5, 4)


@pytest.mark.parametrize(
    "corrections",
    [
        [(date(2025, 3, 25), date(2025, 3, 28))],
        [(date(2025, 4, 8), date(2025, 4, 1))],
        [(date(2025, 4, 1), date(2025, 4, 8)), (date(2025, 4, 7), date(2025, 4, 9))],
    ],
)
def test_corrections_out_of_order_are_refused(corrections):
    with pytest.raises(ValueError, match="順を確かめて"):
        payment_due(date(2025, 3, 26), corrections=corrections)


def test_inspection_and_payment_give_way_to_a_closed_day_where_a_calendar_is_given():
    assert inspection_due(date(2025, 4, 26), calendar=OFFICE) == date(2025, 5, 7)
    assert payment_due(date(2025, 4, 4), calendar=OFFICE) == date(2025, 5, 7)


@pytest.mark.parametrize(
    ("visit", "due"),
    [
        (date(2024, 8, 20), date(2024, 7, 21)),
        (date(2025, 3, 1), date(2025, 1, 30)),
        (date(2025, 3, 20), date(2025, 1, 31)),
        (date(2025, 4, 1), date(2025, 3, 2)),
    ],
)
def test_scenario_11_a_visit_in_march_is_asked_for_in_january(visit, due):
    assert request_due(visit) == due
