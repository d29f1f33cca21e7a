"""What the forms beside the main road are filled with: early start, status, delay, carry-over …"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from comipla.core.deadlines import shift
from comipla.core.docket import Standing, Surroundings
from comipla.core.procedures.subsidy.reckoning import carried_until, net_received, plan_of

Values = dict[str, Any]


def open_day(around: Surroundings, days: int, *, since: date | None = None) -> date:
    """The open office day on or after so many days from today, or from a given day."""
    return shift((since or around.today) + timedelta(days=days), around.calendar).due


def _early_start(s: Standing, around: Surroundings) -> Values:
    asked = s.last("apply", "correct")
    start = asked.facts.start_on if asked else around.today
    return {"start_on": max(start, around.today)}


def _early_start_decision(s: Standing, around: Surroundings) -> Values:
    asked = s.last("apply_early_start")
    return {"allowed_from": max(asked.facts.start_on, around.today) if asked else around.today}


def _status_request(_: Standing, around: Surroundings) -> Values:
    """The next of the year's cut-off days, and so many days after it."""
    cutoffs = [_cutoff(around, day) for day in around.parameters.listing("progress_cutoffs")]
    as_of = min((day for day in cutoffs if day >= around.today), default=around.today)
    days = around.parameters.days("progress_report_days")
    return {"as_of": as_of, "reply_by": open_day(around, days, since=as_of)}


def _cutoff(around: Surroundings, month_day: str) -> date:
    """A day of the fiscal year by its month and day: 12-31."""
    month, day = map(int, month_day.split("-"))
    year = around.year.year if month >= 4 else around.year.year + 1
    return date(year, month, day)


def _status_report(s: Standing, around: Surroundings) -> Values:
    request, plan = s.last("request_status"), plan_of(s)
    as_of = request.facts.as_of if request else around.today
    return {
        "as_of": min(as_of, around.today),
        "expected": plan.total_cost if plan else 0,
        "late": False,
    }


def _delay(_: Standing, around: Surroundings) -> Values:
    return {"happened_on": around.today}


def _mending_order(_: Standing, around: Surroundings) -> Values:
    return {
        "inspected_on": around.today,
        "mend_by": open_day(around, around.parameters.days("correction_days")),
    }


def _mending_report(s: Standing, around: Surroundings) -> Values:
    order = s.last("order_mending")
    findings = order.facts.findings if order else ()
    return {
        "mended_on": around.today,
        "measures": [{"finding": finding.finding} for finding in findings],
    }


def _carry_over(s: Standing, _: Surroundings) -> Values:
    return {"amount": max(s.balance("decided") - net_received(s), 0)}


def _carry_over_decision(s: Standing, _: Surroundings) -> Values:
    asked = s.last("apply_carry_over")
    return {"amount": asked.facts.amount, "end_on": asked.facts.end_on} if asked else {}


def _year_end_report(s: Standing, _: Surroundings) -> Values:
    return {"end_on": carried_until(s)}


WATCHING_SUGGESTIONS: Mapping[str, Callable[[Standing, Surroundings], Values]] = {
    "apply_early_start": _early_start,
    "approve_early_start": _early_start_decision,
    "request_status": _status_request,
    "report_status": _status_report,
    "report_delay": _delay,
    "order_mending": _mending_order,
    "report_mending": _mending_report,
    "apply_carry_over": _carry_over,
    "approve_carry_over": _carry_over_decision,
    "report_year_end": _year_end_report,
}
"""By act kind."""
