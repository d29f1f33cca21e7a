"""What an act would do: shown before it is done, and nothing is written."""

import pytest

from comipla.cases.models import Act, Case
from comipla.cases.services.foresight import (
    foresee,
    foreseen_paper,
    foreseen_pdf,
    ground_of,
)
from comipla.cases.services.record import Opening
from comipla.core.docket import DRAFT
from comipla.programme.clock import standing_on
from comipla.programme.models import EnvelopeKind
from tests import examples as x
from tests.world import TODAY


@pytest.fixture(autouse=True)
def _day():
    with standing_on(TODAY):
        yield


def ahead(world, case, facts, kind="earmark", by=None, step=DRAFT):
    return foresee(ground_of(case), kind=kind, facts=facts, by=by or world.clerk, step=step)


def test_earmark_would_take_from_cap_and_budget_what_it_gives(world):
    world.earmarked(300_000)
    draws = ahead(world, world.open(), x.earmark(500_000)).draws
    assert [(d.kind, d.others, d.free_before, d.free_after) for d in draws] == [
        (EnvelopeKind.CAP, 300_000, 700_000, 200_000),
        (EnvelopeKind.BUDGET, 300_000, 29_700_000, 29_200_000),
    ]


def test_decision_turns_the_earmark_into_a_decision_and_frees_the_rest(world):
    case = world.applied(617_000)
    world.do(case, "review", world.clerk, x.review(500_000))
    draw = ahead(world, case, x.decision(500_000), kind="decide_grant").draws[0]
    assert (draw.held_before, draw.held_after, draw.free_after) == (617_000, 500_000, 500_000)


def test_objections_are_those_of_the_step(world):
    world.earmarked(617_000)
    found = ahead(world, world.open(), x.earmark(500_000)).objections
    assert [o.clause for o in found] == ["within_cap"]


def test_standing_after_it_is_that_of_the_act_and_not_of_its_draft(world):
    seen = ahead(world, world.open(), x.earmark(500_000))
    assert (seen.after.state, seen.after.pending) == ("earmarked", None)


def test_new_case_is_foreseen_without_being_opened(world):
    opening = Opening("subsidy", world.year, world.town)
    seen = ahead(world, opening, x.need(), kind="submit_need", by=world.officer, step="do")
    assert (seen.after.state, seen.objections) == ("needed", ())
    assert foreseen_pdf(seen).startswith(b"%PDF-")
    assert Case.objects.for_system("test").count() == Act.objects.count() == 0


def test_amount_is_explained_before_it_is_decided(world):
    steps = ahead(world, world.open(), x.earmark(500_000)).basis.steps
    assert (steps[-1].label, steps[-1].amount) == ("内示額", 500_000)


def test_paper_of_a_draft_has_its_words_and_no_number(world):
    paper = foreseen_paper(ahead(world, world.open(), x.earmark(500_000)))
    assert paper.declared.key == "earmark_notice"
    assert "内示" in paper.content.title


def test_act_without_a_paper_foresees_none(world):
    assert foreseen_paper(ahead(world, world.open(), x.reason(), kind="decline_need")) is None
