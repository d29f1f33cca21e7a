"""The year at a glance, per role."""

from collections import Counter
from datetime import date

import pytest

from comipla.cases.selectors.year import Money, Place, Year, year_of
from comipla.core.access import Actor
from comipla.people.models import Body
from tests import examples as x
from tests.world import TODAY, World, person

pytestmark = pytest.mark.django_db
BUDGET, CAP = 30_000_000, 1_000_000


def year(world: World, actor: Actor, day: date = TODAY) -> Year:
    return year_of(actor, world.year, menu="3", today=day)


def test_an_empty_year_shows_its_limits(world):
    shown = year(world, world.clerk)
    assert shown.money == Money(BUDGET, 0, 0, 0, 0, 0, 0)
    assert [(place.name, place.free, place.cases, place.tone) for place in shown.places] == [
        ("鹿児島市", CAP, 0, ""),
        ("鹿屋市", CAP, 0, ""),
    ]
    assert (shown.standings, shown.cases, shown.late) == ((), 0, 0)


def test_money_moves_from_the_earmark_to_the_determination(world):
    world.earmarked(200_000)
    case = world.granted(617_000)
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", x.payment(431_000))
    assert year(world, world.clerk).money == Money(
        limit=BUDGET,
        soft=200_000,
        hard=617_000,
        earmarked=817_000,
        decided=617_000,
        paid=431_000,
        determined=0,
    )
    assert year(world, world.clerk).money.free == BUDGET - 817_000


def test_what_came_back_is_not_paid_and_what_was_withdrawn_is_not_earmarked(world):
    withdrawn = world.earmarked(100_000)
    world.do(withdrawn, "withdraw", world.officer, x.withdrawal())
    world.completed()
    shown = year(world, world.clerk)
    assert shown.money == Money(BUDGET, 0, 500_000, 617_000, 617_000, 500_000, 500_000)
    assert [(row.state.label, row.cases, row.decided) for row in shown.standings] == [
        ("完了", 1, 617_000),
        ("取下げ", 1, 0),
    ]


def test_a_municipality_sees_its_own_cap_and_nothing_of_the_others(world):
    world.granted(400_000)
    world.earmarked(100_000)
    assert year(world, world.officer).money == Money(CAP, 100_000, 400_000, 500_000, 400_000, 0, 0)
    assert year(world, world.officer).places == (
        Place("462012", "鹿児島市", CAP, 100_000, 400_000, 2, 0, "action"),
    )
    foreign = year(world, world.stranger)
    assert (foreign.money.decided, foreign.cases) == (0, 0)
    assert [place.code for place in foreign.places] == ["462039"]


def test_a_branch_sees_the_municipalities_it_serves(world):
    world.granted(400_000)
    office = Body.objects.get(code=world.town.municipality.branch_office.code)
    shown = year(world, person(office, "branch_officer"))
    assert [place.code for place in shown.places] == ["462012"]
    assert (shown.money.limit, shown.money.decided) == (CAP, 400_000)


def test_the_most_urgent_of_its_cases_marks_a_municipality(world):
    world.completed()
    tones = [year(world, world.clerk).places[0].tone]
    world.open(requested=100_000)
    tones.append(year(world, world.clerk).places[0].tone)
    world.earmarked(100_000)
    tones.append(year(world, world.clerk).places[0].tone)
    late = year(world, world.clerk, date(2024, 7, 1))
    tones.append(late.places[0].tone)
    assert tones == ["done", "progress", "action", "error"]
    assert (late.late, late.places[0].late) == (1, 1)
    assert late.turns == Counter({"": 1, "prefecture": 1, "municipality": 1})


@pytest.mark.parametrize("count", [1, 3])
def test_the_year_costs_two_queries_however_many_cases_there_are(
    count, world, django_assert_num_queries
):
    for _ in range(count):
        world.open(requested=100_000)
        world.earmarked(100_000)
    for actor in (world.clerk, world.officer):
        with django_assert_num_queries(2):
            year(world, actor)
