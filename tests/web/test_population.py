"""The future of a place: its page, its slider without a script, its files, who may move it on."""

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from comipla.population.models import ProjectionRun, RunState
from comipla.population.selectors import latest_run
from comipla.population.services import check_run, make_run, publish_run
from tests.population.conftest import Hamlet, counted, registry  # noqa: F401 - fixtures
from tests.population.test_services import VILLAGE
from tests.web.entering import entered, heading, of_class, page_of, words

QUERIES = 9


@pytest.fixture
def run(counted):  # noqa: F811
    return make_run(body=counted.platform.body, by=counted.secretary)


def at(name, counted, **parts):  # noqa: F811
    return reverse(name, kwargs={"key": counted.platform.slug, **parts})


def cells(page, key):
    found = [e for e in page.elements if e.get("data-future-figure") == key]
    return [words(element) for element in found]


def test_the_page_says_what_happens_if_nothing_changes(counted, run):  # noqa: F811
    page = page_of(entered(counted.secretary).get(at("population", counted)))
    assert heading(page) == "汐見校区協議会（架空）の区域の人口は、2050年に1,036人になる見込みです"
    assert of_class(page, "finding") == [
        "何も変わらなければ、30年後の2050年に、汐見校区協議会（架空）の区域の人口はいまの57%の1,036人になり、"
        "小学生は104人から49人にへります。"
    ]


def test_without_a_script_the_form_answers_for_the_households_asked_for(counted, run):  # noqa: F811
    answer = entered(counted.secretary).get(
        at("population", counted), {"mix": "mix", "households": "３"}
    )
    page = page_of(answer)
    assert (cells(page, "total"), cells(page, "young")) == (["1,280人"], ["166人"])
    form = next(e for e in page.elements if e.get("data-future"))
    figures = json.loads(form["data-future"])
    assert figures["base"]["total"][-1] + 3 * figures["added"]["mix"]["total"][-1] == pytest.approx(
        1279.805, abs=0.02
    )


@pytest.mark.parametrize("households", ["-1", "九千万", "99999"])
def test_a_number_that_is_none_is_answered_in_words(counted, run, households):  # noqa: F811
    page = page_of(
        entered(counted.secretary).get(at("population", counted), {"households": households})
    )
    assert "世帯の数は、0から5,000までの数字で書いてください。" in of_class(page, "field__error")[0]


def test_a_hamlet_has_no_curve(registry):  # noqa: F811
    Hamlet(0.1).store(registry.platform.body)
    make_run(body=registry.platform.body, by=registry.secretary)
    client = entered(registry.secretary)
    page = page_of(client.get(at("population", registry)))
    assert heading(page) == "汐見校区協議会（架空）の区域には、いま183人が住んでいます"
    assert [e for e in page.elements if e.get("data-future")] == []
    lines = client.get(at("population_file", registry, form="csv")).getvalue().decode()
    assert {line.split(",")[0] for line in lines.splitlines()[1:]} == {'"2020"'}


def test_the_page_asks_the_database_the_same_for_one_and_three_tables(
    counted,  # noqa: F811
    run,
    django_assert_num_queries,
):
    client = entered(counted.secretary)
    client.get(at("population", counted))
    with django_assert_num_queries(QUERIES):
        client.get(at("population", counted))
    for _ in range(2):
        make_run(body=counted.platform.body, by=counted.secretary)
    with django_assert_num_queries(QUERIES):
        client.get(at("population", counted))


def test_the_list_asks_the_same_for_one_and_two_places(
    counted,  # noqa: F811
    run,
    django_assert_num_queries,
):
    client = entered(counted.officer)
    client.get(reverse("population_list"))
    with django_assert_num_queries(12):
        client.get(reverse("population_list"))
    Hamlet().store(counted.neighbour.body)
    make_run(body=counted.neighbour.body, by=counted.officer)
    with django_assert_num_queries(12):
        client.get(reverse("population_list"))


def test_two_persons_publish_and_then_everybody_reads(counted, run, client):  # noqa: F811
    public = reverse("population_public", args=[counted.platform.slug])
    type(counted.platform).objects.for_system("publish").filter(pk=counted.platform.pk).update(
        is_published=True
    )
    assert client.get(public).status_code == 404
    for actor, step in ((counted.officer, "check"), (counted.mayor, "publish")):
        answer = entered(actor).post(at("population_step", counted, pk=run.pk, step=step))
        assert answer.status_code == 302
    assert latest_run(counted.platform.body).state == RunState.PUBLISHED
    assert heading(page_of(client.get(public))).endswith("になる見込みです")


def test_the_maker_is_told_why_the_button_is_closed(counted, run):  # noqa: F811
    page = page_of(entered(counted.secretary).get(at("population", counted)))
    assert of_class(page, "button-reason") == [
        "自分が計算したものは確認できません。ほかの人が確認します。"
    ]


def test_a_press_reckons_once(counted, run):  # noqa: F811
    client, address = entered(counted.officer), at("population_run", counted)
    token = next(
        e["value"] for e in page_of(client.get(address)).elements if e.get("name") == "key"
    )
    form = {"key": token, "variant": "last", "women": "20-39", "kappa": "0"}
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    runs = ProjectionRun.objects.for_system("count").filter(body=counted.platform.body)
    assert [r.inputs["women"] for r in runs.order_by("pk")] == ["15-49", "20-39"]


def test_a_file_is_looked_at_before_it_is_taken(registry):  # noqa: F811
    client, address = entered(registry.officer), reverse("population_import")
    file = io.BytesIO(VILLAGE)
    file.name = "tblT001082C46.txt"
    seen = page_of(client.post(address, {"kind": "small-area", "year": "2020", "file": file}))
    assert heading(seen) == "「tblT001082C46.txt」から3の表を取り込めます"
    assert registry.world.town.populations.for_system("count").count() == 0
    packed = next(e["value"] for e in seen.elements if e.get("name") == "packed")
    assert client.post(address, {"packed": packed}).status_code == 302
    assert registry.world.town.populations.for_system("count").count() == 3
    again = page_of(client.post(address, {"packed": packed + "x"}))
    assert words(again.one("h1")) == "人口の表を取り込む"


def test_what_is_missing_in_the_form_is_said_beside_the_field(registry):  # noqa: F811
    page = page_of(
        entered(registry.officer).post(reverse("population_import"), {"kind": "register"})
    )
    assert [text.removeprefix("エラー：") for text in of_class(page, "field__error")] == [
        "人口の表のファイルを選んでください。",
        "どこの表かを選んでください。",
        "いつの数かを、令和6年4月1日のように書いてください。",
    ]


def test_an_area_is_put_together_on_its_page(registry):  # noqa: F811
    Hamlet().store(registry.world.town, code="A")
    client, address = entered(registry.secretary), at("population_area", registry)
    wrong = page_of(client.post(address, {"parts": "A 半分"}))
    assert "1行目「A 半分」を読めません。" in of_class(wrong, "field__error")[0]
    assert client.post(address, {"parts": "A　25%"}).status_code == 302
    (table, *_) = registry.platform.body.populations.for_system("look")
    assert table.file.parts == {"A": "1/4"}


def test_the_card_is_one_sheet(counted, run):  # noqa: F811
    answer = entered(counted.secretary).get(at("population_pdf", counted))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert "架空" in pages[0].extract_text()


def test_the_neighbour_and_another_town_find_nothing(counted, run):  # noqa: F811
    names = ("population", "population_card", "population_pdf", "population_run")
    stranger = entered(counted.world.stranger)
    assert {stranger.get(at(name, counted)).status_code for name in names} == {404}


def test_an_unpublished_projection_of_the_town_is_hidden_from_its_platforms(counted):  # noqa: F811
    Hamlet().store(counted.world.town)
    run = make_run(body=counted.world.town, by=counted.officer)
    client, address = entered(counted.secretary), reverse("population", args=["462012"])
    assert heading(page_of(client.get(address))) == "鹿児島市の見通しは、まだ計算されていません"
    check_run(run=run, by=counted.mayor)
    publish_run(run=run, by=counted.mayor)
    assert heading(page_of(client.get(address))).startswith("鹿児島市の人口は")
