"""What script adds to the forms of acts: sums, questions that unfold, saving while one types."""

from typing import Any

import pytest

from tests import examples as x
from tests.e2e.visitor import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def town(site: Any, browser: Any) -> Any:
    """The world, open in a browser."""
    return site(browser)


@pytest.fixture
def form(town: Any) -> str:
    """The address of an application in the making, filled in."""
    from comipla.cases.services.drafts import form_of, open_draft, save_draft
    from comipla.core.facts import values_from
    from comipla.programme.clock import standing_on
    from tests.world import TODAY

    by = town.world.officer
    with standing_on(TODAY):
        draft = open_draft(case=town.world.earmarked(), kind="apply", by=by)
        raw = form_of(draft).write(values_from(x.application()))
        save_draft(draft=draft, raw=raw, version=draft.version, by=by)
    return f"/drafts/{draft.key}/"


@pytest.fixture
def writer(town: Any) -> Visitor:
    """An official of the town."""
    visitor: Visitor = town.visitor("officer", DESK)
    return visitor


def saved(visitor: Visitor) -> str:
    note = visitor.page.locator("[data-autosave-note]")
    note.get_by_text("に保存しました").wait_for()
    return note.inner_text()


def test_sums_follow_what_is_typed(writer: Visitor, form: str) -> None:
    writer.goto(f"{form}?part=expenses")
    writer.page.fill("#expense_lines-0-eligible", "１，０００，０００円")
    sums = [o.inner_text() for o in writer.page.locator("output[data-sum-of]").all()]
    assert sums == ["234,567", "1,234,567", "1,000,000"]


def test_question_that_depends_on_an_answer_unfolds_with_it(writer: Visitor, form: str) -> None:
    writer.goto(f"{form}?part=confirmation")
    names = writer.page.locator("#other_subsidy_names")
    assert not names.is_visible()
    writer.page.get_by_label("はい").check()
    assert names.is_visible()
    writer.look()


def test_page_saves_itself_and_its_reckoned_amounts_follow(writer: Visitor, form: str) -> None:
    writer.goto(f"{form}?part=revenues")
    writer.page.fill("#requested", "600,000")
    writer.page.keyboard.press("Tab")
    assert saved(writer).endswith("に保存しました")
    writer.page.reload()
    assert writer.page.input_value("#requested") == "600,000"
    assert writer.complaints == []


def test_session_that_ends_while_one_types_loses_nothing(writer: Visitor, form: str) -> None:
    writer.page.set_viewport_size(PHONE)
    writer.goto(f"{form}?part=plan")
    writer.lose_session()
    writer.page.fill("#purpose", "途中で切れた目的")
    with writer.page.expect_navigation():
        writer.page.keyboard.press("Tab")
    assert "入力した内容は残してあります" in writer.page.inner_text("main")
    writer.sign_in()
    assert writer.page.url.endswith(f"{form}?part=plan")
    assert writer.page.input_value("#purpose") == "途中で切れた目的"
    writer.look()


def test_second_tab_is_shown_both_versions(writer: Visitor, form: str) -> None:
    path = f"{form}?part=plan"
    writer.goto(path)
    other = writer.context.new_page()
    other.goto(path)
    other.fill("#purpose", "別の画面の目的")
    other.keyboard.press("Tab")
    other.locator("[data-autosave-note]").get_by_text("に保存しました").wait_for()
    writer.page.fill("#purpose", "この画面の目的")
    writer.page.keyboard.press("Tab")
    writer.page.get_by_text("見比べて選べます").wait_for()
    writer.press("保存する")
    writer.look()
    writer.press("選んだ内容で保存する")
    assert writer.page.input_value("#purpose") == "この画面の目的"
