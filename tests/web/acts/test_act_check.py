"""The page of answers and the sending: once, as it was seen, and with everything that follows."""

import re

import pytest
from django.urls import reverse

from comipla.cases.models import Act, Case
from comipla.core.codes import BudgetStatus
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
    put,
    seen,
)


@pytest.fixture
def client(world, enter):
    return enter(world.officer)


def send(client, draft, **more):
    check = seen(client, address("act_check", draft))
    return press(client, address("act_submit", draft), check, more)


def texts(page, tag):
    return [" ".join(e.text.split()) for e in page.page.all(tag)]


def test_answers_are_shown_with_the_way_back_and_the_label_of_the_act(world, client):
    page = seen(client, address("act_check", needs(world, x.need())))
    hrefs = {e["href"] for e in page.page.all("a") if "from=check" in (e.get("href") or "")}
    assert any(href.endswith("#requested") for href in hrefs)
    assert "要望調書を提出する" in texts(page, "button")
    assert "案件の状態が「要望」になります。" in texts(page, "li")


def test_incomplete_form_names_every_problem_and_has_no_button_to_send(world, client):
    draft = needs(world, x.need(title=""))
    page = seen(client, address("act_check", draft))
    assert page.title == "エラー：内容の確認：要望調書 ｜ comipla"
    assert page.summary() == [
        (
            address("act_form", draft, **{"from": "check"}) + "#title",
            "事業名：入力してください（例 ○○校区の買い物支援の試行）。",
        )
    ]
    assert "要望調書を提出する" not in texts(page, "button")


def test_effect_on_the_cap_is_shown_before_and_after(world, enter):
    draft = draft_of(world.open(), "earmark", x.earmark(500_000), world.clerk)
    page = seen(enter(world.clerk), address("act_check", draft))
    assert [t for t in texts(page, "p") if "残りは" in t] == [
        "市町村の上限 1,000,000円 残りは 1,000,000円 から 500,000円 になります。",
        "県の予算枠 30,000,000円 残りは 30,000,000円 から 29,500,000円 になります。",
    ]


def test_municipality_is_shown_its_own_cap_only(world, client):
    facts = x.application(budget_status=BudgetStatus.INITIAL)
    draft = draft_of(world.earmarked(), "apply", facts, world.officer)
    page = seen(client, address("act_check", draft))
    assert [t for t in texts(page, "p") if "残りは" in t] == [
        "市町村の上限 1,000,000円 残りは 383,000円 のまま変わりません。"
    ]


def test_second_click_leads_to_the_same_receipt(world, client):
    draft = needs(world, x.need())
    check = seen(client, address("act_check", draft))
    first, second = (press(client, address("act_submit", draft), check, {}) for _ in range(2))
    assert first["Location"] == second["Location"] == address("receipt", draft)
    assert Case.objects.for_system("test").count() == 1


def test_what_a_colleague_changed_meanwhile_is_not_sent_unseen(world, client):
    draft = needs(world, x.need())
    check = seen(client, address("act_check", draft))
    filled(fresh(draft), x.need(title="別の名前"), world.mayor)
    response = press(client, address("act_submit", draft), check, {}, follow=True)
    assert Sent(response).flashes() == [
        "確認の画面を開いたあとに、架空 muni_deciderさんが内容を変えました。もう一度確かめてください。"
    ]
    assert Act.objects.count() == 0


def test_file_put_in_meanwhile_is_not_sent_unseen(world, client):
    draft = needs(world, x.need())
    check = seen(client, address("act_check", draft))
    put(draft, world.mayor)
    assert press(client, address("act_submit", draft), check, {})["Location"] == address(
        "act_check", draft
    )
    assert Act.objects.count() == 0


def test_last_room_taken_meanwhile_is_told_on_the_answers(world, enter, monkeypatch):
    first, second = world.open(), world.open()
    clerk = enter(world.clerk)
    draft = draft_of(second, "earmark", x.earmark(500_000), world.clerk)
    check = seen(clerk, address("act_check", draft))
    world.decide(first, "earmark", x.earmark(617_000))
    page = Sent(press(clerk, address("act_submit", draft), check, {}))
    (line,) = page.summary()
    assert line[1].startswith(
        "内示額：500,000円と、ほかの案件の内示・決定 617,000円を合わせると1,117,000円になり、"
    )
    assert fresh(draft).act is None


def test_grave_act_is_interrupted_once_more(world, client):
    case = world.open()
    draft = draft_of(case, "withdraw", x.withdrawal(), world.officer)
    page = Sent(send(client, draft))
    assert page.page.all("h1")[0].text == "取り下げる前に、もう一度確かめてください"
    assert "この案件の手続はここで終わり、続きはできなくなります。" in texts(page, "li")
    assert Act.objects.filter(case=case).count() == 1
    response = press(client, address("act_submit", draft), page, {})
    assert response["Location"] == address("receipt", draft)
    assert Case.objects.for_system("test").get(pk=case.pk).state == "withdrawn"


def test_receiving_money_takes_a_fresh_proof_and_drafting_does_not(world, enter):
    repaid = repaying(world)
    receipt = draft_of(repaid, "record_repayment", x.repayment(31_000, x.DAY), world.treasury)
    response = send(enter(world.treasury), receipt)
    assert response["Location"].startswith(reverse("step_up"))
    assert fresh(receipt).act is None
    earmark = draft_of(world.open(), "earmark", x.earmark(100_000), world.clerk)
    assert send(enter(world.clerk), earmark)["Location"] == address("receipt", earmark)


def repaying(world):
    """A case whose advance was 31,000 yen more than the determined amount."""
    from datetime import date

    case = world.granted(617_000)
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", x.payment(431_000))
    world.do(case, "report", world.officer, x.report(800_000, 400_000))
    world.do(case, "inspect", world.clerk, x.inspection(800_000))
    world.decide(case, "determine", x.determination(400_000, 800_000))
    world.decide(case, "order_repayment", x.repayment_order(31_000, date(2024, 5, 20)))
    return case


def test_paper_can_be_read_before_it_is_sent(world, client):
    response = client.get(address("act_paper", needs(world, x.need())))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_pointed_field_that_was_not_mended_is_mentioned(world, client):
    case = world.applied()
    world.do(case, "ask_correction", world.clerk, x.correction_request("contents"))
    draft = draft_of(case, "correct", x.application(), world.officer)
    put(draft, world.officer, slot="budget_extract")
    page = seen(client, address("act_check", draft))
    (warning,) = [t for t in texts(page, "li") if t.startswith("県が指摘した項目のうち")]
    assert re.search("「事業の内容」はまだ直されていません", warning)


def test_receipt_names_number_files_and_what_happens_next(world, client):
    draft = needs(world, x.need())
    file = put(draft, world.officer)
    page = Sent(client.get(send(client, draft)["Location"]))
    assert page.page.all("h1")[0].text == "要望調書の提出が済みました"
    assert page.page.one("p", class_="receipt__number").text == "③-R6-001-01"
    assert file.sha256 in texts(page, "code")
    assert f"{len(PDF)}バイト" in [
        e.text for e in page.page.all("span") if "files__size" in e.classes
    ]
    assert "次に動くのは県です。" in texts(page, "p")


def test_receipt_waits_for_the_paper_and_then_links_it(world, client):
    from comipla.documents.jobs import render_paper
    from comipla.documents.models import Paper

    draft = needs(world, x.need())
    path = send(client, draft)["Location"]
    waiting = seen(client, path).page.one("div", id="receipt-paper")
    assert waiting["hx-get"] == reverse("receipt_paper", args=[draft.key])
    paper = Paper.objects.for_system("test").get()
    render_paper(paper_id=paper.pk)
    ready = seen(client, reverse("receipt_paper", args=[draft.key])).page
    assert ready.one("a")["href"] == reverse("paper_pdf", args=[paper.pk])


def test_receipt_of_a_draft_names_who_can_decide_it(world, enter):
    draft = draft_of(world.open(), "earmark", x.earmark(), world.clerk)
    clerk = enter(world.clerk)
    page = Sent(clerk.get(send(clerk, draft)["Location"]))
    assert page.page.all("h1")[0].text == "内示を起案しました"
    assert "決裁できる人：架空 pref_decider" in texts(page, "p")


def test_receipt_belongs_to_the_body_that_acted(world, enter, client):
    path = send(client, needs(world, x.need()))["Location"]
    for other in (world.stranger, world.clerk):
        assert enter(other).get(path).status_code == 404
    assert enter(world.mayor).get(path).status_code == 200
