"""The day by which the performance report must be in (rules 18 and 19)."""

from datetime import date
from enum import StrEnum

from comipla.core.calendar import OfficeCalendar
from comipla.core.deadlines import ACCOUNTING_DAYS, Shift, month_elapsed, shift, within_days
from comipla.core.fiscal import FiscalYear


class ReportRule(StrEnum):
    """How the performance report's deadline counts: 1か月を経過した日, or so many days (以内)."""

    MONTH_ELAPSED = "month_elapsed"
    WITHIN_DAYS = "within_days"


def performance_report_due(
    completed_on: date,
    *,
    rule: str = ReportRule.MONTH_ELAPSED,
    months: int = 1,
    days: int = 30,
    count_first_day: bool | None = None,
    final: tuple[int, int] = (4, 10),
    calendar: OfficeCalendar | None = None,
) -> date:
    """The day by which the performance report must be in (rules 18 and 19).

    `rule` is a ReportRule, `count_first_day` overrides its usual way of counting (起算して for
    months elapsed, the day after for days). Never later than `final`, a (month, day) after the
    end of the fiscal year in which the project was completed. With a `calendar`, a closed day
    gives way to the next open one, except 31 March and 31 May.
    """
    if ReportRule(rule) is ReportRule.MONTH_ELAPSED:
        counted = True if count_first_day is None else count_first_day
        due = month_elapsed(completed_on, months, count_first_day=counted)
    else:
        due = within_days(completed_on, days, count_first_day=bool(count_first_day))
    last = date(FiscalYear.of(completed_on).end.year, *final)
    due = min(due, last)
    if calendar is None or (due == last and final in ACCOUNTING_DAYS):
        return due
    return shift(due, calendar, Shift.NEXT_OPEN).due
