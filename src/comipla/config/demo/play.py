"""Play the invented history day by day, through the same doors that people use."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from comipla.cases.models import Case
from comipla.cases.services import Opening, record_act
from comipla.cases.services.remarks import write_remark
from comipla.communities.models import Platform
from comipla.config.demo.briefs import Brief, briefs
from comipla.config.demo.office import Office, move_year, open_years, register_platforms
from comipla.config.demo.stories import tell
from comipla.config.demo.story import Step
from comipla.config.demo.tables import platforms, read, years
from comipla.core.access import BodyKind
from comipla.programme.clock import standing_on
from comipla.programme.models import ProgrammeYear

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://demo.example.jp/comipla")
"""Idempotency keys of the demo are made from this and the place of an act in the tables."""


@dataclass(frozen=True)
class Scene:
    """An act that is to be played: the step, its case, and its place among the case's steps."""

    step: Step
    brief: Brief
    index: int

    @property
    def key(self) -> uuid.UUID:
        """The idempotency key: the same in every load."""
        return uuid.uuid5(NAMESPACE, f"{self.brief.row.key}/{self.index}/{self.step.kind}")


class Player:
    """The stage: the office, the years, the registry, and the cases as they come."""

    def __init__(self, office: Office) -> None:
        self.office = office
        first = min(row.opened_on for row in years())
        with standing_on(first):
            self.platforms = register_platforms(office.bodies, first)
        self.years: dict[str, ProgrammeYear] = open_years(office)
        self.cases: dict[str, Case] = {}
        self._calendar: dict[date, list[Callable[[], None]]] = defaultdict(list)
        self._write_calendar(first)

    def play(self, progress: Callable[[int], None]) -> int:
        """Play everything in order of days; gives the number of acts. Tells percents."""
        scenes = self._scenes()
        days = sorted({*scenes, *self._calendar})
        played = 0
        total = sum(map(len, scenes.values()))
        for day in days:
            with standing_on(day):
                for happen in self._calendar.get(day, ()):
                    happen()
                for scene in scenes.get(day, ()):
                    self._act(scene)
                played += len(scenes.get(day, ()))
            progress(100 * played // total)
        return played

    def _scenes(self) -> dict[date, list[Scene]]:
        """The acts of all stories by day; within a day in the order of the table."""
        towns = {
            body.code: body.name
            for body in self.office.bodies.values()
            if body.kind == BodyKind.MUNICIPALITY
        }
        ids = {place: platform.pk for place, platform in self.platforms.items()}
        by_day: dict[date, list[Scene]] = defaultdict(list)
        for brief in briefs(towns, ids):
            for index, step in enumerate(tell(brief)):
                by_day[step.day].append(Scene(step, brief, index))
        return by_day

    def _act(self, scene: Scene) -> None:
        brief, step = scene.brief, scene.step
        row = brief.row
        case = self.cases.get(row.key) or Opening(
            "subsidy", self.years[row.year], self.office.bodies[row.municipality]
        )
        act = record_act(
            case=case,
            kind=step.kind,
            of=step.of,
            facts=step.facts,
            by=self.office.actor(step.who, row.municipality),
            key=scene.key,
        )
        self.cases[row.key] = act.case

    def _write_calendar(self, first: date) -> None:
        """What happens beside the acts: years move on, platforms grow."""
        for row in years():
            for day in {day for day, *_ in chain(row.limits, row.steps)}:
                self._calendar[day].append(self._year_step(row.code, day))
        for area in platforms():
            platform = self.platforms[area.municipality, area.area]
            for day, stage in area.history:
                if day > first:
                    self._calendar[day].append(_growth(platform, stage, day))

    def _year_step(self, code: str, day: date) -> Callable[[], None]:
        row = next(row for row in years() if row.code == code)
        return lambda: move_year(self.office, self.years[code], row, day)


def _growth(platform: Platform, stage: str, day: date) -> Callable[[], None]:
    def grow() -> None:
        Platform.objects.filter(pk=platform.pk).update(stage=stage, stage_since=day)

    return grow
