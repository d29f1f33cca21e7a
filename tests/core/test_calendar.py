from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.calendar import OfficeCalendar, year_end_closure

HOLIDAYS = frozenset(
    {
        date(2024, 7, 15),
        date(2025, 1, 1),
        date(2025, 1, 13),
        date(2025, 4, 29),
        date(2025, 5, 3),
        date(2025, 5, 4),
        date(2025, 5, 5),
        date(2025, 5, 6),
    }
)
OFFICE = OfficeCalendar(HOLIDAYS)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2024, 7, 12), True),  # Friday
        (date(2024, 7, 13), False),  # Saturday
        (date(2024, 7, 14), False),  # Sunday
        (date(2024, 7, 15), False),  # holiday on a Monday
        (date(2024, 12, 27), True),
        (date(2024, 12, 30), False),  # Monday within the closure
        (date(2025, 1, 3), False),  # Friday within the closure
        (date(2025, 1, 6), True),
    ],
)
def test_office_is_open_on_working_days(day, is_open):
    assert OFFICE.is_open(day) is is_open


def test_next_and_previous_open_day_step_over_the_golden_week():
    assert OFFICE.next_open(date(2025, 5, 3)) == date(2025, 5, 7)
    assert OFFICE.previous_open(date(2025, 5, 6)) == date(2025, 5, 2)
    assert OFFICE.next_open(date(2025, 5, 2)) == date(2025, 5, 2)


def test_next_and_previous_open_day_step_over_the_year_end():
    assert OFFICE.next_open(date(2024, 12, 28)) == date(2025, 1, 6)
    assert OFFICE.previous_open(date(2025, 1, 5)) == date(2024, 12, 27)


def test_open_days_are_counted_forward_and_backward():
    assert OFFICE.add_open_days(date(2025, 5, 31), -3) == date(2025, 5, 28)
    assert OFFICE.add_open_days(date(2025, 5, 2), 1) == date(2025, 5, 7)
    assert OFFICE.add_open_days(date(2025, 5, 3), 0) == date(2025, 5, 3)
    assert OFFICE.days_between(date(2025, 5, 2), date(2025, 5, 8)) == 2
    assert OFFICE.days_between(date(2025, 5, 8), date(2025, 5, 2)) == 0


def test_single_days_and_other_yearly_rules_close_the_office():
    moving = OfficeCalendar(HOLIDAYS, extra=frozenset({date(2024, 8, 29)}))
    assert not moving.is_open(date(2024, 8, 29))
    never_closing = OfficeCalendar(HOLIDAYS, closed=lambda day: False)
    assert never_closing.is_open(date(2024, 12, 30))


def test_calendar_without_open_days_is_refused():
    with pytest.raises(ValueError, match="no open day within a year"):
        OfficeCalendar(HOLIDAYS, closed=lambda day: True).next_open(date(2024, 7, 1))


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2024, 12, 28), False),
        (date(2024, 12, 29), True),
        (date(2025, 1, 3), True),
        (date(2025, 1, 4), False),
        (date(2025, 3, 31), False),
    ],
)
def test_year_end_closure_runs_from_29_december_to_3_january(day, closed):
    assert year_end_closure(day) is closed


@given(days)
def test_next_open_day_is_the_first_one(day):
    found = OFFICE.next_open(day)
    assert OFFICE.is_open(found)
    assert not any(OFFICE.is_open(day + timedelta(n)) for n in range((found - day).days))


@given(days, st.integers(min_value=1, max_value=40))
def test_counting_open_days_undoes_adding_them(day, count):
    later = OFFICE.add_open_days(day, count)
    assert OFFICE.is_open(later)
    assert OFFICE.days_between(day, later) == count
    assert OFFICE.add_open_days(OFFICE.next_open(later), -count) == OFFICE.previous_open(day)
