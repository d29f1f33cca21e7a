"""The page of the ledger and its files."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import transaction
from python_calamine import CalamineWorkbook

from comipla.cases.services import Opening
from comipla.people.models import Person
from tests import examples as x
from tests.web.markup import Page
from tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A completed project of one municipality and a need of another; nothing is changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        world.completed()
        other = Opening("subsidy", world.year, world.other_town)
        world.do(other, "submit_need", world.stranger, x.need(requested=300_000))
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_the_first_of_july(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = date(2024, 7, 1)


@pytest.fixture
def enter(client):
    """Sign an actor in: ``enter(world.clerk).get(…)``."""

    def sign_in(actor):
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in


def rows(source: str) -> list[list[str]]:
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", source, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def workbook(response) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))


def test_the_page_is_the_ledger_with_sums_of_each_and_of_all(world, enter):
    source = enter(world.clerk).get("/ledger/").content.decode()
    assert Page(source).one("h1").text == "令和6年度の交付台帳 2件、決定 計 617,000円、残 計 0円"
    nothing = ["—"] * 9
    assert rows(source) == [
        [
            "番号",
            "事業名・状態",
            "区分",
            "要望",
            "内示",
            "申請",
            "決定",
            "変更後",
            "概算払",
            "実績（確定）",
            "精算払",
            "返還",
            "残",
        ],
        ["鹿児島市 1件の計", *MONEY, "0", "0"],
        ["③-R6-001", "空き家改修による地域の拠点づくり（架空） 完了", "②-1", *MONEY, "—", "—"],
        ["鹿屋市 1件の計", "300,000", *["0"] * 9],
        ["③-R6-002", "空き家改修による地域の拠点づくり（架空） 要望", "②-1", "300,000", *nothing],
        ["合計 2件", "917,000", *MONEY[1:], "0", "0"],
    ]


MONEY = ["617,000", "617,000", "617,000", "617,000", "617,000", "431,000", "500,000", "69,000"]


def test_it_is_narrowed_by_its_address(world, enter):
    clerk = enter(world.clerk)
    for query, sentence in (
        (
            "?municipality=462039",
            "令和6年度・鹿屋市の交付台帳 1件、決定 計 0円、残 計 0円",
        ),
        ("?category=1-1", "令和6年度・区分①-1の交付台帳に載る案件はありません"),
        ("?year=R99&category=9", "令和6年度の交付台帳 2件、決定 計 617,000円、残 計 0円"),
    ):
        assert Page(clerk.get(f"/ledger/{query}").content.decode()).one("h1").text == sentence


def test_a_year_without_cases_says_what_comes_next(world, enter, settings):
    settings.COMIPLA_TODAY = date(2031, 7, 1)
    found = Page(enter(world.clerk).get("/ledger/?category=1-1").content.decode())
    assert found.one("p", class_="empty__title").text == "この内容の案件はまだありません"
    assert [e.text for e in found.all("option") if e["value"].startswith("R")] == ["令和6年度"]


def test_the_csv_is_a_row_a_project_with_codes_and_plain_numbers(world, enter):
    answer = enter(world.clerk).get("/ledger.csv?municipality=462012")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    headings, row = csv.reader(io.StringIO(text, newline=""))
    assert headings == [
        "団体コード", "市町村", "案件番号", "事業名", "区分コード", "区分", "状態",
        "要望（円）", "内示（円）", "申請（円）", "決定（円）", "変更後（円）", "概算払（円）",
        "実績（確定）（円）", "精算払（円）", "返還（円）", "残（円）",
    ]  # fmt: skip
    assert row == [
        "462012",
        "鹿児島市",
        "3-R6-001",
        "空き家改修による地域の拠点づくり（架空）",
        "2-1",
        "コミプラ形成を検討する地域の新たな取組",
        "完了",
        *(money.replace(",", "") for money in MONEY),
        "0",
        "0",
    ]


def test_the_workbook_has_the_sums_on_a_sheet_of_their_own(world, enter):
    book = workbook(enter(world.clerk).get("/ledger.xlsx"))
    assert book.sheet_names == ["交付台帳", "市町村別計", "この表について"]
    assert len(book.get_sheet_by_name("交付台帳").to_python()) == 3
    assert [row[:4] for row in book.get_sheet_by_name("市町村別計").to_python()] == [
        ["団体コード", "市町村", "件数", "要望（円）"],
        ["462012", "鹿児島市", 1.0, 617_000.0],
        ["462039", "鹿屋市", 1.0, 300_000.0],
        ["", "合計", 2.0, 917_000.0],
    ]


def test_who_may_not_export_sees_the_ledger_without_files(world, enter):
    auditor = enter(world.auditor)
    links = [e.get("href") or "" for e in Page(auditor.get("/ledger/").content.decode()).all("a")]
    assert [href for href in links if href.startswith("/ledger.")] == []
    assert auditor.get("/ledger.csv").status_code == 403


@pytest.mark.parametrize("municipality", ["462012", "465232"])
def test_the_number_of_queries_does_not_depend_on_the_projects(
    world, enter, municipality, django_assert_num_queries
):
    clerk = enter(world.clerk)
    clerk.get("/ledger/")
    with django_assert_num_queries(7):
        clerk.get(f"/ledger/?municipality={municipality}")
