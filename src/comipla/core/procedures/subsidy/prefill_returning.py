"""What the forms on returns, tax and property are filled with beforehand."""

from collections.abc import Callable, Mapping
from typing import Any

from comipla.core.codes import RepaymentCause
from comipla.core.course_codes import ReliefKind
from comipla.core.docket import Standing, Surroundings
from comipla.core.facts import values_from
from comipla.core.procedures.subsidy.afterwards_clauses import registrable, suggested_payback
from comipla.core.procedures.subsidy.prefill_watching import open_day
from comipla.core.procedures.subsidy.reckoning import (
    REVOCATIONS,
    breach_surcharge,
    charges_on,
    left_to_settle,
    order_of,
    receipts_before,
    reclaimable,
)

Values = dict[str, Any]
_REASONS: Mapping[RepaymentCause, str] = {
    RepaymentCause.OVERPAID: "額の確定により、概算払で受け取った額が確定した額をこえたため。",
    RepaymentCause.BREACH: "交付決定の取消しにより、受け取った額が取消し後の額をこえたため。",
    RepaymentCause.INDIRECT_BREACH: "交付決定の取消しにより、受け取った額が取消し後の額をこえたため。",
    RepaymentCause.CIRCUMSTANCES: "交付決定の取消しにより、受け取った額が取消し後の額をこえたため。",
    RepaymentCause.INPUT_TAX: "消費税の仕入控除税額が確定し、返還する額が報告されたため。",
    RepaymentCause.DISPOSAL: "補助金で取得した財産の処分を承認し、納付する額を決めたため。",
}


def _order(s: Standing, around: Surroundings) -> Values:
    act = s.last("determine", *REVOCATIONS)
    revoked = act is not None and act.kind in REVOCATIONS
    cause = RepaymentCause.of(act.facts.cause.value) if act and revoked else RepaymentCause.OVERPAID
    values = _ordered(around, max(-left_to_settle(s), 0), cause)
    if cause is RepaymentCause.BREACH and values["amount"]:
        values["surcharge"] = breach_surcharge(
            values["amount"],
            receipts_before(s),
            values["due_on"],
            parameters=around.parameters,
        )
    return values


def _return(s: Standing, around: Surroundings) -> Values:
    cause, amount = reclaimable(s)
    return _ordered(around, amount, RepaymentCause.of(cause)) if cause else {}


def _ordered(around: Surroundings, amount: int, cause: RepaymentCause) -> Values:
    return {
        "amount": amount,
        "due_on": open_day(around, around.parameters.days("repayment_days")),
        "cause": cause.value,
        "reason": _REASONS[cause],
        "surcharge": 0,
    }


def _receipt(s: Standing, around: Surroundings) -> Values:
    order = order_of(s)
    if order is None:
        return {}
    charges = charges_on(s, order, amount=order.left, on=around.today, parameters=around.parameters)
    return {
        "amount": order.left,
        "received_on": around.today,
        "surcharge": charges.surcharge,
        "late_charge": charges.late_charge,
    }


def _reminder(s: Standing, around: Surroundings) -> Values:
    order = order_of(s)
    return {
        "amount": order.left if order else 0,
        "pay_by": open_day(around, around.parameters.days("reminder_days")),
    }


def _relief(_: Standing, __: Surroundings) -> Values:
    return {"amount": 0}


def _relief_decision(s: Standing, _: Surroundings) -> Values:
    asked = s.last("apply_relief")
    if asked is None:
        return {}
    kind: ReliefKind = asked.facts.kind
    return {
        "kind": kind.value,
        "amount": asked.facts.amount if kind is ReliefKind.REDUCE else 0,
        "due_on": asked.facts.due_on,
        "free_of_charges": kind is ReliefKind.CHARGES,
    }


def _part_revocation(s: Standing, _: Surroundings) -> Values:
    return {"left": s.balance("determined")}


def _tax_report(s: Standing, _: Surroundings) -> Values:
    """As the report told: the general account owes nothing, so that one click sends it (J-17)."""
    report = s.last("report", "correct_report")
    status = {"vat_status": report.facts.vat_status.value} if report else {}
    return {**status, "standard_cost": 0, "reduced_cost": 0, "amount": 0}


def _register(s: Standing, around: Surroundings) -> Values:
    register = s.last("register_assets")
    if register is not None:
        return values_from(register.facts)
    rate = around.parameters.rate("subsidy_rate")
    years = around.parameters.count("asset_default_years")
    return {
        "assets": [
            {
                "name": asset.name,
                "acquired_on": asset.acquired_on,
                "unit_price": asset.unit_price,
                "quantity": asset.quantity,
                "grant_part": int(asset.unit_price * asset.quantity * rate),
                "years": years,
                "place": asset.place,
            }
            for asset in registrable(s, around.parameters)
        ]
    }


def _disposal(s: Standing, around: Surroundings) -> Values:
    register = s.last("register_assets")
    names = [entry.name for entry in register.facts.assets] if register else []
    only = {"asset": names[0]} if len(names) == 1 else {}
    return {**only, "dispose_on": open_day(around, 30), "income": 0}


def _disposal_decision(s: Standing, _: Surroundings) -> Values:
    return {"payback": suggested_payback(s)}


RETURNING_SUGGESTIONS: Mapping[str, Callable[[Standing, Surroundings], Values]] = {
    "order_repayment": _order,
    "order_return": _return,
    "record_repayment": _receipt,
    "remind_repayment": _reminder,
    "apply_relief": _relief,
    "grant_relief": _relief_decision,
    "revoke_part": _part_revocation,
    "report_tax": _tax_report,
    "register_assets": _register,
    "apply_disposal": _disposal,
    "approve_disposal": _disposal_decision,
}
"""By act kind."""
