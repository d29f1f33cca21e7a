"""Spreadsheets in and out: uploaded .xlsx and .csv become cells, tables become .xlsx templates.

Nothing in a file is executed or followed.  Before the reader sees a workbook it is measured by
really unpacking it, so that neither a small file that unpacks to gigabytes nor a single cell at
the far end of a sheet can exhaust the machine.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from comipla.core.fiscal import FiscalYear
from comipla.core.grid import CellValue, Grid
from comipla.core.project_table import AmountKind, Project

MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_MEMBERS: Final = 2_000
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 200
SHEET_NAME: Final = "総括表"

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_CHUNK: Final = 1 << 16
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TAG: Final = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_REFERENCE: Final = re.compile(
    rb"""\br\s*=\s*["']([A-Z]{0,7})([0-9]{1,9})["']"""
    rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*+"|'[^'<]*+'))*+\s*/>)?"""
)
_LONGEST_PIECE: Final = 1 << 18  # bytes between two tags: a cell holds 32,767 characters
_REMAKE: Final = "Excelで開き、「名前を付けて保存」で .xlsx にしてから、もう一度送ってください。"
_HELP: Final = (
    "この表の書き方",
    "1 事業は、優先順位の高いものから順に書きます。番号がそのまま優先順位になります。",
    "2 金額は税込みで、1円単位の数字だけを書きます。予定がない年度は空欄のままにします。",
    "3 うち市町村支出額は、総事業費のうち市町村の予算から支出する額です。",
    "4 うち県補助金と計は、空欄のままでかまいません。取り込むときに計算します。",
    "5 見出しと区分の言葉は変えないでください。変えると取り込めません。",
)


class SpreadsheetError(ValueError):
    """The file cannot be taken in; the message tells the person, in Japanese, what to do."""


def read_grids(content: bytes, filename: str) -> tuple[Grid, ...]:
    """Read the visible sheets of an .xlsx file, or the one table of a .csv file.

    What the file is, its bytes say, not its name.  Numbers come as Excel shows them (15 digits),
    formulas as the value they last had.  Raises SpreadsheetError.
    """
    if filename.lower().endswith((".xlsm", ".xltm", ".xlam", ".xlsb")):
        raise SpreadsheetError(f"マクロの入るファイルは受け取れません。{_REMAKE}")
    if content.startswith(_OLE):
        raise SpreadsheetError(
            f"古い形式か、パスワードの付いたファイルです。パスワードを外して{_REMAKE}"
        )
    if content.startswith(_ZIP):
        return _read_workbook(content)
    return (Grid("", _read_csv(content)),)


def write_project_table(
    years: Sequence[FiscalYear], projects: Sequence[Project] = (), *, blank: int = 10
) -> bytes:
    """Write a 総括表 as .xlsx for filling in offline: `projects` first, then `blank` empty ones.

    One cell holds one datum, nothing is merged, amounts are numbers and sums are values.
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet(SHEET_NAME)
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2"})
    money = book.add_format({"num_format": "#,##0"})
    words = ["番号", "事業名", "区分", *(year.label for year in years), "計"]
    for column, word in enumerate(words):
        sheet.write_string(0, column, word, heading)
    row = 1
    for position in range(len(projects) + blank):
        project = projects[position] if position < len(projects) else None
        for kind in AmountKind:
            sheet.write_number(row, 0, position + 1)
            sheet.write_string(row, 1, project.title if project else "")
            sheet.write_string(row, 2, kind)
            _write_amounts(sheet, row, project, kind, money)
            row += 1
    last = 2 + len(years)
    sheet.data_validation(1, 3, row - 1, last + 1, _whole_yen())
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 18)
    sheet.set_column(3, last + 1, 14, money)
    sheet.freeze_panes(1, 3)
    _print_on_one_width(sheet)
    guide = book.add_worksheet("書き方")
    guide.set_column(0, 0, 90)
    for line, text in enumerate(_HELP):
        guide.write_string(line, 0, text)
    book.close()
    return output.getvalue()


def _write_amounts(
    sheet: Any, row: int, project: Project | None, kind: AmountKind, money: Any
) -> None:
    """Fill a row of a known project; blank cells stay blank."""
    line = project.lines.get(kind) if project else None
    if line is None:
        return
    for column, figure in enumerate(line.by_year, start=3):
        if figure.amount is not None:
            sheet.write_number(row, column, figure.amount, money)
    sheet.write_number(row, 3 + len(line.by_year), line.total, money)


def _whole_yen() -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "input_title": "金額",
        "input_message": "税込み、1円単位の数字",
        "error_title": "数字だけを書きます",
        "error_message": "金額は1円単位の数字で入力してください（例 500000）。",
    }


def _print_on_one_width(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _read_workbook(content: bytes) -> tuple[Grid, ...]:
    _measure(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            Grid(sheet.name, tuple(tuple(map(_exact, row)) for row in _rows_of(book, sheet.name)))
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        )
    except CalamineError as error:
        raise SpreadsheetError(f"Excelの表として開けません。{_REMAKE}") from error


def _rows_of(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    """The cells of a sheet from A1 on, so that positions are those people see."""
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _exact(value: Any) -> CellValue:
    """A cell's value without binary fractions: what Excel shows with its 15 digits."""
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
        return int(number) if number == number.to_integral_value() else number
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if value == "":
        return None
    cell: str | int | bool | date = value
    return cell


def _measure(content: bytes) -> None:
    """Refuse macros and workbooks that would unpack beyond the limits. Raises SpreadsheetError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SpreadsheetError(
            f"ファイルの途中が欠けているようです。送り直すか、{_REMAKE}"
        ) from error
    if any("vbaproject" in member.filename.lower() for member in members):
        raise SpreadsheetError(f"マクロの入るファイルは受け取れません。{_REMAKE}")
    if len(members) > MOST_MEMBERS:
        raise SpreadsheetError(
            "中に入っている部品が多すぎます。図や不要なシートを消して送ってください。"
        )
    unpacked = 0
    for member in members:
        reach = _Reach() if _SHEET.fullmatch(member.filename) else None
        for chunk in _unpack(content, member):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED:
                raise SpreadsheetError(
                    "開くと大きくなりすぎるファイルです。必要な表だけを新しいファイルに写してください。"
                )
            if reach:
                reach.follow(chunk)


class _Reach:
    """Follows the XML of a sheet and refuses filled cells far out.

    A reader would fill the whole way to them with blanks. Cells and rows that name no position
    count on from the one before, so there may be only so many of them.
    """

    def __init__(self) -> None:
        self.tail = b""
        self.unplaced = 0

    def follow(self, chunk: bytes) -> None:
        """Look at the next piece of the sheet, up to its last tag. Raises SpreadsheetError."""
        text = self.tail + chunk
        whole = text.rfind(b"<")
        self.tail = text[max(whole, 0) :]
        found = _REFERENCE.findall(text, 0, max(whole, 0))
        self.unplaced += len(_TAG.findall(text, 0, max(whole, 0))) - len(found)
        if len(self.tail) > _LONGEST_PIECE or self.unplaced > MOST_ROWS:
            raise SpreadsheetError(f"Excelの表として開けません。{_REMAKE}")
        for letters, number, empty in found:
            if not empty and (int(number) > MOST_ROWS or _column(letters) > MOST_COLUMNS):
                raise SpreadsheetError(
                    f"表は{MOST_ROWS:,}行、{MOST_COLUMNS}列までです。離れたところにある"
                    "余分なセルを消すか、必要な表だけを新しいファイルに写してください。"
                )


def _column(letters: bytes) -> int:
    """The 1-based number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _unpack(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a member by what its bytes hold; the size it declares may be untrue."""
    start = member.header_offset + 30
    name_length = int.from_bytes(content[start - 4 : start - 2], "little")
    extra_length = int.from_bytes(content[start - 2 : start], "little")
    start += name_length + extra_length
    packed = content[start : start + member.compress_size]
    if member.flag_bits & 0x1 or member.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise SpreadsheetError(f"Excelの表として開けません。パスワードがあれば外して{_REMAKE}")
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
    except zlib.error as error:
        raise SpreadsheetError(
            f"ファイルの途中が欠けているようです。送り直すか、{_REMAKE}"
        ) from error


def _read_csv(content: bytes) -> tuple[tuple[CellValue, ...], ...]:
    """Read comma or tab separated text in UTF-8 (with or without BOM), UTF-16 or CP932."""
    text = _decode(content)
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    rows: list[tuple[CellValue, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise SpreadsheetError(
                    f"表は{MOST_ROWS:,}行、{MOST_COLUMNS}列までです。必要な行だけを残してください。"
                )
            rows.append(tuple(row))
    except csv.Error as error:
        raise SpreadsheetError(
            f'{len(rows) + 1}行目から読めません。引用符（"）が閉じているか確かめてください。'
        ) from error
    return tuple(rows)


def _decode(content: bytes) -> str:
    encodings: tuple[str, ...] = ("utf-8-sig", "cp932")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SpreadsheetError(
        "表として読めないファイルです。.xlsx か、UTF-8 の .csv で保存して送ってください。"
    )
