"""Acts beside the main road through their pages and the database: forms, drafts, papers, money."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from comipla.cases.models import Case
from comipla.cases.services.verify import verify
from comipla.core import codes
from tests import examples as x
from tests.web.acts.pages import address, draft_of, seen


@pytest.fixture
def underway(world):
    case = world.granted(617_000)
    world.do(case, "start", world.officer, x.start())
    return case


def advanced(world, case):
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", x.payment(431_000))
    return case


def stored(case):
    return Case.objects.for_system("test").get(pk=case.pk)


def texts(page, tag):
    return [" ".join(e.text.split()) for e in page.page.all(tag)]


def page_of(client, case):
    return client.get(reverse("case_page", kwargs={"number": case.number})).content.decode()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("request_status", x.status_request()),
        ("revoke", x.revocation()),
    ],
)
def test_the_prefectures_forms_are_shown_with_what_they_do(world, enter, underway, kind, facts):
    draft = draft_of(underway, kind, facts, world.clerk)
    client = enter(world.clerk)
    assert client.get(address("act_form", draft)).status_code == 200
    assert seen(client, address("act_check", draft)).page.all("button")
    assert client.get(address("act_paper", draft))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("report_status", x.status_report()),
        ("report_delay", x.delay()),
        ("apply_carry_over", x.carry_over(617_000)),
    ],
)
def test_the_municipalitys_forms_are_shown_with_what_they_do(world, enter, underway, kind, facts):
    draft = draft_of(underway, kind, facts, world.officer)
    client = enter(world.officer)
    assert client.get(address("act_form", draft)).status_code == 200
    assert seen(client, address("act_check", draft)).page.all("button")
    assert client.get(address("act_paper", draft))["Content-Type"] == "application/pdf"


def test_a_change_is_judged_before_it_is_sent(world, enter, underway):
    draft = draft_of(underway, "apply_change", x.change(900_000, 450_000), world.officer)
    page = seen(enter(world.officer), address("act_check", draft))
    assert "承認の要否の判定" in texts(page, "h2")
    assert any(text.startswith("12 委託料: 1,234,567円から900,000円") for text in texts(page, "li"))


def test_a_waiting_revocation_is_read_and_decided_by_another(world, enter, underway):
    advanced(world, underway)
    world.do(underway, "draft", world.clerk, x.revocation(), of="revoke")
    address_of = reverse("approval", kwargs={"number": underway.number})
    assert enter(world.chief).get(address_of).status_code == 200


def test_a_revoked_case_gives_back_its_room_and_what_it_received(world, enter, underway):
    advanced(world, underway)
    world.decide(underway, "revoke", x.revocation())
    row = stored(underway)
    assert (row.state, row.decided, row.revoked, row.paid) == ("revoked", 0, 617_000, 431_000)
    assert world.envelope("CAP").hard == 0
    due = date(2024, 5, 21)
    order = replace(
        x.repayment_order(431_000, due), cause=codes.RepaymentCause.BREACH, surcharge=2_715
    )
    world.decide(underway, "order_repayment", order)
    world.do(underway, "record_repayment", world.treasury, x.repayment(431_000, x.DAY, 0, 129))
    world.do(underway, "close", world.clerk, x.close())
    assert stored(underway).state == "completed"
    assert verify() == []


def test_a_completed_case_opens_again_for_its_tax_report_and_says_how_long_it_is_kept(world, enter):
    case = world.completed()
    client = enter(world.officer)
    assert "令和12年3月31日" in page_of(client, case)
    draft = draft_of(case, "report_tax", x.tax_report(), world.officer)
    assert seen(client, address("act_check", draft)).page.all("button")
    world.do(case, "report_tax", world.officer, x.tax_report())
    row = stored(case)
    assert (row.state, row.due_on) == ("completed", None)
