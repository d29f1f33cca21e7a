"""What the papers of menu ③ have in common: cited papers, names, sums of the case."""

from collections.abc import Mapping
from typing import Any

from comipla.core.docket import Side, Standing, fold
from comipla.core.paper_blocks import Annex, Block, Content, Steps
from comipla.core.papers import Cited, PaperContext
from comipla.core.procedures.subsidy.blocks.shared import basis
from comipla.core.procedures.subsidy.explaining import explained_determination, explained_grant
from comipla.core.procedures.subsidy.reckoning import net_received
from comipla.core.wareki import format_wareki
from comipla.core.wording import compose

UNNUMBERED = "文書"
"""How a paper is cited that bears no number of its own."""


def write(
    c: PaperContext,
    key: str,
    *,
    sender: Side | None,
    values: Mapping[str, str] | None = None,
    variant: str = "",
    blocks: tuple[Block, ...] = (),
    annexes: tuple[Annex, ...] = (),
) -> Content:
    """Compose a paper from one side to the other; a record for the file has no sender."""
    from_prefecture = sender is Side.PREFECTURE
    ends = (c.municipality, c.prefecture) if from_prefecture else (c.prefecture, c.municipality)
    return compose(
        key,
        values={"fiscal_year": c.surroundings.year.label, **(values or {})},
        variant=variant,
        addressee=ends[0] if sender else None,
        sender=ends[1] if sender else None,
        blocks=blocks,
        annexes=annexes,
        contact=c.contact if from_prefecture else None,
    )


def cite(c: PaperContext, name: str, *kinds: str) -> dict[str, str]:
    """`name`_on and `name`_number of the latest paper that an act of one of the kinds issued."""
    found = [c.cited[kind] for kind in kinds if kind in c.cited]
    latest = max(found, key=lambda paper: paper.on, default=Cited(UNNUMBERED, c.act.on))
    return {f"{name}_on": format_wareki(latest.on), f"{name}_number": latest.number}


def facts_of(c: PaperContext, *kinds: str) -> Any:
    """The facts of the latest act of one of the kinds; LookupError where there is none."""
    act = c.standing.last(*kinds)
    if act is None:
        raise LookupError(f"{c.case_number}: no act of {kinds}")
    return act.facts


def application_of(c: PaperContext) -> Any:
    """The application as it stands, corrected or not."""
    return facts_of(c, "apply", "correct")


def before_act(c: PaperContext) -> Standing:
    """The case as it stood before the act."""
    return fold(c.procedure, c.standing.acts[: c.act.number - 1])


def title_of(c: PaperContext) -> str:
    """What the case is called."""
    return c.procedure.subject(c.standing).title


def received(c: PaperContext) -> int:
    """Yen paid to the municipality and not returned."""
    return net_received(c.standing)


def grant_basis(
    c: PaperContext, costs: Any, *ceilings: tuple[str, int], label: str = "補助金の額"
) -> Steps:
    """算出基礎 of a grant from costs, lowered by the named ceilings that bind."""
    explained = explained_grant(c.surroundings, costs, *ceilings, label=label)
    return basis(explained, heading="算出基礎")


def determination_basis(c: PaperContext, facts: Any) -> Steps:
    """算出基礎 of the determined amount: actual costs against the decision (rule G.4-4)."""
    decided = c.standing.balance("decided")
    explained = explained_determination(c.surroundings, facts, decided=decided)
    return basis(explained, heading="算出基礎")
