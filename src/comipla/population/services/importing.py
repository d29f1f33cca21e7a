"""Take files of people in: every row becomes a table or is refused with its reason."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction

from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.evidence import (
    Refusal,
    SmallArea,
    census_from_csv,
    register_from_grid,
    small_areas_from_csv,
)
from comipla.core.identifiers import municipality_code
from comipla.people.models import Body
from comipla.population.models import FileKind, PopulationTable, Source, TableFile
from comipla.programme.clock import now, today
from comipla.programme.spreadsheets import SpreadsheetError, read_grids

_CENSUS_DAY: Final = (10, 1)
"""A census counts those who live somewhere on 1 October."""
_FIVE_DIGITS: Final = 5
_SHOWN: Final = 50


KIND_WORDS: Final = {
    "census": FileKind.CENSUS,
    "small-area": FileKind.SMALL_AREA,
    "register": FileKind.REGISTER,
}
"""The kinds of files that can be taken in, by the word of the command line and of forms."""


@dataclass(frozen=True)
class Wanted:
    """What a file is said to hold.

    `year` is that of a census whose file does not say it, `place` and `day` those of a register.
    """

    kind: FileKind
    year: int | None = None
    place: Body | None = None
    day: date | None = None


@dataclass
class ImportReport:
    """What an import did or would do; `samples` are the first tables, to look at before storing."""

    added: int = 0
    same: int = 0
    places: int = 0
    refused: list[Refusal] = field(default_factory=list)
    samples: list[PopulationTable] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """What was refused, with the place where there is one."""
        return [slip.sentence if slip.row else slip.reason for slip in self.refused]


@dataclass(frozen=True)
class _Found:
    tables: list[PopulationTable]
    refusals: list[Refusal]


def import_tables(
    *,
    content: bytes,
    name: str,
    wanted: Wanted,
    by: Actor | None,
    dry_run: bool = False,
) -> ImportReport:
    """Store the tables of a file beside those already there; `dry_run` only tells what would be.

    A table that is there already with the same figures is counted as `same`. With `by`, places out
    of the person's reach are refused; None stands for the operator of the installation.

    Raises ValueError, in words, where the year, the day or the place is missing.
    """
    found = _READERS[wanted.kind](content, name, wanted)
    tables, foreign = _within_reach(found.tables, by)
    report = ImportReport(refused=sorted([*found.refusals, *foreign], key=lambda slip: slip.row))
    fresh = _fresh(tables)
    report.added, report.same = len(fresh), len(tables) - len(fresh)
    report.places = len({(table.body_id, table.code) for table in fresh})
    report.samples = fresh[:_SHOWN]
    if fresh and not dry_run:
        _store(fresh, content, name, wanted.kind, by)
    return report


@transaction.atomic
def _store(
    tables: Sequence[PopulationTable], content: bytes, name: str, kind: FileKind, by: Actor | None
) -> None:
    file = TableFile.objects.create(
        kind=kind,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        imported_at=now(),
        by_id=by.known_person if by else None,
    )
    for table in tables:
        table.file = file
    PopulationTable.objects.bulk_create(tables, batch_size=500)


def _census(content: bytes, _name: str, wanted: Wanted) -> _Found:
    """Tables of municipalities and the prefecture by year."""
    file = census_from_csv(content, year=wanted.year)
    bodies = _Bodies()
    tables, refusals = [], list(file.refusals)
    for row in file.tables:
        body = bodies.at(row.code)
        if isinstance(body, str):
            refusals.append(Refusal(0, "code", f"{row.name}（{row.year}年）：{body}"))
            continue
        men, women = row.table.tolist()
        tables.append(
            PopulationTable(
                body=body,
                name=body.name,
                day=_census_day(row.year),
                source=Source.CENSUS,
                men=men,
                women=women,
                unknown=row.unknown.tolist() if row.unknown.any() else [],
            )
        )
    return _Found(tables, refusals)


def _small_areas(content: bytes, _name: str, wanted: Wanted) -> _Found:
    """Small areas of municipalities, suppressed ones with their hosts, and their sums."""
    if wanted.year is None:
        raise ValueError("国勢調査の年を指定してください。ファイルの中には書かれていません。")
    day = _census_day(wanted.year)
    file = small_areas_from_csv(content)
    bodies = _Bodies()
    tables, refusals = [], list(file.refusals)
    # of the sums only the municipality's: a town that is listed by 丁目 too is there in parts
    whole = [row for row in file.sums if len(row.code) == _FIVE_DIGITS]
    for row in (*whole, *file.areas):
        body = bodies.at(row.code[:_FIVE_DIGITS])
        if isinstance(body, str):
            refusals.append(Refusal(row.row, "KEY_CODE", f"{row.name}：{body}"))
        else:
            tables.append(_small_area(row, body, day))
    return _Found(tables, refusals)


def _small_area(row: SmallArea, body: Body, day: date) -> PopulationTable:
    whole = len(row.code) <= _FIVE_DIGITS
    men, women = row.table.tolist() if row.table is not None else ([], [])
    return PopulationTable(
        body=body,
        code="" if whole else row.code,
        name=body.name if whole else row.name or row.code,
        day=day,
        source=Source.SMALL_AREA,
        men=men,
        women=women,
        unknown=_shared(row),
        host=row.host,
        guests=list(row.guests),
    )


def _shared(row: SmallArea) -> list[float]:
    """People of unknown age as men and women, in the proportion of those who are known."""
    if row.table is None or not row.unknown or not row.table.any():
        return []
    men = row.unknown * float(row.table[0].sum() / row.table.sum())
    return [men, row.unknown - men]


def _register(content: bytes, name: str, wanted: Wanted) -> _Found:
    """Areas of a municipality by the register of residents, or the one table of a place."""
    if wanted.place is None or wanted.day is None:
        raise ValueError("住民基本台帳の表には、どこの、いつの数かを指定してください。")
    if wanted.day > today():
        raise ValueError("基準日が先の日付です。表に書かれている日を指定してください。")
    try:
        grids = read_grids(content, name)
    except SpreadsheetError as slip:
        return _Found([], [Refusal(1, "", str(slip))])
    sheets = [register_from_grid(grid, name="") for grid in grids]
    usable = [sheet for sheet in sheets if sheet.areas] or sheets[:1]
    areas = [area for sheet in usable for area in sheet.areas]
    refusals = [slip for sheet in usable for slip in sheet.refusals]
    alone = len(areas) == 1
    if not alone and wanted.place.kind == BodyKind.PLATFORM:
        reason = "いくつもの地区の表です。市町村の表として取り込み、小地域から組み立ててください。"
        return _Found([], [*refusals, Refusal(1, "", reason)] if areas else refusals)
    place = wanted.place
    tables = [
        PopulationTable(
            body=place,
            code="" if alone else area.name[:60],
            name=place.name if alone else area.name[:120],
            day=wanted.day,
            source=Source.JUKI,
            men=area.table[0].tolist(),
            women=area.table[1].tolist(),
        )
        for area in areas
    ]
    if not alone and tables:
        tables.append(_whole(place, wanted.day, tables))
    return _Found(tables, refusals)


def _whole(place: Body, day: date, parts: Iterable[PopulationTable]) -> PopulationTable:
    """The municipality's own table, where a sheet has all its areas."""
    rows = list(parts)
    return PopulationTable(
        body=place,
        name=place.name,
        day=day,
        source=Source.JUKI,
        men=[sum(column) for column in zip(*(row.men for row in rows), strict=True)],
        women=[sum(column) for column in zip(*(row.women for row in rows), strict=True)],
    )


_READERS: Final[dict[FileKind, Callable[[bytes, str, Wanted], _Found]]] = {
    FileKind.CENSUS: _census,
    FileKind.SMALL_AREA: _small_areas,
    FileKind.REGISTER: _register,
}


class _Bodies:
    """The bodies of codes as files write them: 46, 46000, 46201 or 462012."""

    def __init__(self) -> None:
        kinds = (BodyKind.PREFECTURE.value, BodyKind.MUNICIPALITY.value)
        self._known = {body.code: body for body in Body.objects.filter(kind__in=kinds)}

    def at(self, code: str) -> Body | str:
        """The body, or why there is none."""
        if len(code) == _FIVE_DIGITS and code.isdecimal():
            whole = code[:2] if code.endswith("000") else municipality_code(code)
        else:
            whole = code
        return self._known.get(whole) or f"{code} の市町村はこの県の一覧にありません。"


def _census_day(year: int) -> date:
    return date(year, *_CENSUS_DAY)


def _within_reach(
    tables: Sequence[PopulationTable], by: Actor | None
) -> tuple[list[PopulationTable], list[Refusal]]:
    """The tables of places that the person may reckon with, and refusals of the others."""
    if by is None:
        return list(tables), []
    allowed = {
        table.body_id: may(by, Permission.MAKE_PROJECTION, table.body.path) for table in tables
    }
    others = dict.fromkeys(table.body.name for table in tables if not allowed[table.body_id])
    refusals = [
        Refusal(0, "", f"{name}は自分の担当ではないため、取り込みません。") for name in others
    ]
    return [table for table in tables if allowed[table.body_id]], refusals


def _fresh(tables: Sequence[PopulationTable]) -> list[PopulationTable]:
    """The tables that say something else than what is there for the same place and day."""
    known = {
        _place_and_day(row): row
        for row in PopulationTable.objects.for_system("compare with what is there")
        .filter(body__in={t.body_id for t in tables}, day__in={t.day for t in tables})
        .order_by("pk")
    }
    return [t for t in tables if not _same(known.get(_place_and_day(t)), t)]


def _place_and_day(table: PopulationTable) -> tuple[object, ...]:
    return table.body_id, table.code, str(table.source), table.day


def _same(known: PopulationTable | None, table: PopulationTable) -> bool:
    return known is not None and all(
        getattr(known, name) == getattr(table, name)
        for name in ("men", "women", "unknown", "host", "guests")
    )
