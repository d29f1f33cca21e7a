"""The trail of a year's settings: who changed what, when, from what to what, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from comipla.core.money import format_yen
from comipla.core.wareki import format_wareki_short
from comipla.people.models import Person
from comipla.programme.models import (
    CallChange,
    CallKind,
    EnvelopeChange,
    EnvelopeKind,
    ProgrammeYear,
    YearEvent,
    YearState,
)

_SYSTEM = "県の設定作業"


@dataclass(frozen=True)
class SettingChange:
    """One change of the settings; `before` is empty where there was nothing before.

    `on` is the day from which it counts, where it has one; `at` the moment it was recorded.
    """

    at: datetime
    on: date | None
    who: str
    what: str
    before: str
    after: str
    reason: str


def trail_of(year: ProgrammeYear) -> list[SettingChange]:
    """Every change of a year's steps, envelopes and windows, the latest first; three queries."""
    found = [*_windows(year), *_amounts(year), *_steps(year)]
    return sorted(found, key=attrgetter("at"), reverse=True)


def _steps(year: ProgrammeYear) -> Iterator[SettingChange]:
    for event in YearEvent.objects.filter(programme_year=year).select_related("by"):
        before = YearState(event.before).label if event.before else ""
        yield SettingChange(
            at=event.recorded_at,
            on=event.on,
            who=_name(event.by),
            what="年度の段階",
            before=before,
            after=event.get_state_display(),
            reason=event.reason,
        )


def _amounts(year: ProgrammeYear) -> Iterator[SettingChange]:
    """Changes of the envelopes; caps that were changed together are one change."""
    changes = EnvelopeChange.objects.filter(envelope__programme_year=year)
    rows = changes.select_related("by", "envelope__body").order_by("recorded_at", "id")
    for _, together in groupby(rows, key=lambda row: (row.recorded_at, row.envelope.kind)):
        group = list(together)
        first = group[0]
        what = "予算額"
        if first.envelope.kind == EnvelopeKind.CAP:
            whose = f"{len(group)}市町村" if len(group) > 1 else first.envelope.body.name
            what = f"上限額（{whose}）"
        before = sorted({row.limit_before for row in group})
        yield SettingChange(
            at=first.recorded_at,
            on=first.on,
            who=_name(first.by),
            what=what,
            before="、".join(map(format_yen, before)),
            after=format_yen(first.limit_after),
            reason=first.reason,
        )


def _windows(year: ProgrammeYear) -> Iterator[SettingChange]:
    for change in CallChange.objects.filter(programme_year=year).select_related("by"):
        yield SettingChange(
            at=change.recorded_at,
            on=None,
            who=_name(change.by),
            what=f"{CallKind(change.kind).label}の期間",
            before=_span(change.opens_before, change.closes_before),
            after=_span(change.opens_after, change.closes_after),
            reason="",
        )


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return f"{format_wareki_short(first)}から{format_wareki_short(last)}まで"


def _name(person: Person | None) -> str:
    return person.name if person else _SYSTEM
