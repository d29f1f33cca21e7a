"""Reading a 総括表 from cells: the heading is found by its words, unreadable cells are named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from comipla.core.digits import squeeze_ascii
from comipla.core.fiscal import FiscalYear
from comipla.core.forms import Problem
from comipla.core.grid import CellValue, Grid, address
from comipla.core.money import LIMIT, MoneyError, Yen, parse_yen
from comipla.core.project_table.table import AmountKind, Figure, Line, Project, ProjectTable
from comipla.core.wareki import DateError

_KINDS: Mapping[str, AmountKind] = {
    "総事業費": AmountKind.TOTAL_COST,
    "事業費": AmountKind.TOTAL_COST,
    "市町支出額": AmountKind.MUNICIPAL,
    "市町村支出額": AmountKind.MUNICIPAL,
    "市町村負担額": AmountKind.MUNICIPAL,
    "県交付金": AmountKind.SHARE,
    "県補助金": AmountKind.SHARE,
    "県補助額": AmountKind.SHARE,
}
_NUMBER_WORDS = {"no", "no.", "№", "番号", "項番", "優先順位"}
_TITLE_WORDS = {"project", "事業名", "単位事業", "単位事業名", "事業"}
_KIND_WORDS = {"kind", "区分", "経費区分", "種類"}
_TOTAL_WORDS = {"total_published", "total", "計", "合計", "総計"}
_SUMS = _TOTAL_WORDS | {"市町計", "市町村計", "市計", "町計", "村計"}
_DASHES = {"-", "―", "－", "ー"}
_THOUSANDS = re.compile(r"単位.{0,2}千円")


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as read; `table` is None when none was found, `problems` name cells."""

    table: ProjectTable | None
    problems: tuple[Problem, ...]


def parse_project_table(grids: Sequence[Grid]) -> TableReading:
    """Read the first sheet that has the table's heading; unreadable cells become problems."""
    for grid in grids:
        for row in range(len(grid.rows)):
            columns = _find_columns(grid, row)
            if columns is not None:
                return _read_table(grid, row, columns)
    message = (
        "「事業名」「区分」と年度（令和6年度など）の見出しがある行が見つかりません。"
        "ひな形をダウンロードして、見出しを変えずに書き写してください。"
    )
    return TableReading(None, (Problem("", "総括表", message),))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the heading puts things; positions are 0-based."""

    number: int | None
    title: int
    kind: int
    years: tuple[tuple[int, FiscalYear], ...]
    total: int | None

    @property
    def amounts(self) -> tuple[int, ...]:
        years = tuple(column for column, _ in self.years)
        return years if self.total is None else (*years, self.total)


class _Name(NamedTuple):
    """What tells groups of rows apart."""

    number: str
    title: str

    @property
    def is_sum(self) -> bool:
        """Whether the group holds the sums of the others."""
        return self.number in _SUMS or (not self.number and self.title in _SUMS)


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one project, with the row where they begin."""

    row: int
    lines: dict[AmountKind, Line] = field(default_factory=dict)

    @property
    def has_amounts(self) -> bool:
        """Whether any cell is filled: the template's unused groups are not."""
        return any(
            figure.amount is not None for line in self.lines.values() for figure in line.by_year
        )


def _find_columns(grid: Grid, row: int) -> _Columns | None:
    """The columns if this row is the heading: a title, a kind and rising years."""
    found: dict[str, int] = {}
    years: list[tuple[int, FiscalYear]] = []
    words = {"number": _NUMBER_WORDS, "title": _TITLE_WORDS, "kind": _KIND_WORDS}
    for column in range(len(grid.rows[row])):
        text = squeeze_ascii(grid.text(row, column)).lower()
        for role, names in (*words.items(), ("total", _TOTAL_WORDS)):
            if text in names:
                found.setdefault(role, column)
        year = _read_year(text)
        if year is not None:
            years.append((column, year))
    rising = all(later.year - earlier.year == 1 for (_, earlier), (_, later) in pairwise(years))
    if not years or not rising or not {"title", "kind"} <= found.keys():
        return None
    return _Columns(
        found.get("number"), found["title"], found["kind"], tuple(years), found.get("total")
    )


def _read_year(text: str) -> FiscalYear | None:
    """The year of a heading; plain small numbers are no years."""
    if not text or (text.isdigit() and len(text) != 4):
        return None
    try:
        return FiscalYear.parse(text)
    except DateError:
        return None


def _read_table(grid: Grid, heading: int, columns: _Columns) -> TableReading:
    """Gather rows into groups, each group into a project; the group of sums stands apart."""
    problems: list[Problem] = []
    groups: dict[_Name, _Group] = {}
    scale = _scale(grid, heading)
    name = _Name("", "")
    for row in range(heading + 1, len(grid.rows)):
        if not grid.text(row, columns.kind) and _is_blank(grid, row, columns):
            continue  # an empty row or a remark
        name = _next_name(grid, row, columns, name)
        kind = _read_kind(grid, row, columns.kind, problems)
        if kind is None:
            continue
        group = groups.setdefault(name, _Group(row))
        if kind in group.lines:
            message = f"同じ事業に「{kind}」が2行あります。1行にするか、事業名を分けてください。"
            problems.append(_problem(grid, row, columns.kind, message))
            continue
        group.lines[kind] = _read_line(grid, row, columns, scale, problems)
    groups = {name: group for name, group in groups.items() if name.title or group.has_amounts}
    for name, group in groups.items():
        if not name.title and not name.is_sum:
            message = "事業名がありません。この行に事業名を入力してください。"
            problems.append(_problem(grid, group.row, columns.title, message))
    projects = [
        Project(name.number, name.title, group.lines)
        for name, group in groups.items()
        if not name.is_sum
    ]
    sums = [Project(*name, group.lines) for name, group in groups.items() if name.is_sum]
    years = tuple(year for _, year in columns.years)
    table = ProjectTable(years, tuple(projects), sums[0] if sums else None)
    return TableReading(table, tuple(problems))


def _is_blank(grid: Grid, row: int, columns: _Columns) -> bool:
    return not any(grid.text(row, column) for column in columns.amounts)


def _next_name(grid: Grid, row: int, columns: _Columns, current: _Name) -> _Name:
    """The project a row belongs to: cells left blank, or merged, go on with the one above."""
    number = "" if columns.number is None else grid.text(row, columns.number)
    title = grid.text(row, columns.title)
    if number in ("", current.number) and title in ("", current.title):
        return current
    return _Name(number, title)


def _scale(grid: Grid, heading: int) -> int:
    """1000 where the heading or a line above it says that amounts are in thousands of yen."""
    above = (
        squeeze_ascii(grid.text(row, column))
        for row in range(heading + 1)
        for column in range(len(grid.rows[row]))
    )
    return 1000 if any(_THOUSANDS.search(text) for text in above) else 1


def _read_kind(grid: Grid, row: int, column: int, problems: list[Problem]) -> AmountKind | None:
    text = "".join(grid.text(row, column).split()).removeprefix("うち").strip("（）()")
    if text in _KINDS:
        return _KINDS[text]
    message = "区分に「総事業費」「市町村支出額」「県補助金」のどれかを書いてください。"
    problems.append(_problem(grid, row, column, message))
    return None


def _read_line(
    grid: Grid, row: int, columns: _Columns, scale: int, problems: list[Problem]
) -> Line:
    figures = []
    for column in columns.amounts:
        try:
            amount = _read_amount(grid.at(row, column), scale)
        except MoneyError as error:
            amount = None
            problems.append(_problem(grid, row, column, f"{str(error).rstrip('。')}。"))
        figures.append(Figure(amount, address(row, column), grid.place(row, column)))
    count = len(columns.years)
    return Line(tuple(figures[:count]), figures[count] if columns.total is not None else None)


def _read_amount(value: CellValue, scale: int) -> Yen | None:
    """The yen in a cell; blank cells are None. Raises MoneyError for what is no amount."""
    if isinstance(value, str):
        text = value.strip()
        plain = squeeze_ascii(text).replace(",", "")
        if not text or text in _DASHES:
            return None
        if scale == 1 or not plain.isdigit():
            return parse_yen(text)
        value = int(plain)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise MoneyError("セルの書式を「数値」にして、金額を入力してください（例 500000）")
    amount = value * scale
    if amount != int(amount):
        raise MoneyError("1円より小さい端数があります。1円単位の額にしてください")
    if not 0 <= amount < LIMIT:
        raise MoneyError("金額は0円以上、1兆円より小さい数で入力してください")
    return int(amount)


def _problem(grid: Grid, row: int, column: int, message: str) -> Problem:
    return Problem(address(row, column), grid.place(row, column), message)
