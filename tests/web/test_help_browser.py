"""The manual and the door of the demo in a real browser: accessible, in their width, without script."""

from importlib.resources import files

import pytest

from tests.people.conftest import member_of, prefecture  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("/help/", "/help/form/", "/help/words/", "/auth/sign-in/")


@pytest.fixture
def door(settings, prefecture, member_of):  # noqa: F811 - the fixtures
    """The demo's page of entry with one card and one other person."""
    settings.DEMO = True
    member_of(prefecture, "pref_accounts", "accounts@ken.example.jp", is_fictional=True)
    town = prefecture.children.get(code="465313")
    return member_of(town, "muni_officer", is_fictional=True).person


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_pages_open_to_everybody_are_accessible_and_keep_their_width(
    width, browser, live_server, door
):
    with browser.new_context(viewport={"width": width, "height": 900}, locale="ja-JP") as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(live_server.url + path)
            page.evaluate(AXE)
            found = page.evaluate(
                "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
                "v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))",
                RULES,
            )
            assert (path, found) == (path, [])
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)


def test_somebody_from_the_list_enters_without_script(browser, live_server, door):
    with browser.new_context(java_script_enabled=False, locale="ja-JP") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/auth/sign-in/?next=/account/")
        page.select_option("#other-person", door.email)
        page.click("text=この人として入る")
        assert page.url == f"{live_server.url}/account/"
        assert page.inner_text("h1") == "自分の設定"
