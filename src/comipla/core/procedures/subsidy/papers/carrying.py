"""The papers of menu ③ on work that goes on into the next fiscal year."""

from comipla.core.docket import Side
from comipla.core.paper_blocks import Content
from comipla.core.papers import PaperContext
from comipla.core.procedures.subsidy.blocks import carrying
from comipla.core.procedures.subsidy.papers.context import cite, received, title_of, write
from comipla.core.procedures.subsidy.papers.watching import request_approval, request_refusal

carry_over_approval = request_approval(
    "翌年度への繰越", "apply_carry_over", carrying.carry_over_decision_blocks
)
carry_over_refusal = request_refusal("翌年度への繰越", "apply_carry_over")


def carry_over_application(c: PaperContext) -> Content:
    """繰越承認申請書."""
    return write(
        c,
        "carry_over_application",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=carrying.carry_over_blocks(
            c.act.facts,
            title=title_of(c),
            decided=c.standing.balance("decided"),
            received=received(c),
        ),
    )


def year_end_report(c: PaperContext) -> Content:
    """年度終了報告書."""
    return write(
        c,
        "year_end_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=carrying.year_end_blocks(
            c.act.facts, title=title_of(c), decided=c.standing.balance("decided")
        ),
    )
