"""The year as a page, per role."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from tests import examples as x
from tests.web.entering import entered, heading, of_class, page_of, words
from tests.web.markup import Page
from tests.world import TODAY, World, build

pytestmark = pytest.mark.django_db
BARS = {"内示", "決定", "支払", "確定"}


@pytest.fixture
def world(settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY
    return build()


def year(actor) -> Page:
    return page_of(entered(actor).get(reverse("year", args=["R6"])))


def links(page: Page) -> dict[str, str]:
    """Links inside drawings by their name."""
    return {a["aria-label"]: a["href"] for a in page.all("a") if a.get("aria-label")}


def test_the_entry_leads_to_the_year_carried_out_now(world):
    assert entered(world.clerk).get(reverse("years"))["Location"] == "/years/R6/"


def test_a_prefecture_without_years_is_told_who_prepares_them(world):
    world.year.envelopes.all().delete()
    world.year.delete()
    page = page_of(entered(world.clerk).get(reverse("years")))
    assert heading(page) == "年度はまだ用意されていません"


def test_an_unknown_year_does_not_exist(world):
    assert entered(world.clerk).get(reverse("year", args=["R1"])).status_code == 404


def test_the_way_of_the_money_leads_to_lists_that_add_up_to_its_figures(world):
    world.earmarked(200_000)
    case = world.granted(617_000)
    world.do(case, "start", world.officer, x.start())
    page = year(world.clerk)
    assert heading(page) == "令和6年度は、予算の2%が決定しました"
    shown = links(page)
    assert {label: href for label, href in shown.items() if label[:2] in BARS} == {
        "内示 817,000円": "/cases/?state=earmarked&state=underway&year=R6",
        "決定 617,000円": "/cases/?state=underway&year=R6",
        "支払 0円": "/cases/?year=R6",
        "確定 0円": "/cases/?year=R6",
    }


def test_every_tile_and_every_cap_leads_to_the_cases_of_its_municipality(world):
    world.earmarked(200_000)
    shown = links(year(world.clerk))
    assert shown["鹿児島市 市町村の番 1件"] == "/cases/?municipality=462012&year=R6"
    assert shown["鹿屋市 要望なし 0件"] == "/cases/?municipality=462039&year=R6"
    assert shown["鹿児島市 残り 800千円"] == "/cases/?municipality=462012&year=R6"


def test_late_work_is_said_and_leads_to_its_list(world, settings):
    world.earmarked(200_000)
    settings.COMIPLA_TODAY = date(2024, 7, 1)
    page = year(world.clerk)
    assert links(page)["鹿児島市 おくれあり 1件"] == (
        "/cases/?turn=late&municipality=462012&year=R6"
    )
    assert of_class(page, "desk__late") == ["期限をすぎたものが1件あります"]


def test_states_are_counted_with_their_sums(world):
    world.granted(617_000)
    page = year(world.clerk)
    rows = [words(cell) for cell in page.all("td") if cell.get("data-label")]
    assert rows == [
        "1件：交付決定", "617,000", "617,000",
        "1件：すべて", "617,000", "617,000",
    ]  # fmt: skip
    assert [words(h) for h in page.all("h2") if h.get("id") == "states"] == [
        "案件は1件、うち県の番が0件、市町村の番が1件、終わったものが0件です"
    ]


def test_a_municipality_sees_its_own_version(world):
    world.granted(400_000)
    page = year(world.officer)
    assert heading(page) == "令和6年度は、上限の40%が決定しました"
    assert "鹿屋市" not in page.source
    assert [a for a in page.all("a") if a.get("href") == "/years/R6/settings/"] == []
    assert [s["id"] for s in page.all("section") if "year__chart" in s.classes] == ["money"]
    assert heading(year(world.stranger)) == (
        "令和6年度の上限 1,000,000円から、まだ何も決定していません"
    )


def test_before_the_budget_has_passed_everything_is_called_a_draft(world):
    world.year.enacted_on, world.year.state = None, "PREPARING"
    world.year.save()
    for actor in (world.clerk, world.officer):
        page = year(actor)
        assert of_class(page, "banner__title") == ["案：令和6年度の予算はまだ成立していません"]
        assert "（案）" in heading(page)


def test_the_figures_of_a_picture_are_a_file(world):
    world.earmarked(200_000)
    response = entered(world.clerk).get(reverse("year_file", args=["R6", "caps", "csv"]))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["市町村", "交付決定（円）", "内示（円）", "残り（円）", "上限（円）"],
        ["鹿児島市", "0", "200000", "800000", "1000000"],
        ["鹿屋市", "0", "0", "1000000", "1000000"],
    ]


def test_a_municipality_gets_no_file_of_the_others(world):
    client = entered(world.officer)
    assert client.get(reverse("year_file", args=["R6", "caps", "csv"])).status_code == 404
    assert client.get(reverse("year_file", args=["R6", "money", "csv"])).status_code == 200
    assert client.get(reverse("year_file", args=["R6", "money", "pdf"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_year_costs_the_same_however_many_cases_there_are(
    count, world, django_assert_num_queries
):
    for _ in range(count):
        world.earmarked(100_000)
        world.open(requested=100_000)
    for actor, queries in ((world.clerk, 10), (world.officer, 11)):
        client = entered(actor)
        client.get(reverse("year", args=["R6"]))
        with django_assert_num_queries(queries):
            client.get(reverse("year", args=["R6"]))
