"""The macros: what they draw, what they tie together, what they escape."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.urls import reverse
from jinja2 import nodes

import comipla.web
from comipla.web.views.catalogue_data import sample_shell
from tests.people.conftest import amagi, member_of, officer, prefecture  # noqa: F401 - fixtures
from tests.web.markup import Page

TEMPLATES = Path(comipla.web.__file__).parent / "jinja2"
INSIDE_OUT = '"><script>x</script>'


def draw(call, **context):
    """Render one call with every family imported under its usual name."""
    imports = "".join(
        f'{{% import "components/{name}.html" as {name} %}}'
        for name in ("buttons", "fields", "lists", "messages", "navigation", "story", "tables", "tags")
    )  # fmt: skip
    return Page(engines["jinja2"].env.from_string(imports + call).render(context))


def texts(elements):
    return [" ".join(element.text.split()) for element in elements]


# --- Fields


def test_an_error_is_tied_to_its_field_and_what_was_typed_stays():
    page = draw(
        "{{ fields.text('title', '事業名', value=v, help='短く', example='見守り', error='書いてください') }}",
        v="<あ>",
    )
    control = page.one("input")
    assert control["aria-describedby"] == "title-help title-example title-error"
    assert control["aria-invalid"] == "true"
    assert control["value"] == "<あ>"
    assert page.one("p", id="title-error").text == "エラー：書いてください"
    assert page.one("label")["for"] == control["id"] == "title"


def test_a_field_without_trouble_names_none():
    control = draw("{{ fields.text('title', '事業名') }}").one("input")
    assert control.get("aria-describedby") is None
    assert control.get("aria-invalid") is None


@pytest.mark.parametrize(
    ("arguments", "word"),
    [("required=true", "必須"), ("required=false", "任意"), ("readonly=true", "")],
)
def test_every_field_says_whether_it_must_be_filled(arguments, word):
    page = draw(f"{{{{ fields.text('a', '名', {arguments}) }}}}")
    assert texts([page.one("label")]) == [f"名 {word}".strip()]
    assert (page.one("input").get("aria-required") == "true") == (word == "必須")


@pytest.mark.parametrize(
    "call",
    [
        "fields.text(x, x, value=x, help=x, example=x, error=x)",
        "fields.textarea(x, x, value=x, error=x)",
        "fields.amount(x, x, value=x, sum=x)",
        "fields.select(x, x, [(x, x)], value=x)",
        "fields.radios(x, x, [(x, x, x)], value=x)",
        "fields.file(x, x, files=[{'id': x, 'name': x, 'size': x, 'href': '/'}])",
        "fields.rows(x, x, [{'key': 'k', 'label': x}], [{'k': x}], errors={(0, 'k'): x})",
        "fields.error_summary([(x, x)])",
        "buttons.button(x, name=x, value=x, reason=x, attrs={'data-x': x})",
        "tags.tag(x)",
        "lists.facts([(x, x, x)])",
        "lists.check_answers([{'title': x, 'answers': [{'label': x, 'value': x, 'href': x}]}])",
        "lists.kept_files([{'name': x, 'href': '/', 'size': x, 'sha256': x}])",
        "messages.empty(x, x)",
        "messages.banner(x)",
        "messages.receipt(x, x)",
        "navigation.tabs([{'label': x, 'href': x}], x)",
        "navigation.chips([{'label': x, 'href': x, 'count': 1}], x)",
        "story.timeline([{'title': x, 'by': x, 'note': x, 'papers': [(x, x)]}])",
        "story.ladder([(x, 1)], x)",
        "story.progress(x, 1, 2, x)",
    ],
)
def test_what_people_type_never_becomes_markup(call):
    assert draw(f"{{{{ {call} }}}}", x=INSIDE_OUT).all("script") == []


def test_an_amount_has_its_unit_and_its_sum():
    page = draw("{{ fields.amount('cost', '総事業費', value='５００円', sum='all') }}")
    control = page.one("input")
    assert (control["inputmode"], control["data-sum"]) == ("numeric", "all")
    assert control["value"] == "５００円"
    assert "cost-unit" in control["aria-describedby"].split()
    assert page.one("span", id="cost-unit").text == "円"


def test_a_sum_shows_what_the_server_reckoned():
    page = draw("{{ fields.sum_line('all', '計', 800000) }}")
    assert page.one("output", data_sum_of="all").text == "800,000"


def test_what_was_chosen_stays_chosen_as_number_or_word():
    page = draw("{{ fields.select('s', '段階', [(1, '一'), (2, '二')], value='2') }}")
    assert [o.get("value") for o in page.all("option") if "selected" in o.attrs] == ["2"]
    page = draw("{{ fields.radios('r', '区分', [('a', '甲'), ('b', '乙')], value='b') }}")
    assert [i["value"] for i in page.all("input") if "checked" in i.attrs] == ["b"]
    page = draw("{{ fields.checkboxes('c', '分野', [('a', '甲'), ('b', '乙')], values=['a']) }}")
    assert [i["value"] for i in page.all("input") if "checked" in i.attrs] == ["a"]


def test_a_closed_choice_stays_in_sight_with_its_reason():
    page = draw("{{ fields.radios('r', '区分', [('a', '甲', '計画のあとで', true)]) }}")
    assert "disabled" in page.one("input").attrs
    assert "計画のあとで" in page.one("label").text


def test_a_group_is_described_by_its_error():
    page = draw("{{ fields.radios('r', '区分', [('a', '甲')], error='選んでください') }}")
    assert page.one("fieldset")["aria-describedby"] == "r-error"
    assert page.one("p", id="r-error").text.endswith("選んでください")


ROWS = """{{ fields.rows('costs', '経費', [{'key': 'item', 'label': '費目'},
  {'key': 'amount', 'label': '金額', 'kind': 'amount', 'sum': 'all'}],
  [{'item': '旅費', 'amount': 'abc'}, {}], errors={(0, 'amount'): '数字で'},
  totals=[{'sum': 'all', 'label': '合計', 'value': 0}]) }}"""


def test_rows_are_named_by_number_and_key():
    page = draw(ROWS)
    assert [control["name"] for control in page.all("input")] == [
        "costs-0-item", "costs-0-amount", "costs-1-item", "costs-1-amount",
    ]  # fmt: skip
    assert page.one("input", id="costs-0-amount")["aria-describedby"] == "costs-0-amount-error"


def test_rows_grow_and_shrink_by_submitting():
    buttons = {b["value"]: (b["name"], b["type"]) for b in draw(ROWS).all("button")}
    assert buttons == dict.fromkeys(
        ("remove:costs:0", "remove:costs:1", "add:costs"), ("rows", "submit")
    )


def test_a_total_stands_under_its_column():
    page = draw(ROWS)
    assert page.one("th", scope="row")["colspan"] == "1"
    assert page.one("output").text == "0"


def test_no_rows_say_how_to_begin():
    page = draw("{{ fields.rows('costs', '経費', [{'key': 'a', 'label': '額'}], []) }}")
    assert "「行を追加する」で書き始めます" in page.one("tbody").text


def test_a_kept_file_can_be_taken_off():
    page = draw(
        "{{ fields.file('f', '見積書', camera=true, files=[{'id': 7, 'name': '髙.pdf', 'size': '1 KB', 'href': '/x'}]) }}"
    )
    assert page.one("input", type="checkbox", name="remove-f")["value"] == "7"
    assert [i["name"] for i in page.all("input", type="file")] == ["f", "f"]


def test_the_error_summary_leads_to_each_field_and_takes_the_focus():
    page = draw(
        "{{ fields.error_summary([('cost', '金額を書く'), (none, '期限を過ぎています')]) }}"
    )
    assert [(a["href"], a.text) for a in page.all("a")] == [("#cost", "金額を書く")]
    box = page.one("div")
    assert box["role"] == "alert"
    assert "autofocus" in box.attrs
    assert "2か所" in page.one("h2").text


def test_no_errors_leave_no_summary():
    assert draw("{{ fields.error_summary([]) }}").elements == []


# --- Buttons and tags


def test_a_closed_button_stays_in_sight_and_says_why():
    page = draw("{{ buttons.button('起案する', reason='残り枠がありません。') }}")
    assert "disabled" in page.one("button").attrs
    assert "残り枠がありません。" in page.one("span").text


def test_a_closed_link_leads_nowhere():
    anchor = draw("{{ buttons.link_button('開く', '/x', reason='内示のあとで') }}").one("a")
    assert anchor.get("href") is None
    assert anchor["aria-disabled"] == "true"


@pytest.mark.parametrize("tone", ["neutral", "action", "progress", "success", "error", "done"])
def test_a_state_is_a_word_with_a_picture(tone):
    page = draw(f"{{{{ tags.tag('審査中', '{tone}') }}}}")
    assert page.one("span").text.strip() == "審査中"
    assert len(page.all("svg")) == 1


# --- Tables and ways

SORTABLE = """{% call tables.table('案件', [{'key': 'due', 'label': '期限', 'sortable': true},
  {'key': 'amount', 'label': '額', 'numeric': true, 'sortable': true}], params=p, sort=s) %}
  <tbody></tbody>{% endcall %}"""


@pytest.mark.parametrize(
    ("sort", "state", "next_sort"),
    [("", None, "due"), ("due", "ascending", "-due"), ("-due", "descending", "due")],
)
def test_a_heading_sorts_and_turns_round(sort, state, next_sort):
    page = draw(SORTABLE, p=QueryDict("q=a&page=3"), s=sort)
    heading, _ = page.all("th")
    assert heading.get("aria-sort") == state
    assert page.all("a")[0]["href"] == f"?q=a&sort={next_sort}"


def test_a_table_has_its_caption_and_can_be_reached_by_keys():
    page = draw(SORTABLE, p=QueryDict(""), s="")
    box = page.one("div")
    assert box["tabindex"] == "0"
    assert page.one("caption")["id"] == box["aria-labelledby"]
    assert page.all("th")[1].classes == {"number"}


def test_choosing_columns_keeps_the_filters_of_the_list():
    page = draw(
        "{{ tables.tools(p, columns=[{'key': 'due', 'label': '期限'}], shown=['due']) }}",
        p=QueryDict("state=a&state=b&columns=x&page=2"),
    )
    kept = [(i["name"], i["value"]) for i in page.all("input", type="hidden")]
    assert kept == [("state", "a"), ("state", "b")]
    assert "checked" in page.one("input", type="checkbox").attrs


def test_pages_are_links_that_keep_the_list():
    page = Paginator(range(100), 10).page(5)
    drawn = draw("{{ navigation.pagination(page, p) }}", page=page, p=QueryDict("q=a"))
    hrefs = [a["href"] for a in drawn.all("a")]
    assert hrefs[0] == "?q=a&page=4"
    assert hrefs[-1] == "?q=a&page=6"
    assert drawn.one("span", aria_current="page").text == "ページ5"


def test_a_single_page_needs_no_way():
    page = Paginator(range(3), 10).page(1)
    assert draw("{{ navigation.pagination(page, p) }}", page=page, p=QueryDict("")).elements == []


def test_a_filter_says_how_many_and_which_is_on():
    page = draw(
        "{{ navigation.chips([{'label': '審査中', 'href': '#', 'count': 1200, 'current': true}], '状態') }}"
    )
    assert page.one("a", aria_current="true").text == "審査中 1,200件"


# --- Lists and stories


def test_an_open_answer_is_said_to_be_open():
    page = draw(
        "{{ lists.check_answers([{'title': '事業', 'answers': [{'label': '収入', 'value': none, 'href': '/f#r'}]}]) }}"
    )
    assert texts(page.all("dd"))[0] == "未入力"
    assert (page.one("a")["href"], page.one("a").text) == ("/f#r", "変更：収入")


def test_zero_is_an_answer():
    assert texts(draw("{{ lists.facts([('収入', 0)]) }}").all("dd")) == ["0"]


def test_a_task_that_cannot_start_is_no_link_and_says_why():
    page = draw(
        "{{ lists.task_list([{'title': 'a', 'tasks': [{'name': '提出する', 'href': none, 'status': 'まだ', 'hint': '先に書く'}]}], 0, 1) }}"
    )
    assert page.all("a") == []
    assert "先に書く" in page.one("li").text


def test_the_desk_shows_the_verb_the_wait_and_one_button():
    item = {"title": "審査する", "href": "/c", "facts": ["見本町"], "due": date(2024, 7, 4), "button": "開く"}  # fmt: skip
    page = draw("{{ lists.todo_list([item], today=today) }}", item=item, today=date(2024, 7, 7))
    assert page.one("a").text == "開く：審査する"
    assert page.one("span", class_="due due--late").text == "令和6年7月4日（木） 3日超過"


def test_history_shows_what_was_taken_back_and_what_is_to_come():
    page = draw(
        "{{ story.timeline([{'title': '申請', 'kind': 'cancelled'}, {'title': '決定', 'kind': 'ahead'}]) }}"
    )
    assert texts(page.all("p", class_="timeline__title")) == [
        "申請 （取り消されました）",
        "決定 （これから）",
    ]


def test_the_ladder_shows_open_steps_as_dashes_and_sets_off_the_rest():
    page = draw("{{ story.ladder([('申請', 500000), ('決定', none), ('残', 0)]) }}")
    assert texts(page.all("span", class_="ladder__value")) == ["500,000円", "—", "0円"]
    assert "ladder__step--rest" in page.all("li")[-1].classes


# --- The frame and the catalogue


@pytest.fixture
def catalogue(client, officer):  # noqa: F811 - the fixture
    client.force_login(officer.person)
    return Page(client.get(reverse("components")).content.decode())


def frame(rf, **context):
    child = '{% extends "base.html" %}{% block title %}案件{% endblock %}'
    template = engines["jinja2"].from_string(child)
    return Page(template.render({"shell": sample_shell(), **context}, rf.get("/cases/?q=1")))


def test_the_frame_begins_with_the_way_to_the_content(rf):
    page = frame(rf)
    assert page.all("a")[0]["href"] == "#main"
    assert page.one("main")["id"] == "main"
    assert page.one("html")["lang"] == "ja"
    assert page.one("title").text == "案件 ｜ comipla"


def test_a_page_with_errors_says_so_in_its_title(rf):
    assert frame(rf, errors=[("a", "b")]).one("title").text == "エラー：案件 ｜ comipla"


def test_the_frame_marks_where_one_is_wide_and_on_a_phone(rf):
    here = [a for a in frame(rf).all("a", aria_current="page") if a.text == "案件"]
    assert len(here) == 2


def test_bodies_are_switched_by_one_press_that_comes_back(rf):
    page = frame(rf)
    assert {b["value"] for b in page.all("button", name="body")} == {"46", "000000"}
    assert {i["value"] for i in page.all("input", name="next")} == {"/cases/?q=1"}


def test_the_foot_tells_who_sees_the_page_and_whom_to_call(rf):
    foot = frame(rf, audience="県と見本町").one("footer").text
    for words in ("誰に見えるか", "県と見本町", "電話", "099-000-0000"):
        assert words in foot


@pytest.mark.django_db
def test_the_catalogue_shows_every_macro(catalogue):
    shown = " ".join(element.text for element in catalogue.all("code"))
    families = [
        path
        for path in sorted((TEMPLATES / "components").glob("*.html"))
        if path.stem not in {"shell", "head", "flashes"}
    ]
    calls = [
        f"{path.stem}.{macro.name}("
        for path in families
        for macro in engines["jinja2"].env.parse(path.read_text("utf-8")).find_all(nodes.Macro)
        if not macro.name.startswith("_")
    ]
    assert [call for call in calls if call not in shown] == []


@pytest.mark.django_db
def test_no_page_part_carries_code_or_style_of_its_own(catalogue):
    assert catalogue.all("style") == []
    assert [s for s in catalogue.all("script") if not s.get("src")] == []
    inline = [name for e in catalogue.elements for name in e.attrs if re.match(r"on|style$", name)]
    assert inline == []


@pytest.mark.django_db
def test_names_and_ties_of_the_catalogue_hold(catalogue):
    ids = [element["id"] for element in catalogue.elements if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    tied = {
        target
        for element in catalogue.elements
        for name in ("for", "aria-describedby", "aria-labelledby")
        for target in (element.get(name) or "").split()
    }
    assert tied - set(ids) == set()
