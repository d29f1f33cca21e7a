"""The page of a case in a real browser: accessible and in its width, with everything unfolded."""

import uuid
from importlib.resources import files

import pytest
from django.conf import settings as site

from comipla.cases.models import Case, Remark
from comipla.cases.services.remarks import write_remark
from tests import examples as x
from tests.web.entering import entered
from tests.world import TODAY, World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_WIDTH = [("content", width) for width in (320, 768, 1280)]
EVERY_TAB = [(tab, 360) for tab in ("basis", "papers", "messages", "notes", "history")]


def _case(world: World) -> Case:
    """A corrected application whose decision waits, with words of both kinds and a neighbour."""
    case = world.applied()
    world.do(case, "ask_correction", world.clerk, x.correction_request("expense_lines"))
    lines = (x.expense(1_000_000), x.expense(234_567, item="備品"))
    world.do(case, "correct", world.officer, x.application(expense_lines=lines))
    world.do(case, "review", world.clerk, x.review())
    world.do(case, "draft", world.clerk, x.decision(), of="decide_grant")
    world.open(title="隣の事業（架空）", requested=100_000)
    for audience in Remark.Audience:
        write_remark(case=case, audience=audience, text="文", by=world.clerk, key=uuid.uuid4())
    return case


@pytest.fixture
def visit(browser, live_server, settings):
    """Open a tab of the case in some width, as the one who decides it."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY
    world = build()
    case = _case(world)
    cookie = entered(world.chief).cookies[site.SESSION_COOKIE_NAME]
    context = browser.new_context(locale="ja-JP")
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()

    def go(tab, width):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/cases/{case.number}/?tab={tab}")
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        return page

    yield go
    context.close()


def test_every_tab_is_accessible_and_keeps_its_width(visit):
    found, too_wide = {}, []
    for tab, width in EVERY_WIDTH + EVERY_TAB:
        page = visit(tab, width)
        page.evaluate(AXE)
        violations = page.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
            "v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))",
            RULES,
        )
        if violations:
            found[tab, width] = violations
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append((tab, width))
    assert (found, too_wide) == ({}, [])


def test_a_mark_on_the_line_unfolds_the_story_without_script(visit, browser):
    page = visit("content", 1280)
    bare = browser.new_context(java_script_enabled=False)
    bare.add_cookies(page.context.cookies())
    plain = bare.new_page()
    plain.goto(page.url)
    plain.get_by_role("link", name="補正の依頼 5/1").click()
    assert plain.locator("#act-5 .timeline__title").is_visible()
    bare.close()
