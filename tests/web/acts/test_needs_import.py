"""A municipality's needs from a spreadsheet: read, explained cell by cell, made into drafts."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comipla.cases.services.drafts import open_drafts
from comipla.programme.spreadsheets import read_grids
from tests.web.acts.pages import Sent, press

HEADING = ["番号", "事業名", "区分", "令和6年度", "計"]
ROWS = ("総事業費", "うち市町村支出額", "うち県補助金")


@pytest.fixture
def client(world, enter):
    return enter(world.officer)


def workbook(*projects, heading=HEADING):
    """A 総括表 of projects: (title, total cost, municipal spending, share as printed)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("総括表")
        sheet.write_row(0, 0, heading)
        for number, (title, *amounts) in enumerate(projects):
            for line, (kind, amount) in enumerate(zip(ROWS, amounts, strict=True)):
                row = 1 + number * 3 + line
                sheet.write_row(row, 0, [number + 1, title, kind])
                if amount is not None:
                    sheet.write(row, 3, amount)
    return out.getvalue()


def path_of(name="needs_import"):
    return reverse(name, args=["R6"])


def read(client, content, name="総括表.xlsx"):
    return Sent(client.post(path_of(), {"file": SimpleUploadedFile(name, content)}))


def texts(page, tag):
    return [" ".join(e.text.split()) for e in page.page.all(tag)]


def test_template_can_be_downloaded_and_read_back(client):
    response = client.get(path_of("needs_template"))
    assert response["Content-Disposition"].startswith("attachment; ")
    grid = read_grids(response.content, "総括表.xlsx")[0]
    assert [grid.text(0, column) for column in range(7)] == [
        "番号",
        "事業名",
        "区分",
        "令和6年度",
        "令和7年度",
        "令和8年度",
        "計",
    ]


def test_projects_become_drafts_with_their_amounts(client, world):
    page = read(client, workbook(("買い物支援", 1_000_000, 900_000, 450_000)))
    assert page.page.all("h1")[0].text == ("「総括表.xlsx」から令和6年度の要望を1件読み取りました")
    assert open_drafts(world.officer) == []
    assert press(client, path_of(), page, {})["Location"] == reverse("act_new")
    (draft,) = open_drafts(world.officer)
    assert draft.raw == {
        "priority": "1",
        "title": "買い物支援",
        "total_cost": "1,000,000",
        "eligible_cost": "900,000",
        "requested": "450,000",
    }


def test_second_click_makes_no_second_set_of_drafts(client, world):
    page = read(client, workbook(("買い物支援", 1_000_000, 900_000, None), ("計画", 5, 4, None)))
    for _ in range(2):
        press(client, path_of(), page, {})
    assert len(open_drafts(world.officer)) == 2


def test_text_in_an_amount_cell_is_named_by_sheet_and_cell(client, world):
    page = read(client, workbook(("買い物支援", 1_000_000, "たくさん", None)))
    (problem,) = [words for _, words in page.summary()]
    assert problem.startswith("シート『総括表』のD3：")
    assert texts(page, "button")[-1] != "要望調書の下書きを1件作る"


def test_project_cut_by_the_cap_is_explained_with_its_arithmetic(client):
    projects = [(f"事業{n}", 1_600_000, 1_600_000, 800_000) for n in (1, 2)]
    page = read(client, workbook(*projects))
    assert (
        "2「事業2」 令和6年度: 800,000円 は市町村あたりの上限 1,000,000円 により 200,000円"
        in texts(page, "li")
    )


def test_printed_share_that_is_not_the_reckoned_one_is_named_and_not_used(client, world):
    page = read(client, workbook(("買い物支援", 1_000_000, 900_000, 460_000)))
    (difference,) = [t for t in texts(page, "li") if t.startswith("シート『総括表』のD4：")]
    assert "450,000円" in difference
    press(client, path_of(), page, {})
    assert open_drafts(world.officer)[0].raw["requested"] == "450,000"


def test_table_without_the_year_says_which_column_to_add(client):
    heading = [*HEADING[:3], "令和5年度", "計"]
    page = read(client, workbook(("買い物支援", 10, 10, 5), heading=heading))
    assert page.summary() == [("", "総括表：令和6年度の列がありません。列を加えてください。")]


@pytest.mark.parametrize(
    ("name", "content", "beginning"),
    [
        ("総括表.pdf", b"%PDF-1.7\n", "「総括表.pdf」はPDFです。Excel（xlsx）かCSV"),
        ("総括表.xlsx", b"%PDF-1.7\n", "「総括表.xlsx」の中身はPDFですが、"),
        ("総括表.xlsx", b"", "「総括表.xlsx」は空のファイルです。"),
    ],
)
def test_other_file_comes_back_with_a_sentence(client, name, content, beginning):
    page = read(client, content, name)
    assert page.title.startswith("エラー：")
    assert page.errors()["file"].startswith(beginning)


def test_no_file_asks_for_one(client):
    page = Sent(client.post(path_of(), {}))
    assert page.errors() == {"file": "総括表のファイルを選んでください。"}


def test_forged_table_is_not_taken_over(client, world):
    page = Sent(client.post(path_of(), {"table": "forged", "key": "x"}))
    assert page.errors() == {"file": "時間がたちました。総括表のファイルをもう一度選んでください。"}
    assert open_drafts(world.officer) == []


def test_year_that_asks_for_nothing_does_not_exist(client):
    assert client.get(reverse("needs_import", args=["R3"])).status_code == 404


def test_prefecture_does_not_hand_in_needs(world, enter):
    assert enter(world.clerk).get(path_of()).status_code == 403
