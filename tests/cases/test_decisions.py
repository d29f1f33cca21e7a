"""Answering a waiting draft: the very one that was read, exactly once."""

import pytest

from comipla.cases.models import Act, Case
from comipla.cases.services.decisions import DraftAnswered, answer_draft
from comipla.core.docket import PULL_BACK, SEND_BACK, Refused
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY


@pytest.fixture(autouse=True)
def _day():
    with standing_on(TODAY):
        yield


def waiting(world, amount=500_000):
    case = world.open()
    return world.do(case, "draft", world.clerk, x.earmark(amount), of="earmark")


def decide(world, draft, by=None):
    return answer_draft(draft=draft, kind="earmark", facts=None, by=by or world.chief)


def test_draft_is_decided_with_its_own_facts(world):
    act = decide(world, waiting(world))
    assert (act.kind, act.facts["amount"]) == ("earmark", 500_000)


def test_second_click_gives_the_first_ones_act(world):
    draft = waiting(world)
    assert decide(world, draft).pk == decide(world, draft).pk
    assert Act.objects.filter(case=draft.case, kind="earmark").count() == 1


def test_draft_that_was_replaced_is_not_decided_in_its_stead(world):
    draft = waiting(world)
    answer_draft(draft=draft, kind=PULL_BACK, facts=x.note(), by=world.clerk)
    world.do(draft.case, "draft", world.clerk, x.earmark(100_000), of="earmark")
    with pytest.raises(DraftAnswered) as answered:
        decide(world, draft)
    assert answered.value.answer.kind == PULL_BACK
    assert Case.objects.for_system("test").get(pk=draft.case_id).state == "needed"


def test_draft_that_another_has_answered_says_with_what(world):
    draft = waiting(world)
    answer_draft(draft=draft, kind=SEND_BACK, facts=x.reason(), by=world.chief)
    with pytest.raises(DraftAnswered) as answered:
        decide(world, draft)
    assert (answered.value.answer.kind, answered.value.answer.by_id) == (
        SEND_BACK,
        world.chief.person_id,
    )


def test_drafter_does_not_decide(world):
    case = world.open()
    draft = world.do(case, "draft", world.chief, x.earmark(500_000), of="earmark")
    with pytest.raises(Refused):
        decide(world, draft)
