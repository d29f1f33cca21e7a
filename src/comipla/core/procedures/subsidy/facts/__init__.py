"""Facts of the acts of menu ③ (持続可能な地域コミュニティ構築促進補助), one class per form.

Field names equal the keys of the form that collects them (`programme/forms/subsidy_*`); what the
case already knows (fiscal year, municipality, case number) is not repeated.  No field holds the
name, address or account of a person: individuals appear by function (「講師1」「職名」), files by
the SHA-256 of their bytes, platforms by their id in the registry.

All amounts are whole yen including tax.
"""

from collections.abc import Mapping
from types import MappingProxyType

from comipla.core.procedures.common import NoteFacts, ReasonFacts
from comipla.core.procedures.subsidy.facts.applying import (
    ApplicationFacts,
    ChangeFacts,
    DiscontinuationFacts,
    Indicator,
    NeedFacts,
    Participant,
    ScheduleStep,
    StartFacts,
    WithdrawalFacts,
)
from comipla.core.procedures.subsidy.facts.deciding import (
    ChangeDecisionFacts,
    Check,
    CorrectionRequestFacts,
    DecisionFacts,
    EarmarkFacts,
    RefusalFacts,
    ReviewFacts,
)
from comipla.core.procedures.subsidy.facts.settling import (
    ActualLine,
    AdvanceClaimFacts,
    Asset,
    CashPlanStep,
    CloseFacts,
    DeterminationFacts,
    Deviation,
    IndicatorActual,
    IndirectGrant,
    InspectionCheck,
    InspectionFacts,
    PaymentFacts,
    PerformanceFacts,
    RepaymentOrderFacts,
    RepaymentReceiptFacts,
    SettlementClaimFacts,
)
from comipla.core.procedures.subsidy.facts.shared import Costed, Defect, ExpenseLine, RevenueLine
from comipla.core.procedures.subsidy.facts.watching import (
    DelayFacts,
    DelayInstructionFacts,
    EarlyStartDecisionFacts,
    EarlyStartFacts,
    Finding,
    Measure,
    MendingOrderFacts,
    MendingReportFacts,
    StatusReportFacts,
    StatusRequestFacts,
)

FORM_FACTS: Mapping[str, type] = MappingProxyType(
    {
        "subsidy_needs_sheet": NeedFacts,
        "subsidy_earmark": EarmarkFacts,
        "subsidy_application": ApplicationFacts,
        "subsidy_correction_request": CorrectionRequestFacts,
        "subsidy_report_correction_request": CorrectionRequestFacts,
        "subsidy_review": ReviewFacts,
        "subsidy_decision": DecisionFacts,
        "subsidy_refusal": RefusalFacts,
        "subsidy_withdrawal": WithdrawalFacts,
        "subsidy_start": StartFacts,
        "subsidy_change": ChangeFacts,
        "subsidy_change_decision": ChangeDecisionFacts,
        "subsidy_discontinuation": DiscontinuationFacts,
        "subsidy_advance_claim": AdvanceClaimFacts,
        "subsidy_payment": PaymentFacts,
        "subsidy_performance_report": PerformanceFacts,
        "subsidy_inspection": InspectionFacts,
        "subsidy_determination": DeterminationFacts,
        "subsidy_settlement_claim": SettlementClaimFacts,
        "subsidy_repayment_order": RepaymentOrderFacts,
        "subsidy_repayment_receipt": RepaymentReceiptFacts,
        "subsidy_close": CloseFacts,
        "subsidy_early_start": EarlyStartFacts,
        "subsidy_early_start_decision": EarlyStartDecisionFacts,
        "subsidy_status_request": StatusRequestFacts,
        "subsidy_status_report": StatusReportFacts,
        "subsidy_delay_report": DelayFacts,
        "subsidy_delay_instruction": DelayInstructionFacts,
        "subsidy_mending_order": MendingOrderFacts,
        "subsidy_mending_report": MendingReportFacts,
        "reason": ReasonFacts,
        "note": NoteFacts,
    }
)
"""The facts each form collects, by the form's code."""

__all__ = [
    "FORM_FACTS",
    "ActualLine",
    "AdvanceClaimFacts",
    "ApplicationFacts",
    "Asset",
    "CashPlanStep",
    "ChangeDecisionFacts",
    "ChangeFacts",
    "Check",
    "CloseFacts",
    "CorrectionRequestFacts",
    "Costed",
    "DecisionFacts",
    "Defect",
    "DelayFacts",
    "DelayInstructionFacts",
    "DeterminationFacts",
    "Deviation",
    "DiscontinuationFacts",
    "EarlyStartDecisionFacts",
    "EarlyStartFacts",
    "EarmarkFacts",
    "ExpenseLine",
    "Finding",
    "Indicator",
    "IndicatorActual",
    "IndirectGrant",
    "InspectionCheck",
    "InspectionFacts",
    "Measure",
    "MendingOrderFacts",
    "MendingReportFacts",
    "NeedFacts",
    "Participant",
    "PaymentFacts",
    "PerformanceFacts",
    "RefusalFacts",
    "RepaymentOrderFacts",
    "RepaymentReceiptFacts",
    "RevenueLine",
    "ReviewFacts",
    "ScheduleStep",
    "SettlementClaimFacts",
    "StartFacts",
    "StatusReportFacts",
    "StatusRequestFacts",
    "WithdrawalFacts",
]
