"""Due days as an iCalendar file (RFC 5545), for the calendar programs of offices and phones.

Such files come to rest on machines that are not ours: an entry says what falls due in which case
of which municipality, and nothing that anybody has written.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from comipla.cases.numbers import shown_number
from comipla.cases.selectors.desk import Coming
from comipla.programme import clock

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
REFRESH: Final = timedelta(hours=6)


def calendar_file(items: Iterable[Coming], *, name: str) -> bytes:
    """The file; an entry keeps its identity when its day moves, so that programs move it too."""
    calendar = Calendar()
    calendar.add("prodid", "-//comipla//due days//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        calendar.add_component(_event(item))
    return calendar.to_ical()


def _event(item: Coming) -> Event:
    event = Event()
    event.add("uid", f"{item.key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", item.case.last_act_at if item.case else clock.now())
    event.add("dtstart", item.on)
    event.add("dtend", item.on + timedelta(days=1))
    event.add("summary", f"{item.label}（{_about(item)}）")
    event.add("url", f"{settings.PUBLIC_URL}{_path(item)}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event


def _about(item: Coming) -> str:
    if item.case is not None:
        return f"{shown_number(item.case.number)} {item.case.owner.name}"
    return item.year.title if item.year else ""


def _path(item: Coming) -> str:
    """The page to open, which asks who opens it."""
    if item.case is not None:
        return reverse("case_page", kwargs={"number": item.case.number})
    return reverse("year", kwargs={"code": item.year.code}) if item.year else reverse("desk")
