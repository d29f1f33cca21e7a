"""The letters of menu ③ that the prefecture sends."""

from datetime import timedelta

from comipla.core.docket import Side
from comipla.core.paper_blocks import Content
from comipla.core.papers import PaperContext
from comipla.core.procedures.subsidy.blocks import deciding, settling
from comipla.core.procedures.subsidy.papers.context import (
    application_of,
    before_act,
    cite,
    determination_basis,
    facts_of,
    grant_basis,
    received,
    title_of,
    write,
)
from comipla.core.procedures.subsidy.papers.sheets import STOP_VARIANTS
from comipla.core.procedures.subsidy.reckoning import plan_of
from comipla.core.wareki import format_wareki


def earmark_notice(c: PaperContext) -> Content:
    """内示通知."""
    facts = c.act.facts
    need = cite(c, "requested", "submit_need", "revise_need")
    return write(
        c,
        "earmark_notice",
        sender=Side.PREFECTURE,
        values={**need, "apply_by": format_wareki(facts.apply_by, weekday=True)},
        blocks=deciding.earmark_blocks(facts, facts_of(c, "submit_need", "revise_need")),
    )


def grant_decision(c: PaperContext) -> Content:
    """交付決定通知: conditions and 算出基礎 included."""
    facts, asked = c.act.facts, application_of(c)
    parameters = c.surroundings.parameters
    last_day = c.act.on + timedelta(days=parameters.days("withdraw_days"))
    limits = (
        ("内示額", c.standing.balance("earmarked")),
        ("申請額", asked.requested),
        ("審査で認めた額", facts.amount),
    )
    return write(
        c,
        "grant_decision",
        sender=Side.PREFECTURE,
        values={
            **cite(c, "applied", "apply", "correct"),
            "withdraw_by": format_wareki(last_day, weekday=True),
        },
        blocks=deciding.decision_blocks(
            facts,
            asked,
            basis=grant_basis(c, asked, *limits, label="交付決定額"),
            rate=parameters.rate("subsidy_rate"),
        ),
    )


def refusal(c: PaperContext) -> Content:
    """不交付決定通知."""
    return write(
        c,
        "refusal",
        sender=Side.PREFECTURE,
        values=cite(c, "applied", "apply", "correct"),
        blocks=deciding.refusal_blocks(c.act.facts, application_of(c)),
    )


def correction_request(c: PaperContext) -> Content:
    """補正依頼, of an application or of a report."""
    of_report = c.act.kind == "ask_report_correction"
    kinds = ("report", "correct_report") if of_report else ("apply", "correct")
    form = "subsidy_performance_report" if of_report else "subsidy_application"
    return write(
        c,
        "correction_request",
        sender=Side.PREFECTURE,
        values={
            **cite(c, "submitted", *kinds),
            "document": "実績報告書" if of_report else "交付申請書",
            "correct_by": format_wareki(c.act.facts.reply_by, weekday=True),
        },
        blocks=deciding.correction_blocks(c.act.facts, title=title_of(c), labels=c.labels(form)),
    )


def change_approval(c: PaperContext) -> Content:
    """変更承認通知, with the amounts before and after."""
    facts = c.act.facts
    before = decided_before(c)
    return write(
        c,
        "change_approval",
        sender=Side.PREFECTURE,
        variant="unchanged" if facts.amount == before else "amended",
        values={**cite(c, "applied", "apply_change"), **cite(c, "decided", "decide_grant")},
        blocks=deciding.change_decision_blocks(
            facts,
            facts_of(c, "apply_change"),
            title=title_of(c),
            before=plan_of(before_act(c)).expense_lines,
            decided_before=before,
        ),
    )


def decided_before(c: PaperContext) -> int:
    """Yen decided before this act: by the last approved change, or by the grant decision."""
    earlier = [
        act.facts.amount
        for act in c.standing.acts
        if act.kind in ("decide_grant", "approve_change") and act.number < c.act.number
    ]
    return int(earlier[-1])


def change_refusal(c: PaperContext) -> Content:
    """変更不承認通知."""
    return write(
        c,
        "change_refusal",
        sender=Side.PREFECTURE,
        values={**cite(c, "applied", "apply_change"), **cite(c, "decided", "decide_grant")},
        blocks=deciding.change_refusal_blocks(c.act.facts, title=title_of(c)),
    )


def discontinuation_approval(c: PaperContext) -> Content:
    """中止・廃止承認通知."""
    asked = facts_of(c, "apply_stop")
    report = next((due for due in c.standing.dues if due.key == "report"), None)
    return write(
        c,
        "discontinuation_approval",
        sender=Side.PREFECTURE,
        variant=STOP_VARIANTS[asked.kind],
        values={
            **cite(c, "applied", "apply_stop"),
            "report_by": format_wareki(report.on, weekday=True) if report else "年度の末日",
        },
        blocks=deciding.discontinuation_decision_blocks(
            asked, title=title_of(c), on=c.act.on, note=c.act.facts.note
        ),
    )


def discontinuation_refusal(c: PaperContext) -> Content:
    """中止・廃止不承認通知."""
    return write(
        c,
        "discontinuation_refusal",
        sender=Side.PREFECTURE,
        values={**cite(c, "applied", "apply_stop"), **cite(c, "decided", "decide_grant")},
        blocks=deciding.change_refusal_blocks(c.act.facts, title=title_of(c)),
    )


def determination(c: PaperContext) -> Content:
    """額の確定通知: what is left to pay, or to come back."""
    facts = c.act.facts
    left = facts.amount - received(c)
    variant = "settle" if left > 0 else "repay" if left < 0 else "even"
    return write(
        c,
        "determination",
        sender=Side.PREFECTURE,
        variant=variant,
        values={
            **cite(c, "reported", "report", "correct_report"),
            "claim_by": format_wareki(c.surroundings.year.cashier_close, weekday=True),
        },
        blocks=settling.determination_blocks(
            facts,
            title=title_of(c),
            decided=c.standing.balance("decided"),
            paid=received(c),
            basis=determination_basis(c, facts),
        ),
    )
