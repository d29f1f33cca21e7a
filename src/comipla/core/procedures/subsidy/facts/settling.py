"""Facts of money and its proof: claims, payments, report, inspection, determination."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comipla.core.codes import (
    CheckResult,
    Evidence,
    ExpenseNode,
    InspectionItem,
    InspectionMethod,
    InspectionResult,
    PaymentMethod,
    RepaymentCause,
    VatStatus,
)
from comipla.core.procedures.subsidy.facts.shared import Costed, Defect, RevenueLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPlanStep:
    """What will be paid out in a month (1-12)."""

    month: int
    payment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceClaimFacts:
    """C-13 概算払請求書."""

    amount: int
    reason: str
    cash_plan: tuple[CashPlanStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """A payment made by the treasury: advance or settlement."""

    amount: int
    paid_on: date
    method: PaymentMethod
    voucher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorActual:
    """A measure of effect as it came out."""

    name: str
    unit: str
    target: Decimal
    actual: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualLine:
    """One expense as made; unpaid ones carry the day on which the debt became certain."""

    node: ExpenseNode
    item: str
    gross: int
    eligible: int
    ordered_on: date
    payee: str
    evidence: tuple[Evidence, ...]
    detail: str = ""
    paid_on: date | None = None
    obligated_on: date | None = None
    reason: str = ""
    indirect: bool = False

    @property
    def ineligible(self) -> int:
        """The part of the expense that the subsidy does not cover."""
        return self.gross - self.eligible


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Why a 節 came out more than the threshold away from its decided amount."""

    node: ExpenseNode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Property acquired with the subsidy that has to stand in the asset ledger."""

    name: str
    acquired_on: date
    unit_price: int
    quantity: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndirectGrant:
    """What the municipality in turn granted to a platform."""

    recipient: str
    decided: int
    settled: int
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceFacts(Costed):
    """C-15 実績報告書 with its settlement of accounts."""

    completed_on: date
    contents: str
    outcome: str
    indicators: tuple[IndicatorActual, ...]
    expense_lines: tuple[ActualLine, ...]
    revenue_lines: tuple[RevenueLine, ...]
    vat_status: VatStatus
    next_steps: str = ""
    vat_credit: int = 0
    deviations: tuple[Deviation, ...] = ()
    assets: tuple[Asset, ...] = ()
    indirect_grants: tuple[IndirectGrant, ...] = ()
    photos: tuple[str, ...] = ()
    evidence_files: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionCheck:
    """One answered item of the inspection record."""

    item: InspectionItem
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFacts:
    """C-16 検査調書: what was inspected, how, and the costs found to be in order."""

    inspected_on: date
    method: InspectionMethod
    inspectors: str
    checks: tuple[InspectionCheck, ...]
    total_cost: int
    eligible_cost: int
    result: InspectionResult
    opinion: str
    other_revenue: int = 0
    defects: tuple[Defect, ...] = ()
    mend_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationFacts:
    """C-17 額の確定: the final amount and the actual costs it follows from."""

    amount: int
    total_cost: int
    eligible_cost: int
    other_revenue: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementClaimFacts:
    """C-18 精算払請求書: determined amount less what was already received."""

    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentOrderFacts:
    """C-19 返還命令; a surcharge is due only for the applicant's own breach (programme C.9)."""

    amount: int
    due_on: date
    cause: RepaymentCause
    reason: str
    surcharge: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentReceiptFacts:
    """Money returned, with the charges paid beside it."""

    amount: int
    received_on: date
    voucher: str
    late_charge: int = 0
    surcharge: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFacts:
    """完了: nothing is owed either way and the papers are complete."""

    closed_on: date
    note: str = ""
