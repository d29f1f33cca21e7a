"""The office calendar with the national holidays of Japan."""

from functools import cache

import holidays

from comipla.core.calendar import OfficeCalendar


@cache
def office_calendar() -> OfficeCalendar:
    """Weekdays without national holidays and the closure at the turn of the year."""
    return OfficeCalendar(holidays=holidays.country_holidays("JP"))
