"""The papers of menu ③: which act issues what, from whom, in which series, under which seal."""

from collections.abc import Callable

from comipla.core.docket import Side
from comipla.core.paper_blocks import Content
from comipla.core.papers import PaperContext, PaperType, Seal
from comipla.core.procedures.subsidy.papers import carrying, letters, returning, sheets, watching

CORRESPONDENCE = "correspondence"
ORDERS = "orders"


def _letter(
    key: str, label: str, build: Callable[[PaperContext], Content], series: str = CORRESPONDENCE
) -> PaperType:
    # municipalities are public bodies: letters to them may leave the seal out (conventions B3)
    return PaperType(key, label, series, Side.PREFECTURE, Seal.OMITTED, build)


def _sheet(key: str, label: str, build: Callable[[PaperContext], Content]) -> PaperType:
    return PaperType(key, label, CORRESPONDENCE, Side.MUNICIPALITY, Seal.OMITTED, build)


SUBSIDY_PAPERS = (
    _sheet("needs_sheet", "要望調書", sheets.needs_sheet),
    _letter("earmark_notice", "内示通知", letters.earmark_notice),
    _sheet("application", "交付申請書", sheets.application),
    _letter("correction_request", "補正依頼", letters.correction_request),
    _letter("review_sheet", "審査調書", sheets.review_sheet),
    _letter("grant_decision", "交付決定通知", letters.grant_decision, ORDERS),
    _letter("refusal", "不交付決定通知", letters.refusal, ORDERS),
    _sheet("withdrawal", "取下げ届", sheets.withdrawal),
    _sheet("start_report", "着手届", sheets.start_report),
    _sheet("advance_claim", "概算払請求書", sheets.advance_claim),
    _sheet("change_application", "変更承認申請書", sheets.change_application),
    _letter("change_approval", "変更承認通知", letters.change_approval, ORDERS),
    _letter("change_refusal", "変更不承認通知", letters.change_refusal, ORDERS),
    _sheet(
        "discontinuation_application", "中止・廃止承認申請書", sheets.discontinuation_application
    ),
    _letter(
        "discontinuation_approval", "中止・廃止承認通知", letters.discontinuation_approval, ORDERS
    ),
    _letter(
        "discontinuation_refusal", "中止・廃止不承認通知", letters.discontinuation_refusal, ORDERS
    ),
    _sheet("performance_report", "実績報告書", sheets.performance_report),
    _letter("inspection", "検査調書", sheets.inspection),
    _letter("determination", "額の確定通知", letters.determination, ORDERS),
    _sheet("settlement_claim", "精算払請求書", sheets.settlement_claim),
    _letter("repayment_order", "返還命令", returning.repayment_order, ORDERS),
    _sheet("early_start_application", "事前着手届", watching.early_start_application),
    _letter("early_start_approval", "事前着手承認通知", watching.early_start_approval, ORDERS),
    _letter("early_start_refusal", "事前着手不承認通知", watching.early_start_refusal, ORDERS),
    _sheet("change_notice", "変更届", watching.change_notice),
    _letter("status_request", "状況報告の依頼", watching.status_request),
    _sheet("status_report", "遂行状況報告書", watching.status_report),
    _sheet("delay_report", "遅延等報告書", watching.delay_report),
    _letter("delay_instruction", "遅延等への指示", watching.delay_instruction),
    _letter("mending_order", "是正命令", watching.mending_order, ORDERS),
    _sheet("mending_report", "是正報告書", watching.mending_report),
    _letter("revocation", "交付決定取消通知", returning.revocation, ORDERS),
    _letter("part_revocation", "交付決定一部取消通知", returning.revocation, ORDERS),
    _letter("return_order", "確定後の返還命令", returning.return_order, ORDERS),
    _letter("payment_reminder", "督促状", returning.payment_reminder, ORDERS),
    _sheet("relief_application", "減免・履行延期申請書", returning.relief_application),
    _letter("relief_approval", "減免・履行延期承認通知", returning.relief_approval, ORDERS),
    _letter("relief_refusal", "減免・履行延期不承認通知", returning.relief_refusal, ORDERS),
    _sheet("tax_report", "仕入控除税額報告書", returning.tax_report),
    _sheet("asset_register", "財産管理台帳", returning.asset_register),
    _sheet("disposal_application", "財産処分承認申請書", returning.disposal_application),
    _letter("disposal_approval", "財産処分承認通知", returning.disposal_approval, ORDERS),
    _letter("disposal_refusal", "財産処分不承認通知", returning.disposal_refusal, ORDERS),
    _sheet("carry_over_application", "繰越承認申請書", carrying.carry_over_application),
    _letter("carry_over_approval", "繰越承認通知", carrying.carry_over_approval, ORDERS),
    _letter("carry_over_refusal", "繰越不承認通知", carrying.carry_over_refusal, ORDERS),
    _sheet("year_end_report", "年度終了報告書", carrying.year_end_report),
)
