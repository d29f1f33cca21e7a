"""The catalogue in a real browser: accessible, in its width, silent towards other hosts."""

from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from tests.people.conftest import amagi, member_of, officer, prefecture  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def visit(browser, live_server, client, officer):  # noqa: F811 - the fixture
    """Open a page as the officer: ``visit(width, script=True)`` gives page and what it asked."""
    client.force_login(officer.person)
    contexts = []

    def go(width, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, bypass_csp=False, locale="ja-JP", **options
        )
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + reverse("components"))
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_catalogue_is_accessible_and_keeps_its_width(visit, width):
    page = visit(width)
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
        "v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))",
        RULES,
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_catalogue_asks_nobody_else_and_breaks_no_policy(visit, live_server):
    page = visit(1280)
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(live_server.url).netloc}
    assert page.complaints == []


def test_sums_follow_what_is_typed(visit):
    page = visit(768)
    page.fill("#cost", "１，５００，０００円")
    assert page.text_content("output[data-sum-of=sample_total]") == "1,300,000"
    page.fill("#cost", "百万")
    assert page.text_content("output[data-sum-of=sample_total]") == "—"


def test_an_act_that_happens_once_is_sent_once(visit):
    page = visit(768)
    sent = page.evaluate(
        """() => {
          const form = document.createElement("form");
          form.innerHTML = '<button data-once>提出する</button>';
          document.body.append(form);
          let sent = 0;
          window.addEventListener("submit", (event) => {
            if (!event.defaultPrevented) sent += 1;
            event.preventDefault();
          });
          form.querySelector("button").click();
          form.querySelector("button").click();
          return sent;
        }"""
    )
    assert sent == 1


def test_rows_stand_closer_and_stay_so(visit):
    page = visit(1280)
    page.click("[data-density=cases]")
    page.reload()
    assert "table--dense" in page.get_attribute("#cases", "class")
    assert "行間を広くする" in page.text_content("[data-density=cases]")


def test_the_way_through_the_site_opens_without_script_on_a_phone(visit):
    page = visit(360, java_script_enabled=False)
    page.click("summary:has-text('メニュー')")
    assert page.is_visible("details.head__phone button:has-text('ログアウトする')")


def test_keys_are_listed_and_can_be_switched_off(visit):
    page = visit(1280)
    page.keyboard.press("?")
    assert "次の行・前の行" in page.text_content("dialog")
    page.click("dialog button:has-text('止める')")
    assert page.query_selector("dialog") is None
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr')") is None


@pytest.mark.parametrize("width", [360, 1280])
def test_what_can_be_pressed_is_large_enough(visit, width):
    page = visit(width)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, input, select, summary)")]
          .filter((e) => !e.closest("td, th, p, pre, svg, .visually-hidden"))
          .filter((e) => {
            const box = (e.closest("label") ?? e).getBoundingClientRect();
            return box.width > 0 && box.height < 43.5;
          })
          .map((e) => e.outerHTML.slice(0, 100))"""
    )
    assert small == []
