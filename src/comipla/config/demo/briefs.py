"""What one invented case is about: its place, its words and its figures, before anything happens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from comipla.config.demo.costs import Plan, planned
from comipla.config.demo.dice import Dice
from comipla.config.demo.tables import (
    MARK,
    CaseRow,
    PlatformRow,
    Project,
    YearRow,
    platforms,
    projects,
    years,
)
from comipla.core.codes import Implementer, SubsidyCategory
from comipla.core.procedures.subsidy.facts import Indicator, Participant, ScheduleStep
from comipla.programme.calendar import office_calendar


@dataclass(frozen=True)
class Brief:
    """A case of the table with everything it refers to; `platform_id` is that of the registry."""

    row: CaseRow
    year: YearRow
    area: PlatformRow
    platform_id: int
    town: str
    project: Project

    @cached_property
    def dice(self) -> Dice:
        """The draws of this case."""
        return Dice(self.row.key)

    @cached_property
    def plan(self) -> Plan:
        """The costs for which the grant is asked."""
        return planned(
            self.project, self.dice, grant=self.row.requested, implementer=self.implementer
        )

    @property
    def exploring(self) -> bool:
        """Whether the area has no platform yet (②-1)."""
        return self.project.category is SubsidyCategory.EXPLORING

    @property
    def platform(self) -> int | None:
        """The platform in the registry; an area that only thinks of one names none."""
        return None if self.exploring else self.platform_id

    @cached_property
    def implementer(self) -> Implementer:
        """Who carries the project out: mostly as in the pattern, now and then the town itself."""
        if self.dice.chance("own hands", 20):
            return Implementer.MUNICIPALITY
        return self.project.implementer

    @property
    def title(self) -> str:
        """The name of the project, marked as invented."""
        return f"{self.text('title')}{MARK}"

    @property
    def target_area(self) -> str:
        """The area and the organisation in its middle."""
        if self.exploring:
            return f"{self.area.place}{MARK}"
        return f"{self.area.place}（{self.area.name.removesuffix(MARK)}）{MARK}"

    @cached_property
    def _gaps(self) -> dict[str, str]:
        dice = self.dice
        return {
            "place": self.area.place,
            "area": self.area.area,
            "town": self.town,
            "platform": self.area.name.removesuffix(MARK),
            "households": str(dice.roll("households", 168, 742)),
            "ageing": f"{dice.roll('ageing', 331, 528) / 10:.1f}",
            "few": str(dice.roll("few", 21, 64)),
        }

    def fill(self, text: str) -> str:
        """A text of the pattern with its gaps filled."""
        return text.format_map(self._gaps)

    def text(self, name: str) -> str:
        """One of the pattern's texts, filled."""
        return self.fill(self.project.texts[name])

    def participants(self) -> tuple[Participant, ...]:
        """The bodies that take part."""
        return tuple(
            Participant(kind=kind, name=self.fill(name), role=role)
            for kind, name, role in self.project.participants
        )

    def indicators(self) -> tuple[Indicator, ...]:
        """The measures of effect; aims vary with the size of the area."""
        return tuple(
            Indicator(name=name, unit=unit, base=base, target=aim, method=how)
            for name, unit, base, aim, how in self.project.indicators
        )

    def schedule(self, start: date, end: date) -> tuple[ScheduleStep, ...]:
        """The steps of the work spread over its months."""
        days = (end - start).days
        count = len(self.project.steps)
        return tuple(
            ScheduleStep(month=(start + timedelta(days=days * index // count)).month, action=step)
            for index, step in enumerate(self.project.steps)
        )


def briefs(
    rows: Iterable[CaseRow], *, towns: dict[str, str], platform_ids: dict[tuple[str, str], int]
) -> tuple[Brief, ...]:
    """The cases of the rows; `towns` gives names by code, `platform_ids` those by town and area."""
    year_of = {year.code: year for year in years()}
    area_of = {(row.municipality, row.area): row for row in platforms()}
    return tuple(
        Brief(
            row=case,
            year=year_of[case.year],
            area=area_of[case.municipality, case.area],
            platform_id=platform_ids[case.municipality, case.area],
            town=towns[case.municipality],
            project=projects()[case.project],
        )
        for case in rows
    )


def open_day(day: date) -> date:
    """The day itself or the next one on which offices are open."""
    return office_calendar().next_open(day)


def open_days_later(day: date, count: int) -> date:
    """So many open days later."""
    return office_calendar().add_open_days(day, count)
