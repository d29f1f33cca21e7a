"""The plain table of people: area, year, sex, age_from, age_to, population.

One row is one class of one sex of one area in one year. The table is taken whole or not at all:
what is missing, doubled or overlapping is named by row and column.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence.population import YEARS, Counts
from comipla.core.evidence.tables import (
    Refusal,
    Row,
    TableRefused,
    csv_rows,
    people_in,
    whole_number,
)

COLUMNS: Final = ("area", "year", "sex", "age_from", "age_to", "population")
_SEXES: Final = ("M", "F")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_OLDEST: Final = 120


@dataclass(frozen=True)
class Series:
    """Tables (area, sex, class) of the same areas, five years apart, oldest first."""

    areas: tuple[str, ...]
    years: tuple[int, ...]
    tables: tuple[Counts, ...]


class _Cell(NamedTuple):
    """One row, read: `last` is None for the open class."""

    row: int
    area: str
    year: int
    sex: str
    first: int
    last: int | None
    people: float


_Block = list[_Cell]


def series_from_csv(data: bytes) -> Series:
    """Read the table from a CSV file in UTF-8 or cp932. Raises `TableRefused`."""
    rows, broken = csv_rows(data)
    if not rows:
        raise TableRefused(
            broken or [Refusal(1, "", "表が空です。見出しと人口の行を入れてください。")]
        )
    places = _places(rows[0])
    refusals = list(broken)
    cells = []
    for row in rows[1:]:
        read = _cell(row, places)
        if isinstance(read, Refusal):
            refusals.append(read)
        else:
            cells.append(read)
    if refusals:
        raise TableRefused(refusals)
    if not cells:
        raise TableRefused([Refusal(rows[0].number, "", "見出しの下に人口の行がありません。")])
    return _series(cells)


def _places(heading: Row) -> Mapping[str, int]:
    names = [squeeze_ascii(cell).lower() for cell in heading.cells]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise TableRefused(
            Refusal(heading.number, name, f"見出し {name} の列がありません。加えてください。")
            for name in missing
        )
    return {name: names.index(name) for name in COLUMNS}


def _cell(row: Row, places: Mapping[str, int]) -> _Cell | Refusal:
    """The row read, or the first thing wrong in it."""
    text = {name: row.at(place) for name, place in places.items()}
    if len(row.cells) <= max(places.values()):
        return Refusal(row.number, "", "列が足りません。見出しと同じ数の列にしてください。")
    year, first = whole_number(text["year"]), whole_number(text["age_from"])
    last = whole_number(text["age_to"])
    sex = squeeze_ascii(text["sex"])
    people = people_in(text["population"])
    checks = (
        ("area", bool(text["area"]), "地区の名前がありません。"),
        (
            "year",
            year is not None and _FIRST_YEAR <= year <= _LAST_YEAR,
            f"「{text['year']}」は西暦の年ではありません。2020 のように書いてください。",
        ),
        ("sex", sex in _SEXES, f"「{text['sex']}」は使えません。男は M、女は F と書いてください。"),
        (
            "age_from",
            first is not None and first <= _OLDEST,
            f"「{text['age_from']}」は年齢ではありません。0 から {_OLDEST} の数にしてください。",
        ),
        (
            "age_to",
            not text["age_to"] or (last is not None and first is not None and last >= first),
            f"「{text['age_to']}」は使えません。age_from 以上の数か、最後の階級なら空にしてください。",
        ),
        ("population", isinstance(people, float), people),
    )
    for column, right, reason in checks:
        if not right:
            return Refusal(row.number, column, str(reason))
    assert year is not None
    assert first is not None
    assert isinstance(people, float)
    return _Cell(row.number, text["area"], year, sex, first, last, people)


def _series(cells: list[_Cell]) -> Series:
    """The cells as tables, once nothing is missing. Raises `TableRefused`."""
    blocks: dict[tuple[str, int, str], _Block] = defaultdict(list)
    for cell in cells:
        blocks[cell.area, cell.year, cell.sex].append(cell)
    for block in blocks.values():
        block.sort(key=lambda cell: (cell.first, cell.row))
    _raise_any(refusal for block in blocks.values() for refusal in _faults(block))
    first_rows: dict[str, int] = {}
    for cell in cells:
        first_rows.setdefault(cell.area, cell.row)
    years = sorted({cell.year for cell in cells})
    _raise_any(_gaps_between_years(years, cells[0].row))
    _raise_any(_absent(first_rows, years, blocks))
    tops = {block[-1].first for block in blocks.values()}
    _raise_any(_other_tops(blocks, max(tops)))
    count = max(tops) // YEARS + 1
    tables = tuple(
        np.array(
            [
                [[cell.people for cell in blocks[area, year, sex]] for sex in _SEXES]
                for area in first_rows
            ]
        ).reshape(-1, 2, count)
        for year in years
    )
    return Series(tuple(first_rows), tuple(years), tables)


def _raise_any(refusals: Iterator[Refusal]) -> None:
    found = list(refusals)
    if found:
        raise TableRefused(found)


def _faults(block: _Block) -> Iterator[Refusal]:
    """What keeps the classes of one area, year and sex from following each other without a gap."""
    whose = f"{block[0].area} {block[0].year}年 {block[0].sex}"
    expected: int | None = 0
    before: _Cell | None = None
    for cell in block:
        if before and (cell.first, cell.last) == (before.first, before.last):
            yield Refusal(
                cell.row, "age_from", f"{whose}の{_name(cell)}が {before.row}行目と重複しています。"
            )
            continue
        if expected is None or cell.first < expected:
            at = before.row if before else cell.row
            yield Refusal(
                cell.row, "age_from", f"{whose}の{_name(cell)}が {at}行目の階級と重なります。"
            )
        elif cell.first > expected:
            yield Refusal(
                cell.row,
                "age_from",
                f"{whose}の{expected}歳から{cell.first - 1}歳の階級がありません。",
            )
        elif cell.last is not None and cell.last - cell.first != YEARS - 1:
            yield Refusal(
                cell.row,
                "age_to",
                f"{whose}の{_name(cell)}は5歳階級ではありません。5歳ごとに分けてください。",
            )
        expected = None if cell.last is None else cell.last + 1
        before = cell
    if expected is not None:
        yield Refusal(
            block[-1].row,
            "age_to",
            f"{whose}に最後の階級（{expected}歳以上、age_to は空）がありません。",
        )


def _name(cell: _Cell) -> str:
    return f"{cell.first}歳以上" if cell.last is None else f"{cell.first}〜{cell.last}歳"


def _gaps_between_years(years: list[int], row: int) -> Iterator[Refusal]:
    if len(years) < 2:
        yield Refusal(
            row, "year", f"{years[0]}年の表しかありません。5年前か5年後の表を加えてください。"
        )
    for before, after in pairwise(years):
        if after - before != YEARS:
            yield Refusal(
                row,
                "year",
                f"{before}年と{after}年は5年おきではありません。5年おきの表にしてください。",
            )


def _absent(
    first_rows: Mapping[str, int],
    years: list[int],
    blocks: Mapping[tuple[str, int, str], _Block],
) -> Iterator[Refusal]:
    """Areas that have no rows of one sex in one of the years."""
    for area, row in first_rows.items():
        for year in years:
            for sex in _SEXES:
                if (area, year, sex) not in blocks:
                    yield Refusal(row, "year", f"{area}に{year}年の {sex} の行がありません。")


def _other_tops(blocks: Mapping[tuple[str, int, str], _Block], top: int) -> Iterator[Refusal]:
    """Tables whose open class begins earlier than that of others."""
    for (area, year, sex), block in blocks.items():
        if block[-1].first != top:
            yield Refusal(
                block[-1].row,
                "age_from",
                f"{area} {year}年 {sex}の最後の階級が {block[-1].first}歳以上で、ほかは {top}歳以上です。"
                "最後の階級をそろえてください。",
            )
