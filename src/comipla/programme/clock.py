"""The office's clock: now in Japan, or the moment that the demo or an import stands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)
OPENING = time(10, 0)


def now() -> datetime:
    """The present instant; in the demo, the present time of day on the day it stands on.

    While the office stands on another day (`standing_on`), that day at ten in the morning.
    """
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    day: date | None = settings.COMIPLA_TODAY
    present = timezone.localtime()
    return present if day is None else datetime.combine(day, present.timetz())


def today() -> date:
    """Today's date in Asia/Tokyo; in the demo, the day named by ``COMIPLA_TODAY``."""
    return timezone.localdate(now())


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """Let the office stand on another day: for the demo's history and for imports of past years."""
    token = _pinned.set(_on(day))
    try:
        yield
    finally:
        _pinned.reset(token)


def _on(day: date) -> datetime:
    return datetime.combine(day, OPENING, timezone.get_default_timezone())
