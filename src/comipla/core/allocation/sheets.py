"""Metrics and last year's amounts from CSV, as spreadsheets save it; what is wrong has a cell."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from comipla.core.allocation.metrics import Metric, Metrics, PlatformMetrics
from comipla.core.allocation.numbers import AllocationError, Exact, read_exact
from comipla.core.allocation.scheme import AllocationScheme
from comipla.core.digits import squeeze_ascii
from comipla.core.grid import address
from comipla.core.money import MoneyError, Yen, parse_yen

NAMES: Final = frozenset({"名称", "団体名", "名前", "団体", "地区名", "コミュニティ名", "name"})
AMOUNTS: Final = frozenset(
    {"交付額", "配分額", "算定額", "金額", "額", "前年度", "前年度の額", "前年度交付額"}
    | {"amount", "total", "previous"}
)
_SUMS: Final = frozenset({"計", "合計", "総計", "総合計", "小計", "total"})
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet: its 0-based position as spreadsheets count, and its cells."""

    number: int
    cells: tuple[str, ...]


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM) or CP932.

    Raises AllocationError that names the rows whose characters cannot be read.
    """
    broken: dict[str, list[int]] = {}
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            lines = enumerate(raw.split(b"\n"), start=1)
            broken[encoding] = [number for number, line in lines if not _readable(line, encoding)]
    numbers = min(broken.values(), key=len)
    named = "、".join(f"{number}行目" for number in numbers[:5])
    raise AllocationError(
        f"{named}の文字が読めません。表計算ソフトで開いて直し、UTF-8 で保存し直してください。"
    )


def parse_metrics(text: str, scheme: AllocationScheme, *, also: Sequence[str] = ()) -> Metrics:
    """Read the metrics a scheme needs, and those named in `also`, from CSV text.

    The first column is the platform code; a column named 名称 or the like holds its name; the
    others are metrics by code or by label (人口, 人口（人）). Columns the scheme does not need are
    passed over. An empty cell is a value that is not there. Raises AllocationError that names every
    row and column that cannot be read.
    """
    heading, rows = _sheet(text)
    known = {metric.code: metric for metric in scheme.metrics}
    wanted = tuple(dict.fromkeys((*scheme.needs, *also)))
    columns = _columns(heading, [known.get(code, Metric(code)) for code in wanted])
    name_at = _find(heading, NAMES)
    problems: list[str] = []
    platforms = []
    for row in rows:
        values = {}
        for code, column in columns.items():
            value = _number(row, column, heading, problems)
            if value is not None:
                values[code] = value
        name = row.cells[name_at].strip() if name_at is not None else ""
        platforms.append(PlatformMetrics(_code(row.cells[0]), name, values))
    _raise(problems)
    return Metrics(tuple(platforms))


def parse_previous(text: str) -> dict[str, Yen]:
    """Read last year's amounts by platform code from CSV text.

    The first column is the code; the amount stands in a column named 交付額 or the like, or in the
    second of two. Raises AllocationError that names every cell that cannot be read.
    """
    heading, rows = _sheet(text)
    column = _find(heading, AMOUNTS)
    if column is None and len(heading) == 2:
        column = 1
    if column is None:
        raise AllocationError(
            "前年度の額の列が分かりません。見出しを「交付額」にしてください"
            f"（今の見出し: {'、'.join(heading)}）。"
        )
    amounts: dict[str, Yen] = {}
    problems: list[str] = []
    for row in rows:
        try:
            amounts[_code(row.cells[0])] = parse_yen(row.cells[column])
        except MoneyError as error:
            problems.append(f"{_place(row, column, heading)}: {error}。")
    _raise(problems)
    return amounts


def _sheet(text: str) -> tuple[list[str], list[_Line]]:
    """Heading and rows; raises AllocationError for rows that do not fit the heading."""
    lines = list(_lines(text))
    if not lines:
        raise AllocationError("表が空です。1行目に見出し、2行目から団体を書いてください。")
    heading = [cell.strip() for cell in lines[0].cells]
    while heading and not heading[-1]:
        heading.pop()
    doubled = sorted({name for name in heading if name and heading.count(name) > 1})
    if doubled:
        raise AllocationError(
            f"見出し「{'、'.join(doubled)}」が2列以上あります。1列にしてください。"
        )
    problems: list[str] = []
    rows = [_fitted(line, len(heading), problems) for line in lines[1:]]
    _check_codes(rows, problems)
    _raise(problems)
    return heading, rows


def _lines(text: str) -> Iterator[_Line]:
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    start = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Line(start, tuple(cells))
            start = reader.line_num
    except csv.Error as error:
        raise AllocationError(
            f"{reader.line_num}行目が CSV として読めません（{error}）。引用符を確かめてください。"
        ) from None


def _fitted(line: _Line, width: int, problems: list[str]) -> _Line:
    """The row with as many cells as the heading; what is too much or too little is a problem."""
    surplus = [cell for cell in line.cells[width:] if cell.strip()]
    if surplus:
        problems.append(
            f"{line.number + 1}行目: 欄が見出しより{len(line.cells) - width}つ多くあります。"
            "数のコンマで欄が分かれていないか確かめてください。"
        )
    elif len(line.cells) < width:
        problems.append(f"{line.number + 1}行目: 欄が{width - len(line.cells)}つ足りません。")
    return _Line(line.number, (*line.cells, *[""] * width)[:width])


def _check_codes(rows: Sequence[_Line], problems: list[str]) -> None:
    """Every row has a code of its own, and none is the row of totals."""
    seen: dict[str, int] = {}
    for row in rows:
        code, place = _code(row.cells[0]), f"{row.number + 1}行目"
        if not code:
            problems.append(f"{place}: 団体コード（1列目）が空です。")
        elif code in _SUMS:
            problems.append(f"{place}: 「{code}」は合計の行のようです。この行を除いてください。")
        elif code in seen:
            problems.append(
                f"{place}: 団体コード {code} は{seen[code]}行目にもあります。1行にしてください。"
            )
        else:
            seen[code] = row.number + 1


def _columns(heading: Sequence[str], metrics: Sequence[Metric]) -> dict[str, int]:
    """Where each metric stands; raises AllocationError where some have no column."""
    places = {_word(cell): i for i, cell in reversed(list(enumerate(heading))) if i}
    found: dict[str, int] = {}
    missing = []
    for metric in metrics:
        words = (_word(metric.code), _word(metric.label))
        column = next((places[word] for word in words if word in places), None)
        if column is None:
            missing.append(
                metric.code if metric.name == metric.code else f"{metric.name}（{metric.code}）"
            )
        else:
            found[metric.code] = column
    if missing:
        raise AllocationError(
            f"指標の列がありません: {'、'.join(missing)}。見出しをこの名前かコードにしてください"
            f"（今の見出し: {'、'.join(heading)}）。"
        )
    return found


def _word(text: str) -> str:
    """A heading without blanks and without the unit behind it: 人口（人） is 人口."""
    return squeeze_ascii(text).partition("(")[0].casefold()


def _find(heading: Sequence[str], names: frozenset[str]) -> int | None:
    return next((i for i, cell in enumerate(heading) if _word(cell) in names), None)


def _number(row: _Line, column: int, heading: Sequence[str], problems: list[str]) -> Exact | None:
    text = row.cells[column].strip()
    if not text:
        return None
    try:
        return read_exact(text)
    except ValueError as error:
        problems.append(f"{_place(row, column, heading)}: {error}。")
        return None


def _place(row: _Line, column: int, heading: Sequence[str]) -> str:
    cell = address(row.number, column)
    return f"{row.number + 1}行目「{heading[column]}」の列（{cell} のセル）"


def _code(text: str) -> str:
    """The code without outer blanks; full-width digits and letters become ASCII."""
    squeezed = squeeze_ascii(text)
    return squeezed if squeezed.isascii() else text.strip()


def _readable(row: bytes, encoding: str) -> bool:
    try:
        row.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _raise(problems: Sequence[str]) -> None:
    if problems:
        more = len(problems) - _SHOWN
        tail = [f"ほか{more}か所"] if more > 0 else []
        raise AllocationError("\n".join((*problems[:_SHOWN], *tail)))
