"""Census tables of municipalities: by five-year class and year, or by single year of age.

Two shapes are read, by their headings: one row for each class with a column for each year
(`code, name, sex, age5, 1980, 1985, …`), and one row for each sex with a column for each age
(`code, name, sex, 総数, 0歳, 1歳, …`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence.ages import BOTH_SEXES, Age, age_in, five_year_classes, sex_in
from comipla.core.evidence.population import FEMALE, MALE, Counts
from comipla.core.evidence.tables import Refusal, Row, csv_rows, people_in

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "コード", "地域コード", "団体コード", "市区町村コード"),
    "name": ("name", "名称", "地域", "地域名", "市区町村", "市区町村名"),
    "sex": ("sex", "男女", "男女別", "性別"),
    "age": ("age5", "age", "年齢", "年齢階級", "年齢(5歳階級)"),
}
_TOTALS: Final = {"total", "総数", "計"}
_UNKNOWNS: Final = {"unknown", "不詳", "年齢不詳", "年齢「不詳」"}
_NOBODY: Final = "-"
_YEAR: Final = re.compile(r"(?:population_)?((?:19|20)\d\d)年?")

_TOTAL: Final = Age(-1, None)
_UNKNOWN: Final = Age(-2, None)


@dataclass(frozen=True, eq=False)
class CensusTable:
    """One place in one census: `table` (sex, class); `unknown` people of no known age, by sex."""

    code: str
    name: str
    year: int
    table: Counts
    unknown: Counts

    def with_unknown_spread(self) -> Counts:
        """The table with the people of unknown age spread over the classes of their sex."""
        known = self.table.sum(axis=1, keepdims=True)
        factor = np.divide(
            known + self.unknown[:, np.newaxis], known, out=np.ones_like(known), where=known > 0
        )
        spread: Counts = self.table * factor
        return spread


@dataclass(frozen=True)
class CensusFile:
    """The tables of a file, and the rows that were refused."""

    tables: tuple[CensusTable, ...]
    refusals: tuple[Refusal, ...]

    def of(self, code: str, year: int) -> CensusTable:
        """The table of a place in a year. Raises KeyError, in words, where there is none."""
        for table in self.tables:
            if (table.code, table.year) == (code, year):
                return table
        raise KeyError(f"{code} の{year}年の表はありません。")


class _Place(NamedTuple):
    code: str
    name: str
    year: int


class _Found(NamedTuple):
    row: int
    people: dict[Age, float]


_Sides = dict[int, _Found]


def pooled(table: Counts, classes: int) -> Counts:
    """The table with the open class beginning earlier: 18 classes end with 85+."""
    if not 2 <= classes <= table.shape[-1]:
        raise ValueError(f"階級は 2 から {table.shape[-1]} までの数にできます。")
    last = table[..., classes - 1 :].sum(axis=-1, keepdims=True)
    return np.concatenate([table[..., : classes - 1], last], axis=-1)


@dataclass(frozen=True)
class _Layout:
    """Columns by key, and of each column of numbers what is fixed by its heading."""

    columns: Mapping[str, int]
    numbers: Mapping[int, tuple[int | None, Age | None]]
    headings: tuple[str, ...]


def census_from_csv(data: bytes, *, year: int | None = None) -> CensusFile:
    """Read a census file; every row ends up in a table, checks one, or is refused with its reason.

    `year` is that of a file whose columns are ages. A place with a refused row has no table.
    """
    rows, broken = csv_rows(data)
    refusals = list(broken)
    layout = _layout(rows[0], year) if rows else Refusal(1, "", "表が空です。")
    if isinstance(layout, Refusal):
        return CensusFile((), (*refusals, layout))
    found: dict[_Place, _Sides] = {}
    spoiled: set[str] = set()
    for row in rows[1:]:
        refusal = _take(row, layout, found)
        if refusal:
            refusals.append(refusal)
            spoiled.add(row.at(layout.columns["code"]))
    tables = []
    for place, sides in found.items():
        table = _table(place, sides)
        if isinstance(table, Refusal):
            refusals.append(table)
        elif place.code not in spoiled:
            tables.append(table)
    return CensusFile(tuple(tables), tuple(refusals))


def _layout(head: Row, year: int | None) -> _Layout | Refusal:
    """Which column is what. Raises ValueError where a year is needed and not given."""
    names = [squeeze_ascii(cell).lower() for cell in head.cells]
    columns = {
        key: next(names.index(spelling) for spelling in spellings if spelling in names)
        for key, spellings in _COLUMNS.items()
        if not set(spellings).isdisjoint(names)
    }
    numbers: dict[int, tuple[int | None, Age | None]] = {}
    for place, name in enumerate(names):
        written = _YEAR.fullmatch(name)
        if "age" not in columns and place not in columns.values():
            age = _age_or_sum(name)
            numbers |= {place: (year, age)} if age else {}
        elif "age" in columns and written:
            numbers[place] = (int(written[1]), None)
    lacking = [_COLUMNS[key][0] for key in ("code", "name", "sex") if key not in columns]
    if lacking or not numbers:
        what = "、".join(lacking) or "人数（年か年齢）"
        return Refusal(head.number, "", f"見出しに {what} の列がありません。加えてください。")
    if "age" not in columns and year is None:
        raise ValueError("年の書かれていない表です。year に調査の年を指定してください。")
    return _Layout(columns, numbers, head.cells)


def _age_or_sum(text: str) -> Age | None:
    """An age, the total or those of unknown age; None for sums that the table repeats."""
    if text in _TOTALS:
        return _TOTAL
    return _UNKNOWN if text in _UNKNOWNS else age_in(text)


def _take(row: Row, layout: _Layout, found: dict[_Place, _Sides]) -> Refusal | None:
    """Put the numbers of a row where they belong, or say why not."""
    code, name, written = (row.at(layout.columns[key]) for key in ("code", "name", "sex"))
    sex = sex_in(written)
    if not code or sex is None:
        reason = f"「{written}」は男女の別ではありません。" if code else "地域の番号がありません。"
        return Refusal(row.number, "sex" if code else "code", reason)
    row_age = None
    if "age" in layout.columns:
        text = squeeze_ascii(row.at(layout.columns["age"])).lower()
        row_age = _age_or_sum(text)
        if row_age is None:
            return Refusal(row.number, "age5", f"「{text}」は年齢の階級ではありません。")
    for column, (year, column_age) in layout.numbers.items():
        text, age = row.at(column), row_age or column_age
        number = 0.0 if text == _NOBODY else people_in(text)
        assert age is not None
        if isinstance(number, str):
            return Refusal(row.number, layout.headings[column], number)
        place = _Place(code, name, year or 0)
        side = found.setdefault(place, {}).setdefault(sex, _Found(row.number, {}))
        if age in side.people:
            return Refusal(row.number, "", f"{name}の同じ階級が2回あります。1つにしてください。")
        side.people[age] = number
    return None


def _table(place: _Place, sides: _Sides) -> CensusTable | Refusal:
    """The table of a place, once its sums agree."""
    classes, unknown = [], []
    for sex, label in ((MALE, "男"), (FEMALE, "女")):
        if sex not in sides:
            row = next(iter(sides.values())).row
            return Refusal(row, "sex", f"{place.name} {place.year}年の{label}の行がありません。")
        side = sides[sex]
        read = five_year_classes(side.people)
        if isinstance(read, str):
            return Refusal(side.row, "", f"{place.name} {place.year}年の{label}：{read}")
        lost = side.people.get(_UNKNOWN, 0.0)
        total = side.people.get(_TOTAL)
        if total is not None and total != sum(read) + lost:
            return Refusal(
                side.row,
                "",
                f"{place.name} {place.year}年の{label}：年齢別の和 {sum(read) + lost:,.0f} が"
                f"総数 {total:,.0f} と合いません。",
            )
        classes.append(read)
        unknown.append(lost)
    if len(classes[0]) != len(classes[1]):
        return Refusal(sides[FEMALE].row, "", f"{place.name}の男女の最後の階級がちがいます。")
    both = sides[BOTH_SEXES].people.get(_TOTAL) if BOTH_SEXES in sides else None
    whole = sum(map(sum, classes)) + sum(unknown)
    if both is not None and both != whole:
        return Refusal(
            sides[BOTH_SEXES].row,
            "",
            f"{place.name} {place.year}年：男女の和 {whole:,.0f} が総数 {both:,.0f} と合いません。",
        )
    return CensusTable(
        place.code, place.name, place.year, np.array(classes), np.array(unknown, dtype=np.float64)
    )
