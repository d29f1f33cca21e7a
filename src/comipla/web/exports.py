"""Tables as files: CSV for programs and old spreadsheets, .xlsx for people, both typed and harmless.

They follow the rules for machine-readable statistics (総務省, 統計表における機械判読可能なデータの表記方法): one
header row, one datum in a cell, numbers as numbers with their unit in the heading, Western dates,
no merged cells, no formulas, no layout by blanks. A text that a spreadsheet would take for a
formula is defused, because titles and names are typed by others (ASVS 5.0, 1.2.10).
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import IO, Any, Final

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

CSV: Final = "text/csv; charset=utf-8"
CSV_CP932: Final = "text/csv; charset=Shift_JIS"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BOM: Final = "\ufeff"
_STARTS_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_BLOCK: Final = 500  # rows joined into one piece of a stream
_MEMORY: Final = 1_000_000  # bytes of a file kept in memory before it goes to disk


class Kind(Enum):
    """What a field holds, which decides how it is written; the value is the number format."""

    TEXT = "@"
    NUMBER = "0"
    YEN = "#,##0"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an exported table: its heading, its kind and where its value comes from."""

    label: str
    kind: Kind
    value: Callable[[Any], Any]

    @property
    def heading(self) -> str:
        """The label with the unit."""
        return f"{self.label}（円）" if self.kind is Kind.YEN else self.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: a name, its fields, and its rows, which may be read only once."""

    name: str
    fields: Sequence[Field]
    rows: Iterable[Any]


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A cell with characters that an encoding does not have; `row` is its first cell."""

    row: str
    heading: str
    characters: str


class CannotWrite(Exception):
    """The table holds characters that the encoding asked for does not have."""

    def __init__(self, cells: Sequence[Unwritable]) -> None:
        self.cells = cells
        super().__init__(f"{len(cells)} cells cannot be written")


def csv_response(sheet: Sheet, filename: str) -> StreamingHttpResponse:
    """Stream UTF-8 with a byte order mark, every cell quoted, CRLF: Excel opens it as it is."""
    response = StreamingHttpResponse(csv_pieces(sheet), content_type=CSV)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def csv_pieces(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces of some hundred rows, so that memory does not grow with the table."""
    rows = iter(sheet.rows)
    yield (_BOM + _csv_text([[field.heading for field in sheet.fields]])).encode()
    while block := [_csv_cells(sheet.fields, row) for row in islice(rows, _BLOCK)]:
        yield _csv_text(block).encode()


def cp932_response(sheet: Sheet, filename: str) -> FileResponse:
    """The same table in Windows' Japanese encoding, for programs that read nothing else.

    Raises CannotWrite with every cell that the encoding cannot hold; nothing is ever replaced.
    """
    file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 - the response closes it
    refused: list[Unwritable] = []
    headings = [field.heading for field in sheet.fields]
    file.write(_csv_text([headings]).encode("cp932"))
    for row in sheet.rows:
        cells = _csv_cells(sheet.fields, row)
        try:
            file.write(_csv_text([cells]).encode("cp932"))
        except UnicodeEncodeError:
            refused += _unwritable(cells, headings)
    if refused:
        file.close()
        raise CannotWrite(refused)
    return _file_response(file, filename, CSV_CP932)


def xlsx_response(sheets: Sequence[Sheet], filename: str) -> FileResponse:
    """A workbook with a sheet per table; rows go to disk as they are written."""
    file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 - the response closes it
    write_workbook(sheets, file)
    return _file_response(file, filename, XLSX)


def write_workbook(sheets: Sequence[Sheet], file: IO[bytes]) -> None:
    """Write typed cells: texts as texts (0123 stays), yen as numbers, days as days."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": sheets[0].name})
        formats = {kind: book.add_format({"num_format": kind.value}) for kind in Kind}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            for column, field in enumerate(sheet.fields):
                page.set_column(column, column, _width(field))
                page.write_string(0, column, field.heading, head)
            _write_rows(page, sheet, formats, quoted)


def _write_rows(page: Any, sheet: Sheet, formats: dict[Kind, Any], quoted: Any) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for column, field in enumerate(sheet.fields):
            value = field.value(row)
            style = formats[field.kind]
            if value is None or value == "":
                continue
            if field.kind is Kind.TEXT:
                text = str(value)
                page.write_string(number, column, text, quoted if _is_armed(text) else style)
            elif field.kind in (Kind.DATE, Kind.MOMENT):
                page.write_datetime(number, column, _in_japan(value), style)
            else:
                page.write_number(number, column, value, style)


def _is_armed(text: str) -> bool:
    """Tell whether a spreadsheet could take the text for a formula, full-width signs included."""
    return text.lstrip(" 　").startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r", "\n"))


def _csv_cells(fields: Sequence[Field], row: Any) -> list[str]:
    return [_csv_cell(field.kind, field.value(row)) for field in fields]


def _csv_cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.TEXT:
        text = str(value)
        return f"'{text}" if _is_armed(text) else text
    if kind is Kind.MOMENT:
        return f"{_in_japan(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if kind is Kind.DATE else str(value)


def _csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _unwritable(cells: Sequence[str], headings: Sequence[str]) -> Iterator[Unwritable]:
    for heading, cell in zip(headings, cells, strict=True):
        missing = "".join(dict.fromkeys(mark for mark in cell if not _in_cp932(mark)))
        if missing:
            yield Unwritable(cells[0], heading, missing)


def _in_cp932(mark: str) -> bool:
    try:
        mark.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _in_japan(value: date) -> date:
    """A moment as the clock in Japan showed it; spreadsheets know no time zones."""
    return timezone.make_naive(value) if isinstance(value, datetime) else value


def _width(field: Field) -> int:
    widths = {Kind.TEXT: 18, Kind.MOMENT: 17, Kind.NUMBER: 10}
    return max(widths.get(field.kind, 14), 2 * len(field.heading))


def _file_response(file: IO[bytes], filename: str, content_type: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type)
