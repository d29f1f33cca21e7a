"""The arithmetic of menu ③, from the share of the cost to the charge on what comes back late.

Rules and vectors are those of the programme's calculation table (G.4 1-6, 14, 15, 18-20, 24, 25).
All amounts are whole yen and all rates `fractions.Fraction`; TypeError answers floats, bools and
texts, ValueError what is negative or cannot be meant. The values that come from a prefecture's
rules (rates, units, thresholds, days) are arguments: the dated parameters of an edition hold them.
The steps behind a figure, in words, are made by `comipla.core.calculations`.
"""

from comipla.core.subsidy.assets import asset_limit, must_register
from comipla.core.subsidy.changes import ApprovalReason, approval_reasons, needs_approval
from comipla.core.subsidy.charges import DAYS_OF_A_YEAR, Dated, late_charge, surcharge
from comipla.core.subsidy.grants import (
    HALF,
    RoundScope,
    advance_limit,
    allocate_within_cap,
    available,
    determine,
    grant_amount,
    grant_base,
    grant_total,
)
from comipla.core.subsidy.records import retention_until
from comipla.core.subsidy.reports import ReportRule, performance_report_due
from comipla.core.subsidy.tax import VatStatus, consumption_tax_return, input_tax

__all__ = [
    "DAYS_OF_A_YEAR",
    "HALF",
    "ApprovalReason",
    "Dated",
    "ReportRule",
    "RoundScope",
    "VatStatus",
    "advance_limit",
    "allocate_within_cap",
    "approval_reasons",
    "asset_limit",
    "available",
    "consumption_tax_return",
    "determine",
    "grant_amount",
    "grant_base",
    "grant_total",
    "input_tax",
    "late_charge",
    "must_register",
    "needs_approval",
    "performance_report_due",
    "retention_until",
    "surcharge",
]
