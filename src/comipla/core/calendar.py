"""The days on which an office is open.

The national holidays come from outside, as any container of days, so that the core needs neither
a list nor a library of them.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_LONGEST_CLOSURE: Final = 366


def year_end_closure(day: date) -> bool:
    """Tell whether the day lies in the closure of public offices, 29 December to 3 January."""
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


@dataclass(frozen=True)
class OfficeCalendar:
    """Opening days: neither Saturday nor Sunday nor holiday, nor closed by the office's own rule.

    `closed` is the yearly rule (by default the closure of public offices), `extra` single days,
    such as a typhoon or a move.
    """

    holidays: Container[date]
    closed: Callable[[date], bool] = year_end_closure
    extra: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Tell whether the counter is open on the day."""
        return not (
            day.weekday() >= 5 or self.closed(day) or day in self.extra or day in self.holidays
        )

    def next_open(self, day: date) -> date:
        """Find the first open day on or after the day."""
        return self._search(day, _DAY)

    def previous_open(self, day: date) -> date:
        """Find the last open day on or before the day."""
        return self._search(day, -_DAY)

    def add_open_days(self, day: date, count: int) -> date:
        """Go `count` open days forward, or backward if negative; 0 gives the day itself.

        Three open days before Saturday 31 May 2025 is Wednesday 28 May.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day = self._search(day + step, step)
        return day

    def days_between(self, start: date, end: date) -> int:
        """Count the open days after `start` up to and including `end`; 0 if `end` is not later."""
        return sum(
            self.is_open(start + timedelta(days=offset))
            for offset in range(1, (end - start).days + 1)
        )

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_CLOSURE):
            if self.is_open(day):
                return day
            day += step
        raise ValueError(f"the calendar has no open day within a year of {day}")
