"""Acts of menu ③ after the work: report, its correction, inspection, determination."""

from comipla.core.access import Permission
from comipla.core.docket import ActType, Move
from comipla.core.procedures.common import not_in_the_future
from comipla.core.procedures.subsidy import clauses, deadlines, facts
from comipla.core.procedures.subsidy import settlement_clauses as settlement
from comipla.core.procedures.subsidy.states import RESULT

REPORT_CLAUSES = (
    settlement.done_within_the_year,
    settlement.nothing_before_decision,
    settlement.actual_revenue_meets_cost,
    not_in_the_future,
)

REPORTING = (
    ActType(
        key="report",
        label="実績報告書を提出する",
        done="実績報告書の提出",
        permission=Permission.SUBMIT,
        source=frozenset({"underway", "discontinued"}),
        target="reported",
        facts=facts.PerformanceFacts,
        form="subsidy_performance_report",
        describes=RESULT,
        issues="performance_report",
        clauses=(settlement.no_open_claim, *REPORT_CLAUSES),
        starts=(deadlines.INSPECTION,),
        notice="実績報告書が提出されました",
        help="行ったことと使ったお金を、証拠書類とともに報告します。",
    ),
    ActType(
        key="ask_report_correction",
        label="実績報告書の補正を依頼する",
        done="実績報告書の補正の依頼",
        permission=Permission.SCREEN,
        source=frozenset({"reported", "inspected"}),
        target="report_correcting",
        facts=facts.CorrectionRequestFacts,
        form="subsidy_report_correction_request",
        issues="correction_request",
        clauses=(clauses.reply_day_ahead,),
        starts=(deadlines.REPORT_CORRECTION,),
        notice="実績報告書の補正の依頼が届きました",
        help="足りない証拠書類や直してほしい点を、まとめて一度に伝えます。",
    ),
    ActType(
        key="correct_report",
        label="補正した実績報告書を提出する",
        done="補正した実績報告書の提出",
        permission=Permission.SUBMIT,
        source=frozenset({"report_correcting"}),
        target="reported",
        facts=facts.PerformanceFacts,
        form="subsidy_performance_report",
        describes=RESULT,
        issues="performance_report",
        clauses=(clauses.only_returned_fields_changed, *REPORT_CLAUSES),
        starts=(deadlines.INSPECTION,),
        notice="補正した実績報告書が提出されました",
        help="県が指摘した点を直して、出し直します。",
    ),
    ActType(
        key="inspect",
        label="検査を終える",
        done="検査",
        permission=Permission.SCREEN,
        source=frozenset({"reported"}),
        target="inspected",
        facts=facts.InspectionFacts,
        form="subsidy_inspection",
        issues="inspection",
        internal=True,
        clauses=(settlement.inspection_accepts, not_in_the_future),
        help="書類や現地で確かめ、認める対象経費を検査調書に残します。",
    ),
    ActType(
        key="determine",
        label="額の確定を決裁する",
        done="額の確定",
        permission=Permission.DECIDE,
        source=frozenset({"inspected"}),
        target="determined",
        facts=facts.DeterminationFacts,
        form="subsidy_determination",
        drafted=True,
        issues="determination",
        moves=(Move("determined"),),
        clauses=(settlement.determined_as_computed,),
        starts=(deadlines.SETTLEMENT_CLAIM, deadlines.ASSET_REGISTER),
        notice="額の確定の通知が届きました",
        help="補助金の額を最終的に決めます。交付決定の額をこえることはありません。",
    ),
)
