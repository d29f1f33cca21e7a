"""Tables as files: typed, complete, harmless, and in pieces."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from comipla.web.exports import (
    CannotWrite,
    Field,
    Kind,
    Sheet,
    Unwritable,
    cp932_response,
    csv_pieces,
    csv_response,
    write_workbook,
)

FIELDS = (
    Field("団体コード", Kind.TEXT, lambda row: row[0]),
    Field("事業名", Kind.TEXT, lambda row: row[1]),
    Field("年度（西暦）", Kind.NUMBER, lambda row: row[2]),
    Field("残", Kind.YEN, lambda row: row[3]),
    Field("期限", Kind.DATE, lambda row: row[4]),
    Field("最終更新", Kind.MOMENT, lambda row: row[5]),
)
NIGHT = datetime(2024, 5, 31, 15, 30, tzinfo=UTC)  # half past midnight of 1 June in Japan
SHOWN = NIGHT.astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)
ROW = ("012345", '髙﨑濵の拠点“くら"し”', 2024, -431_000, date(2024, 6, 28), NIGHT)
EMPTY = ("012345", "", 2024, 0, None, None)


def sheet(*rows, name="案件一覧") -> Sheet:
    return Sheet(name, FIELDS, rows)


def titled(title: str) -> Sheet:
    return sheet(("1", title, 2024, 0, None, None))


def csv_bytes(table: Sheet) -> bytes:
    return b"".join(csv_pieces(table))


def workbook(*sheets: Sheet) -> bytes:
    file = io.BytesIO()
    write_workbook(sheets, file)
    return file.getvalue()


def cells(content: bytes, name: str = "案件一覧") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def test_csv_has_a_mark_crlf_and_every_cell_in_quotes():
    assert csv_bytes(sheet(ROW, EMPTY)).decode("utf-8") == (
        '\ufeff"団体コード","事業名","年度（西暦）","残（円）","期限","最終更新"\r\n'
        '"012345","髙﨑濵の拠点“くら""し”","2024","-431000","2024-06-28","2024-06-01 00:30"\r\n'
        '"012345","","2024","0","",""\r\n'
    )


def test_csv_of_no_rows_is_its_headings():
    assert csv_bytes(sheet()).count(b"\r\n") == 1


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\r", "\n", " =", "　＝"])
def test_a_text_that_looks_like_a_formula_is_defused(sign):
    text = f'{sign}HYPERLINK("http://example.jp")'
    [_, row] = csv.reader(io.StringIO(csv_bytes(titled(text)).decode("utf-8-sig"), newline=""))
    assert row[1] == f"'{text}"
    book = workbook(titled(text))
    assert cells(book)[1][1].strip() == text.strip()
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")
    assert 'quotePrefix="1"' in part(book, "xl/styles.xml")


@pytest.mark.parametrize("text", ["12=5", "拠点－第2期", "mail@example.jp", "１＋１", "‐"])
def test_a_sign_inside_a_text_is_left_alone(text):
    [_, row] = csv.reader(io.StringIO(csv_bytes(titled(text)).decode("utf-8-sig"), newline=""))
    assert row[1] == text


def test_a_stream_reads_rows_only_as_they_are_asked_for():
    taken = 0

    def rows():
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield ROW

    pieces = csv_pieces(Sheet("案件一覧", FIELDS, rows()))
    next(pieces)
    assert taken == 0
    next(pieces)
    assert taken == 500
    assert len(list(pieces)) == 19


def test_a_download_is_named_in_japanese():
    response = csv_response(sheet(ROW), "案件一覧_20240501.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%A1%88")


def test_cp932_writes_what_windows_has():
    response = cp932_response(titled("髙﨑濵①㈱の事業"), "x.csv")
    lines = b"".join(response.streaming_content).decode("cp932").split("\r\n")
    assert lines[1] == '"1","髙﨑濵①㈱の事業","2024","0","",""'
    assert response["Content-Type"] == "text/csv; charset=Shift_JIS"
    response.file_to_stream.close()


def test_cp932_names_every_cell_it_cannot_write_and_replaces_nothing():
    good = ("1", "くらし", 2024, 0, None, None)
    bad = ("2", "𠮷野の𠮷と葛\U000e0100", 2024, 0, None, None)
    with pytest.raises(CannotWrite) as refusal:
        cp932_response(sheet(good, bad, ("3", "¥500", 2024, 0, None, None)), "x.csv")
    assert refusal.value.cells == [
        Unwritable("2", "事業名", "𠮷\U000e0100"),
        Unwritable("3", "事業名", "¥"),
    ]


def test_a_workbook_holds_texts_numbers_days_and_moments_as_such():
    assert cells(workbook(sheet(ROW, EMPTY))) == [
        ["団体コード", "事業名", "年度（西暦）", "残（円）", "期限", "最終更新"],
        ["012345", ROW[1], 2024.0, -431_000.0, date(2024, 6, 28), SHOWN],
        ["012345", "", 2024.0, 0.0, "", ""],
    ]


def test_a_workbook_keeps_the_rules_for_machines():
    """総務省: no merged cells, no formulas, no objects, headings in the first row, print on A4."""
    book = workbook(sheet(ROW), sheet(EMPTY, name="この表について"))
    for number in (1, 2):
        page = part(book, f"xl/worksheets/sheet{number}.xml")
        assert [
            word for word in ("mergeCell", "<f>", "<drawing", "<hyperlink") if word in page
        ] == []
        assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in page
        assert 'topLeftCell="A2" activePane="bottomLeft" state="frozen"' in page
    assert "_xlnm.Print_Titles" in part(book, "xl/workbook.xml")
    assert "vbaProject" not in part(book, "[Content_Types].xml")


def test_a_sheet_per_table_each_with_its_name():
    book = workbook(sheet(ROW), sheet(EMPTY, name="市町村別計"))
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert names == ["案件一覧", "市町村別計"]


def test_names_survive_every_form():
    name = "𠮷田 髙﨑濵 葛\U000e0100城（架空）"
    [_, row] = csv.reader(io.StringIO(csv_bytes(titled(name)).decode("utf-8-sig"), newline=""))
    assert row[1] == name
    assert cells(workbook(titled(name)))[1][1] == name
