"""What the acts of a case of menu ③ come to: plan, year of work, receipts, order and charges.

Everything is read from a standing; nothing here judges an act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from comipla.core.docket import Act, Question, Standing
from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import ParametersAt
from comipla.core.subsidy import Dated, late_charge, retention_until, surcharge

PAYMENTS: Final = ("pay_advance", "pay_settlement")
ORDERS: Final = ("order_repayment", "order_return")
REVOCATIONS: Final = ("revoke", "revoke_part")


def decided_on(standing: Standing) -> date | None:
    """The day of the grant decision, None before it."""
    act = standing.last("decide_grant")
    return act.on if act else None


def eligible_from(standing: Standing) -> date | None:
    """The first day on which orders count: of an approved early start, or of the decision."""
    days = [act.facts.allowed_from for act in standing.acts if act.kind == "approve_early_start"]
    decided = decided_on(standing)
    return min([*days, *([decided] if decided else [])], default=None)


def plan_of(standing: Standing) -> Any:
    """The project as it stands: as applied for, as approved to change, or as notified."""
    plan = asked = None
    for act in standing.acts:
        if act.kind in ("apply", "correct", "notify_change"):
            plan = act.facts
        elif act.kind == "apply_change":
            asked = act.facts
        elif act.kind == "approve_change":
            plan = asked
    return plan


def carried_until(standing: Standing) -> date | None:
    """The day of completion that an approved carry-over allows."""
    act = standing.last("approve_carry_over")
    return act.facts.end_on if act else None


def working_year(c: Question) -> FiscalYear:
    """The fiscal year by whose end the work is done: the case's own, or the next if carried over."""
    year = c.surroundings.year
    return year.next if carried_until(c.standing) else year


def kept_until(standing: Standing, parameters: ParametersAt) -> date | None:
    """The last day on which the records of a closed case are kept; None before it is closed."""
    act = standing.last("close")
    if act is None:
        return None
    return retention_until(act.facts.closed_on, years=parameters.count("retention_years"))


def unpaid_claim(standing: Standing) -> int:
    """Yen claimed and not yet paid."""
    return standing.balance("claimed") - standing.balance("paid")


def net_received(standing: Standing) -> int:
    """Yen paid out less what has come back."""
    return standing.balance("paid") - standing.balance("repaid")


def entitled(standing: Standing) -> int:
    """Yen the municipality may keep: as determined, less what was reclaimed after, plus relief."""
    b = standing.balance
    # what was reclaimed before a revocation may come to more than the revocation leaves
    return max(b("determined") - b("reclaimed") + b("waived"), 0)


def left_to_settle(standing: Standing) -> int:
    """Yen still to be paid; negative while something has to come back."""
    return entitled(standing) - net_received(standing)


@dataclass(frozen=True)
class Order:
    """The order to return money as it stands now, relief included, with the parts that came."""

    act: Act
    amount: int
    due_on: date
    charged: bool
    parts: tuple[Act, ...]

    @property
    def payments(self) -> list[Dated]:
        """The parts by day."""
        return [(part.facts.received_on, part.facts.amount) for part in self.parts]

    @property
    def left(self) -> int:
        """Yen of the order that have not come."""
        return self.amount - sum(amount for _, amount in self.payments)


def order_of(standing: Standing, *, before: int | None = None) -> Order | None:
    """The latest order as it stood before the act of that number, or as it stands now."""
    acts = [act for act in standing.acts if before is None or act.number < before]
    order = next((act for act in reversed(acts) if act.kind in ORDERS), None)
    if order is None:
        return None
    later = [act for act in acts if act.number > order.number]
    reliefs = [act.facts for act in later if act.kind == "grant_relief"]
    due_on = max([order.facts.due_on, *(r.due_on for r in reliefs if r.due_on)])
    return Order(
        order,
        order.facts.amount - sum(relief.amount for relief in reliefs),
        due_on,
        not any(relief.free_of_charges for relief in reliefs),
        tuple(act for act in later if act.kind == "record_repayment"),
    )


@dataclass(frozen=True)
class Charges:
    """加算金 and 延滞金 in yen, due with a payment."""

    surcharge: int
    late_charge: int


def charges_on(
    standing: Standing, order: Order, *, amount: int, on: date, parameters: ParametersAt
) -> Charges:
    """What is due beside a payment on a day, exactly as the core's functions reckon it.

    What is paid counts towards the principal first (適正化法施行令10条2項); the surcharge is due
    with the payment that completes it. The late charge is due as it has run up, less what earlier
    parts have brought.
    """
    if not order.charged:
        return Charges(0, 0)
    late = late_charge(
        order.amount,
        order.due_on,
        on,
        rate=parameters.rate("late_charge_rate"),
        payments=order.payments,
        count_first_day=parameters.flag("late_charge_counts_first_day"),
        unit=parameters.yen("charge_unit"),
    )
    late -= sum(part.facts.late_charge for part in order.parts)
    extra = 0
    if amount >= order.left:
        extra = surcharge_on(standing, order, on=on, parameters=parameters)
    return Charges(extra, max(late, 0))


def surcharge_on(standing: Standing, order: Order, *, on: date, parameters: ParametersAt) -> int:
    """加算金 if the rest of an order comes on a day; 0 unless it follows from a breach of one's own."""
    if order.act.facts.cause.value != "breach":
        return 0
    return breach_surcharge(
        order.amount,
        receipts_before(standing, order.act.number),
        on,
        parameters=parameters,
        payments=order.payments,
    )


def breach_surcharge(
    amount: int,
    receipts: Sequence[Dated],
    on: date,
    *,
    parameters: ParametersAt,
    payments: Sequence[Dated] = (),
) -> int:
    """加算金 on an amount by the year's parameters (rule 14)."""
    return surcharge(
        amount,
        receipts,
        on,
        rate=parameters.rate("surcharge_rate"),
        payments=payments,
        count_first_day=parameters.flag("surcharge_counts_first_day"),
        unit=parameters.yen("charge_unit"),
    )


def receipts_before(standing: Standing, number: int | None = None) -> list[Dated]:
    """What the municipality holds of each payment before an act: returns came from the newest."""
    acts = [act for act in standing.acts if number is None or act.number < number]
    returned = sum(act.facts.amount for act in acts if act.kind == "record_repayment")
    held = []
    for act in reversed([act for act in acts if act.kind in PAYMENTS]):
        back = min(returned, act.facts.amount)
        returned -= back
        # money is not received later than its payment was recorded
        held.append((min(act.facts.paid_on, act.on), act.facts.amount - back))
    return held[::-1]


def reclaimable(standing: Standing) -> tuple[str, int]:
    """What an act after the settlement has found to be returned: its cause and the yen."""
    act = standing.last("report_tax", "approve_disposal")
    if act is None:
        return ("", 0)
    if act.kind == "report_tax":
        return ("input_tax", act.facts.amount)
    return ("disposal", act.facts.payback)
