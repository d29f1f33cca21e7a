"""Filling in forms: nothing typed is lost, everything wrong is said where it stands."""

import re

import pytest

from comipla.cases.services.drafts import save_draft
from comipla.core.codes import BudgetStatus
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.web.acts.pages import (
    PDF,
    Sent,
    address,
    draft_of,
    filled,
    fresh,
    needs,
    press,
    seen,
)
from tests.world import TODAY


@pytest.fixture
def client(world, enter):
    return enter(world.officer)


def send(client, draft, changes, go="stay", **query):
    path = address("act_form", draft, **query)
    return press(client, path, seen(client, path), {**changes, "_go": go})


def application(world):
    facts = x.application(budget_status=BudgetStatus.INITIAL)
    return draft_of(world.earmarked(), "apply", facts, world.officer)


def test_typed_words_are_kept_as_typed_whatever_they_are(world, client):
    draft = needs(world)
    send(client, draft, {"title": "買い物支援\u3000（髙﨑・𠮷）", "requested": "たくさん"})
    assert fresh(draft).raw == {"title": "買い物支援\u3000（髙﨑・𠮷）", "requested": "たくさん"}
    page = seen(client, address("act_form", draft))
    assert page.values["requested"] == ["たくさん"]


def test_character_no_database_can_hold_is_left_out(world, client):
    draft = needs(world)
    send(client, draft, {"title": "買い\x00物"})
    assert fresh(draft).raw["title"] == "買い物"


def test_every_problem_stands_in_the_summary_and_at_its_field(world, client):
    draft = needs(world, x.need())
    changes = {"title": "", "requested": "たくさん"}
    page = Sent(send(client, draft, changes, go="check"))
    assert page.title == "エラー：要望調書 ｜ comipla"
    assert page.errors() == {
        "title": "入力してください（例 ○○校区の買い物支援の試行）。",
        "requested": "金額を半角または全角の数字で入力してください（例 500000）。",
    }
    assert page.summary() == [
        ("#title", "事業名：入力してください（例 ○○校区の買い物支援の試行）。"),
        (
            "#requested",
            "県補助の要望額：金額を半角または全角の数字で入力してください（例 500000）。",
        ),
    ]
    assert page.values["requested"] == ["たくさん"]
    assert page.page.one("input", id="requested")["aria-invalid"] == "true"


def test_full_width_amount_with_yen_is_understood(world, client):
    draft = needs(world, x.need())
    response = send(client, draft, {"requested": "５００，０００円"}, go="check")
    assert response["Location"] == address("act_check", draft)
    assert "500,000円" in answer(client, draft, "県補助の要望額")


def test_date_of_an_era_in_kanji_is_understood(world, client):
    draft = application(world)
    send(client, draft, {"start_on": "令和六年七月一日"}, part="schedule")
    assert "令和6年7月1日" in answer(client, draft, "着手予定日")


def answer(client, draft, label):
    page = seen(client, address("act_check", draft)).page
    terms = [e for e in page.elements if e.tag in ("dt", "dd")]
    at = next(i for i, e in enumerate(terms) if e.text.strip() == label)
    return terms[at + 1].text


def test_amount_above_the_cap_is_explained_with_the_remaining_room(world, enter):
    world.earmarked(617_000)
    case = world.open()
    draft = draft_of(case, "earmark", x.earmark(500_000), world.clerk)
    page = Sent(send(enter(world.clerk), draft, {}, go="check"))
    assert page.errors() == {
        "amount": "500,000円と、ほかの案件の内示・決定 617,000円を合わせると1,117,000円になり、"
        "市町村あたりの上限 1,000,000円を117,000円こえます。残りは383,000円です。"
        "383,000円以下にするか、他の案件の優先順位を見直してください。"
    }


def test_project_outside_the_year_is_shown_at_its_date(world, client):
    draft = application(world)
    send(client, draft, {"end_on": "令和7年4月10日"}, part="schedule")
    page = seen(client, address("act_form", draft, part="schedule", **{"from": "check"}))
    assert page.errors()["end_on"].startswith("完了の予定日 令和7年4月10日 は令和6年度の外です。")


def test_sums_that_differ_are_named_with_the_difference(world, client):
    draft = application(world)
    changes = {"revenue_lines-1-amount": "617,566", "_go": "next"}
    page = Sent(send(client, draft, changes, go="next", part="revenues"))
    assert page.errors()["revenue_lines"] == (
        "収入の合計 1,234,566円 と 支出の合計 1,234,567円 が 1円 ちがいます。"
        "収入の合計を 1円 増やすか、支出の合計を 1円 減らすと合います。"
    )


def test_problem_of_a_cell_leads_to_that_cell(world, client):
    draft = application(world)
    changes = {"expense_lines-0-gross": "1,234,566"}
    page = Sent(send(client, draft, changes, go="next", part="expenses"))
    assert [href for href, _ in page.summary()] == [
        "#expense_lines-0-gross",
        "#expense_lines-0-eligible",
    ]


def test_reckoned_amounts_come_from_the_server(world, client):
    page = seen(client, address("act_form", needs(world, x.need())))
    assert page.page.one("output", data_computed="grant_limit").text == "617,000円"


def test_row_is_added_by_a_button_and_keeps_everything_typed(world, client):
    draft = application(world)
    path = address("act_form", draft, part="schedule")
    page = seen(client, path)
    response = press(
        client, path, page, {"schedule-0-action": "調査", "_rows": "add:schedule"}, follow=True
    )
    after = Sent(response)
    assert fresh(draft).raw["schedule-0-action"] == "調査"
    assert after.values["schedule-1-month"] == [""]
    assert "autofocus" in after.page.one("input", id="schedule-1-month").attrs


def test_removed_row_closes_the_gap(world, client):
    draft = application(world)
    path = address("act_form", draft, part="participants")
    response = press(client, path, seen(client, path), {"_rows": "remove:participants:0"})
    assert response["Location"] == f"{path}#participants"
    assert fresh(draft).raw["participants-0-name"] == "NPO法人くらし（架空）"
    assert "participants-1-name" not in fresh(draft).raw


def test_long_form_begins_with_its_parts_and_leads_from_one_to_the_next(world, client):
    draft = application(world)
    page = seen(client, address("act_form", draft))
    names = [e.text for e in page.page.all("a") if "part=" in (e.get("href") or "")]
    assert names[:3] == ["事業の概要を入力する", "事業計画を入力する", "協働する主体を入力する"]
    response = send(client, draft, {}, go="next", part="outline")
    assert response["Location"] == address("act_form", draft, part="plan")


def test_change_from_the_answers_leads_back_to_them(world, client):
    draft = application(world)
    response = send(
        client, draft, {"title": "直した名前"}, go="next", part="outline", **{"from": "check"}
    )
    assert response["Location"] == address("act_check", draft)


def test_part_that_a_form_does_not_have_does_not_exist(world, client):
    draft = application(world)
    assert client.get(address("act_form", draft, part="nothing")).status_code == 404


def test_autosave_keeps_one_part_and_answers_with_amounts(world, client):
    draft = application(world)
    page = seen(client, address("act_form", draft, part="revenues"))
    data = {**page.values, "requested": "600,000", "_at": "requested"}
    response = client.post(address("draft_save", draft, part="revenues"), data)
    saved = response.json()
    assert re.fullmatch(r"\d+時\d\d分", saved["saved_at"])
    assert saved["computed"]["grant_limit"] == "617,000円"
    current = fresh(draft)
    assert (current.raw["requested"], current.raw["title"], current.last_field) == (
        "600,000",
        draft.raw["title"],
        "requested",
    )


def test_two_tabs_on_different_parts_do_not_disturb_each_other(world, client):
    draft = application(world)
    outline = seen(client, address("act_form", draft, part="outline"))
    send(client, draft, {"requested": "600,000"}, part="revenues")
    response = press(
        client,
        address("act_form", draft, part="outline"),
        outline,
        {"title": "新しい名前", "_go": "list"},
    )
    assert response.status_code == 302
    assert (fresh(draft).raw["title"], fresh(draft).raw["requested"]) == ("新しい名前", "600,000")


def test_second_tab_shows_both_versions_and_loses_neither(world, enter, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    mine = seen(client, path)
    send(enter(world.mayor), draft, {"title": "市長室の名前", "effect": "市長室の効果"})
    response = press(client, path, mine, {"title": "担当の名前", "_go": "stay"})
    page = Sent(response)
    assert response.status_code == 409
    assert [e.text for e in page.page.all("legend")] == ["事業名", "見込まれる効果"]
    words = page.page.all("p")
    assert any(
        "架空 muni_deciderさんが同じところを保存しました。下の2項目がちがっています。" in e.text
        for e in words
    )
    assert fresh(draft).raw["title"] == "市長室の名前"
    press(client, path, page, {"_keep-title": "mine", "_keep-effect": "theirs"})
    assert (fresh(draft).raw["title"], fresh(draft).raw["effect"]) == (
        "担当の名前",
        "市長室の効果",
    )


def test_second_click_on_save_is_no_conflict(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    for _ in range(2):
        assert press(client, path, page, {"title": "一度だけ", "_go": "stay"}).status_code == 302


def test_autosave_of_a_part_that_was_changed_elsewhere_says_by_whom(world, client, enter):
    draft = needs(world, x.need())
    page = seen(client, address("act_form", draft))
    send(enter(world.mayor), draft, {"title": "市長室の名前"})
    response = client.post(address("draft_save", draft), {**page.values, "title": "担当の名前"})
    assert (response.status_code, response.json()["say"]) == (
        409,
        "架空 muni_deciderさんの保存と重なりました。「保存する」を押すと、見比べて選べます。",
    )


def correction(world, *fields):
    case = world.applied()
    world.do(case, "ask_correction", world.clerk, x.correction_request(*fields))
    return draft_of(case, "correct", x.application(), world.officer)


def test_correction_shows_what_to_mend_at_its_field_and_locks_the_rest(world, client):
    draft = correction(world, "contents")
    page = seen(client, address("act_form", draft, part="plan"))
    assert set(page.values) & {"background", "purpose", "contents"} == {"contents"}
    assert "数量と単価の積が合いません。" in page.page.one("div", id="contents-findings").text
    locked = page.page.one("div", id="purpose")
    assert locked.text.split() == ["目的", x.application().purpose, "補正の対象ではありません"]


def test_locked_field_cannot_be_changed_by_a_forged_form(world, client):
    draft = correction(world, "contents")
    send(client, draft, {"purpose": "別の目的", "contents": "直した内容"}, part="plan")
    raw = fresh(draft).raw
    assert (raw["purpose"], raw["contents"]) == (x.application().purpose, "直した内容")


def test_correction_opens_the_sums_that_must_follow(world, client):
    draft = correction(world, "expense_lines")
    page = seen(client, address("act_form", draft, part="revenues"))
    assert {"requested", "revenue_lines-0-amount"} <= page.values.keys()


def test_sent_form_leads_to_its_receipt_and_says_so(world, client):
    draft = needs(world, x.need())
    check = seen(client, address("act_check", draft))
    press(client, address("act_submit", draft), check, {})
    response = client.get(address("act_form", draft), follow=True)
    assert response.redirect_chain == [(address("receipt", draft), 302)]
    assert Sent(response).flashes() == [
        "この書類は送信済みです。送った内容は下の控えで確かめられます。"
    ]


def test_form_of_a_closed_act_says_why_and_keeps_the_words(world, client):
    case = world.granted()
    draft = draft_of(case, "claim_advance", x.advance_claim(100_000), world.officer)
    world.do(case, "claim_advance", world.officer, x.advance_claim(50_000))
    page = seen(client, address("act_form", draft))
    (banner,) = [e for e in page.page.all("section") if "banner" in e.classes]
    assert "支払を待っている請求 50,000円があります。" in banner.text
    assert page.values["amount"] == ["100,000"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(world, client, rows, django_assert_num_queries):
    facts = x.application(expense_lines=(x.expense(1_234_567),) * rows)
    draft = filled(application(world), facts, world.officer)
    client.get(address("act_form", draft, part="expenses"))
    with django_assert_num_queries(10):
        client.get(address("act_form", draft, part="expenses"))


def test_form_taken_up_in_another_place_is_shown_from_where_it_was_left(world, client):
    draft = needs(world, x.need())
    draft = save_draft(
        draft=draft, raw=draft.raw, version=draft.version, by=world.officer, field="effect"
    )
    with standing_on(TODAY):
        page = seen(client, address("act_form", draft, resume="1"))
    assert "autofocus" in page.page.one("textarea", id="effect").attrs


def test_file_comes_with_the_form_without_script(world, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    draft = needs(world, x.need())
    file = SimpleUploadedFile("見積書.pdf", PDF)
    send(client, draft, {"_file-attachments": file})
    page = seen(client, address("act_form", draft))
    assert "見積書.pdf" in page.page.one("div", id="attachments-slot").text
