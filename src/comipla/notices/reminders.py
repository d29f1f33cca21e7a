"""The reminder ladder: tell people before a day is due and after it has passed (programme G.6).

Who knows of due days registers a source once, when its app is ready::

    @due_source
    def reports_due(day: date) -> Iterable[DueItem]: ...

A source gives what is still to be done; what has been done is no longer given and no longer
reminded of. `remind_everybody` runs once a day. A rung is never climbed twice, and a day on which
nothing ran is made up for by the next run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from comipla.core.access import Permission
from comipla.notices.models import Notice, Urgency
from comipla.notices.services import post_notice
from comipla.people.models import Body

LADDER = (-14, -7, -3, -1, 1, 7)
"""Days from the due day on which people are reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something a body has to do by a day.

    `subject` says what to do (「実績報告書を提出してください」); what is left of the time is added.
    `unique` names the duty: with another `due_on` the ladder begins anew. `since` is the day on
    which the duty arose; no rung before it is made up for. `ladder` replaces the usual one, and
    `needs` keeps the reminder to those whose role has this permission.
    """

    body: Body
    kind: str
    subject: str
    path: str
    due_on: date
    unique: str
    facts: dict[str, Any] = field(default_factory=dict)
    since: date | None = None
    ladder: tuple[int, ...] | None = None
    needs: Permission | None = None


DueSource = Callable[[date], Iterable[DueItem]]
_sources: list[DueSource] = []


def due_source(source: DueSource) -> DueSource:
    """Register a function that gives, for a day, what is still to be done."""
    if source not in _sources:
        _sources.append(source)
    return source


def remind_everybody(day: date) -> int:
    """Climb the ladders of every source to `day`; gives how many reminders were posted."""
    return sum(remind(day=day, items=source(day)) for source in tuple(_sources))


@transaction.atomic
def remind(*, day: date, items: Iterable[DueItem], ladder: tuple[int, ...] = LADDER) -> int:
    """Post the reminders that are due on `day`; gives how many of them are new."""
    reached = {}
    for item in items:
        rung = rung_reached(item, day, item.ladder or ladder)
        if rung is not None:
            reached[f"{item.unique}:{item.due_on.isoformat()}:{rung:+d}"] = item
    posted = Notice.objects.for_system("leave out rungs already climbed").filter(unique__in=reached)
    for unique in posted.values_list("unique", flat=True):
        del reached[unique]
    for unique, item in reached.items():
        _post(item, day, unique)
    return len(reached)


def rung_reached(item: DueItem, day: date, ladder: tuple[int, ...]) -> int | None:
    """The last rung not after `day`, unless it lies before the duty arose; None below the ladder."""
    position = (day - item.due_on).days
    first = (item.since - item.due_on).days if item.since else min(ladder, default=0)
    return max((rung for rung in ladder if first <= rung <= position), default=None)


def _post(item: DueItem, day: date, unique: str) -> None:
    post_notice(
        body=item.body,
        kind=item.kind,
        subject=f"{item.subject}（{_time_left(item.due_on, day)}）",
        facts={**item.facts, "due": item.due_on.isoformat()},
        path=item.path,
        unique=unique,
        urgency=Urgency.TODO,
        needs=item.needs,
    )


def _time_left(due_on: date, day: date) -> str:
    left = (due_on - day).days
    if left < 0:
        return f"{-left}日超過"
    return "今日まで" if left == 0 else f"あと{left}日"
