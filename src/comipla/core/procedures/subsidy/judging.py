"""承認の要否 of a change: judged from what was decided and what is asked for, figure by figure."""

from dataclasses import dataclass
from typing import Any

from comipla.core.docket import Standing, Surroundings
from comipla.core.procedures.subsidy.reckoning import plan_of
from comipla.core.procedures.subsidy.watching_clauses import change_reasons, eligible_by_node


@dataclass(frozen=True)
class Judgement:
    """Whether a change needs approval, every reason, and each 節 before and after in yen."""

    needed: bool
    reasons: tuple[str, ...]
    rows: tuple[tuple[str, int, int], ...]


def judge(kind: str, facts: Any, standing: Standing, around: Surroundings) -> Judgement | None:
    """Judge a change before it is sent; None for acts that change no plan.

    `standing` is the case without the act. The rows are eligible costs, the last one the grant.
    """
    before = plan_of(standing) if kind in ("apply_change", "notify_change") else None
    if before is None:
        return None
    old, new = eligible_by_node(before), eligible_by_node(facts)
    nodes = [*old, *(node for node in new if node not in old)]
    rows = [(node, old.get(node, 0), new.get(node, 0)) for node in nodes]
    rows.append(("対象経費の合計", sum(old.values()), sum(new.values())))
    rows.append(("補助金の額", standing.balance("decided"), facts.requested))
    reasons = change_reasons(standing, around.parameters, facts)
    return Judgement(bool(reasons), tuple(reason.sentence for reason in reasons), tuple(rows))
