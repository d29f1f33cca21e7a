"""Code lists of the programme: the closed sets of words that forms offer and facts store.

A member's value is the stored code and never changes once acts carry it; its `label` is the
Japanese word people read and may be improved.  Lists follow the programme's code table; the
numbers of expense nodes are those of the municipal budget (節).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class CodeList(StrEnum):
    """A closed list whose members carry a Japanese label beside their stored code."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with a stored code; ValueError for a code the list does not know."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(f"{cls.__name__} has no code {code!r}")


class SubsidyCategory(CodeList):
    """補助区分 of menu ③."""

    FOUNDING = "1-1", "①-1 コミプラ形成初期（設立準備を含む）の健全な運営"
    SUSTAINING = "1-2", "①-2 コミプラ形成地域の取組を持続可能にする事業"
    EXPLORING = "2-1", "②-1 コミプラ形成を検討する地域の新たな取組"

    @property
    def mark(self) -> str:
        """The short sign used in tables: ①-1."""
        return self.label.split(" ", 1)[0]


class PlatformStage(CodeList):
    """How far the community platform of the target area has come."""

    EXPLORING = "exploring", "検討中"
    PREPARING = "preparing", "設立準備中"
    FOUNDED = "founded", "設立初期"
    RUNNING = "running", "運営中"
    DORMANT = "dormant", "休止・解散"


class BudgetStatus(CodeList):
    """Whether the municipality's own budget carries the project."""

    INITIAL = "initial", "当初予算に計上する予定"
    SUPPLEMENTARY = "supplementary", "補正予算に計上する予定"
    VOTED = "voted", "計上済み（議決された）"
    UNDECIDED = "undecided", "まだ決まっていない"


class Implementer(CodeList):
    """実施主体: who carries the project out with the municipality's money."""

    MUNICIPALITY = "municipality", "市町村が直接行う"
    COMMISSION = "commission", "市町村が団体に委託する"
    INDIRECT = "indirect", "市町村がコミプラなどに補助する（間接補助）"


class MemberBody(CodeList):
    """Kinds of bodies that make up or work with a community platform."""

    NEIGHBOURHOOD = "neighbourhood", "自治会"
    NPO = "npo", "NPO"
    CHILDREN = "children", "子ども会"
    YOUTH = "youth", "青年団"
    SENIORS = "seniors", "老人クラブ"
    WOMEN = "women", "婦人会"
    PTA = "pta", "PTA"
    FIRE = "fire", "消防団"
    WELFARE_COMMISSIONER = "welfare_commissioner", "民生委員"
    WELFARE_COUNCIL = "welfare_council", "社会福祉協議会"
    SCHOOL = "school", "学校"
    COMPANY = "company", "企業"
    COOPERATIVE = "cooperative", "農協・漁協"
    UNIVERSITY = "university", "大学"
    INDIVIDUAL = "individual", "個人"
    OTHER = "other", "その他"


class ExpenseNode(CodeList):
    """節 (with 細節 as a letter): the heads under which a municipality books an expense."""

    HONORARIUM = "7", "7 報償費"
    TRAVEL = "8", "8 旅費"
    CONSUMABLES = "10a", "10 需用費（消耗品費）"
    FUEL = "10b", "10 需用費（燃料費）"
    FOOD = "10c", "10 需用費（食糧費）"
    PRINTING = "10d", "10 需用費（印刷製本費）"
    UTILITIES = "10e", "10 需用費（光熱水費）"
    REPAIRS = "10f", "10 需用費（修繕料）"
    COMMUNICATION = "11a", "11 役務費（通信運搬費）"
    ADVERTISING = "11b", "11 役務費（広告料）"
    FEES = "11c", "11 役務費（手数料）"
    INSURANCE = "11d", "11 役務費（保険料）"
    TRANSCRIPTION = "11e", "11 役務費（筆耕翻訳料）"
    COMMISSION = "12", "12 委託料"
    RENT = "13", "13 使用料及び賃借料"
    WORKS = "14", "14 工事請負費"
    MATERIALS = "15", "15 原材料費"
    EQUIPMENT = "17", "17 備品購入費"
    CONTRIBUTION = "18", "18 負担金、補助及び交付金"

    @property
    def number(self) -> int:
        """The number of the 節 without its letter: changes are judged per 節."""
        return int(self.value.rstrip("abcdef"))

    def eligible_default(self, category: SubsidyCategory) -> bool:
        """Whether this head is eligible in `category` unless a reason says otherwise.

        Food and utilities are running costs of the members; building works and raw
        materials belong to the vacant-house projects of ②-1 only.
        """
        if self in (ExpenseNode.FOOD, ExpenseNode.UTILITIES):
            return False
        if self in (ExpenseNode.WORKS, ExpenseNode.MATERIALS):
            return category is SubsidyCategory.EXPLORING
        return True


class RevenueKind(CodeList):
    """Where the money of a project comes from."""

    PREFECTURE = "prefecture", "県補助"
    MUNICIPALITY = "municipality", "市町村の一般財源"
    LOCAL_SHARE = "local_share", "地元負担"
    DONATION = "donation", "寄附"
    PARTICIPATION_FEE = "participation_fee", "参加費"
    SALES = "sales", "売上"
    STATE = "state", "国補助"
    OTHER_GRANT = "other_grant", "他団体の助成"
    INTEREST = "interest", "預金利息"

    @property
    def reduces_grant(self) -> bool:
        """Whether the kind counts as other revenue R in rule G.4-1 (total cost - R).

        The municipality's own money and the residents' share are the other half of the
        cost, not a revenue that lowers the need for the grant.
        """
        own = (RevenueKind.PREFECTURE, RevenueKind.MUNICIPALITY, RevenueKind.LOCAL_SHARE)
        return self not in own


class ExpenseTax(CodeList):
    """Consumption tax contained in an expense."""

    STANDARD = "10", "10%"
    REDUCED = "8", "8%（軽減税率）"
    NONE = "0", "不課税・非課税"


class VatStatus(CodeList):
    """How the spending body stands to consumption tax; decides the input tax credit report."""

    GENERAL_ACCOUNT = "general_account", "市町村の一般会計"
    SPECIAL_ACCOUNT = "special_account", "市町村の特別会計"
    EXEMPT = "exempt", "免税事業者"
    SIMPLIFIED = "simplified", "課税事業者（簡易課税）"
    STANDARD_FULL = "standard_full", "課税事業者（本則課税・全額控除）"
    STANDARD_PARTIAL = "standard_partial", "課税事業者（本則課税・一部控除）"
    SPECIAL_REVENUE = "special_revenue_over5", "特定収入の割合が5%をこえる団体"


class Decision(CodeList):
    """What an examination comes to."""

    APPROVE = "approve", "申請のとおり認める"
    APPROVE_MODIFIED = "approve_modified", "修正を加えて認める"
    REJECT = "reject", "認めない"
    HOLD = "hold", "保留する"
    WITHDRAW = "withdraw", "取下げとして扱う"


class GrantOutcome(CodeList):
    """The two ways in which an application can be granted."""

    APPROVE = "approve", "申請のとおり"
    APPROVE_MODIFIED = "approve_modified", "修正を加えて"


class DefectKind(CodeList):
    """Kinds of shortcomings named in a request for correction."""

    MISSING = "missing", "記入・書類の不足"
    INCONSISTENT = "inconsistent", "書類どうしの食い違い"
    ARITHMETIC = "arithmetic", "計算の違い"
    INELIGIBLE = "ineligible", "対象にならない経費"
    EVIDENCE = "evidence", "証拠書類の不足"
    DEADLINE = "deadline", "期日・期間の違い"


class ReviewItem(CodeList):
    """Items of the examination record C-05."""

    CATEGORY = "category", "補助区分に合っている"
    STAGE = "stage", "対象地域の段階が区分に合っている"
    ACTORS = "actors", "多様な主体が協働している"
    EXPENSES = "expenses", "対象経費の内訳が適切である"
    ARITHMETIC = "arithmetic", "収入と支出、補助額の計算が合っている"
    CAP = "cap", "市町村あたりの上限に収まっている"
    DUPLICATION = "duplication", "国・県などの他の補助と重複していない"
    BUDGET = "budget", "市町村の予算措置が確認できる"
    SCHEDULE = "schedule", "年度内に完了する計画である"
    VAT = "vat", "消費税の扱いが確認できる"


class InspectionItem(CodeList):
    """Items of the inspection record C-16."""

    CONTENTS = "contents", "交付決定の内容のとおりに実施された"
    ORDER = "order", "発注が交付決定より後である"
    PERIOD = "period", "年度内に完了した"
    EVIDENCE = "evidence", "領収書などの証拠書類がそろっている"
    LEDGER = "ledger", "帳簿と証拠書類の額が合っている"
    INELIGIBLE = "ineligible", "対象にならない経費が含まれていない"
    REVENUE = "revenue", "参加費・売上などの収入が計上されている"
    ASSETS = "assets", "取得した財産が台帳で管理されている"
    CONDITIONS = "conditions", "交付の条件が守られている"


class CheckResult(CodeList):
    """Outcome of one checklist item."""

    OK = "ok", "適"
    NG = "ng", "否"
    NA = "na", "該当なし"


class InspectionMethod(CodeList):
    """How an inspection was made."""

    DOCUMENTS = "documents", "書類検査"
    ON_SITE = "on_site", "現地検査"
    BOTH = "both", "書類検査と現地検査"


class InspectionResult(CodeList):
    """What an inspection comes to."""

    ACCEPT = "accept", "適正と認める"
    MEND = "mend", "是正を求める"


class Evidence(CodeList):
    """Papers that prove an expense."""

    INVOICE = "invoice", "請求書"
    DELIVERY = "delivery", "納品書・完了届"
    RECEIPT = "receipt", "領収書"
    TRANSFER = "transfer", "振込の控え"
    CONTRACT = "contract", "契約書・見積書"


class ChangeSubject(CodeList):
    """What a change application changes."""

    AMOUNT = "amount", "補助金の額"
    ALLOCATION = "allocation", "経費の配分"
    CONTENTS = "contents", "事業の内容・目的"
    AREA = "area", "対象地域・補助区分"
    IMPLEMENTER = "implementer", "実施主体"
    PERIOD = "period", "事業の期間"


class StopKind(CodeList):
    """中止 (paused) or 廃止 (ended)."""

    SUSPEND = "suspend", "中止（一時的に止める）"
    ABOLISH = "abolish", "廃止（やめる）"


class RepaymentCause(CodeList):
    """Why money has to be returned; only the first carries a surcharge (programme C.9)."""

    BREACH = "breach", "交付決定の取消し（補助事業者の違反）"
    INDIRECT_BREACH = "indirect_breach", "交付決定の取消し（間接補助先の違反）"
    OVERPAID = "overpaid", "額の確定により概算払が過払となった"
    CIRCUMSTANCES = "circumstances", "交付決定の取消し（事情の変更）"
    INPUT_TAX = "input_tax", "消費税の仕入控除税額が確定した"
    DISPOSAL = "disposal", "取得した財産を処分した"


class PaymentMethod(CodeList):
    """How the prefecture's treasury pays."""

    TRANSFER = "transfer", "口座振替"
    TREASURY = "treasury", "指定金融機関の窓口払"


class GrantCondition(CodeList):
    """Standard conditions of a grant decision (programme G.10); the label is the short name."""

    CHANGE = "change", "変更するときは、あらかじめ知事の承認を受ける"
    DISCONTINUE = "discontinue", "中止・廃止するときは、あらかじめ知事の承認を受ける"
    DELAY = "delay", "遅れる見込みのとき、行うことが難しくなったときは、すぐに報告する"
    PROGRESS = "progress", "遂行の状況を、求められた期日までに報告する"
    CARE = "care", "補助金を目的外に使わず、善良な管理者の注意をもって事業を行う"
    PROCUREMENT = "procurement", "契約は競争または複数の見積りにより、よれないときは理由書を残す"
    RECORDS = "records", "帳簿と証拠書類を、完了した年度の翌年度から5年間保存する"
    ASSETS = "assets", "取得した財産を台帳で管理し、処分するときは承認を受ける"
    VAT = "vat", "消費税の仕入控除税額が確定したら報告し、県の指示により返還する"
    ACCESS = "access", "立入検査と監査に、最終の受領者まで協力する"
    INDIRECT = "indirect", "間接補助をするときは、その相手に同じ条件を付ける"
    PROFIT = "profit", "事業により収益が生じたときは、県の指示により納付する"
    CREDIT = "credit", "チラシなどの広報物に、県の補助を受けたことを表示する"
    ANTI_GANG = "anti_gang", "暴力団・暴力団員と関係をもたない"
    SHARING = "sharing", "成果の公表と、他の地域へ広める取組に協力する"
    REPORT = "report", "実績報告書を、定められた期限までに提出する"
    REPAYMENT = "repayment", "確定した額をこえて受け取った補助金を、期限までに返還する"


CODE_LISTS: Mapping[str, type[CodeList]] = MappingProxyType(
    {
        "subsidy_category": SubsidyCategory,
        "platform_stage": PlatformStage,
        "budget_status": BudgetStatus,
        "implementer": Implementer,
        "member_body": MemberBody,
        "expense_node": ExpenseNode,
        "revenue_kind": RevenueKind,
        "expense_tax": ExpenseTax,
        "vat_status": VatStatus,
        "decision": Decision,
        "grant_outcome": GrantOutcome,
        "defect_kind": DefectKind,
        "review_item": ReviewItem,
        "inspection_item": InspectionItem,
        "check_result": CheckResult,
        "inspection_method": InspectionMethod,
        "inspection_result": InspectionResult,
        "evidence": Evidence,
        "change_subject": ChangeSubject,
        "stop_kind": StopKind,
        "repayment_cause": RepaymentCause,
        "payment_method": PaymentMethod,
        "grant_condition": GrantCondition,
    }
)
"""Every list by the name under which forms refer to it."""
