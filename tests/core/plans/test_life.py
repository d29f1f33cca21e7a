"""The life of a plan's version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.plans.codes import PlanState
from comipla.core.plans.life import TRANSITIONS, MoveRefused, Standing, follow, moves

READY = {"actions": 3, "answered": 3, "sheets": 2, "indicators": 1, "values": 1, "newer": True}


def test_a_plan_goes_through_its_life_in_the_order_of_the_source() -> None:
    way = [
        PlanState.DRAFT,
        PlanState.SURVEY,
        PlanState.WORKSHOP,
        PlanState.DRAFT_PUBLISHED,
        PlanState.ADOPTED,
        PlanState.SUBMITTED,
        PlanState.RESPONDED,
        PlanState.ACTIVE,
        PlanState.REVIEWED,
        PlanState.SUPERSEDED,
    ]
    walked = [way[0]]
    for target in way[1:]:
        walked.append(follow(Standing(walked[-1], **READY), target))
    assert walked == way == list(PlanState)


def test_a_draft_without_actions_is_not_published() -> None:
    with pytest.raises(MoveRefused) as refusal:
        follow(Standing(PlanState.DRAFT), PlanState.DRAFT_PUBLISHED)
    assert str(refusal.value) == "取組がまだありません。取組を1つ以上加えてください。"


def test_a_plan_with_findings_is_not_adopted() -> None:
    standing = Standing(PlanState.DRAFT_PUBLISHED, actions=2, stops=3)
    assert [(move.target, move.open) for move in moves(standing)] == [
        (PlanState.WORKSHOP, True),
        (PlanState.ADOPTED, False),
    ]


def test_the_municipality_answers_every_action_before_the_plan_counts_as_answered() -> None:
    standing = Standing(PlanState.SUBMITTED, actions=5, answered=3)
    assert moves(standing)[0].objections == (
        "回答していない取組が2件あります。すべての取組に回答してください。",
    )


def test_a_review_needs_sheets_and_the_values_of_all_indicators() -> None:
    standing = Standing(PlanState.ACTIVE, indicators=4, values=1)
    assert len(moves(standing)[0].objections) == 2


def test_a_way_that_does_not_exist_is_refused_with_the_ways_that_do() -> None:
    with pytest.raises(MoveRefused) as refusal:
        follow(Standing(PlanState.DRAFT, **READY), PlanState.ADOPTED)
    assert str(refusal.value) == (
        "「素案づくり」から「議決」へは進めません。進めるのはアンケート・話し合い・意見募集です。"
    )


@given(st.lists(st.sampled_from(list(PlanState)), max_size=12))
def test_what_was_adopted_is_never_a_draft_again(way: list[PlanState]) -> None:
    state, adopted = PlanState.DRAFT, False
    for target in way:
        if target in TRANSITIONS[state]:
            state = follow(Standing(state, **READY), target)
        adopted = adopted or state.adopted
        assert state.adopted == adopted


def test_every_state_is_reached_and_only_the_last_one_is_final() -> None:
    reached = {PlanState.DRAFT, *(state for ways in TRANSITIONS.values() for state in ways)}
    assert reached == set(PlanState) == set(TRANSITIONS)
    assert [state for state, ways in TRANSITIONS.items() if not ways] == [PlanState.SUPERSEDED]
