"""The declared next steps, held against the engine: one for every open case, and open to somebody."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.access import Permission
from comipla.core.docket import DRAFT, Side, Standing, fold, offers
from comipla.core.next_steps import NextAct, next_acts
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.next_steps import SUBSIDY_NEXT_STEPS
from comipla.core.procedures.subsidy.states import OPEN
from tests import examples as x
from tests.core.procedures.players import (
    CHIEF,
    CLERK,
    OWNER,
    TODAY,
    TOWN,
    TREASURY,
    do,
    surroundings,
)

NEXT = next_acts(SUBSIDY, SUBSIDY_NEXT_STEPS)
NEED = [("submit_need", TOWN, x.need())]
EARMARK = [("earmark", CHIEF, x.earmark())]
APPLY = [("apply", TOWN, x.application())]
CORRECT = [
    ("ask_correction", CLERK, x.correction_request("expense_lines", "revenue_lines")),
    ("correct", TOWN, x.application()),
]
GRANT = [("review", CLERK, x.review()), ("decide_grant", CHIEF, x.decision())]
START = [("start", TOWN, x.start())]
ADVANCE = [
    ("claim_advance", TOWN, x.advance_claim(431_000)),
    ("pay_advance", TREASURY, x.payment(431_000)),
]
CHANGE = [
    ("apply_change", TOWN, x.change(1_234_567, 617_000)),
    ("approve_change", CHIEF, x.change_decision(617_000, 1_234_567)),
]
STOP = [("apply_stop", TOWN, x.stop()), ("approve_stop", CHIEF, x.note())]


def settled(amount: int, cost: int, *, correct: bool = False) -> list[tuple]:
    report = [("report", TOWN, x.report(cost, amount))]
    again = [
        ("ask_report_correction", CLERK, x.correction_request("expense_lines")),
        ("correct_report", TOWN, x.report(cost, amount)),
    ]
    return [
        *report,
        *(again if correct else []),
        ("inspect", CLERK, x.inspection(cost)),
        ("determine", CHIEF, x.determination(amount, cost)),
    ]


def paid(amount: int) -> list[tuple]:
    return [
        ("claim_settlement", TOWN, x.settlement_claim(amount)),
        ("pay_settlement", TREASURY, x.payment(amount)),
    ]


def returned(amount: int) -> list[tuple]:
    return [
        ("order_repayment", CHIEF, x.repayment_order(amount, TODAY.replace(day=21))),
        ("record_repayment", TREASURY, x.repayment(amount, TODAY)),
    ]


TO_DECISION = [*NEED, *EARMARK, *APPLY, *GRANT]
CLOSE = [("close", CLERK, x.close())]
HISTORIES = {
    "without an advance": [*TO_DECISION, *START, *settled(500_000, 1_000_000), *paid(500_000)],
    "with correction and advance": [
        *(*NEED, *EARMARK, *APPLY, *CORRECT, *GRANT, *START, *ADVANCE),
        *settled(500_000, 1_000_000, correct=True),
        *paid(69_000),
    ],
    "claimed before the start": [
        *(*TO_DECISION, *ADVANCE, *START),
        *(*settled(431_000, 862_000),),
    ],
    "overpaid": [*TO_DECISION, *START, *ADVANCE, *settled(400_000, 800_000), *returned(31_000)],
    "changed": [*TO_DECISION, *START, *CHANGE, *settled(500_000, 1_000_000), *paid(500_000)],
    "stopped": [*TO_DECISION, *START, *STOP, *settled(100_000, 200_000), *paid(100_000)],
}


UNASKED = {"ask_correction", "ask_report_correction", "claim_advance", "apply_change", "apply_stop"}
"""Acts that somebody may choose to do, and that no desk proposes."""


def next_of(standing: Standing) -> NextAct:
    """The one row that holds."""
    (found,) = [n for n in NEXT if n.step.holds(standing.state, standing.balances)]
    return found


def played(history: list[tuple]) -> Iterator[tuple[Standing, str]]:
    """Each standing of a history without a draft, and the act kind done next."""
    standing = fold(SUBSIDY, ())
    for kind, by, facts in history:
        if standing.acts:
            yield standing, kind
        if SUBSIDY.act_types[kind].drafted:
            standing = do(standing, DRAFT, CLERK, facts, of=kind)
        standing = do(standing, kind, by, facts)
    assert SUBSIDY.states[standing.state].final


@pytest.mark.parametrize("name", HISTORIES)
def test_the_declared_next_act_is_the_one_that_moves_the_case_on(name: str) -> None:
    for standing, kind in played([*HISTORIES[name], *CLOSE]):
        declared = next_of(standing).step.kind
        assert kind in UNASKED or declared == kind or (declared, kind) == ("", "record_repayment")


@pytest.mark.parametrize("name", HISTORIES)
def test_the_engine_offers_the_declared_next_act_to_its_owner(name: str) -> None:
    around = surroundings()
    for standing, _kind in played([*HISTORIES[name], *CLOSE]):
        found = next_of(standing)
        if not found.step.kind:
            assert found.permission is Permission.SUBMIT
            continue
        person = TOWN if found.step.owner is Side.MUNICIPALITY else CLERK
        offered = {
            offer.act_type.key: offer
            for offer in offers(
                SUBSIDY, standing, actor=person, owner_path=OWNER, surroundings=around
            )
        }
        assert offered[found.step.kind].label == found.label
        assert found.permission in person.permissions


@pytest.mark.parametrize("name", HISTORIES)
def test_it_is_the_turn_of_the_declared_owner_unless_a_claim_waits(name: str) -> None:
    for standing, _kind in played([*HISTORIES[name], *CLOSE]):
        found = next_of(standing)
        waits = found.step.kind == "pay_advance" or standing.state == "repaying"
        assert waits or found.step.owner == SUBSIDY.turn(standing)


@given(
    st.sampled_from(sorted(OPEN)),
    st.dictionaries(st.sampled_from(sorted(SUBSIDY.accounts)), st.integers(0, 3)),
)
def test_exactly_one_step_comes_next_in_every_open_state(
    state: str, balances: dict[str, int]
) -> None:
    assert sum(step.holds(state, balances) for step in SUBSIDY_NEXT_STEPS) == 1


def test_nothing_comes_next_once_a_case_is_over() -> None:
    final = {key for key, state in SUBSIDY.states.items() if state.final}
    assert not any(final & step.states for step in SUBSIDY_NEXT_STEPS)
