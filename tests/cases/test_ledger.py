"""The ledger of grants: every amount of a project from the need to the last yen, and the sums."""

from datetime import date

import pytest
from django.db import transaction

from comipla.cases.models import Case
from comipla.cases.selectors.ledger import Amounts, Ledger
from comipla.cases.services import Opening
from tests import examples as x
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One project in every situation that the ledger tells apart; nothing is changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cap=10_000_000)
        world.completed()
        changed(world)
        withdrawn(world)
        overpaid(world)
        other = Opening("subsidy", world.year, world.other_town)
        world.do(other, "submit_need", world.stranger, x.need(requested=300_000))
        yield world
        transaction.set_rollback(True)


def changed(world: World) -> Case:
    case = world.granted()
    world.do(case, "apply_change", world.officer, x.change(1_000_000, 500_000))
    world.decide(case, "approve_change", x.change_decision(500_000, 1_000_000))
    return case


def withdrawn(world: World) -> Case:
    case = world.granted()
    world.do(case, "withdraw", world.officer, x.withdrawal())
    return case


def overpaid(world: World) -> Case:
    """An advance of 431,000 against 400,000 determined, 11,000 of it come back."""
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", x.payment(431_000))
    world.do(case, "report", world.officer, x.report(800_000, 400_000))
    world.do(case, "inspect", world.clerk, x.inspection(800_000))
    world.decide(case, "determine", x.determination(400_000, 800_000))
    world.decide(case, "order_repayment", x.repayment_order(31_000, date(2024, 5, 31)))
    world.do(case, "record_repayment", world.treasury, x.repayment(11_000, date(2024, 5, 1)))
    return case


def ledger(world, by="clerk", **narrowed) -> Ledger:
    return Ledger(world.people[by], **{"year": 2024, **narrowed})


COMPLETED = Amounts(617_000, 617_000, 617_000, 617_000, 617_000, 431_000, 500_000, 69_000, 0, 0)
CHANGED = Amounts(617_000, 617_000, 617_000, 617_000, 500_000, 0, 0, 0, 0, 500_000)
WITHDRAWN = Amounts(617_000, 617_000, 617_000, 617_000, 0, 0, 0, 0, 0, 0)
OVERPAID = Amounts(
    617_000, 617_000, 617_000, 617_000, 617_000, 431_000, 400_000, 0, 11_000, -20_000
)
NEEDED = Amounts(requested=300_000)


def test_each_project_shows_its_money_from_the_need_to_the_rest(world):
    entries = ledger(world).entries
    assert [(entry.number, entry.municipality, entry.amounts) for entry in entries] == [
        ("3-R6-001", "鹿児島市", COMPLETED),
        ("3-R6-002", "鹿児島市", CHANGED),
        ("3-R6-003", "鹿児島市", WITHDRAWN),
        ("3-R6-004", "鹿児島市", OVERPAID),
        ("3-R6-005", "鹿屋市", NEEDED),
    ]


def test_municipalities_have_sums_and_they_make_the_whole(world):
    shown = ledger(world)
    first, second = shown.sections
    assert (first.code, first.name, len(first.entries)) == ("462012", "鹿児島市", 4)
    assert first.amounts == Amounts(
        requested=2_468_000,
        earmarked=2_468_000,
        applied=2_468_000,
        granted=2_468_000,
        changed=1_734_000,
        advanced=862_000,
        determined=900_000,
        settled=69_000,
        repaid=11_000,
        rest=480_000,
    )
    assert second.amounts == NEEDED
    assert shown.amounts.requested == 2_768_000
    assert shown.amounts.rest == 480_000


def test_the_ledger_agrees_with_the_accounts_of_the_cases(world):
    cases = {case.number: case for case in Case.objects.for_system("test")}
    for entry in ledger(world).entries:
        case, amounts = cases[entry.number], entry.amounts
        assert amounts.advanced + amounts.settled == case.paid
        assert amounts.changed == case.decided


@pytest.mark.parametrize(
    ("by", "narrowed", "numbers"),
    [
        ("officer", {}, ["3-R6-001", "3-R6-002", "3-R6-003", "3-R6-004"]),
        ("stranger", {}, ["3-R6-005"]),
        ("stranger", {"municipality": "462012"}, []),
        ("clerk", {"municipality": "462039"}, ["3-R6-005"]),
        ("clerk", {"category": "1-1"}, []),
        ("clerk", {"year": 2021}, []),
    ],
)
def test_it_shows_what_one_may_see_and_has_asked_for(world, by, narrowed, numbers):
    assert [entry.number for entry in ledger(world, by, **narrowed).entries] == numbers


@pytest.mark.parametrize("category", ["", "1-1"])
def test_it_takes_one_query_for_any_number_of_projects(world, category, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = ledger(world, category=category)
        assert shown.amounts == ledger_sum(shown)


def ledger_sum(shown: Ledger) -> Amounts:
    """The sums of the sections, added up once more."""
    fields = Amounts.__slots__
    return Amounts(*(sum(getattr(s.amounts, name) for s in shown.sections) for name in fields))
