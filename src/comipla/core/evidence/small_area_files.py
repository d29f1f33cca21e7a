"""Census by small area (国勢調査小地域集計) as e-Stat hands it out: cp932, two rows of headings.

Areas with very few people are suppressed: their cells hold X, and their people are counted with a
neighbour (HTKSYORI 2 with its HTKSAKI; on the neighbour's side 1 with GASSAN). Neither can be
looked at alone, so that both become one unit before anything is reckoned.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence.ages import BOTH_SEXES, Age, age_in, five_year_classes
from comipla.core.evidence.population import FEMALE, MALE, Counts
from comipla.core.evidence.tables import Refusal, Row, csv_rows, people_in

_NEEDED: Final = ("KEY_CODE", "HYOSYO", "NAME", "HTKSYORI", "HTKSAKI", "GASSAN")
_SUMS: Final = ("1", "3")  # HYOSYO: the municipality; a town that is listed by 丁目 too
_LEVELS: Final = ("1", "2", "3", "4")
_SUPPRESSED: Final = "X"
_NOBODY: Final = "-"
_MUNICIPALITY: Final = 5  # digits of a municipality's code at the head of KEY_CODE
_PREFIXES: Final = {"総数": BOTH_SEXES, "男": MALE, "女": FEMALE}
_HEADING: Final = re.compile(r"(総数|男|女)(.*)")

_People = dict[int, dict[Age, float]]


@dataclass(frozen=True, eq=False)
class SmallArea:
    """One area of the file: `table` (sex, class) is None where it is suppressed.

    `host` is the code of the area that holds its people, `guests` are the codes of those whose
    people it holds; `unknown` are people of unknown age, who are in no class.
    """

    row: int
    code: str
    name: str
    table: Counts | None
    unknown: float = 0
    host: str = ""
    guests: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallAreaFile:
    """What was read: the smallest areas, the rows that are sums of them, the rows refused."""

    areas: tuple[SmallArea, ...]
    sums: tuple[SmallArea, ...]
    refusals: tuple[Refusal, ...]

    def municipality(self, code: str) -> Counts | None:
        """The table (sex, class) of the municipality, to shrink toward; None if it is not there."""
        return next((area.table for area in self.sums if area.code == code), None)


@dataclass(frozen=True)
class _Layout:
    """Where what stands: columns by name, and by sex those of the ages and of the total."""

    columns: Mapping[str, int]
    ages: Mapping[int, Mapping[Age, int]]
    totals: Mapping[int, int]
    headings: tuple[str, ...]


def small_areas_from_csv(data: bytes) -> SmallAreaFile:
    """Read a small-area file; every row is an area, a sum, or refused with its reason."""
    rows, broken = csv_rows(data)
    layout = _layout(rows)
    if isinstance(layout, Refusal):
        return SmallAreaFile((), (), (*broken, layout))
    areas: list[SmallArea] = []
    sums: list[SmallArea] = []
    refusals = list(broken)
    for row in rows[2:]:
        read = _area(row, layout)
        if isinstance(read, Refusal):
            refusals.append(read)
        else:
            level = row.at(layout.columns["HYOSYO"])
            (sums if level in _SUMS else areas).append(read)
    kept, lost = _with_hosts(areas)
    return SmallAreaFile(tuple(kept), tuple(sums), (*refusals, *lost))


def _layout(rows: Sequence[Row]) -> _Layout | Refusal:
    if len(rows) < 2:
        return Refusal(
            1, "", "見出しが2行ありません。e-Stat の小地域のファイルをそのまま使ってください。"
        )
    columns = {name: place for place, name in enumerate(rows[0].cells) if name}
    for name in _NEEDED:
        if name not in columns:
            return Refusal(rows[0].number, name, f"見出し {name} の列がありません。")
    ages: dict[int, dict[Age, int]] = {sex: {} for sex in _PREFIXES.values()}
    totals: dict[int, int] = {}
    for place, heading in enumerate(rows[1].cells):
        found = _HEADING.fullmatch(squeeze_ascii(heading))
        if found is None:
            continue
        sex, rest = _PREFIXES[found[1]], found[2]
        age = age_in(rest)
        if age is not None:
            ages[sex].setdefault(age, place)
        elif "総数" in heading:
            totals.setdefault(sex, place)
    if not (ages[MALE] and ages[FEMALE]):
        return Refusal(rows[1].number, "", "2行目の見出しに、男と女の年齢の列がありません。")
    return _Layout(columns, ages, totals, rows[1].cells)


def _area(row: Row, layout: _Layout) -> SmallArea | Refusal:
    """The row as an area, or why it is none."""
    code, level, name, treatment, host, guests = (row.at(layout.columns[n]) for n in _NEEDED)
    town = code[:_MUNICIPALITY]
    if not re.fullmatch(r"\d{5,11}", code):
        return Refusal(row.number, "KEY_CODE", f"「{code}」は地域の番号ではありません。")
    if level not in _LEVELS:
        return Refusal(
            row.number, "HYOSYO", f"「{level}」は知らない区分です。1 から 4 のはずです。"
        )
    if len(row.cells) < len(layout.headings):
        return Refusal(
            row.number, "", "列が足りません。元のファイルからこの行を作り直してください。"
        )
    cells = [row.at(place) for ages in layout.ages.values() for place in ages.values()]
    if treatment == "2" or all(cell == _SUPPRESSED for cell in cells):
        if not host:
            return Refusal(
                row.number, "HTKSAKI", "人数が伏せられていますが、合算先の番号がありません。"
            )
        return SmallArea(row.number, code, name, None, host=town + host)
    read = _people(row, layout)
    if isinstance(read, Refusal):
        return read
    classes = [five_year_classes(read[sex]) for sex in (MALE, FEMALE)]
    for side in classes:
        if isinstance(side, str):
            return Refusal(row.number, "", side)
    table = np.array(classes, dtype=np.float64)
    unknown = _unknown(row, layout, table)
    if isinstance(unknown, Refusal):
        return unknown
    merged = tuple(town + part for part in re.split(r"[^0-9]+", guests) if part)
    return SmallArea(row.number, code, name, table, unknown, guests=merged)


def _people(row: Row, layout: _Layout) -> _People | Refusal:
    """All numbers of a row by sex and age; men and women must make up both together."""
    people: _People = {}
    for sex, places in layout.ages.items():
        people[sex] = {}
        for age, place in places.items():
            number = _number(row, layout, place)
            if isinstance(number, Refusal):
                return number
            people[sex][age] = number
    for age, both in people[BOTH_SEXES].items():
        parts = [people[sex].get(age) for sex in (MALE, FEMALE)]
        if None not in parts and sum(filter(None, parts)) != both:
            place = layout.ages[BOTH_SEXES][age]
            return Refusal(
                row.number,
                layout.headings[place],
                f"男と女の和 {sum(filter(None, parts)):g} が総数 {both:g} と合いません。",
            )
    return people


def _number(row: Row, layout: _Layout, place: int) -> float | Refusal:
    text = row.at(place)
    if text == _NOBODY:
        return 0.0
    if text == _SUPPRESSED:
        reason: float | str = "一部だけ伏せられているため、この行は使えません。"
    else:
        reason = people_in(text)
    if isinstance(reason, str):
        return Refusal(row.number, layout.headings[place], reason)
    return reason


def _unknown(row: Row, layout: _Layout, table: Counts) -> float | Refusal:
    """How many people of a row have no known age."""
    if BOTH_SEXES not in layout.totals:
        return 0.0
    place = layout.totals[BOTH_SEXES]
    total = _number(row, layout, place)
    if isinstance(total, Refusal):
        return total
    if total < table.sum():
        return Refusal(
            row.number,
            layout.headings[place],
            f"年齢別の和 {table.sum():g} が総数 {total:g} より多くなっています。",
        )
    return total - float(table.sum())


def _with_hosts(areas: Sequence[SmallArea]) -> tuple[list[SmallArea], list[Refusal]]:
    """The areas, but for those suppressed whose host is not in the file."""
    codes = {area.code for area in areas if area.table is not None}
    kept = [area for area in areas if not area.host or area.host in codes]
    lost = [
        Refusal(
            area.row, "HTKSAKI", f"合算先 {area.host} の行がありません。その行も入れてください。"
        )
        for area in areas
        if area.host and area.host not in codes
    ]
    return kept, lost


@dataclass(frozen=True)
class Unit:
    """Areas that can only be looked at together: their codes and names, the first one's first."""

    codes: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Units:
    """Units in the order of their first area, and their tables (unit, sex, class) by census.

    `left_out` says which units were dropped because a census does not have all of them.
    """

    units: tuple[Unit, ...]
    tables: tuple[Counts, ...]
    left_out: tuple[str, ...]


def merged_units(censuses: Sequence[Sequence[SmallArea]]) -> Units:
    """Join what is suppressed with its host, over all the censuses, oldest first.

    What one census joins stays joined in the others, so that the same people are compared.
    """
    names = {area.code: area.name for areas in censuses for area in areas}
    tables = [{area.code: area.table for area in areas} for areas in censuses]
    units, left_out, rows = [], [], []
    for codes in _joined(names, censuses):
        unit = Unit(codes, "・".join(names[code] for code in codes))
        absent = [code for code in codes if any(code not in table for table in tables)]
        if absent:
            left_out.append(
                f"{unit.name}：{'、'.join(absent)} がない年があるため、比べられません。"
            )
            continue
        units.append(unit)
        rows.append([_sum([table[code] for code in codes]) for table in tables])
    by_census = tuple(np.array(side) for side in zip(*rows, strict=True))
    return Units(tuple(units), by_census, tuple(left_out))


def _sum(tables: Sequence[Counts | None]) -> Counts:
    """The people of a unit; those suppressed are in the table of their host already."""
    shown = [table for table in tables if table is not None]
    total: Counts = np.sum(shown, axis=0, dtype=np.float64)
    return total


def _joined(
    names: Mapping[str, str], censuses: Sequence[Sequence[SmallArea]]
) -> Iterator[tuple[str, ...]]:
    """The codes in groups of those that any census joins."""
    leader = {code: code for code in names}

    def head(code: str) -> str:
        while leader[code] != code:
            code = leader[code]
        return code

    for areas in censuses:
        for area in areas:
            for other in (area.host, *area.guests):
                if other in leader:
                    leader[head(other)] = head(area.code)
    groups: dict[str, list[str]] = {}
    for code in names:
        groups.setdefault(head(code), []).append(code)
    return (tuple(codes) for codes in groups.values())
