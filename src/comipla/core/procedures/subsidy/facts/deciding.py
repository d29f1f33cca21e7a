"""Facts of what the prefecture decides: earmark, correction, examination, decision, refusal."""

from dataclasses import dataclass
from datetime import date

from comipla.core.codes import CheckResult, Decision, GrantCondition, GrantOutcome, ReviewItem
from comipla.core.procedures.subsidy.facts.shared import Defect


@dataclass(frozen=True, slots=True, kw_only=True)
class EarmarkFacts:
    """C-03 内示: the amount held ready; no disposition, no work may start on it."""

    amount: int
    apply_by: date
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequestFacts:
    """補正依頼: every shortcoming at once, with the day by which to answer."""

    defects: tuple[Defect, ...]
    reply_by: date
    message: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """Keys of the form fields that are unlocked for correction."""
        return frozenset(defect.field for defect in self.defects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One answered item of the examination record."""

    item: ReviewItem
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """C-05 審査調書: checklist, opinion, and the amount proposed for decision."""

    checks: tuple[Check, ...]
    outcome: Decision
    eligible_cost: int
    proposed: int
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """C-06 交付決定, as drafted and as decided."""

    amount: int
    eligible_cost: int
    outcome: GrantOutcome
    conditions: tuple[GrantCondition, ...]
    modification: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFacts:
    """不交付決定: the provision it rests on and the reason, both shown to the applicant."""

    grounds: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDecisionFacts:
    """C-11 変更承認: the decided amount after the change."""

    amount: int
    eligible_cost: int
    outcome: GrantOutcome
    effective_on: date
    modification: str = ""
    note: str = ""
