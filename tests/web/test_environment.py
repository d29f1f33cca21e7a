"""The environment in which pages are rendered, and the files it points to."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.template import engines
from jinja2 import UndefinedError
from markupsafe import Markup

from comipla.web.environment import icon, querystring, url
from comipla.web.icons import ICON_NAMES
from tests.web.contrast import contrast

STATIC = Path(finders.find("comipla/icons.svg")).parent
SHEETS = sorted((STATIC / "css").glob("*.css"))


def draw(source, **context):
    return engines["jinja2"].env.from_string(source).render(context)


def test_what_was_typed_is_escaped():
    assert draw("{{ x }}", x="<script>") == "&lt;script&gt;"


def test_a_name_the_page_forgot_raises():
    with pytest.raises(UndefinedError):
        draw("{{ forgotten }}")


def test_words_in_messages_are_escaped():
    assert draw("{{ _('%(x)sです', x=x) }}", x="<b>") == "&lt;b&gt;です"


def test_pages_are_addressed_by_name():
    assert url("components") == "/staff/components/"
    assert url("verify_paper", code="x") == "/verify/x/"


def test_a_query_keeps_all_but_what_changes():
    params = QueryDict("state=a&state=b&q=東&page=3")
    assert querystring(params, page=None, sort="-due") == "?state=a&state=b&q=%E6%9D%B1&sort=-due"
    assert querystring(params, state=["c"], q=None, page=None) == "?state=c"
    assert querystring(QueryDict(""), page=None) == "?"
    assert params.urlencode().endswith("page=3")


def test_an_icon_is_hidden_unless_it_speaks():
    assert 'aria-hidden="true"' in icon("clock")
    assert 'role="img" aria-label="&lt;期限&gt;"' in icon("clock", "<期限>")
    assert isinstance(icon("clock"), Markup)


def test_an_icon_that_was_never_drawn_is_refused():
    with pytest.raises(KeyError):
        icon("unicorn")


def test_the_sprite_holds_exactly_the_named_icons():
    sprite = ET.parse(STATIC / "icons.svg").getroot()
    assert {symbol.get("id") for symbol in sprite} == ICON_NAMES


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_load_nothing(sheet):
    assert not re.search(r"@import|url\(|https?:", sheet.read_text(encoding="utf-8"))


def test_style_sheets_stay_small():
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 70_000


def colours():
    ground = (STATIC / "css" / "base.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", ground))


TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("page", "band")),
    *((ink, "page") for ink in ("accent", "visited", "success", "action", "error")),
    *((f"menu-{number}", "page") for number in range(1, 5)),
    ("accent", "accent-tint"),
    ("accent-hover", "accent-tint"),
    ("accent", "band"),
    ("error", "error-tint"),
    ("success-ink", "success-tint"),
    ("action-ink", "action-tint"),
    ("error-ink", "error-tint"),
    ("ink", "action-tint"),
    ("ink", "focus-ring"),
]


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground):
    known = colours()
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize(
    ("edge", "ground"), [("edge", "page"), ("edge", "band"), ("focus", "focus-ring")]
)
def test_edges_of_controls_can_be_seen(edge, ground):
    known = colours()
    assert contrast(known[edge], known[ground]) >= 3
