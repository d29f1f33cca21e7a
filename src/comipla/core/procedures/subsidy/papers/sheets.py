"""The papers of menu ③ that a municipality hands in (様式), and the prefecture's own records."""

from comipla.core.codes import StopKind
from comipla.core.docket import Side
from comipla.core.paper_blocks import Content
from comipla.core.papers import PaperContext
from comipla.core.procedures.subsidy.blocks import asking, deciding, settling
from comipla.core.procedures.subsidy.blocks.watching import judgement_block
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
from comipla.core.procedures.subsidy.reckoning import plan_of
from comipla.core.procedures.subsidy.watching_clauses import change_reasons

STOP_VARIANTS = {StopKind.SUSPEND: "suspend", StopKind.ABOLISH: "abandon"}


def needs_sheet(c: PaperContext) -> Content:
    """要望調書."""
    blocks = asking.need_blocks(c.act.facts)
    return write(c, "needs_sheet", sender=Side.MUNICIPALITY, blocks=blocks)


def application(c: PaperContext) -> Content:
    """交付申請書, first sent or corrected."""
    facts = c.act.facts
    return write(
        c,
        "application",
        sender=Side.MUNICIPALITY,
        blocks=asking.application_blocks(facts),
        annexes=asking.application_annexes(facts, basis=grant_basis(c, facts)),
    )


def withdrawal(c: PaperContext) -> Content:
    """取下げ届 of an application, or of the need before it."""
    return write(
        c,
        "withdrawal",
        sender=Side.MUNICIPALITY,
        values=cite(c, "applied", "apply", "correct", "submit_need", "revise_need"),
        blocks=asking.withdrawal_blocks(
            c.act.facts,
            title=title_of(c),
            requested=c.standing.balance("applied") or c.standing.balance("requested"),
        ),
    )


def start_report(c: PaperContext) -> Content:
    """着手届."""
    return write(
        c,
        "start_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=asking.start_blocks(c.act.facts, title=title_of(c)),
    )


def advance_claim(c: PaperContext) -> Content:
    """概算払請求書."""
    return write(
        c,
        "advance_claim",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=asking.advance_blocks(
            c.act.facts,
            title=title_of(c),
            decided=c.standing.balance("decided"),
            received=received(c),
        ),
    )


def change_application(c: PaperContext) -> Content:
    """変更承認申請書; before stands what was last approved, after it why approval is needed."""
    earlier = before_act(c)
    return write(
        c,
        "change_application",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=(
            *asking.change_blocks(
                c.act.facts,
                title=title_of(c),
                before=plan_of(earlier).expense_lines,
                decided=earlier.balance("decided"),
            ),
            judgement_block(change_reasons(earlier, c.surroundings.parameters, c.act.facts)),
        ),
    )


def discontinuation_application(c: PaperContext) -> Content:
    """中止・廃止承認申請書."""
    return write(
        c,
        "discontinuation_application",
        sender=Side.MUNICIPALITY,
        variant=STOP_VARIANTS[c.act.facts.kind],
        values=cite(c, "decided", "decide_grant"),
        blocks=asking.discontinuation_blocks(c.act.facts, title=title_of(c)),
    )


def performance_report(c: PaperContext) -> Content:
    """実績報告書 with its accounts."""
    facts, plan = c.act.facts, plan_of(c.standing)
    return write(
        c,
        "performance_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=settling.report_blocks(
            facts,
            title=title_of(c),
            decided=c.standing.balance("decided"),
            received=received(c),
        ),
        annexes=settling.report_annexes(
            facts,
            planned=plan.expense_lines,
            expected=plan.revenue_lines,
            basis=determination_basis(c, facts),
        ),
    )


def settlement_claim(c: PaperContext) -> Content:
    """精算払請求書."""
    return write(
        c,
        "settlement_claim",
        sender=Side.MUNICIPALITY,
        values=cite(c, "determined", "determine"),
        blocks=settling.settlement_claim_blocks(
            c.act.facts,
            title=title_of(c),
            determined=c.standing.balance("determined"),
            received=received(c),
        ),
    )


def review_sheet(c: PaperContext) -> Content:
    """審査調書, kept in the prefecture's file."""
    facts, asked = c.act.facts, application_of(c)
    limits = (("内示額", c.standing.balance("earmarked")), ("申請額", asked.requested))
    return write(
        c,
        "review",
        sender=None,
        blocks=deciding.review_blocks(
            facts,
            asked,
            basis=grant_basis(c, asked, *limits, label="交付できる額"),
            applicant=c.municipality.lines[0],
        ),
    )


def inspection(c: PaperContext) -> Content:
    """検査調書, kept in the prefecture's file."""
    return write(
        c,
        "inspection",
        sender=None,
        blocks=settling.inspection_blocks(
            facts_of(c, "inspect"),
            title=title_of(c),
            reporter=c.municipality.lines[0],
            labels=c.labels("subsidy_performance_report"),
        ),
    )
