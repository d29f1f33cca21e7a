"""The deadlines of menu ③: which act starts one, who has to meet it, and with which act."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from comipla.core.deadlines import shift
from comipla.core.docket import Deadline, Question, Side
from comipla.core.procedures.subsidy.afterwards_clauses import registrable
from comipla.core.procedures.subsidy.reckoning import (
    net_received,
    order_of,
    plan_of,
    working_year,
)
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
    # what is notified, or carried over, brings its own day
    brings = c.act_type.key in ("notify_change", "approve_carry_over")
    plan = c.facts if brings else _planned(c)
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


def _settlement_due(fact: str) -> Callable[[Question], date | None]:
    """The closing of the accounts in which the work ended, while something is left to claim."""

    def due(c: Question) -> date | None:
        if getattr(c.facts, fact) <= net_received(c.standing):
            return None
        close = working_year(c).cashier_close
        return close if c.on <= close else None

    return due


def _payment_due(c: Question) -> date | None:
    """So many days after the claim, and never after the year's accounts close (rule 19)."""
    day = _in_days("payment_days")(c)
    return min(day, working_year(c).cashier_close) if day else None


def _repayment_left(c: Question) -> date | None:
    """The order's day stays while a part is still owed."""
    order = order_of(c.standing)
    return order.due_on if order and order.left > c.facts.amount else None


def _extended(c: Question) -> date | None:
    """The day that relief gives, or the order's own, while a part is still owed."""
    order = order_of(c.standing)
    if order is None or order.left <= c.facts.amount:
        return None
    return c.facts.due_on or order.due_on


def _tax_report_due(c: Question) -> date | None:
    """A day of the second fiscal year after the work (翌々年度), unless it has been reported."""
    if c.standing.last("report_tax") or not net_received(c.standing):
        return None
    return date(working_year(c).year + 2, *c.surroundings.parameters.month_day("vat_report_due"))


def _year_end_report_due(c: Question) -> date | None:
    """A day soon after the end of the case's own year (4/30 の型)."""
    day = c.surroundings.parameters.month_day("year_end_report_day")
    return date(c.surroundings.year.end.year, *day)


def _asset_register_due(c: Question) -> date | None:
    """So many days after the determination, where there is property to be registered."""
    wanted = registrable(c.standing, c.surroundings.parameters)
    return _in_days("asset_register_days")(c) if wanted else None


def _deadline(
    key: str,
    label: str,
    owner: Side,
    met_by: str,
    due: Callable[[Question], date | None],
    *,
    lasting: bool = False,
) -> Deadline:
    """A deadline with the acts that meet it; a revocation ends them all."""
    return Deadline(key, label, owner, frozenset({*met_by.split(), "revoke"}), due, lasting)


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
    "claim_settlement revoke_part",
    _settlement_due("amount"),
)
SETTLEMENT_CLAIM_LEFT = _deadline(
    "claim_settlement",
    "精算払請求書の提出",
    Side.MUNICIPALITY,
    "claim_settlement revoke_part",
    _settlement_due("left"),
)
SETTLEMENT_PAYMENT = _deadline(
    "pay_settlement", "精算払の支払", Side.PREFECTURE, "pay_settlement revoke_part", _payment_due
)
_RETURN = "record_repayment grant_relief remind_repayment"
REPAYMENT = _deadline("repay", "返還金の納付", Side.MUNICIPALITY, _RETURN, _fact("due_on"))
REPAYMENT_REST = _deadline(
    "repay", "返還金の納付（残り）", Side.MUNICIPALITY, _RETURN, _repayment_left
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
    "apply_change apply_stop apply_carry_over report",
    _fact("reply_by"),
)
MENDING = _deadline("mend", "是正の報告", Side.MUNICIPALITY, "report_mending", _fact("mend_by"))
REMINDED = _deadline("repay", "返還金の納付（督促）", Side.MUNICIPALITY, _RETURN, _fact("pay_by"))
REPAYMENT_EXTENDED = _deadline(
    "repay", "返還金の納付（承認後）", Side.MUNICIPALITY, _RETURN, _extended
)
RELIEF = _deadline(
    "relief",
    "減免・履行延期の審査",
    Side.PREFECTURE,
    "grant_relief refuse_relief",
    _in_days("standard_processing_days"),
)
TAX_REPORT = _deadline(
    "tax_report",
    "仕入控除税額の報告",
    Side.MUNICIPALITY,
    "report_tax",
    _tax_report_due,
    lasting=True,
)
ASSET_REGISTER = _deadline(
    "register_assets",
    "財産管理台帳の提出",
    Side.MUNICIPALITY,
    "register_assets",
    _asset_register_due,
)
DISPOSAL = _deadline(
    "disposal",
    "財産の処分の審査",
    Side.PREFECTURE,
    "approve_disposal refuse_disposal",
    _in_days("standard_processing_days"),
)
CARRY_OVER = _deadline(
    "carry_over",
    "繰越の審査",
    Side.PREFECTURE,
    "approve_carry_over refuse_carry_over",
    _in_days("standard_processing_days"),
)
YEAR_END_REPORT = _deadline(
    "year_end_report",
    "年度終了報告書の提出",
    Side.MUNICIPALITY,
    "report_year_end report",
    _year_end_report_due,
)
