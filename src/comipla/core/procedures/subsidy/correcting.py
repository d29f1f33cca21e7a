"""What a correction opens: the fields pointed at, and those that have to move with them.

A corrected expense changes the sum that the revenues must meet; a municipality that may mend only
the expense could never send the form. Fields that clauses or the form's own sums tie together are
therefore opened together. The page locks the rest, and the clause 補正の範囲 refuses it.
"""

from dataclasses import dataclass
from typing import Any, Final

from comipla.core.docket import Standing
from comipla.core.procedures.subsidy.facts import Defect

ALWAYS_OPEN: Final = frozenset({"attachments"})
"""Whatever is pointed at, a further document may be added to explain it."""

_TOGETHER: Final = (
    # 補助区分 and the stage of the area are judged as one (clauses stage_fits_category …)
    frozenset({"category", "stage", "platform", "established_on", "participants"}),
    frozenset({"implementer", "indirect_rules"}),
    frozenset({"start_on", "end_on", "schedule"}),
    # the sums of the budget must meet each other and the amount asked for
    frozenset({"expense_lines", "revenue_lines", "requested", "deviations"}),
    frozenset({"vat_status", "vat_credit"}),
    frozenset({"other_subsidy", "other_subsidy_names"}),
    frozenset({"budget_status", "voted_on", "budget_extract"}),
)
_REQUESTS: Final = {"correct": "ask_correction", "correct_report": "ask_report_correction"}
_BEFORE: Final = {
    "correct": ("apply", "correct"),
    "correct_report": ("report", "correct_report"),
}


def opened_by(pointed: frozenset[str]) -> frozenset[str]:
    """The fields that may be changed when the prefecture has pointed at these."""
    tied = (group for group in _TOGETHER if group & pointed)
    return pointed.union(ALWAYS_OPEN, *tied)


@dataclass(frozen=True)
class Correction:
    """A form that is sent again: what stood in it, what was pointed at, and what may be changed."""

    before: Any
    defects: tuple[Defect, ...]
    opened: frozenset[str]
    message: str


def correction_of(kind: str, standing: Standing) -> Correction | None:
    """The correction that an act of this kind makes; None for acts that are no correction."""
    if kind not in _REQUESTS:
        return None
    request, before = standing.last(_REQUESTS[kind]), standing.last(*_BEFORE[kind])
    if request is None or before is None:
        return None
    asked = request.facts
    return Correction(before.facts, asked.defects, opened_by(asked.fields), asked.message)
