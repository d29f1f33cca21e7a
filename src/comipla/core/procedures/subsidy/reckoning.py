"""算出基礎 for the people who decide: how the amount of an act of menu ③ is worked out.

The papers print the same steps; here they stand beside a draft, also for acts without a paper.
"""

from collections.abc import Callable, Mapping
from typing import Any

from comipla.core.calculations import (
    Calculation,
    CalculationStep,
    Ceiling,
    explain_determination,
    explain_grant,
    explain_late_charge,
)
from comipla.core.docket import Standing, Surroundings
from comipla.core.procedures.subsidy.settlement_clauses import net_received, unpaid_claim
from comipla.core.subsidy import grant_base

_Reckon = Callable[[Any, Standing, Surroundings], Calculation | None]


def basis_of(kind: str, facts: Any, standing: Standing, around: Surroundings) -> Calculation | None:
    """The steps behind the amount of an act, before it is done; None where it has none."""
    reckon = _RECKONINGS.get(kind)
    return reckon(facts, standing, around) if reckon else None


def _told(standing: Standing, *kinds: str) -> Any:
    act = standing.last(*kinds)
    return act.facts if act else None


def _grant(costs: Any, around: Surroundings, label: str, *ceilings: Ceiling) -> Calculation:
    return explain_grant(
        costs.eligible_cost,
        costs.total_cost,
        costs.other_revenue,
        rate=around.parameters.rate("subsidy_rate"),
        unit=around.parameters.yen("rounding_unit"),
        ceilings=[(name, max(limit, 0)) for name, limit in ceilings],
        label=label,
    )


def _rooms(around: Surroundings) -> tuple[Ceiling, ...]:
    names = {"CAP": "市町村の残り枠", "BUDGET": "予算の残り"}
    return tuple(
        (name, around.rooms[kind].free) for kind, name in names.items() if kind in around.rooms
    )


def _earmark(facts: Any, s: Standing, around: Surroundings) -> Calculation | None:
    need = _told(s, "submit_need", "revise_need")
    ceilings = (("要望額", need.requested), *_rooms(around), ("内示の案の額", facts.amount))
    return _grant(need, around, "内示額", *ceilings)


def _decision(facts: Any, s: Standing, around: Surroundings) -> Calculation | None:
    asked = _told(s, "apply", "correct")
    ceilings = (
        ("申請額", asked.requested),
        ("内示額", s.balance("earmarked")),
        *_rooms(around),
        ("審査で認めた額", facts.amount),
    )
    return _grant(asked, around, "交付決定額", *ceilings)


def _change(facts: Any, s: Standing, around: Surroundings) -> Calculation | None:
    asked = _told(s, "apply_change")
    ceilings = (
        ("変更申請の額", asked.requested),
        *_rooms(around),
        ("認める額", facts.amount),
    )
    return _grant(asked, around, "変更後の交付決定額", *ceilings)


def _determination(facts: Any, s: Standing, around: Surroundings) -> Calculation | None:
    base = grant_base(facts.eligible_cost, facts.total_cost, facts.other_revenue)
    return explain_determination(
        base,
        s.balance("decided"),
        rate=around.parameters.rate("subsidy_rate"),
        unit=around.parameters.yen("rounding_unit"),
    )


def _payment(_: Any, s: Standing, _around: Surroundings) -> Calculation | None:
    most = "determined" if s.last("determine") else "decided"
    name = "確定額" if most == "determined" else "交付決定額"
    paid = s.balance("paid")
    return Calculation(
        (
            CalculationStep(name, "", s.balance(most)),
            CalculationStep("すでに支払った額", "", paid),
            CalculationStep("請求されて支払を待っている額", "", unpaid_claim(s)),
        )
    )


def _repayment_order(_: Any, s: Standing, _around: Surroundings) -> Calculation | None:
    received, fixed = net_received(s), s.balance("determined")
    return Calculation(
        (
            CalculationStep("受け取った額", "", received),
            CalculationStep("確定額", "", fixed),
            CalculationStep("返還を命ずる額", "受け取った額 － 確定額", received - fixed),
        )
    )


def _repayment(facts: Any, s: Standing, around: Surroundings) -> Calculation | None:
    order, part = _told(s, "order_repayment"), _told(s, "record_repayment")
    since = max(order.due_on, part.received_on) if part else order.due_on
    left = s.balance("ordered_back") - s.balance("repaid")
    rate = around.parameters.rate("late_charge_rate")
    return explain_late_charge(left, since, facts.received_on, rate=rate)


_RECKONINGS: Mapping[str, _Reckon] = {
    "earmark": _earmark,
    "decide_grant": _decision,
    "approve_change": _change,
    "determine": _determination,
    "pay_advance": _payment,
    "pay_settlement": _payment,
    "order_repayment": _repayment_order,
    "record_repayment": _repayment,
}
