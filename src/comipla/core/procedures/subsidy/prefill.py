"""What a form of menu ③ can be filled with before anybody types: nothing known is asked twice.

Each function gives values by field key, as `Form.write` takes them. They are suggestions: the
clauses judge what is sent, not what was suggested.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from comipla.core.codes import (
    CheckResult,
    Decision,
    GrantCondition,
    GrantOutcome,
    Implementer,
    InspectionItem,
    PaymentMethod,
    RevenueKind,
    ReviewItem,
)
from comipla.core.course_codes import WaivableDeadline
from comipla.core.deadlines import shift
from comipla.core.docket import Standing, Surroundings
from comipla.core.facts import values_from
from comipla.core.money import floor_to
from comipla.core.procedures.subsidy.prefill_returning import RETURNING_SUGGESTIONS
from comipla.core.procedures.subsidy.prefill_watching import WATCHING_SUGGESTIONS
from comipla.core.procedures.subsidy.reckoning import (
    carried_until,
    left_to_settle,
    plan_of,
    unpaid_claim,
)
from comipla.core.procedures.subsidy.waiving import waivable
from comipla.core.subsidy import advance_limit, grant_amount

Values = dict[str, Any]
Suggestion = Callable[[Standing, Surroundings], Values]

_CHECKED_BY_CLAUSES = frozenset(
    {ReviewItem.CATEGORY, ReviewItem.ARITHMETIC, ReviewItem.CAP, ReviewItem.SCHEDULE}
)
_SAME_IN_APPLICATION = (
    "category",
    "priority",
    "title",
    "implementer",
    "target_area",
    "stage",
    "platform",
    "contents",
    "requested",
    "budget_status",
    "student_support",
)


def _facts(s: Standing, *kinds: str) -> Any:
    act = s.last(*kinds)
    return act.facts if act else None


def _values(s: Standing, *kinds: str) -> Values:
    facts = _facts(s, *kinds)
    return values_from(facts) if facts is not None else {}


def _open_day(around: Surroundings, days: int) -> date:
    return shift(around.today + timedelta(days=days), around.calendar).due


def _grant(around: Surroundings, costs: Any) -> int:
    return grant_amount(
        costs.eligible_cost,
        costs.total_cost,
        costs.other_revenue,
        rate=around.parameters.rate("subsidy_rate"),
        unit=around.parameters.yen("rounding_unit"),
    )


def _need(s: Standing, _: Surroundings) -> Values:
    return _values(s, "submit_need", "revise_need")


def _earmark(s: Standing, around: Surroundings) -> Values:
    rooms = [room.free for room in around.rooms.values()]
    most = min([s.balance("requested"), *(max(free, 0) for free in rooms)])
    unit = around.parameters.yen("rounding_unit")
    return {
        "amount": floor_to(most, unit),
        "apply_by": _open_day(around, around.parameters.days("apply_days")),
    }


def _application(s: Standing, around: Surroundings) -> Values:
    need = _need(s, around)
    values = {key: need[key] for key in _SAME_IN_APPLICATION if key in need}
    amount = s.balance("earmarked")
    values["requested"] = amount
    values["revenue_lines"] = [
        {"kind": RevenueKind.PREFECTURE.value, "amount": amount, "detail": "", "certain": False},
    ]
    return values


def _as_applied(s: Standing, _: Surroundings) -> Values:
    return _values(s, "apply", "correct")


def _correction_request(_: Standing, around: Surroundings) -> Values:
    return {"reply_by": _open_day(around, around.parameters.days("correction_days"))}


def _review(s: Standing, around: Surroundings) -> Values:
    asked = _facts(s, "apply", "correct")
    proposed = min(_grant(around, asked), s.balance("earmarked"), asked.requested)
    return {
        "checks": [
            {
                "item": item.value,
                "result": CheckResult.OK.value if item in _CHECKED_BY_CLAUSES else None,
                "note": "受付のときに計算で確かめた。" if item in _CHECKED_BY_CLAUSES else "",
            }
            for item in ReviewItem
        ],
        "outcome": Decision.APPROVE.value,
        "eligible_cost": asked.eligible_cost,
        "proposed": proposed,
    }


def _decision(s: Standing, _: Surroundings) -> Values:
    review, asked = _facts(s, "review"), _facts(s, "apply", "correct")
    passes_on = asked.implementer is Implementer.INDIRECT
    modified = review.proposed != asked.requested or review.outcome is Decision.APPROVE_MODIFIED
    outcome = GrantOutcome.APPROVE_MODIFIED if modified else GrantOutcome.APPROVE
    return {
        "amount": review.proposed,
        "eligible_cost": review.eligible_cost,
        "outcome": outcome.value,
        "conditions": [
            condition.value
            for condition in GrantCondition
            if passes_on or condition is not GrantCondition.INDIRECT
        ],
    }


def _start(_: Standing, around: Surroundings) -> Values:
    return {"started_on": around.today, "before_decision": False}


def _advance_claim(s: Standing, around: Surroundings) -> Values:
    return {
        "amount": advance_limit(
            s.balance("decided"),
            s.balance("claimed"),
            rate=around.parameters.rate("advance_rate"),
            unit=around.parameters.yen("rounding_unit"),
        )
    }


def _payment(s: Standing, around: Surroundings) -> Values:
    return {
        "amount": unpaid_claim(s),
        "paid_on": around.today,
        "method": PaymentMethod.TRANSFER.value,
    }


def _change(s: Standing, _: Surroundings) -> Values:
    plan = plan_of(s)
    told = values_from(plan) if plan else {}
    kept = ("contents", "start_on", "end_on", "expense_lines", "revenue_lines", "requested")
    carried = carried_until(s)
    later = {"end_on": carried} if carried else {}
    return {key: told[key] for key in kept if key in told} | later


def _change_decision(s: Standing, around: Surroundings) -> Values:
    asked = _facts(s, "apply_change")
    return {
        "amount": asked.requested,
        "eligible_cost": asked.eligible_cost,
        "outcome": GrantOutcome.APPROVE.value,
        "effective_on": around.today,
    }


def _stop(_: Standing, around: Surroundings) -> Values:
    return {"stop_on": around.today, "spent": 0}


def _report(s: Standing, around: Surroundings) -> Values:
    asked, plan = _facts(s, "apply", "correct"), _change(s, around)
    lines = ("node", "detail", "item", "gross", "eligible", "reason", "indirect")
    return {
        "indicators": [
            {"name": i.name, "unit": i.unit, "target": i.target} for i in asked.indicators
        ],
        "expense_lines": [
            {key: line[key] for key in lines if key in line} for line in plan["expense_lines"]
        ],
        "revenue_lines": plan["revenue_lines"],
        "vat_status": asked.vat_status.value,
    }


def _as_reported(s: Standing, _: Surroundings) -> Values:
    return _values(s, "report", "correct_report")


def _inspection(s: Standing, around: Surroundings) -> Values:
    report = _facts(s, "report", "correct_report")
    return {
        "inspected_on": around.today,
        "checks": [{"item": item.value} for item in InspectionItem],
        "total_cost": report.total_cost,
        "eligible_cost": report.eligible_cost,
        "other_revenue": report.other_revenue,
    }


def _determination(s: Standing, around: Surroundings) -> Values:
    inspection = _facts(s, "inspect")
    return {
        "amount": min(_grant(around, inspection), s.balance("decided")),
        "total_cost": inspection.total_cost,
        "eligible_cost": inspection.eligible_cost,
        "other_revenue": inspection.other_revenue,
    }


def _settlement_claim(s: Standing, _: Surroundings) -> Values:
    return {"amount": max(left_to_settle(s), 0)}


def _waiver(s: Standing, _: Surroundings) -> Values:
    running = waivable(s)
    return {"deadline": WaivableDeadline.of(running[0].key)} if running else {}


def _close(_: Standing, around: Surroundings) -> Values:
    return {"closed_on": around.today}


SUGGESTIONS: Mapping[str, Suggestion] = {
    "revise_need": _need,
    "earmark": _earmark,
    "apply": _application,
    "correct": _as_applied,
    "ask_correction": _correction_request,
    "review": _review,
    "decide_grant": _decision,
    "start": _start,
    "claim_advance": _advance_claim,
    "pay_advance": _payment,
    "apply_change": _change,
    "approve_change": _change_decision,
    "apply_stop": _stop,
    "report": _report,
    "correct_report": _as_reported,
    "ask_report_correction": _correction_request,
    "inspect": _inspection,
    "determine": _determination,
    "claim_settlement": _settlement_claim,
    "pay_settlement": _payment,
    "close": _close,
    "waive_deadline": _waiver,
    "notify_change": _change,
    **WATCHING_SUGGESTIONS,
    **RETURNING_SUGGESTIONS,
}
"""By act kind; kinds that are missing start empty."""


def suggest(kind: str, standing: Standing, around: Surroundings) -> Values:
    """Values to fill the form of an act with."""
    suggestion = SUGGESTIONS.get(kind)
    return suggestion(standing, around) if suggestion else {}
