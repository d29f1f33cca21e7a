"""Spreadsheets: every usual spelling comes in, everything dangerous stays out with a clear word."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import xlsxwriter

from comipla.core.fiscal import FiscalYear
from comipla.core.grid import Grid
from comipla.core.project_table import (
    AmountKind,
    Terms,
    check_shares,
    check_totals,
    parse_project_table,
)
from comipla.programme import spreadsheets
from comipla.programme.spreadsheets import SpreadsheetError, read_grids, write_project_table

YEARS = (FiscalYear(2024), FiscalYear(2025))
CSV = (
    "番号,事業名,区分,令和6年度,令和7年度,計\r\n"
    '1,髙﨑校区の見守り,総事業費,"615,000",0,"615,000"\r\n'
    "1,髙﨑校区の見守り,うち市町村支出額,615000,0,615000\r\n"
    "1,髙﨑校区の見守り,うち県補助金,307500,0,307500\r\n"
)


def workbook(cells: dict[str, Any], *, sheet: str = "総括表", hidden: str = "") -> bytes:
    """A workbook with these cells; formulas get their cached value from (formula, value)."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    page = book.add_worksheet(sheet)
    if hidden:
        secret = book.add_worksheet(hidden)
        secret.write("A1", "古い表")
        secret.hide()
    shown_as_day = book.add_format({"num_format": "yyyy/mm/dd"})
    for name, value in cells.items():
        if isinstance(value, tuple):
            page.write_formula(name, value[0], None, value[1])
        elif isinstance(value, date):
            page.write_datetime(name, value, shown_as_day)
        else:
            page.write(name, value)
    book.close()
    return output.getvalue()


def repacked(content: bytes, **members: bytes) -> bytes:
    """The workbook with members replaced or added; `__` stands for a slash, `_xml` for .xml."""
    output = io.BytesIO()
    named = {
        name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()
    }
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, data in named.items():
            new.writestr(name, data)
    return output.getvalue()


def refusal(content: bytes, filename: str = "総括表.xlsx") -> str:
    with pytest.raises(SpreadsheetError) as caught:
        read_grids(content, filename)
    message = str(caught.value)
    assert message.endswith("。")
    return message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_each_usual_encoding(encoding: str) -> None:
    reading = parse_project_table(read_grids(CSV.encode(encoding), "総括表.csv"))
    assert reading.problems == ()
    assert reading.table is not None
    assert reading.table.projects[0].title == "髙﨑校区の見守り"
    assert check_shares(reading.table, Terms(Fraction(1, 2))) == ()


def test_text_saved_by_excel_with_tabs_is_read() -> None:
    content = CSV.replace('"615,000"', "615000").replace(",", "\t").encode("utf-16")
    reading = parse_project_table(read_grids(content, "総括表.txt"))
    assert reading.problems == ()


def test_workbook_cells_come_as_excel_shows_them() -> None:
    content = workbook(
        {
            "A1": "番号",
            "B2": 307500,
            "C3": ("=A1*0.55", 550000.0000000001),
            "D4": 0.1,
            "E5": date(2024, 7, 1),
            "F6": True,
        }
    )
    (grid,) = read_grids(content, "a.xlsx")
    assert grid.sheet == "総括表"
    assert [grid.at(row, row) for row in range(6)] == [
        "番号",
        307_500,
        550_000,
        Decimal("0.1"),
        date(2024, 7, 1),
        True,
    ]
    assert type(grid.at(1, 1)) is int


def test_hidden_sheets_are_not_read() -> None:
    grids = read_grids(workbook({"A1": "番号"}, hidden="昨年度"), "a.xlsx")
    assert [grid.sheet for grid in grids] == ["総括表"]


def test_text_in_an_amount_cell_is_named_by_sheet_and_cell() -> None:
    words = ("番号", "事業名", "区分", "令和6年度")
    cells = {f"{letter}4": word for letter, word in zip("ABCD", words, strict=True)}
    content = workbook(
        {**cells, "A5": 1, "B5": "見守り", "C5": "総事業費", "D5": "五十万ぐらい"}, sheet="要望"
    )
    reading = parse_project_table(read_grids(content, "a.xlsx"))
    assert [problem.sentence for problem in reading.problems] == [
        "シート『要望』のD5：金額を半角または全角の数字で入力してください（例 500000）。"
    ]


def test_template_is_read_back_with_the_amounts_it_was_filled_with() -> None:
    table = parse_project_table(read_grids(CSV.encode(), "a.csv")).table
    assert table is not None
    content = write_project_table(YEARS, table.projects, blank=2)
    again = parse_project_table(read_grids(content, "総括表.xlsx"))
    assert again.problems == ()
    assert again.table is not None
    assert again.table.years == YEARS
    assert check_totals(again.table) == ()
    (project,) = again.table.projects
    assert project.title == "髙﨑校区の見守り"
    assert [project.amount(kind, 0) for kind in AmountKind] == [615_000, 615_000, 307_500]


def test_blank_template_is_readable_and_holds_no_project() -> None:
    reading = parse_project_table(read_grids(write_project_table(YEARS), "総括表.xlsx"))
    assert reading.problems == ()
    assert reading.table is not None
    assert reading.table.projects == ()


def test_template_keeps_the_rules_for_machine_readable_tables() -> None:
    content = write_project_table(YEARS, blank=1)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<mergeCell" not in sheet
    assert b"<f>" not in sheet
    (table, guide) = read_grids(content, "総括表.xlsx")
    assert table.rows[0] == ("番号", "事業名", "区分", "令和6年度", "令和7年度", "計")
    assert guide.at(0, 0) == "この表の書き方"


def test_title_that_looks_like_a_formula_stays_text() -> None:
    table = parse_project_table(read_grids(CSV.replace("髙﨑", "=1+1 ").encode(), "a.csv")).table
    assert table is not None
    (grid, _) = read_grids(write_project_table(YEARS, table.projects), "a.xlsx")
    assert grid.at(1, 1) == "=1+1 校区の見守り"


@pytest.mark.parametrize("name", ["総括表.xlsm", "総括表.XLSM", "総括表.xltm", "総括表.xlsb"])
def test_files_made_for_macros_are_refused_by_name(name: str) -> None:
    assert refusal(workbook({}), name).startswith("マクロの入るファイルは受け取れません。")


def test_macros_are_refused_though_the_file_is_renamed() -> None:
    content = repacked(workbook({}), xl__vbaProject=b"code")
    assert refusal(content).startswith("マクロの入るファイルは受け取れません。")


def test_old_or_locked_workbook_is_refused_with_the_way_out() -> None:
    message = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert message.startswith("古い形式か、パスワードの付いたファイルです。")


def test_small_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1_000_000)
    content = repacked(workbook({}), xl__media__blank=bytes(1_500_000))
    assert len(content) < 20_000
    assert refusal(content).startswith("開くと大きくなりすぎるファイルです。")


def test_untrue_declared_size_does_not_hide_what_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1_000_000)
    content = repacked(workbook({}), xl__media__blank=bytes(1_500_000))
    true, untrue = (1_500_000).to_bytes(4, "little"), (15).to_bytes(4, "little")
    assert content.count(true) == 2
    assert refusal(content.replace(true, untrue)).startswith("開くと大きくなりすぎるファイルです。")


def test_workbook_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_MEMBERS", 3)
    assert refusal(workbook({})).startswith("中に入っている部品が多すぎます。")


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        "<row r='1'><c t=\"n\" r='XFD1' s=\"1\"><v>1</v></c></row>",
        '<row r="1"><c t=">" r="XFD1" x="/>"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        '<x:row r="1"><x:c r="XFD1"><v>1</v></x:c></x:row>',
    ],
)
def test_filled_cell_far_out_is_refused_before_the_sheet_is_read(rows: str) -> None:
    content = repacked(workbook({}), xl__worksheets__sheet1_xml=sheet_xml(rows))
    assert refusal(content).startswith("表は10,000行、200列までです。")


def test_far_rows_that_carry_only_a_format_do_no_harm() -> None:
    rows = '<row r="1"><c r="A1"><v>5</v></c></row><row r="1048576" ht="12" customHeight="1"/>'
    content = repacked(workbook({}), xl__worksheets__sheet1_xml=sheet_xml(rows))
    assert read_grids(content, "a.xlsx") == (Grid("総括表", ((5,),)),)


@pytest.mark.parametrize("rows", ["<row/>" * 10_001, '<row r="1"><c r="A1"><v>' + "1" * 300_000])
def test_sheet_that_counts_or_runs_on_without_end_is_refused(rows: str) -> None:
    content = repacked(workbook({}), xl__worksheets__sheet1_xml=sheet_xml(rows))
    assert refusal(content).startswith("Excelの表として開けません。")


def test_distant_cell_is_found_across_the_pieces_of_a_large_sheet() -> None:
    near = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 9_000))
    for padding in range(0, 60, 7):
        far = " " * padding + '<row r="9001"><c r="XFD9001"><v>1</v></c></row>'
        content = repacked(workbook({}), xl__worksheets__sheet1_xml=sheet_xml(near + far))
        assert refusal(content).startswith("表は10,000行、200列までです。")


def test_file_cut_short_is_refused_with_the_way_out() -> None:
    content = workbook({"A1": "番号"})
    assert refusal(content[: len(content) // 2]).startswith("ファイルの途中が欠けているようです。")


def test_damaged_part_is_refused_with_the_way_out() -> None:
    content = bytearray(repacked(workbook({}), xl__media__noise=bytes(range(256)) * 40))
    start = content.index(b"xl/media/noise") + len(b"xl/media/noise")
    content[start : start + 8] = b"\xff" * 8
    assert refusal(bytes(content)).startswith("ファイルの途中が欠けているようです。")


def test_zip_that_is_no_workbook_is_refused_with_the_way_out() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("readme.txt", "こんにちは")
    assert refusal(output.getvalue()).startswith("Excelの表として開けません。")


def test_unknown_packing_is_refused_with_the_way_out() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(output.getvalue()).startswith("Excelの表として開けません。")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\x81", b"\xff\xfe\x00"])
def test_file_that_is_no_table_is_refused_with_the_way_out(content: bytes) -> None:
    assert refusal(content).startswith("表として読めないファイルです。")


def test_csv_with_an_open_quotation_mark_is_refused_by_line() -> None:
    assert refusal('番号,事業名\r\n1,"見守り\r\n'.encode(), "a.csv").startswith(
        "2行目から読めません。"
    )


@pytest.mark.parametrize("content", [b"1\n" * 10_001, b"," * 201])
def test_csv_beyond_the_limits_is_refused(content: bytes) -> None:
    assert refusal(content, "a.csv").startswith("表は10,000行、200列までです。")
