"""Periods of the civil code, and the days on which they end.

Two ways of counting are in use, and a rule must name its own: 「…から起算して」 counts the first
day itself, the plain 「…から」 begins on the day after (Civil Code 140). Likewise 「1か月を経過した
日」 is the day after the period has ended, while 「30日以内」 ends with the period's last day.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from comipla.core.calendar import OfficeCalendar
from comipla.core.wareki import format_wareki

ACCOUNTING_DAYS: Final = frozenset({(3, 31), (5, 31)})
"""(month, day) on which the year ends and its accounts close: no holiday moves them."""

SILENT_PAYMENT_DAYS: Final = 15
"""Days to pay within where a contract names none (政府契約支払遅延防止法 10)."""


class Shift(StrEnum):
    """What becomes of a deadline on a day when the office is closed."""

    NEXT_OPEN = "next_open"
    NEVER = "never"


def add_months(day: date, months: int = 1) -> date:
    """Find the corresponding day of a later month (Civil Code 143).

    Where that month has no such day, the period ends with the month, and the day after it is
    given: a month from 31 January is 1 March.
    """
    if months < 0:
        raise ValueError(f"months must not be negative: {months}")
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    length = calendar.monthrange(year, month)[1]
    if day.day <= length:
        return date(year, month, day.day)
    return date(year, month, length) + timedelta(days=1)


def month_elapsed(day: date, months: int = 1, *, count_first_day: bool = True) -> date:
    """Find the day on which months have elapsed (1か月を経過した日): 31 January → 1 March."""
    return add_months(_first_counted(day, count_first_day), months)


def days_elapsed(day: date, days: int, *, count_first_day: bool = True) -> date:
    """Find the day on which a number of days has elapsed (20日を経過した日)."""
    return _first_counted(day, count_first_day) + _days(days)


def within_months(day: date, months: int = 1, *, count_first_day: bool = False) -> date:
    """Find the last day of a period of months (1か月以内)."""
    return month_elapsed(day, months, count_first_day=count_first_day) - timedelta(days=1)


def within_days(day: date, days: int, *, count_first_day: bool = False) -> date:
    """Find the last day of a period of days (30日以内): 10 February 2025 → 12 March."""
    return days_elapsed(day, days, count_first_day=count_first_day) - timedelta(days=1)


def days_counted(start: date, end: date, *, count_first_day: bool = True) -> int:
    """Count the days from start to end, the last one included; 0 if the end lies before."""
    return max(0, (end - _first_counted(start, count_first_day)).days + 1)


def _first_counted(day: date, count_first_day: bool) -> date:
    return day if count_first_day else day + timedelta(days=1)


def _days(days: int) -> timedelta:
    if days < 0:
        raise ValueError(f"days must not be negative: {days}")
    return timedelta(days=days)


@dataclass(frozen=True)
class Deadline:
    """A deadline against the office's calendar.

    `nominal` is the day the rule names, `due` the one that binds, `last_open` the last day up to
    `due` on which the counter is open. `due` is later than `last_open` only if it was not moved.
    """

    nominal: date
    due: date
    last_open: date

    @property
    def moved(self) -> bool:
        """Tell whether a closed day put the deadline off."""
        return self.due != self.nominal

    @property
    def falls_on_closed_day(self) -> bool:
        """Tell whether the binding day is one on which nothing can be handed in or paid."""
        return self.due != self.last_open

    @property
    def remark(self) -> str | None:
        """What must be said beside the date, if anything."""
        if self.moved:
            return (
                f"{format_wareki(self.nominal, weekday=True)}は閉庁日のため、"
                f"期限は{format_wareki(self.due, weekday=True)}です。"
            )
        if self.falls_on_closed_day:
            return (
                f"{format_wareki(self.due, weekday=True)}は閉庁日ですが、期限は延びません。"
                f"{format_wareki(self.last_open, weekday=True)}までに済ませてください。"
            )
        return None


def shift(day: date, office: OfficeCalendar, policy: Shift = Shift.NEXT_OPEN) -> Deadline:
    """Lay a deadline on the office's calendar (Local Autonomy Act 4-2 para. 4).

    Deadlines of accounting (ACCOUNTING_DAYS) want Shift.NEVER: they get a remark instead.
    """
    due = office.next_open(day) if policy is Shift.NEXT_OPEN else day
    return Deadline(nominal=day, due=due, last_open=office.previous_open(due))


def inspection_due(
    notified_on: date, *, days: int = 10, calendar: OfficeCalendar | None = None
) -> date:
    """Find the day by which what was delivered must be inspected (政府契約支払遅延防止法 5).

    Ten days after the notice of completion: notice on 14 March, inspection by 24 March (rule 17).
    With a `calendar`, a closed day gives way to the next open one.
    """
    return _shifted(within_days(notified_on, days), calendar)


def payment_due(
    invoiced_on: date,
    *,
    days: int | None = 30,
    corrections: Iterable[tuple[date, date]] = (),
    calendar: OfficeCalendar | None = None,
) -> date:
    """Find the day by which an invoice must be paid (政府契約支払遅延防止法 6 and 10).

    Thirty days after the invoice came in; fifteen where the contract is silent (`days=None`).
    `corrections` are pairs of days on which an invoice with a minor error was refused and came
    back right: the clock stands still between them (rule 17). A grave error starts it anew: give
    the day of the new invoice instead. With a `calendar`, a closed day gives way to the next open.
    """
    stopped = 0
    until = invoiced_on
    for refused_on, corrected_on in sorted(corrections):
        if refused_on < until or corrected_on < refused_on:
            raise ValueError("請求書を返した日と直した請求書を受け取った日の順を確かめてください")
        stopped += (corrected_on - refused_on).days
        until = corrected_on
    term = SILENT_PAYMENT_DAYS if days is None else days
    return _shifted(within_days(invoiced_on, term + stopped), calendar)


def request_due(
    planned_on: date,
    *,
    lead_days: int = 30,
    last_month: int = 3,
    last_day: tuple[int, int] = (1, 31),
) -> date:
    """Find the last day on which a visit may be asked for (派遣の申込期限).

    `lead_days` before it; for a visit in the year's `last_month` no later than `last_day` of the
    same calendar year: a visit in March must be asked for by 31 January.
    """
    due = planned_on - _days(lead_days)
    if planned_on.month == last_month:
        return min(due, date(planned_on.year, *last_day))
    return due


def _shifted(day: date, office: OfficeCalendar | None) -> date:
    return day if office is None else shift(day, office).due
