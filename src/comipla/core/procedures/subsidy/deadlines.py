"""The deadlines of menu ③: which act starts one, who has to meet it, and with which act."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from comipla.core.deadlines import shift
from comipla.core.docket import Deadline, Question, Side
from comipla.core.procedures.subsidy.reckoning import net_received, plan_of
from comipla.core.subsidy import performance_report_due

_FIRST_DAY = {"usual": None, "counted": True, "not_counted": False}
"""How the parameter `report_first_day` says whether the day of completion counts."""


def _in_days(parameter: str) -> Callable[[Question], date | None]:
    """The open office day on or after so many days from the act."""

    def due(c: Question) -> date | None:
        days = c.surroundings.parameters.days(parameter)
        return shift(c.on + timedelta(days=days), c.surroundings.calendar).due

    return due


def _fact(name: str) -> Callable[[Question], date | None]:
    def due(c: Question) -> date | None:
        day: date | None = getattr(c.facts, name)
        return day

    return due


def _planned(c: Question) -> Any:
    """The plan that an approval is about, or the one that stands."""
    asked = c.standing.last("apply_change") if c.act_type.key == "approve_change" else None
    return asked.facts if asked else plan_of(c.standing)


def _report_due(c: Question) -> date | None:
    """Reckoned from the planned completion in the application or its latest change (rule 18)."""
    plan = c.facts if c.act_type.key == "notify_change" else _planned(c)
    if plan is None:
        return None
    parameters = c.surroundings.parameters
    return performance_report_due(
        plan.end_on,
        rule=parameters.text("report_rule"),
        months=parameters.count("report_months"),
        days=parameters.days("report_days"),
        count_first_day=_FIRST_DAY[parameters.text("report_first_day")],
        final=parameters.month_day("report_final_day"),
        calendar=c.surroundings.calendar if parameters.flag("shift_report_due") else None,
    )


def _settlement_due(c: Question) -> date | None:
    """The closing of the year's accounts, while something is left to claim."""
    if c.facts.amount <= net_received(c.standing):
        return None
    return c.surroundings.year.cashier_close


def _payment_due(c: Question) -> date | None:
    """So many days after the claim, and never after the year's accounts close (rule 19)."""
    day = _in_days("payment_days")(c)
    return min(day, c.surroundings.year.cashier_close) if day else None


def _repayment_left(c: Question) -> date | None:
    """The order's day stays while a part is still owed."""
    left = c.standing.balance("ordered_back") - c.standing.balance("repaid") - c.facts.amount
    order = c.standing.last("order_repayment")
    return order.facts.due_on if order and left > 0 else None


def _deadline(
    key: str, label: str, owner: Side, met_by: str, due: Callable[[Question], date | None]
) -> Deadline:
    return Deadline(key, label, owner, frozenset(met_by.split()), due)


APPLICATION = _deadline(
    "apply", "交付申請書の提出", Side.MUNICIPALITY, "apply withdraw", _fact("apply_by")
)
EXAMINATION = _deadline(
    "examine",
    "審査と交付決定",
    Side.PREFECTURE,
    "ask_correction decide_grant refuse withdraw",
    _in_days("standard_processing_days"),
)
CORRECTION = _deadline("correct", "補正", Side.MUNICIPALITY, "correct withdraw", _fact("reply_by"))
PERFORMANCE_REPORT = _deadline(
    "report", "実績報告書の提出", Side.MUNICIPALITY, "report withdraw", _report_due
)
CHANGE_EXAMINATION = _deadline(
    "change",
    "変更・中止の審査",
    Side.PREFECTURE,
    "approve_change refuse_change approve_stop refuse_stop",
    _in_days("standard_processing_days"),
)
ADVANCE_PAYMENT = _deadline(
    "pay_advance", "概算払の支払", Side.PREFECTURE, "pay_advance", _payment_due
)
INSPECTION = _deadline(
    "inspect",
    "検査と額の確定",
    Side.PREFECTURE,
    "ask_report_correction order_mending determine",
    _in_days("inspection_days"),
)
REPORT_CORRECTION = _deadline(
    "correct_report", "実績報告書の補正", Side.MUNICIPALITY, "correct_report", _fact("reply_by")
)
SETTLEMENT_CLAIM = _deadline(
    "claim_settlement",
    "精算払請求書の提出",
    Side.MUNICIPALITY,
    "claim_settlement",
    _settlement_due,
)
SETTLEMENT_PAYMENT = _deadline(
    "pay_settlement", "精算払の支払", Side.PREFECTURE, "pay_settlement", _payment_due
)
REPAYMENT = _deadline(
    "repay", "返還金の納付", Side.MUNICIPALITY, "record_repayment", _fact("due_on")
)
REPAYMENT_REST = _deadline(
    "repay", "返還金の納付（残り）", Side.MUNICIPALITY, "record_repayment", _repayment_left
)
EARLY_START = _deadline(
    "early_start",
    "事前着手届の審査",
    Side.PREFECTURE,
    "approve_early_start refuse_early_start",
    _in_days("early_start_days"),
)
STATUS_REPORT = _deadline(
    "progress",
    "遂行状況報告書の提出",
    Side.MUNICIPALITY,
    "report_status report",
    _fact("reply_by"),
)
INSTRUCTION = _deadline(
    "instruct", "遅延の報告への指示", Side.PREFECTURE, "instruct", _in_days("instruction_days")
)
INSTRUCTED = _deadline(
    "instructed",
    "指示された申請",
    Side.MUNICIPALITY,
    "apply_change apply_stop report",
    _fact("reply_by"),
)
MENDING = _deadline("mend", "是正の報告", Side.MUNICIPALITY, "report_mending", _fact("mend_by"))
