"""Play the invented history day by day, through the same doors that people use."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from comipla.cases.models import Case
from comipla.cases.services import Opening, record_or_give_up
from comipla.cases.services.remarks import write_remark
from comipla.config.demo.briefs import Brief, briefs
from comipla.config.demo.folder import WITH_FILES, Folder
from comipla.config.demo.office import Office, move_year, open_years
from comipla.config.demo.registry import enter_platforms, grow, growths
from comipla.config.demo.stories import tell
from comipla.config.demo.story import Step
from comipla.config.demo.tables import CaseRow, RemarkRow, remarks, years
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

    def __init__(self, office: Office, rows: Iterable[CaseRow]) -> None:
        self.office = office
        opened = sorted(row.opened_on for row in years())
        self.platforms = enter_platforms(office, opened)
        with standing_on(opened[0]):
            self.years: dict[str, ProgrammeYear] = open_years(office)
        self.cases: dict[str, Case] = {}
        self._briefs = self._write_briefs(rows)
        self._scenes = self._write_scenes()
        self._calendar = self._write_calendar(opened)
        self._folder = self._fill_folder()

    def play(self, progress: Callable[[int], None]) -> int:
        """Play everything in order of days; gives the number of acts. Tells percents."""
        total = sum(map(len, self._scenes.values()))
        played = 0
        for day in sorted({*self._scenes, *self._calendar}):
            with standing_on(day):
                for scene in self._scenes.get(day, ()):
                    self._act(scene)
                for happen in self._calendar.get(day, ()):
                    happen()
            played += len(self._scenes.get(day, ()))
            progress(100 * played // total)
        self._folder.date_back()
        return played

    def _act(self, scene: Scene) -> None:
        step, row = scene.step, scene.brief.row
        case = self.cases.get(row.key) or Opening(
            "subsidy", self.years[row.year], self.office.bodies[row.municipality]
        )
        act = record_or_give_up(
            case=case,
            kind=step.kind,
            of=step.of,
            facts=step.facts,
            by=self.office.actor(step.who, row.municipality),
            key=scene.key,
            draft=self._folder.prepared.get(scene.key),
        )
        self.cases[row.key] = act.case

    def _write_briefs(self, rows: Iterable[CaseRow]) -> tuple[Brief, ...]:
        towns = {
            body.code: body.name
            for body in self.office.bodies.values()
            if body.kind == BodyKind.MUNICIPALITY
        }
        ids = {place: platform.pk for place, platform in self.platforms.items()}
        return briefs(rows, towns=towns, platform_ids=ids)

    def _write_scenes(self) -> dict[date, list[Scene]]:
        """The acts of all stories by day; within a day in the order of the table."""
        by_day: dict[date, list[Scene]] = defaultdict(list)
        for brief in self._briefs:
            for index, step in enumerate(tell(brief)):
                by_day[step.day].append(Scene(step, brief, index))
        return by_day

    def _fill_folder(self) -> Folder:
        """The files that come with acts, stored before the first act."""
        folder = Folder()
        for scene in chain.from_iterable(self._scenes.values()):
            enclosed = WITH_FILES.get(scene.step.kind)
            row = scene.brief.row
            if enclosed:
                folder.add(
                    scene.key,
                    kind=scene.step.kind,
                    files=enclosed(scene.brief),
                    year=self.years[row.year],
                    body=self.office.bodies[row.municipality],
                    by=self.office.actor(scene.step.who, row.municipality),
                )
        folder.store()
        return folder

    def _write_calendar(self, opened: list[date]) -> dict[date, list[Callable[[], None]]]:
        """What happens beside the acts: years move on, platforms grow, people write."""
        calendar: dict[date, list[Callable[[], None]]] = defaultdict(list)
        for row in years():
            for day in sorted({day for day, *_ in chain(row.limits, row.steps)}):
                calendar[day].append(
                    partial(move_year, self.office, self.years[row.code], row, day)
                )
        for step in growths(opened):
            calendar[step.day].append(partial(grow, self.office, self.platforms, step))
        about = {brief.row.name: brief.row.key for brief in self._briefs}
        for number, line in enumerate(remarks()):
            if line.case in about:
                calendar[line.day].append(partial(self._write, number, line, about[line.case]))
        return calendar

    def _write(self, number: int, line: RemarkRow, key: str) -> None:
        """Write a message or an internal note about a case."""
        write_remark(
            case=self.cases[key],
            audience=line.audience,
            text=line.text,
            by=self.office.actor(line.who, line.municipality),
            key=uuid.uuid5(NAMESPACE, f"remark/{number}"),
        )
