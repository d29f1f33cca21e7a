"""Laws of menu ③ over histories drawn from the acts that are open at each step."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comipla.core.docket import DRAFT, Offer, Refused, Room, Standing, fold, offers
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.reckoning import net_received, unpaid_claim
from comipla.core.subsidy import grant_amount
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

PEOPLE = (TOWN, CLERK, CHIEF, TREASURY)
CAP = 1_000_000
costs = st.integers(2_000, 2_400_000)


def _grant(cost: int) -> int:
    return grant_amount(cost, cost, 0)


def _left(s: Standing) -> int:
    return s.balance("determined") - net_received(s)


def _inspected_cost(s: Standing) -> int:
    act = s.last("inspect")
    return act.facts.eligible_cost if act else 0


FACTS: dict[str, Callable[[Standing, int], Any]] = {
    "submit_need": lambda s, n: x.need(total_cost=n, eligible_cost=n, requested=_grant(n)),
    "revise_need": lambda s, n: x.need(total_cost=n, eligible_cost=n, requested=_grant(n)),
    "earmark": lambda s, n: x.earmark(min(_grant(n) or 1000, s.balance("requested"))),
    "decline_need": lambda s, n: x.reason(),
    "apply": lambda s, n: x.application(n, min(_grant(n), s.balance("earmarked"))),
    "correct": lambda s, n: x.application(n, min(_grant(n), s.balance("earmarked"))),
    "ask_correction": lambda s, n: x.correction_request("expense_lines", "revenue_lines"),
    "review": lambda s, n: x.review(s.balance("applied")),
    "decide_grant": lambda s, n: x.decision(min(_grant(n) or 1000, s.balance("applied"))),
    "refuse": lambda s, n: x.refusal(),
    "withdraw": lambda s, n: x.withdrawal(),
    "start": lambda s, n: x.start(TODAY),
    "claim_advance": lambda s, n: x.advance_claim(_grant(n) or 1000),
    "pay_advance": lambda s, n: x.payment(unpaid_claim(s)),
    "apply_change": lambda s, n: x.change(n, _grant(n)),
    "approve_change": lambda s, n: x.change_decision(_grant(n), n),
    "refuse_change": lambda s, n: x.refusal(),
    "apply_stop": lambda s, n: x.stop(),
    "approve_stop": lambda s, n: x.note(),
    "refuse_stop": lambda s, n: x.refusal(),
    "report": lambda s, n: x.report(n, _grant(n)),
    "correct_report": lambda s, n: x.report(n, _grant(n)),
    "ask_report_correction": lambda s, n: x.correction_request("expense_lines"),
    "inspect": lambda s, n: x.inspection(s.last("report", "correct_report").facts.eligible_cost),
    "determine": lambda s, n: x.determination(
        min(_grant(_inspected_cost(s)), s.balance("decided")), _inspected_cost(s)
    ),
    "claim_settlement": lambda s, n: x.settlement_claim(_left(s)),
    "pay_settlement": lambda s, n: x.payment(unpaid_claim(s)),
    "order_repayment": lambda s, n: x.repayment_order(-_left(s), TODAY.replace(day=21)),
    "record_repayment": lambda s, n: x.repayment(
        min(n or 1, s.balance("ordered_back") - s.balance("repaid")), TODAY
    ),
    "close": lambda s, n: x.close(),
    "apply_early_start": lambda s, n: x.early_start(TODAY),
    "approve_early_start": lambda s, n: x.early_start_decision(TODAY),
    "refuse_early_start": lambda s, n: x.refusal(),
    "notify_change": lambda s, n: x.change(n, _grant(n)),
    "request_status": lambda s, n: x.status_request(),
    "report_status": lambda s, n: x.status_report(expected=n),
    "report_delay": lambda s, n: x.delay(),
    "instruct": lambda s, n: x.instruction(),
    "order_mending": lambda s, n: x.mending_order(),
    "report_mending": lambda s, n: x.mending_report(),
    "send_back": lambda s, n: x.reason(),
    "pull_back": lambda s, n: x.note(),
}


def _moves(s: Standing) -> list[tuple[Any, Offer]]:
    around = surroundings()
    return [
        (person, offer)
        for person in PEOPLE
        for offer in offers(SUBSIDY, s, actor=person, owner_path=OWNER, surroundings=around)
        if offer.open
    ]


def check_laws(s: Standing) -> None:
    """What must hold after every act, whatever led there."""
    b = s.balance
    assert min(s.balances.values(), default=0) >= 0
    assert b("repaid") <= b("paid") <= b("claimed") <= max(b("decided"), b("claimed"))
    assert b("paid") <= b("decided")
    assert b("determined") <= b("decided") <= CAP
    assert all(soft + hard <= CAP for soft, hard in SUBSIDY.reserves(s).values())
    assert fold(SUBSIDY, s.acts) == s
    state = SUBSIDY.states[s.state]
    assert state.final or _moves(s)
    if s.state == "completed":
        assert net_received(s) == b("determined")
        assert s.dues == ()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # long histories shrink for minutes
)
@given(st.data())
def test_no_history_overpays_or_gets_stuck(data: st.DataObject) -> None:
    standing = fold(SUBSIDY, ())
    around = surroundings(rooms={"CAP": Room(CAP, 0, 0), "BUDGET": Room(CAP, 0, 0)})
    for _ in range(30):
        moves = _moves(standing)
        if not moves:
            break
        person, offer = moves[data.draw(st.integers(0, len(moves) - 1))]
        key = offer.act_type.key
        facts = FACTS[key](standing, data.draw(costs))
        kind, of = (DRAFT, key) if offer.step == DRAFT else (key, None)
        try:
            standing = do(standing, kind, person, facts, of=of, around=around)
        except Refused:
            continue
        check_laws(standing)


def test_every_act_kind_has_its_facts_here() -> None:
    assert set(FACTS) == set(SUBSIDY.act_types)
