"""The demo's content as written in `data/*.toml`, read into plain rows."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from comipla.core.codes import (
    ExpenseNode,
    ExpenseTax,
    Implementer,
    MemberBody,
    PlatformStage,
    RevenueKind,
    SubsidyCategory,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.registry import PROGRAMME_STAGES, Stage
from comipla.programme.models import YearState

MARK = "（架空）"
"""Stands behind every invented name."""


@dataclass(frozen=True)
class YearRow:
    """A programme year: its windows, and when it moved on and its budget line changed."""

    code: str
    parameters: str
    forms: str
    opened_on: date
    survey: tuple[date, date]
    application: tuple[date, date] | None
    limits: tuple[tuple[date, int, str], ...]
    steps: tuple[tuple[date, YearState, str], ...]

    @property
    def fiscal(self) -> FiscalYear:
        """The fiscal year."""
        return FiscalYear.from_code(self.code)


@dataclass(frozen=True)
class PlatformRow:
    """A platform with its stages in order of time; `unit` is how its area is called (校区)."""

    municipality: str
    area: str
    name: str
    kana: str
    type_label: str
    unit: str
    history: tuple[tuple[date, Stage], ...]
    merged_into: str

    @property
    def place(self) -> str:
        """The area as people call it: 汐見校区."""
        return f"{self.area}{self.unit}"

    @property
    def founded_on(self) -> date | None:
        """The day it was founded, None while it is not."""
        return next((day for day, stage in self.history if stage is Stage.FOUNDED), None)

    def stage_on(self, day: date) -> tuple[date, Stage]:
        """The stage of a day and since when; before all stages, the first one."""
        past = [entry for entry in self.history if entry[0] <= day]
        return past[-1] if past else self.history[0]

    def programme_stage_on(self, day: date) -> PlatformStage:
        """The stage of a day in the programme's own words."""
        return PROGRAMME_STAGES[self.stage_on(day)[1]]


@dataclass(frozen=True)
class Cost:
    """A cost of a project: so many units at a price; `reason` says why it is not eligible."""

    node: ExpenseNode
    detail: str
    item: str
    quantity: int
    unit: str
    price: int
    tax: ExpenseTax
    reason: str = ""


@dataclass(frozen=True)
class Project:
    """The pattern of a project; its texts have gaps for place, platform, town and figures."""

    key: str
    category: SubsidyCategory
    implementer: Implementer
    texts: dict[str, str]
    participants: tuple[tuple[MemberBody, str, str], ...]
    steps: tuple[str, ...]
    indicators: tuple[tuple[str, str, Decimal, Decimal, str], ...]
    costs: tuple[Cost, ...]
    rest: Cost
    outside: Cost | None
    income: tuple[RevenueKind, str, int, int] | None


@dataclass(frozen=True)
class CaseRow:
    """One case of the table: amounts in whole yen, `fate` the state it stands in today."""

    year: str
    index: int
    municipality: str
    area: str
    project: str
    requested: int
    earmarked: int
    wave: int
    fate: str
    tags: frozenset[str]
    priority: int

    @property
    def key(self) -> str:
        """A name for ever: seeds the draws and the idempotency keys of the case."""
        return f"{self.year}/{self.index:03d}/{self.municipality}/{self.area}/{self.project}"

    @property
    def name(self) -> str:
        """How other tables refer to the case: year, municipality, area, project."""
        return f"{self.year} {self.municipality} {self.area} {self.project}"

    @property
    def draft(self) -> str | None:
        """The kind of the draft that waits for its decision today."""
        return next((tag.partition(":")[2] for tag in self.tags if tag.startswith("draft:")), None)


@dataclass(frozen=True)
class RemarkRow:
    """A line that somebody writes about a case, which goes by its name."""

    municipality: str
    case: str
    day: date
    who: str
    audience: str
    text: str


def read(name: str) -> dict[str, Any]:
    """A file of the demo's data as TOML."""
    source = files("comipla.config.demo").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def years() -> tuple[YearRow, ...]:
    """The programme years, oldest first."""
    return tuple(
        YearRow(
            code=row["code"],
            parameters=row["parameters"],
            forms=row["forms"],
            opened_on=row["opened_on"],
            survey=_span(row["survey"]),
            application=_span(row["application"]) if "application" in row else None,
            limits=tuple((day, limit, why) for day, limit, why in row["limits"]),
            steps=tuple((day, YearState(state), why) for day, state, why in row["steps"]),
        )
        for row in read("years")["year"]
    )


def _span(days: list[date]) -> tuple[date, date]:
    first, last = days
    return first, last


@cache
def platforms() -> tuple[PlatformRow, ...]:
    """The platforms of all municipalities."""
    table = read("platforms")
    found = []
    for line in table["registry"]["rows"].split("\n"):
        if line:
            municipality, area, kana, kind, *history = line.split()
            reading, unit = table["kinds"][kind]
            stages = [entry.split(":") for entry in history]
            found.append(
                PlatformRow(
                    municipality=municipality,
                    area=area,
                    name=f"{area}{kind}{MARK}",
                    kana=f"{kana}{reading}",
                    type_label=kind,
                    unit=unit,
                    history=tuple(
                        (date.fromisoformat(day), Stage.of(key)) for day, key, *_ in stages
                    ),
                    merged_into=next((rest[0] for _, _, *rest in stages if rest), ""),
                )
            )
    return tuple(found)


@cache
def projects() -> dict[str, Project]:
    """The patterns of projects by key."""
    return {key: _project(key, row) for key, row in read("projects").items()}


def _project(key: str, row: dict[str, Any]) -> Project:
    words = {name: text for name, text in row.items() if isinstance(text, str)}
    node, detail, item, unit, tax = row["rest"]
    income = row["income"]
    return Project(
        key=key,
        category=SubsidyCategory.of(words.pop("category")),
        implementer=Implementer.of(words.pop("implementer")),
        texts=words,
        participants=tuple(
            (MemberBody.of(kind), name, role) for kind, name, role in row["participants"]
        ),
        steps=tuple(row["steps"]),
        indicators=tuple(
            (name, unit, Decimal(base), Decimal(aim), how)
            for name, unit, base, aim, how in row["indicators"]
        ),
        costs=tuple(_cost(*cost) for cost in row["costs"]),
        rest=_cost(node, detail, item, 1, unit, 0, tax),
        outside=_cost(*row["outside"]) if row["outside"] else None,
        income=(RevenueKind.of(income[0]), income[1], income[2], income[3]) if income else None,
    )


def _cost(
    node: str,
    detail: str,
    item: str,
    quantity: int,
    unit: str,
    price: int,
    tax: str,
    reason: str = "",
) -> Cost:
    return Cost(
        ExpenseNode.of(node), detail, item, quantity, unit, price, ExpenseTax.of(tax), reason
    )


@cache
def cases() -> tuple[CaseRow, ...]:
    """The cases of all years in the order of the table."""
    return tuple(
        case for code, table in read("cases")["years"].items() for case in _cases(code, table)
    )


def _cases(year: str, table: str) -> Iterator[CaseRow]:
    priorities: dict[str, int] = {}
    for index, line in enumerate(table.strip().split("\n"), start=1):
        municipality, area, project, amounts, wave, fate, *tags = line.split()
        requested, _, earmarked = amounts.partition(":")
        priorities[municipality] = priorities.get(municipality, 0) + 1
        yield CaseRow(
            year=year,
            index=index,
            municipality=municipality,
            area=area,
            project=project,
            requested=int(requested) * 1000,
            earmarked=int(earmarked or requested) * 1000,
            wave=int(wave),
            fate=fate,
            tags=frozenset(tags),
            priority=priorities[municipality],
        )


@cache
def remarks() -> tuple[RemarkRow, ...]:
    """The messages and internal notes, in the order of the table."""
    return tuple(
        RemarkRow(
            municipality=row["case"].split()[1],
            case=row["case"],
            day=row["day"],
            who=row["who"],
            audience=row["audience"],
            text=row["text"],
        )
        for row in read("remarks")["remark"]
    )
