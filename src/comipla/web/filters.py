"""Words for values: the template filters that put money, dates and free text on a page.

Every filter accepts ``None`` and answers with a dash, because a case shows the same columns
before and after a figure exists ("決定 —").
"""

import datetime

from django.utils import timezone
from django.utils.html import linebreaks
from markupsafe import Markup

from comipla.cases.numbers import shown_number
from comipla.core.money import format_thousand_yen, format_yen
from comipla.core.wareki import format_wareki, format_wareki_short
from comipla.programme import clock

NOTHING = "—"
_KILO = 1024
_SOON = 3  # days before a due date that draws the eye


def yen(value: int | None) -> str:
    """Whole yen with its unit: ``480000`` → ``480,000円``."""
    return NOTHING if value is None else format_yen(value)


def thousand_yen(value: int | None) -> str:
    """A number for a table headed 単位：千円 and ``money.FLOOR_NOTE``: ``480500`` → ``480``."""
    return NOTHING if value is None else format_thousand_yen(value, note=False).removesuffix("千円")


def figure(value: int | None) -> str:
    """A bare count with thousands separators: ``1234`` → ``1,234``."""
    return NOTHING if value is None else f"{value:,}"


def _local_date(value: datetime.date) -> datetime.date:
    """The calendar day in Japan; a naive datetime is a programming slip and raises."""
    return timezone.localdate(value) if isinstance(value, datetime.datetime) else value


def wareki(value: datetime.date | None) -> str:
    """A day as papers write it, with its weekday: ``令和6年7月12日（金）``."""
    return NOTHING if value is None else format_wareki(_local_date(value), weekday=True)


def wareki_time(value: datetime.datetime | None) -> str:
    """A moment in Japan: ``令和6年7月12日（金） 17時15分``."""
    if value is None:
        return NOTHING
    moment = timezone.localtime(value)
    return f"{wareki(value)} {moment.hour}時{moment.minute:02d}分"


def wareki_short(value: datetime.date | None) -> str:
    """A day for a table cell, era letter kept: ``R6.7.12``."""
    return NOTHING if value is None else format_wareki_short(_local_date(value))


def _days_until(due: datetime.date, today: datetime.date | None) -> int:
    return (_local_date(due) - (today or clock.today())).days


def days_left(due: datetime.date | None, today: datetime.date | None = None) -> str:
    """How long until ``due``: ``あと5日``, ``今日まで``, ``3日超過``."""
    if due is None:
        return NOTHING
    left = _days_until(due, today)
    if left < 0:
        return f"{-left}日超過"
    return "今日まで" if left == 0 else f"あと{left}日"


def due_class(due: datetime.date | None, today: datetime.date | None = None) -> str:
    """The CSS class of a due date, with a space before it: late, soon (three days), or none."""
    if due is None:
        return ""
    left = _days_until(due, today)
    if left < 0:
        return " due--late"
    return " due--soon" if left <= _SOON else ""


def paragraphs(text: str | None) -> Markup:
    """Typed text as paragraphs: blank lines part them, single breaks stay, markup is escaped."""
    return Markup(linebreaks(text or "", autoescape=True))  # noqa: S704 - linebreaks escapes


def file_size(size: int | None) -> str:
    """Bytes as people say them: ``1234567`` → ``1.2MB``, ``52000`` → ``51KB``."""
    if size is None:
        return NOTHING
    if size < _KILO:
        return f"{size}バイト"
    return f"{round(size / _KILO)}KB" if size < _KILO**2 else f"{size / _KILO**2:.1f}MB"


def case_number(number: str | None) -> str:
    """The number of a case as people write it: ``3-R6-017`` → ``③-R6-017``."""
    return shown_number(number) if number else NOTHING


FILTERS = {
    "yen": yen,
    "thousand_yen": thousand_yen,
    "figure": figure,
    "wareki": wareki,
    "wareki_time": wareki_time,
    "wareki_short": wareki_short,
    "days_left": days_left,
    "due_class": due_class,
    "paragraphs": paragraphs,
    "file_size": file_size,
    "case_number": case_number,
}
