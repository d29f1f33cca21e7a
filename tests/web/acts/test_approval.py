"""The approval page: everything beside the draft, decided once, by another person, after a proof."""

import pytest
from django.urls import reverse

from comipla.cases.models import Act, Case
from tests import examples as x
from tests.web.acts.pages import Sent, press, seen


def waiting(world, facts=None):
    case = world.open()
    world.do(case, "draft", world.clerk, facts or x.earmark(500_000), of="earmark")
    return case


def path_of(case):
    return reverse("approval", args=[case.number])


def texts(page, tag):
    return [" ".join(e.text.split()) for e in page.page.all(tag)]


def button(page, value):
    found = [e for e in page.page.all("button", name="act") if e["value"] == value]
    return found[0] if found else None


def decide(client, case, page, **more):
    return press(client, path_of(case), page, {"act": "decide", **more})


def test_page_shows_draft_calculation_effect_and_the_label_of_the_decision(world, enter):
    case = waiting(world)
    page = seen(enter(world.chief), path_of(case))
    assert page.page.all("h1")[0].text == "「内示」の起案が県決裁者の決裁を待っています"
    assert button(page, "decide").text == "内示を決裁する"
    assert "市町村の上限 1,000,000円 残りは 1,000,000円 から 500,000円 になります。" in texts(
        page, "p"
    )
    assert {"補助対象経費", "内示する額", "内示額"} <= set(texts(page, "th"))
    frame = page.page.one("iframe")
    assert frame["src"].startswith(reverse("approval_paper", args=[case.number]))


def test_paper_of_the_draft_may_be_framed_by_this_site_only(world, enter):
    case = waiting(world)
    response = enter(world.chief).get(reverse("approval_paper", args=[case.number]))
    assert response.content.startswith(b"%PDF-")
    assert (response["X-Frame-Options"], "frame-ancestors 'self'" in response[CSP]) == (
        "SAMEORIGIN",
        True,
    )


CSP = "Content-Security-Policy"


def test_decision_takes_a_fresh_proof_and_comes_back_to_the_page(world, enter):
    case, chief = waiting(world), enter(world.chief)
    response = decide(chief, case, seen(chief, path_of(case)))
    assert (
        response["Location"] == f"{reverse('step_up')}?next=%2Fcases%2F{case.number}%2Fapproval%2F"
    )
    page = seen(chief, path_of(case))
    assert (
        "まだ決裁はしていません。内容を確かめて、もう一度「内示を決裁する」を押してください。"
        in (texts(page, "p"))
    )
    assert Case.objects.for_system("test").get(pk=case.pk).state == "needed"


def test_decision_is_made_once_however_often_it_is_pressed(world, enter):
    case, chief = waiting(world), enter(world.chief, proved=True)
    page = seen(chief, path_of(case))
    first, second = decide(chief, case, page), decide(chief, case, page)
    act = Act.objects.get(case=case, kind="earmark")
    assert first["Location"] == second["Location"] == reverse("receipt", args=[act.key])


def test_drafter_cannot_decide_but_pull_back(world, enter):
    case = world.open()
    world.do(case, "draft", world.chief, x.earmark(500_000), of="earmark")
    chief = enter(world.chief, proved=True)
    page = seen(chief, path_of(case))
    assert button(page, "decide") is None
    refused = Sent(decide(chief, case, page))
    assert "起案した人は決裁できません。別の決裁者に決裁を頼んでください。" in texts(refused, "li")
    response = press(chief, path_of(case), page, {"act": "pull_back", "reason": ""})
    assert response["Location"].startswith("/receipts/")
    assert Act.objects.filter(case=case).latest("number").kind == "pull_back"


def test_role_that_cannot_decide_is_told_who_does(world, enter):
    case = waiting(world)
    treasury = enter(world.treasury, proved=True)
    page = seen(treasury, path_of(case))
    assert "決裁は県決裁者が行います" in texts(page, "h2")
    assert decide(treasury, case, page, draft="2").status_code == 403


def test_draft_is_sent_back_with_a_reason_only(world, enter):
    case, chief = waiting(world), enter(world.chief)
    page = seen(chief, path_of(case))
    empty = Sent(press(chief, path_of(case), page, {"act": "send_back", "reason": " "}))
    assert empty.title.startswith("エラー：")
    assert empty.errors() == {"reason": "理由：入力してください。"}
    press(chief, path_of(case), page, {"act": "send_back", "reason": "額を確かめてください。"})
    act = Act.objects.filter(case=case).latest("number")
    assert (act.kind, act.facts) == ("send_back", {"reason": "額を確かめてください。"})
    clerk = seen(enter(world.clerk), path_of(case))
    assert "額を確かめてください。" in texts(clerk, "p")


def test_draft_replaced_meanwhile_is_not_decided_unread(world, enter):
    case, chief = waiting(world), enter(world.chief, proved=True)
    page = seen(chief, path_of(case))
    world.do(case, "pull_back", world.clerk, x.note())
    world.do(case, "draft", world.clerk, x.earmark(100_000), of="earmark")
    response = decide(chief, case, page)
    after = Sent(chief.get(response["Location"]))
    assert after.flashes() == [
        "この起案は、架空 pref_officerさんの「引戻し」により、もう決裁を待っていません。"
    ]
    assert Case.objects.for_system("test").get(pk=case.pk).state == "needed"


def test_draft_decided_by_another_meanwhile_says_by_whom(world, enter):
    case, chief = waiting(world), enter(world.chief, proved=True)
    page = seen(chief, path_of(case))
    press(chief, path_of(case), page, {"act": "send_back", "reason": "額を確かめるため。"})
    response = decide(chief, case, page)
    assert Sent(chief.get(response["Location"])).flashes() == [
        "この起案は、架空 pref_deciderさんの「差戻し」により、もう決裁を待っていません。"
    ]


def test_closed_decision_says_why_in_words(world, enter):
    case = waiting(world, x.earmark(617_000))
    other = world.open()
    world.decide(other, "earmark", x.earmark(500_000))
    page = seen(enter(world.chief, proved=True), path_of(case))
    assert "disabled" in button(page, "decide").attrs
    assert any(
        t.startswith("617,000円と、ほかの案件の内示・決定 500,000円") for t in texts(page, "li")
    )


def test_grave_decision_is_interrupted_once_more(world, enter):
    case = world.open()
    world.do(case, "draft", world.clerk, x.reason(), of="decline_need")
    chief = enter(world.chief, proved=True)
    asked = Sent(decide(chief, case, seen(chief, path_of(case))))
    assert asked.page.all("h1")[0].text == (
        "内示しないことを決裁する前に、もう一度確かめてください"
    )
    response = decide(chief, case, asked)
    assert response["Location"].startswith("/receipts/")
    assert Case.objects.for_system("test").get(pk=case.pk).state == "not_earmarked"


def test_payment_is_recorded_by_the_treasury(world, enter):
    case = world.granted()
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.do(case, "draft", world.clerk, x.payment(431_000), of="pay_advance")
    treasury = enter(world.treasury, proved=True)
    response = decide(treasury, case, seen(treasury, path_of(case)))
    page = Sent(treasury.get(response["Location"]))
    assert page.page.all("h1")[0].text == "概算払の支払を記録しました"


def test_reason_written_before_the_session_ended_is_shown_again(world, enter, settings):
    case, chief = waiting(world), enter(world.chief)
    page = seen(chief, path_of(case))
    settings.SESSION_IDLE = -1
    press(chief, path_of(case), page, {"act": "send_back", "reason": "額を確かめるため。"})
    settings.SESSION_IDLE = 1800
    chief.force_login(person(world.chief))
    again = seen(chief, path_of(case))
    assert again.page.one("textarea", id="reason").text.strip() == "額を確かめるため。"


def person(actor):
    from comipla.people.models import Person

    return Person.objects.get(pk=actor.person_id)


@pytest.mark.parametrize("who", ["officer", "mayor", "stranger"])
def test_municipalities_learn_nothing_of_a_draft(world, enter, who):
    case, client = waiting(world), enter(getattr(world, who))
    assert client.get(path_of(case)).status_code == 404
    assert client.get(reverse("approval_paper", args=[case.number])).status_code == 404


def test_auditor_reads_and_cannot_answer(world, enter):
    case, auditor = waiting(world), enter(world.auditor)
    page = seen(auditor, path_of(case))
    assert page.page.all("button", name="act") == []
    for act in ("decide", "send_back", "pull_back"):
        response = auditor.post(path_of(case), {"draft": "2", "act": act, "reason": "x"})
        assert response.status_code == 403


def test_nothing_waiting_is_said_with_what_was_decided(world, enter):
    page = seen(enter(world.chief), path_of(world.earmarked()))
    assert page.page.all("h1")[0].text == "決裁を待つ起案はありません"
    assert [e.text for e in page.page.elements if "timeline__title" in e.classes] == [
        "内示を決裁",
        "内示を起案",
    ]
