"""The invented registry: platforms entered with their past, and moved on as the years go by."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from comipla.communities.models import Platform
from comipla.communities.services import (
    Registration,
    record_platform_event,
    register_platforms,
)
from comipla.config.demo.office import Office
from comipla.config.demo.tables import PlatformRow, platforms
from comipla.core.registry import Event, EventKind, Stage
from comipla.programme.clock import standing_on

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://demo.example.jp/comipla/platforms")
Place = tuple[str, str]

EVIDENCE = {
    Stage.STUDY: "勉強会の記録（架空）",
    Stage.PREP: "設立準備委員会の議事録（架空）",
    Stage.FOUNDED: "設立総会の議事録（架空）",
    Stage.RECOGNISED: "市町村の認定通知（架空）",
    Stage.EARLY: "地域計画を議決した総会の議事録（架空）",
    Stage.SUSTAIN: "自主財源を決めた総会の議事録（架空）",
    Stage.DORMANT: "休止を議決した総会の議事録（架空）",
    Stage.MERGED: "統合の協定書（架空）",
    Stage.DISSOLVED: "解散総会の議事録（架空）",
}


@dataclass(frozen=True)
class Growth:
    """A step that a platform takes after it was entered."""

    row: PlatformRow
    day: date
    stage: Stage

    @property
    def place(self) -> Place:
        """Which platform: municipality and area."""
        return self.row.municipality, self.row.area

    def event(self, *, first: bool = False) -> Event:
        """The step as an event of the registry."""
        recognised = self.stage is Stage.RECOGNISED
        kind = EventKind.GRANTED if recognised else EventKind.MOVED
        return Event(
            kind=EventKind.ENTERED if first else kind,
            on=self.day,
            evidence=EVIDENCE[self.stage],
            stage=None if recognised and not first else self.stage,
            partner=bool(self.row.merged_into) and self.stage is Stage.MERGED,
        )


def enter_platforms(office: Office, days: list[date]) -> dict[Place, Platform]:
    """Enter each platform with its past on the first of `days` on which it has one."""
    found: dict[Place, Platform] = {}
    rows = sorted(platforms(), key=lambda row: _entered_on(row, days))
    for day, batch in groupby(rows, key=lambda row: _entered_on(row, days)):
        entered = list(batch)
        with standing_on(day):
            stored = register_platforms([_registration(office, row, day) for row in entered])
        places = [(row.municipality, row.area) for row in entered]
        found.update(zip(places, stored, strict=True))
    return found


def growths(days: list[date]) -> Iterator[Growth]:
    """The steps that platforms take after they were entered, in the order of the table."""
    for row in platforms():
        entered = _entered_on(row, days)
        for day, stage in row.history:
            if day > entered:
                yield Growth(row, day, stage)


def grow(office: Office, found: dict[Place, Platform], step: Growth) -> None:
    """Take a step, decided by the municipality."""
    partner = found.get((step.row.municipality, step.row.merged_into))
    event = step.event()
    record_platform_event(
        platform=found[step.place],
        kind=event.kind,
        on=event.on,
        evidence=event.evidence,
        stage=event.stage,
        partner=partner if event.partner else None,
        by=office.actor("muni_decider", step.row.municipality),
        key=uuid.uuid5(NAMESPACE, f"{step.place}/{step.day}"),
    )


def _entered_on(row: PlatformRow, days: list[date]) -> date:
    return next(day for day in days if row.history[0][0] <= day)


def _registration(office: Office, row: PlatformRow, day: date) -> Registration:
    past = [Growth(row, on, stage) for on, stage in row.history if on <= day]
    return Registration(
        municipality=office.bodies[row.municipality],
        name=row.name,
        kana=row.kana,
        type_label=row.type_label,
        history=tuple(step.event(first=number == 0) for number, step in enumerate(past)),
        key=uuid.uuid5(NAMESPACE, f"{row.municipality}/{row.area}"),
    )
