"""Vectors are those of the programme's calculation table, G.4 18 and 19."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.calendar import OfficeCalendar
from comipla.core.fiscal import FiscalYear
from comipla.core.subsidy import performance_report_due

OFFICE = OfficeCalendar(frozenset())
days = st.dates(min_value=date(2020, 4, 1), max_value=date(2040, 3, 31))


@pytest.mark.parametrize(
    ("completed_on", "due"),
    [
        (date(2025, 2, 10), date(2025, 3, 10)),
        (date(2025, 1, 31), date(2025, 3, 1)),
        (date(2025, 3, 10), date(2025, 4, 10)),
        (date(2025, 3, 14), date(2025, 4, 10)),
        (date(2025, 3, 31), date(2025, 4, 10)),
        (date(2024, 4, 30), date(2024, 5, 30)),
        (date(2024, 12, 15), date(2025, 1, 15)),
    ],
)
def test_rule_18_report_is_due_a_month_after_completion_or_on_10_april(completed_on, due):
    assert performance_report_due(completed_on) == due


def test_rule_18_within_30_days_does_not_count_the_first_day():
    assert performance_report_due(date(2025, 2, 10), rule="within_days") == date(2025, 3, 12)
    assert performance_report_due(date(2025, 2, 10), rule="within_days", days=20) == date(
        2025, 3, 2
    )


def test_rule_18_way_of_counting_the_first_day_can_be_set():
    day = date(2025, 2, 10)
    assert performance_report_due(day, count_first_day=False) == date(2025, 3, 11)
    assert performance_report_due(day, rule="within_days", count_first_day=True) == date(
        2025, 3, 11
    )


def test_rule_18_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="whenever"):
        performance_report_due(date(2025, 2, 10), rule="whenever")


def test_rule_19_closed_day_gives_way_to_the_next_open_one():
    assert performance_report_due(date(2025, 1, 31), calendar=OFFICE) == date(2025, 3, 3)
    assert performance_report_due(date(2027, 3, 20), calendar=OFFICE) == date(2027, 4, 12)


def test_rule_19_last_day_of_the_year_is_never_moved():
    saturday = date(2029, 3, 31)
    assert saturday.weekday() == 5
    assert performance_report_due(date(2029, 3, 20), final=(3, 31), calendar=OFFICE) == saturday


@given(days)
def test_report_is_due_after_completion_and_by_10_april(completed_on):
    due = performance_report_due(completed_on)
    assert completed_on < due <= date(FiscalYear.of(completed_on).end.year, 4, 10)
