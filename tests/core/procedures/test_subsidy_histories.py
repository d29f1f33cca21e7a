"""Laws of menu ③ over histories drawn from the acts that are open at each step."""

from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comipla.core.codes import ChangeSubject, RepaymentCause
from comipla.core.course_codes import ReliefKind, RevocationCause
from comipla.core.docket import DRAFT, Offer, Refused, Room, Standing, fold, offers
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.afterwards_clauses import suggested_payback, tax_to_return
from comipla.core.procedures.subsidy.reckoning import (
    charges_on,
    entitled,
    left_to_settle,
    net_received,
    order_of,
    plan_of,
    receipts_before,
    unpaid_claim,
)
from comipla.core.procedures.subsidy.waiving import waivable
from comipla.core.subsidy import grant_amount, late_charge, surcharge
from comipla.programme.editions import form
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
from tests.core.procedures.test_carrying_over import carried
from tests.core.procedures.test_returning import registered, settled
from tests.core.procedures.test_subsidy import advanced, applied, underway

PEOPLE = (TOWN, CLERK, CHIEF, TREASURY)
CAP = 1_000_000
SOME_DAYS = 45
DAYS = (TODAY, TODAY, date(2025, 3, 1), date(2025, 5, 20))
ENDINGS = {"withdraw", "decline_need", "refuse", "send_back", "pull_back", "revoke"}
MANY = 200
STARTS = (
    fold(SUBSIDY, ()),
    applied(),
    underway(),
    advanced(431_000),
    settled(),
    registered(),
    carried(underway()),
)


def _grant(cost: int) -> int:
    return grant_amount(cost, cost, 0)


def _left(s: Standing) -> int:
    return left_to_settle(s)


def _unspent(s: Standing) -> int:
    return s.balance("decided") - net_received(s)


def _reported_cost(s: Standing) -> int:
    return s.last("report", "correct_report").facts.eligible_cost


def _correction(day: date) -> Any:
    return x.correction_request("expense_lines", "revenue_lines", reply_by=day + timedelta(days=14))


def _suggested(s: Standing, kind: str, day: date) -> Any:
    """The facts that the act's own form is filled with, read back as facts."""
    code = SUBSIDY.act_types[kind].form
    prescribed = form(code, "r6-1")
    reading = prescribed.read(prescribed.write(SUBSIDY.suggest(kind, s, surroundings(day))))
    return reading.facts(SUBSIDY.act_types[kind].facts)


def _part_of_order(s: Standing, n: int, day: date) -> Any:
    """A part of what is owed, with the charges that the core's functions make of it."""
    order = order_of(s)
    amount = max(1, order.left - n % 3 * (order.left // 3))
    charges = charges_on(s, order, amount=amount, on=day, parameters=surroundings(day).parameters)
    return x.repayment(amount, day, charges.late_charge, charges.surcharge)


def _advance(s: Standing, n: int, day: date) -> int:
    most = SUBSIDY.suggest("claim_advance", s, surroundings(day))["amount"]
    return min(_grant(n) or 1000, most) or 1000


def _small_change(s: Standing) -> Any:
    cost = plan_of(s).total_cost * 9 // 10
    grant = min(_grant(cost), s.balance("decided"))
    return x.change(cost, grant, changes=(ChangeSubject.CONTENTS,))


def _relief(s: Standing, n: int, day: date) -> Any:
    kind = list(ReliefKind)[n % 3]
    order = order_of(s)
    if kind is ReliefKind.REDUCE:
        return x.relief(kind, amount=max(1, order.left // 2))
    return x.relief(
        kind,
        due_on=max(day, order.due_on) + timedelta(days=60) if kind is ReliefKind.EXTEND else None,
    )


def _tax(s: Standing, n: int, day: date) -> Any:
    cost = min(n, s.last("determine").facts.eligible_cost) if n % 2 else 0
    facts = x.tax_report(1, standard=cost) if cost else x.tax_report()
    return replace(facts, amount=tax_to_return(s, facts, surroundings(day).parameters))


def _inspected_cost(s: Standing) -> int:
    act = s.last("inspect")
    return act.facts.eligible_cost if act else 0


def _waiver(s: Standing, n: int, _: date) -> Any:
    running = waivable(s)
    return x.waiver(running[n % len(running)].key)


FACTS: dict[str, Callable[[Standing, int, date], Any]] = {
    "submit_need": lambda s, n, d: x.need(total_cost=n, eligible_cost=n, requested=_grant(n)),
    "revise_need": lambda s, n, d: x.need(total_cost=n, eligible_cost=n, requested=_grant(n)),
    "earmark": lambda s, n, d: x.earmark(
        min(_grant(n) or 1000, s.balance("requested")), d + timedelta(days=30)
    ),
    "decline_need": lambda s, n, d: x.reason(),
    "apply": lambda s, n, d: x.application(n, min(_grant(n), s.balance("earmarked"))),
    "correct": lambda s, n, d: x.application(n, min(_grant(n), s.balance("earmarked"))),
    "ask_correction": lambda s, n, d: _correction(d),
    "review": lambda s, n, d: x.review(s.balance("applied")),
    "decide_grant": lambda s, n, d: x.decision(min(_grant(n) or 1000, s.balance("applied"))),
    "refuse": lambda s, n, d: x.refusal(),
    "withdraw": lambda s, n, d: x.withdrawal(),
    "start": lambda s, n, d: x.start(d),
    "claim_advance": lambda s, n, d: x.advance_claim(_advance(s, n, d)),
    "pay_advance": lambda s, n, d: x.payment(unpaid_claim(s), d),
    "apply_change": lambda s, n, d: x.change(n, _grant(n)),
    "approve_change": lambda s, n, d: x.change_decision(_grant(n), n),
    "refuse_change": lambda s, n, d: x.refusal(),
    "apply_stop": lambda s, n, d: x.stop(),
    "approve_stop": lambda s, n, d: x.note(),
    "refuse_stop": lambda s, n, d: x.refusal(),
    "report": lambda s, n, d: x.report(n, _grant(n), d, assets=(x.asset(),) if n % 3 == 0 else ()),
    "correct_report": lambda s, n, d: x.report(
        n, _grant(n), d, assets=(x.asset(),) if n % 3 == 0 else ()
    ),
    "ask_report_correction": lambda s, n, d: _correction(d),
    "inspect": lambda s, n, d: x.inspection(_reported_cost(s), d),
    "determine": lambda s, n, d: x.determination(
        min(_grant(_inspected_cost(s)), s.balance("decided")), _inspected_cost(s)
    ),
    "claim_settlement": lambda s, n, d: x.settlement_claim(_left(s)),
    "pay_settlement": lambda s, n, d: x.payment(unpaid_claim(s), d),
    "order_repayment": lambda s, n, d: _suggested(s, "order_repayment", d),
    "order_return": lambda s, n, d: _suggested(s, "order_return", d),
    "record_repayment": _part_of_order,
    "remind_repayment": lambda s, n, d: x.reminder(order_of(s).left, d + timedelta(days=10)),
    "apply_relief": _relief,
    "grant_relief": lambda s, n, d: x.relief_decision(s.last("apply_relief").facts),
    "refuse_relief": lambda s, n, d: x.refusal(),
    "revoke": lambda s, n, d: x.revocation(list(RevocationCause)[n % 3]),
    "revoke_part": lambda s, n, d: x.part_revocation(
        max(1, s.balance("determined") - n // 10), list(RevocationCause)[n % 3]
    ),
    "report_tax": _tax,
    "register_assets": lambda s, n, d: x.asset_register(),
    "apply_disposal": lambda s, n, d: x.disposal(income=n),
    "approve_disposal": lambda s, n, d: x.disposal_decision(min(n, suggested_payback(s))),
    "refuse_disposal": lambda s, n, d: x.refusal(),
    "close": lambda s, n, d: x.close(d),
    "apply_early_start": lambda s, n, d: x.early_start(d),
    "approve_early_start": lambda s, n, d: x.early_start_decision(d),
    "refuse_early_start": lambda s, n, d: x.refusal(),
    "notify_change": lambda s, n, d: _small_change(s),
    "request_status": lambda s, n, d: x.status_request(d + timedelta(days=200)),
    "report_status": lambda s, n, d: x.status_report(expected=n),
    "report_delay": lambda s, n, d: x.delay(),
    "instruct": lambda s, n, d: x.instruction(),
    "order_mending": lambda s, n, d: x.mending_order(d + timedelta(days=14)),
    "report_mending": lambda s, n, d: x.mending_report(),
    "apply_carry_over": lambda s, n, d: x.carry_over(_unspent(s)),
    "approve_carry_over": lambda s, n, d: x.carry_over_decision(_unspent(s)),
    "refuse_carry_over": lambda s, n, d: x.refusal(),
    "report_year_end": lambda s, n, d: x.year_end_report(),
    "waive_deadline": _waiver,
    "send_back": lambda s, n, d: x.reason(),
    "pull_back": lambda s, n, d: x.note(),
}


MONEY_OUT = ("pay_advance", "pay_settlement")


def check_laws(s: Standing) -> None:
    """What must hold after every act, whatever led there."""
    b = s.balance
    assert min(s.balances.values(), default=0) >= 0
    assert b("repaid") <= b("paid") <= b("claimed")
    assert b("paid") <= b("decided") + b("revoked")
    assert b("determined") <= b("decided") <= CAP
    assert b("repaid") <= b("ordered_back")
    assert all(soft + hard <= CAP for soft, hard in SUBSIDY.reserves(s).values())
    assert fold(SUBSIDY, s.acts) == s
    check_payment(s)
    check_two_persons(s)
    check_charges(s)
    if s.state == "completed":
        assert left_to_settle(s) == 0
        assert {due.key for due in s.dues} <= SUBSIDY.lasting
    if s.state == "revoked" or (s.last("revoke") and s.state == "completed"):
        assert dict(SUBSIDY.reserves(s)) == {"CAP": (0, 0), "BUDGET": (0, 0)}


def check_payment(s: Standing) -> None:
    """Nothing is paid beyond what is determined, or decided before that."""
    if s.acts[-1].kind in MONEY_OUT:
        most = entitled(s) if s.last("determine") else s.balance("decided")
        assert net_received(s) <= most


def check_two_persons(s: Standing) -> None:
    """Nothing is decided by its drafter, and what is decided is what was drafted."""
    for draft, act in pairwise(s.acts):
        if SUBSIDY.act_types.get(act.kind) and SUBSIDY.act_types[act.kind].drafted:
            assert (draft.kind, draft.of, draft.facts) == (DRAFT, act.kind, act.facts)
            assert draft.by != act.by


def check_charges(s: Standing) -> None:
    """Surcharge and late charge of an order come to what the core's functions say, to the yen."""
    act, order = s.acts[-1], order_of(s)
    if act.kind != "record_repayment" or order is None or order.left:
        return
    told = [part.facts for part in order.parts]
    *earlier, last = order.payments
    breach = order.charged and order.act.facts.cause is RepaymentCause.BREACH
    rate = Fraction(1095, 10_000)
    owed = surcharge(
        order.amount,
        receipts_before(s, order.act.number),
        last[0],
        rate=rate,
        payments=earlier,
    )
    assert sum(facts.surcharge for facts in told) == (owed if breach else 0)
    late = late_charge(order.amount, order.due_on, last[0], rate=rate, payments=earlier)
    owed = late if order.charged else 0
    if s.last("grant_relief") is not None:  # what had been charged before a relief stays paid
        owed = max(owed, sum(facts.late_charge for facts in told[:-1]))
    assert sum(facts.late_charge for facts in told) == owed


def _moves(s: Standing, day: date) -> list[tuple[Any, Offer]]:
    around = surroundings(day)
    return [
        (person, offer)
        for person in PEOPLE
        for offer in offers(SUBSIDY, s, actor=person, owner_path=OWNER, surroundings=around)
        if offer.open
    ]


def _weight(s: Standing, person: Any, offer: Offer) -> int:
    """How readily a history takes up an act: what leads on first, what ends it or repeats last."""
    kind = offer.act_type.key
    if offer.step == "decide":
        return 20
    if offer.step == DRAFT and person is CHIEF:  # nobody is left to decide it
        return 1
    if kind in ENDINGS or sum(kind in (act.kind, act.of) for act in s.acts) > 2:
        return 1
    return 3 if offer.act_type.target is None else 8


def histories(random: Random, *, steps: int, wanted: Set[str] = frozenset()) -> Iterator[Standing]:
    """Every standing of one history: any open act by anybody, some days apart."""
    standing, day = random.choice(STARTS), random.choice(DAYS)
    rooms = {"CAP": Room(CAP, 0, 0), "BUDGET": Room(CAP, 0, 0)}
    for _ in range(steps):
        moves = _moves(standing, day)
        assert moves or SUBSIDY.states[standing.state].final
        if not moves:
            return
        weights = [
            _weight(standing, *move) * (10 if move[1].act_type.key in wanted else 1)
            for move in moves
        ]
        person, offer = random.choices(moves, weights)[0]
        key = offer.act_type.key
        facts = FACTS[key](standing, random.randint(2_000, 2_400_000), day)
        kind, of = (DRAFT, key) if offer.step == DRAFT else (key, None)
        around = surroundings(day, rooms=rooms)
        try:
            standing = do(standing, kind, person, facts, of=of, around=around)
        except Refused:
            day += timedelta(days=random.randint(0, SOME_DAYS))
            continue
        yield standing


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # long histories shrink for minutes
)
@given(st.randoms(use_true_random=True))
def test_no_history_overpays_or_gets_stuck(random: Random) -> None:
    for standing in histories(random, steps=25):
        check_laws(standing)


def test_histories_take_up_every_act() -> None:
    """What the laws are held against: every act of the procedure, the side acts included."""
    random, missing = Random(1), set(SUBSIDY.act_types)
    for _ in range(MANY):
        for standing in histories(random, steps=20, wanted=missing):
            missing.discard(standing.acts[-1].kind)
        if not missing:
            break
    assert missing == set()


def test_every_act_kind_has_its_facts_here() -> None:
    assert set(FACTS) == set(SUBSIDY.act_types)
