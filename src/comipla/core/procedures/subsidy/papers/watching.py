"""The papers of menu ③ beside its main road: early start, small changes, status, delay, mending."""

from collections.abc import Callable

from comipla.core.docket import Side
from comipla.core.paper_blocks import Block, Content
from comipla.core.papers import PaperContext
from comipla.core.procedures.subsidy.blocks import asking, watching
from comipla.core.procedures.subsidy.papers.context import (
    before_act,
    cite,
    title_of,
    write,
)
from comipla.core.procedures.subsidy.reckoning import plan_of
from comipla.core.procedures.subsidy.watching_clauses import change_reasons
from comipla.core.wareki import format_wareki

Build = Callable[[PaperContext], Content]


def request_approval(subject: str, asked: str, blocks: Callable[..., tuple[Block, ...]]) -> Build:
    """The letter that approves what an act of the kind `asked` has asked for."""

    def build(c: PaperContext) -> Content:
        return write(
            c,
            "request_approval",
            sender=Side.PREFECTURE,
            values={"subject": subject, **cite(c, "applied", asked)},
            blocks=blocks(c.act.facts, title=title_of(c)),
        )

    return build


def request_refusal(subject: str, asked: str) -> Build:
    """The letter that does not approve what an act of the kind `asked` has asked for."""

    def build(c: PaperContext) -> Content:
        return write(
            c,
            "request_refusal",
            sender=Side.PREFECTURE,
            values={"subject": subject, **cite(c, "applied", asked)},
            blocks=watching.request_refusal_blocks(c.act.facts, title=title_of(c)),
        )

    return build


early_start_approval = request_approval(
    "事前着手", "apply_early_start", watching.early_start_decision_blocks
)
early_start_refusal = request_refusal("事前着手", "apply_early_start")


def early_start_application(c: PaperContext) -> Content:
    """事前着手届."""
    return write(
        c,
        "early_start_application",
        sender=Side.MUNICIPALITY,
        blocks=watching.early_start_blocks(c.act.facts, title=title_of(c)),
    )


def change_notice(c: PaperContext) -> Content:
    """変更届 of a small change, with the judgement that it is one."""
    earlier = before_act(c)
    plan = plan_of(earlier)
    return write(
        c,
        "change_notice",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=(
            *asking.change_blocks(
                c.act.facts,
                title=title_of(c),
                before=plan.expense_lines,
                decided=earlier.balance("decided"),
            ),
            watching.judgement_block(
                change_reasons(earlier, c.surroundings.parameters, c.act.facts)
            ),
        ),
    )


def status_request(c: PaperContext) -> Content:
    """遂行状況の報告の求め."""
    return write(
        c,
        "status_request",
        sender=Side.PREFECTURE,
        values=cite(c, "decided", "decide_grant"),
        blocks=watching.status_request_blocks(c.act.facts, title=title_of(c)),
    )


def status_report(c: PaperContext) -> Content:
    """遂行状況報告書."""
    return write(
        c,
        "status_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=watching.status_report_blocks(
            c.act.facts, title=title_of(c), decided=c.standing.balance("decided")
        ),
    )


def delay_report(c: PaperContext) -> Content:
    """遅延等報告書."""
    return write(
        c,
        "delay_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=watching.delay_blocks(c.act.facts, title=title_of(c)),
    )


def delay_instruction(c: PaperContext) -> Content:
    """遅延等の報告への指示."""
    return write(
        c,
        "delay_instruction",
        sender=Side.PREFECTURE,
        values=cite(c, "applied", "report_delay"),
        blocks=watching.instruction_blocks(c.act.facts, title=title_of(c)),
    )


def mending_order(c: PaperContext) -> Content:
    """是正命令."""
    return write(
        c,
        "mending_order",
        sender=Side.PREFECTURE,
        values={
            **cite(c, "applied", "report", "correct_report"),
            "mend_by": format_wareki(c.act.facts.mend_by, weekday=True),
        },
        blocks=watching.mending_order_blocks(c.act.facts, title=title_of(c)),
    )


def mending_report(c: PaperContext) -> Content:
    """是正報告書."""
    return write(
        c,
        "mending_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "ordered", "order_mending"),
        blocks=watching.mending_report_blocks(c.act.facts, title=title_of(c)),
    )
