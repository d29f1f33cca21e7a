"""Recalculating a 総括表: totals, shares, and where a cap cuts.

What the prefecture bears is a share of what the municipality spends, cut down to a unit and
limited by caps; a difference is named by the cell that prints it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from comipla.core.fiscal import FiscalYear
from comipla.core.forms import Problem
from comipla.core.money import Yen, format_yen, share
from comipla.core.project_table.table import AmountKind, Figure, Project, ProjectTable
from comipla.core.subsidy import allocate_within_cap


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a table is checked against: rate, unit of rounding, caps in yen (None: no cap).

    `project_cap` limits one project in one year, `year_cap` all projects of a year together,
    served in the order of the table.
    """

    rate: Fraction
    unit: Yen = 1
    project_cap: Yen | None = None
    year_cap: Yen | None = None


@dataclass(frozen=True, slots=True)
class Capping:
    """A project that a cap cuts in one year: `wanted` without the cap, `granted` with it."""

    project: Project
    year: FiscalYear
    wanted: Yen
    cap: Yen
    granted: Yen
    of_year: bool = False

    @property
    def sentence(self) -> str:
        """The cut in words, with its arithmetic."""
        name = "市町村あたりの上限" if self.of_year else "上限"
        return (
            f"{self.project.name} {self.year.label}: {format_yen(self.wanted)} は"
            f"{name} {format_yen(self.cap)} により {format_yen(self.granted)}"
        )


@dataclass(frozen=True, slots=True)
class Need:
    """What a project asks for in one year, ready to fill its needs sheet."""

    priority: int
    title: str
    total_cost: Yen
    eligible_cost: Yen
    requested: Yen


def check_totals(table: ProjectTable) -> tuple[Problem, ...]:
    """Every printed row or column total that is not the sum of its cells."""
    problems: list[Problem] = []
    groups = [*table.projects, *([table.totals] if table.totals else [])]
    for project in groups:
        for kind, line in project.lines.items():
            problems += _difference(f"{project.name}の{kind}の計", line.total, line.printed_total)
    for kind, line in table.totals.lines.items() if table.totals else ():
        for position, (year, printed) in enumerate(zip(table.years, line.by_year, strict=True)):
            summed = sum(project.amount(kind, position) for project in table.projects)
            problems += _difference(f"{year.label}の{kind}の合計", summed, printed)
    return tuple(problems)


def check_shares(table: ProjectTable, terms: Terms) -> tuple[Problem, ...]:
    """Every printed share that the terms do not give, and spending above the total cost."""
    problems: list[Problem] = []
    for project, position, year in _project_years(table):
        spending = project.amount(AmountKind.MUNICIPAL, position)
        cost = project.amount(AmountKind.TOTAL_COST, position)
        if AmountKind.TOTAL_COST in project.lines and spending > cost:
            figure = project.lines[AmountKind.MUNICIPAL].by_year[position]
            message = (
                f"総事業費 {format_yen(cost)} を {format_yen(spending - cost)} こえています。"
                "どちらかの額を直してください。"
            )
            problems.append(Problem(figure.path, figure.place, message))
        if AmountKind.SHARE in project.lines:
            printed = project.lines[AmountKind.SHARE].by_year[position]
            name = f"{project.name} {year.label}の県の額"
            problems += _difference(name, share_of(project, position, terms), printed)
    return tuple(problems)


def share_of(project: Project, position: int, terms: Terms) -> Yen:
    """The prefecture's share of a project in the year of that position, before the year's cap."""
    part = share(project.amount(AmountKind.MUNICIPAL, position), terms.rate, unit=terms.unit)
    return part if terms.project_cap is None else min(part, terms.project_cap)


def cappings(table: ProjectTable, terms: Terms) -> tuple[Capping, ...]:
    """Where a cap cuts a project: by its own cap first, then by that of the year."""
    cut: list[Capping] = []
    if terms.project_cap is not None:
        cut += _project_cappings(table, terms, terms.project_cap)
    if terms.year_cap is not None:
        for position, year in enumerate(table.years):
            granted = granted_in(table, position, terms)
            for project, amount in zip(table.projects, granted, strict=True):
                wanted = share_of(project, position, terms)
                if amount < wanted:
                    cut.append(Capping(project, year, wanted, terms.year_cap, amount, of_year=True))
    return tuple(cut)


def granted_in(table: ProjectTable, position: int, terms: Terms) -> list[Yen]:
    """The share of every project in a year with both caps applied, in the table's order."""
    wanted = [share_of(project, position, terms) for project in table.projects]
    if terms.year_cap is None:
        return wanted
    return allocate_within_cap(wanted, terms.year_cap, unit=terms.unit)


def needs_of(table: ProjectTable, year: FiscalYear, terms: Terms) -> tuple[Need, ...]:
    """The needs of one year, for projects that ask for anything in it, in the table's order.

    `requested` is before the year's cap: the municipality asks for what it needs and the cap is
    explained beside it.
    """
    if year not in table.years:
        return ()
    position = table.years.index(year)
    asking = [
        project for project in table.projects if project.amount(AmountKind.MUNICIPAL, position) > 0
    ]
    return tuple(
        Need(
            priority,
            project.title,
            project.amount(AmountKind.TOTAL_COST, position),
            project.amount(AmountKind.MUNICIPAL, position),
            share_of(project, position, terms),
        )
        for priority, project in enumerate(asking, start=1)
    )


def _project_cappings(table: ProjectTable, terms: Terms, cap: Yen) -> Iterator[Capping]:
    """A project is cut where it gets the whole cap and half its cost would be more."""
    for project, position, year in _project_years(table):
        wanted = share(project.amount(AmountKind.TOTAL_COST, position), terms.rate, unit=terms.unit)
        if wanted > cap and share_of(project, position, terms) == cap:
            yield Capping(project, year, wanted, cap, cap)


def _project_years(table: ProjectTable) -> Iterator[tuple[Project, int, FiscalYear]]:
    for project in table.projects:
        for position, year in enumerate(table.years):
            yield project, position, year


def _difference(name: str, reckoned: Yen, printed: Figure | None) -> list[Problem]:
    """The problem of a printed figure that is not what was reckoned; blank ones have none."""
    if printed is None or printed.amount is None or printed.amount == reckoned:
        return []
    gap = format_yen(abs(printed.amount - reckoned))
    message = (
        f"{name}は計算では {format_yen(reckoned)} ですが、{format_yen(printed.amount)} とあり "
        f"{gap} ちがいます。内訳かこのセルを直してください。"
    )
    return [Problem(printed.path, printed.place, message)]
