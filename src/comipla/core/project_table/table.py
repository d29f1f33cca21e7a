"""What a 総括表 says: projects, years, amounts in their cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen


class AmountKind(StrEnum):
    """The rows of a project's group, by the words the template prints."""

    TOTAL_COST = "総事業費"
    MUNICIPAL = "うち市町村支出額"
    SHARE = "うち県補助金"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in its cell; `amount` is None for a blank cell, `place` names it in words."""

    amount: Yen | None
    path: str
    place: str

    @property
    def yen(self) -> Yen:
        """The amount, 0 where the cell is blank."""
        return self.amount or 0


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of amount over the years, with the printed row total where there is one."""

    by_year: tuple[Figure, ...]
    printed_total: Figure | None

    @property
    def total(self) -> Yen:
        """The sum over the years."""
        return sum(figure.yen for figure in self.by_year)


@dataclass(frozen=True, slots=True)
class Project:
    """A project with the lines its group of rows holds."""

    number: str
    title: str
    lines: Mapping[AmountKind, Line]

    @property
    def name(self) -> str:
        """Number and title as people point at a row: 4「野木町春まつり」."""
        return f"{self.number}「{self.title}」"

    def amount(self, kind: AmountKind, year: int) -> Yen:
        """The amount of a kind in the year of that position, 0 where the table has none."""
        return self.lines[kind].by_year[year].yen if kind in self.lines else 0


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """The projects of a table in its own order; `totals` is the printed group of sums."""

    years: tuple[FiscalYear, ...]
    projects: tuple[Project, ...]
    totals: Project | None
