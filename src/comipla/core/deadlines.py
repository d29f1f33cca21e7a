"""Periods of the civil code, and the days on which they end.

Two ways of counting are in use, and a rule must name its own: 「…から起算して」 counts the first
day itself, the plain 「…から」 begins on the day after (Civil Code 140). Likewise 「1か月を経過した
日」 is the day after the period has ended, while 「30日以内」 ends with the period's last day.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from comipla.core.calendar import OfficeCalendar
from comipla.core.wareki import format_wareki

ACCOUNTING_DAYS: Final = frozenset({(3, 31), (5, 31)})
"""(month, day) on which the year ends and its accounts close: no holiday moves them."""


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
