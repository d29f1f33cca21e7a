"""Where acts begin: surveys, acts of a case, drafts thrown away, and who may open a draft."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from comipla.cases.models import FormDraft
from comipla.cases.services.drafts import open_drafts
from comipla.programme.models import Call, CallKind
from tests import examples as x
from tests.web.acts.pages import Sent, address, draft_of, needs, press, seen

NEW = "/cases/new/"


def call(world, opens_on, closes_on):
    Call.objects.create(
        programme_year=world.year,
        menu="3",
        kind=CallKind.NEEDS_SURVEY,
        opens_on=opens_on,
        closes_on=closes_on,
    )


def start(client, case, kind):
    return client.post(reverse("case_act", args=[case.number, kind]))


def test_open_survey_begins_a_needs_sheet(world, enter):
    client = enter(world.officer)
    response = press(client, NEW, seen(client, NEW), {})
    (draft,) = open_drafts(world.officer)
    assert (response["Location"], draft.kind) == (address("act_form", draft), "submit_need")


def test_double_click_begins_one_needs_sheet(world, enter):
    client = enter(world.officer)
    page = seen(client, NEW)
    first, second = press(client, NEW, page, {}), press(client, NEW, page, {})
    assert first["Location"] == second["Location"]
    assert len(open_drafts(world.officer)) == 1


def test_survey_that_has_closed_says_so_and_takes_nothing(world, enter):
    call(world, date(2023, 11, 6), date(2023, 12, 15))
    client = enter(world.officer)
    page = seen(client, NEW)
    assert page.page.all("h1")[0].text == "いま受け付けている要望調査はありません"
    response = client.post(NEW, {"year": "R6", "key": str(uuid.uuid4())})
    assert (response.status_code, open_drafts(world.officer)) == (404, [])


def test_prefecture_does_not_hand_in_needs(world, enter):
    assert enter(world.clerk).get(NEW).status_code == 403


def test_act_of_a_case_opens_its_form_once(world, enter):
    case, client = world.earmarked(), enter(world.officer)
    first, second = start(client, case, "apply"), start(client, case, "apply")
    (draft,) = open_drafts(world.officer)
    assert first["Location"] == second["Location"] == address("act_form", draft)


def test_act_that_the_state_does_not_open_leads_back_with_the_reason(world, enter):
    case, client = world.open(), enter(world.officer)
    response = client.post(reverse("case_act", args=[case.number, "apply"]), follow=True)
    assert response.redirect_chain == [(reverse("case_page", args=[case.number]), 302)]
    assert Sent(response).flashes() == [
        "いまの状態は「要望」なので、交付申請書の提出はできません。"
        "下の「次にすること」を確かめてください。"
    ]


def test_act_of_another_role_is_refused(world, enter):
    assert start(enter(world.officer), world.open(), "earmark").status_code == 403
    assert open_drafts(world.officer) == []


def test_act_that_nobody_declared_does_not_exist(world, enter):
    assert start(enter(world.officer), world.open(), "celebrate").status_code == 404


def test_case_of_another_municipality_does_not_exist(world, enter):
    assert start(enter(world.stranger), world.open(), "withdraw").status_code == 404


def test_act_reached_by_get_after_signing_in_again_leads_to_the_case(world, enter):
    case = world.earmarked()
    response = enter(world.officer).get(reverse("case_act", args=[case.number, "apply"]))
    assert response["Location"] == reverse("case_page", args=[case.number])
    assert open_drafts(world.officer) == []


def test_waiting_draft_leads_its_decider_to_the_approval_page(world, enter):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    response = start(enter(world.chief), case, "earmark")
    assert response["Location"] == reverse("approval", args=[case.number])


@pytest.mark.parametrize(
    "name", ["act_form", "act_check", "act_submit", "act_paper", "draft_discard"]
)
def test_draft_of_another_body_does_not_exist(world, enter, name):
    draft = needs(world, x.need())
    for stranger in (world.stranger, world.clerk):
        assert enter(stranger).get(address(name, draft)).status_code == 404


def test_colleague_without_the_permission_is_told_so(world, enter):
    draft = draft_of(world.applied(), "review", x.review(), world.clerk)
    assert enter(world.treasury).get(address("act_form", draft)).status_code == 403
    assert enter(world.auditor).get(address("act_form", draft)).status_code == 403


def test_draft_is_thrown_away_only_after_a_question(world, enter):
    draft, client = needs(world), enter(world.officer)
    page = seen(client, address("draft_discard", draft))
    assert FormDraft.objects.visible_to(world.officer).filter(pk=draft.pk).exists()
    response = press(client, address("draft_discard", draft), page, {})
    assert (response["Location"], open_drafts(world.officer)) == (NEW, [])
