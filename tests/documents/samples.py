"""One sample of every paper of menu ③, about one fictional project (架空), for printing tests."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from comipla.core.calculations import explain_grant
from comipla.core.codes import (
    BudgetStatus,
    ChangeSubject,
    CheckResult,
    DefectKind,
    Evidence,
    ExpenseNode,
    ExpenseTax,
    GrantCondition,
    GrantOutcome,
    Implementer,
    InspectionItem,
    InspectionMethod,
    InspectionResult,
    MemberBody,
    PlatformStage,
    RepaymentCause,
    RevenueKind,
    ReviewItem,
    StopKind,
    SubsidyCategory,
    VatStatus,
)
from comipla.core.codes import Decision as ReviewOutcome
from comipla.core.paper_blocks import Contact, Content, Party, Steps
from comipla.core.procedures.subsidy.blocks import asking, deciding, settling, shared
from comipla.core.procedures.subsidy.facts import (
    ActualLine,
    AdvanceClaimFacts,
    ApplicationFacts,
    Asset,
    CashPlanStep,
    ChangeDecisionFacts,
    ChangeFacts,
    Check,
    CorrectionRequestFacts,
    DecisionFacts,
    Defect,
    DeterminationFacts,
    Deviation,
    DiscontinuationFacts,
    EarmarkFacts,
    ExpenseLine,
    Indicator,
    IndicatorActual,
    InspectionCheck,
    InspectionFacts,
    NeedFacts,
    Participant,
    PerformanceFacts,
    RefusalFacts,
    RepaymentOrderFacts,
    RevenueLine,
    ReviewFacts,
    ScheduleStep,
    SettlementClaimFacts,
    StartFacts,
    WithdrawalFacts,
)
from comipla.core.wording import compose

HALF = Fraction(1, 2)
TITLE = "花野地区地域づくり計画策定事業（架空）"
CITY = "花野市（架空）"
GOVERNOR = Party(("鹿児島県知事　県野　太郎（架空）",))
MAYOR = Party(("花野市長　市村　花子（架空）",))
TO_MAYOR = Party(("花野市長",), "様")
TO_GOVERNOR = Party(("鹿児島県知事",), "様")
DESK = Contact("くらし共生協働課 共生協働推進係", phone="(099)286-0000（架空）")
VALUES = {
    "fiscal_year": "令和6年度",
    "requested_on": "令和5年12月8日",
    "apply_by": "令和6年5月31日",
    "applied_on": "令和6年5月17日",
    "applied_number": "協働第45号",
    "withdraw_by": "令和6年7月22日",
    "document": "交付申請書",
    "submitted_on": "令和6年5月17日",
    "submitted_number": "協働第45号",
    "correct_by": "令和6年6月7日",
    "decided_on": "令和6年7月1日",
    "decided_number": "指令共生第123号",
    "reported_on": "令和7年3月14日",
    "reported_number": "協働第310号",
    "report_by": "令和6年12月27日",
    "claim_by": "令和7年4月18日",
    "determined_on": "令和7年3月28日",
    "determined_number": "指令共生第410号",
    "late_rate": "年10.95パーセント",
}

_N = ExpenseNode


def _line(node: ExpenseNode, item: str, count: str, price: int, **more: object) -> ExpenseLine:
    gross = int(Decimal(count) * price)
    fields = {"eligible": gross, "tax": ExpenseTax.STANDARD} | more
    return ExpenseLine(
        node=node, item=item, quantity=Decimal(count), unit_price=price, gross=gross, **fields
    )


LINES = (
    _line(_N.HONORARIUM, "講師謝金", "4", 30000, unit="回", detail="ワークショップの進行"),
    _line(_N.TRAVEL, "講師旅費", "4", 12500, unit="回"),
    _line(_N.FOOD, "会議の茶菓", "60", 300, unit="人", eligible=0, reason="対象外の経費"),
    _line(_N.PRINTING, "計画書の概要版", "600", 350, unit="部", detail="全戸に配布"),
    _line(_N.COMMUNICATION, "案内の郵送", "620", 84, unit="通"),
    _line(_N.COMMISSION, "住民アンケートの集計", "1", 480000, unit="式"),
    _line(_N.RENT, "会場使用料", "6", 4000, unit="回"),
)
REVENUES = (
    RevenueLine(kind=RevenueKind.PREFECTURE, amount=460000),
    RevenueLine(
        kind=RevenueKind.MUNICIPALITY, amount=464080, detail="令和6年度当初予算", certain=True
    ),
    RevenueLine(kind=RevenueKind.PARTICIPATION_FEE, amount=30000, detail="500円×60人"),
)
APPLICATION = ApplicationFacts(
    category=SubsidyCategory.FOUNDING,
    priority=1,
    title=TITLE,
    implementer=Implementer.MUNICIPALITY,
    target_area="花野小学校区（架空）",
    stage=PlatformStage.PREPARING,
    background="校区内の自治会の加入率は5年で8ポイント下がり、防災訓練や見守りの担い手が足りません。"
    "多くの団体が別々に活動しており、課題を一緒に話し合う場がありません。",
    purpose="校区の多様な団体が集まり、10年後の姿と取組を定める地域づくり計画をつくります。",
    contents="準備会を設け、住民アンケートとワークショップ（4回）により課題を整理し、"
    "計画の案をまとめます。\n計画の概要版を全戸に配ります。",
    participants=(
        Participant(
            kind=MemberBody.NEIGHBOURHOOD, name="花野校区自治会連合会（架空）", role="事務局"
        ),
        Participant(kind=MemberBody.NPO, name="ＮＰＯ法人はなの暮らし（架空）", role="進行"),
    ),
    schedule=(
        ScheduleStep(month=8, action="準備会の設置、アンケートの設計"),
        ScheduleStep(month=10, action="ワークショップ第1回・第2回"),
        ScheduleStep(month=2, action="計画の決定、概要版の配布"),
    ),
    start_on=date(2024, 8, 1),
    end_on=date(2025, 2, 28),
    indicators=(
        Indicator(
            name="ワークショップの参加者",
            unit="人",
            base=Decimal(0),
            target=Decimal(120),
            method="受付簿",
        ),
    ),
    expense_lines=LINES,
    revenue_lines=REVENUES,
    requested=462000,
    vat_status=VatStatus.GENERAL_ACCOUNT,
    other_subsidy=False,
    budget_status=BudgetStatus.VOTED,
    voted_on=date(2024, 3, 22),
)
NEED = NeedFacts(
    category=SubsidyCategory.FOUNDING,
    priority=1,
    title=TITLE,
    implementer=Implementer.MUNICIPALITY,
    target_area="花野小学校区（架空）",
    stage=PlatformStage.PREPARING,
    contents="住民アンケートとワークショップにより、地域づくり計画をつくります。",
    effect="地域の団体が一緒に話し合う場ができ、計画に沿った取組を翌年度から始められます。",
    total_cost=954080,
    eligible_cost=936080,
    other_revenue=30000,
    requested=462000,
    budget_status=BudgetStatus.INITIAL,
)
CHANGE = ChangeFacts(
    changes=(ChangeSubject.ALLOCATION, ChangeSubject.AMOUNT),
    reason="アンケートの回収を地域の団体が担うことになり、委託する範囲が小さくなったため。",
    contents="集計だけを委託し、配布と回収は準備会が行います。",
    start_on=date(2024, 8, 1),
    end_on=date(2025, 3, 14),
    expense_lines=(
        *(line for line in LINES if line.node is not _N.COMMISSION),
        _line(_N.COMMISSION, "住民アンケートの集計", "1", 300000, unit="式"),
        _line(_N.CONSUMABLES, "回収用の封筒", "1200", 15, unit="枚"),
    ),
    revenue_lines=REVENUES,
    requested=380000,
)
REPORT = PerformanceFacts(
    completed_on=date(2025, 2, 28),
    contents="準備会を3回、ワークショップを4回開き、計画を決定しました。概要版を600世帯に配りました。",
    outcome="12団体が準備会に加わり、設立総会を令和7年6月に開くことを決めました。",
    indicators=(
        IndicatorActual(
            name="ワークショップの参加者",
            unit="人",
            target=Decimal(120),
            actual=Decimal(134),
            comment="高校生が15人参加しました。",
        ),
    ),
    expense_lines=(
        ActualLine(
            node=_N.HONORARIUM,
            item="講師謝金",
            gross=120000,
            eligible=120000,
            ordered_on=date(2024, 9, 2),
            paid_on=date(2025, 2, 14),
            payee="講師1",
            evidence=(Evidence.INVOICE, Evidence.TRANSFER),
        ),
        ActualLine(
            node=_N.PRINTING,
            item="計画書の概要版",
            gross=198000,
            eligible=198000,
            ordered_on=date(2025, 1, 20),
            paid_on=date(2025, 2, 27),
            payee="花野印刷（架空）",
            evidence=(Evidence.CONTRACT, Evidence.DELIVERY, Evidence.RECEIPT),
        ),
        ActualLine(
            node=_N.COMMISSION,
            item="住民アンケートの集計",
            gross=300000,
            eligible=300000,
            ordered_on=date(2024, 9, 10),
            obligated_on=date(2025, 2, 28),
            payee="はなの調査社（架空）",
            evidence=(Evidence.CONTRACT, Evidence.INVOICE),
        ),
    ),
    revenue_lines=(
        RevenueLine(kind=RevenueKind.PREFECTURE, amount=294000),
        RevenueLine(kind=RevenueKind.MUNICIPALITY, amount=294000),
        RevenueLine(kind=RevenueKind.PARTICIPATION_FEE, amount=30000),
    ),
    vat_status=VatStatus.GENERAL_ACCOUNT,
    next_steps="計画に基づき、買い物支援の試行を始めます。",
    deviations=(Deviation(node=_N.COMMISSION, reason="集計だけの委託に変更"),),
    assets=(
        Asset(
            name="移動式の掲示板",
            acquired_on=date(2024, 12, 3),
            unit_price=52000,
            quantity=1,
            place="花野公民館（架空）",
        ),
    ),
)


DETERMINED = DeterminationFacts(
    amount=294000, total_cost=618000, eligible_cost=618000, other_revenue=30000
)
FINAL = shared.basis(
    explain_grant(618000, 618000, 30000, label="確定額", ceilings=(("交付決定額", 460000),)),
    heading="確定額の算出",
)


def basis(label: str, *ceilings: tuple[str, int]) -> Steps:
    """The calculation over the application's costs."""
    reckoned = explain_grant(
        APPLICATION.eligible_cost,
        APPLICATION.total_cost,
        APPLICATION.other_revenue,
        ceilings=ceilings,
        label=label,
    )
    return shared.basis(reckoned, heading=f"{label}の算出基礎")


def letter(key: str, *blocks: object, variant: str = "") -> Content:
    """A letter of the prefecture to the city."""
    return compose(
        key,
        variant=variant,
        values=VALUES,
        addressee=TO_MAYOR,
        sender=GOVERNOR,
        blocks=blocks,
        contact=DESK,
    )


def form(key: str, *blocks: object, variant: str = "", **more: object) -> Content:
    """A form of the city to the prefecture."""
    return compose(
        key,
        variant=variant,
        values=VALUES,
        addressee=TO_GOVERNOR,
        sender=MAYOR,
        blocks=blocks,
        contact=Contact("花野市 地域協働課（架空）", phone="(0990)00-0000"),
        **more,
    )


def record(key: str, *blocks: object) -> Content:
    """A record of the prefecture for its own file."""
    return compose(key, values=VALUES, blocks=blocks)


def letters() -> dict[str, Content]:
    """The prefecture's letters."""
    labels = {"expense_lines.2.eligible": "収支予算書 支出の部 3行目 対象額"}
    refusal = RefusalFacts(
        grounds="交付要綱の補助対象経費の規定",
        reason="事業費の全部が団体の事務所の家賃であり、補助の対象になる経費がないため。",
    )
    correction = CorrectionRequestFacts(
        defects=(
            Defect(
                field="expense_lines.2.eligible",
                kind=DefectKind.INELIGIBLE,
                finding="構成員の会議の茶菓が対象額に入っています。",
                remedy="対象額を0円にし、一般財源を18,000円増やしてください。",
            ),
            Defect(
                field="予算書の抄本",
                kind=DefectKind.MISSING,
                finding="予算書の抄本が添付されていません。",
                remedy="議決された予算の該当するページを添付してください。",
            ),
        ),
        reply_by=date(2024, 6, 7),
        message="図面の添付は不要です。",
    )
    change = ChangeDecisionFacts(
        amount=380000,
        eligible_cost=774080,
        outcome=GrantOutcome.APPROVE,
        effective_on=date(2024, 11, 5),
    )
    stop = DiscontinuationFacts(
        kind=StopKind.ABOLISH,
        stop_on=date(2024, 11, 30),
        reason="台風により会場が使えなくなり、年度内に再開できないため。",
        spent=170000,
    )
    decision = DecisionFacts(
        amount=460000,
        eligible_cost=936080,
        outcome=GrantOutcome.APPROVE,
        conditions=tuple(GrantCondition),
    )
    repayment = RepaymentOrderFacts(
        amount=26000,
        due_on=date(2025, 4, 17),
        cause=RepaymentCause.OVERPAID,
        reason="概算払により交付した額が、確定した額を超えているため。",
    )
    return {
        "earmark_notice": letter(
            "earmark_notice",
            *deciding.earmark_blocks(EarmarkFacts(amount=460000, apply_by=date(2024, 5, 31)), NEED),
        ),
        "grant_decision": letter(
            "grant_decision",
            *deciding.decision_blocks(
                decision,
                APPLICATION,
                basis=basis("交付決定額", ("内示額", 460000)),
                rate=HALF,
            ),
        ),
        "refusal": letter("refusal", *deciding.refusal_blocks(refusal, APPLICATION)),
        "correction_request": letter(
            "correction_request",
            *deciding.correction_blocks(correction, title=TITLE, labels=labels),
        ),
        "change_approval": letter(
            "change_approval",
            *deciding.change_decision_blocks(
                change, CHANGE, title=TITLE, before=LINES, decided_before=460000
            ),
            variant="amended",
        ),
        "change_refusal": letter(
            "change_refusal", *deciding.change_refusal_blocks(refusal, title=TITLE)
        ),
        "discontinuation_approval": letter(
            "discontinuation_approval",
            *deciding.discontinuation_decision_blocks(stop, title=TITLE, on=date(2024, 11, 29)),
            variant="abandon",
        ),
        "determination": letter(
            "determination",
            *settling.determination_blocks(
                DETERMINED, title=TITLE, decided=460000, paid=320000, basis=FINAL
            ),
            variant="repay",
        ),
        "repayment_order": letter(
            "repayment_order",
            *settling.repayment_blocks(
                repayment,
                title=TITLE,
                paid=320000,
                determined=294000,
                how="同封の納入通知書により、指定金融機関の窓口で納付してください。",
            ),
        ),
    }


def forms() -> dict[str, Content]:
    """The municipality's forms."""
    stop = DiscontinuationFacts(
        kind=StopKind.SUSPEND,
        stop_on=date(2024, 9, 30),
        resume_on=date(2024, 11, 1),
        reason="台風により会場が使えなくなったため。",
        spent=170000,
    )
    advance = AdvanceClaimFacts(
        amount=320000,
        reason="講師の謝金と印刷費の支払が先に必要なため。",
        cash_plan=(CashPlanStep(month=9, payment=150000), CashPlanStep(month=10, payment=170000)),
    )
    return {
        "needs_sheet": form("needs_sheet", *asking.need_blocks(NEED)),
        "application": form(
            "application",
            *asking.application_blocks(APPLICATION),
            annexes=asking.application_annexes(APPLICATION, basis=basis("交付申請額")),
            attachments=("事業計画書（別紙1）", "収支予算書（別紙2）", "予算書の抄本"),
        ),
        "withdrawal": form(
            "withdrawal",
            *asking.withdrawal_blocks(
                WithdrawalFacts(reason="別の財源により実施することにしたため。"),
                title=TITLE,
                requested=462000,
            ),
        ),
        "start_report": form(
            "start_report",
            *asking.start_blocks(StartFacts(started_on=date(2024, 8, 1)), title=TITLE),
        ),
        "change_application": form(
            "change_application",
            *asking.change_blocks(CHANGE, title=TITLE, before=LINES, decided=460000),
        ),
        "discontinuation_application": form(
            "discontinuation_application",
            *asking.discontinuation_blocks(stop, title=TITLE),
            variant="suspend",
        ),
        "advance_claim": form(
            "advance_claim",
            *asking.advance_blocks(advance, title=TITLE, decided=460000, received=0),
        ),
        "performance_report": form(
            "performance_report",
            *settling.report_blocks(REPORT, title=TITLE, decided=460000, received=320000),
            annexes=settling.report_annexes(REPORT, planned=LINES, expected=REVENUES, basis=FINAL),
        ),
        "settlement_claim": form(
            "settlement_claim",
            *settling.settlement_claim_blocks(
                SettlementClaimFacts(amount=140000), title=TITLE, determined=460000, received=320000
            ),
        ),
    }


def records() -> dict[str, Content]:
    """The prefecture's own records."""
    review = ReviewFacts(
        checks=tuple(
            Check(item=item, result=CheckResult.OK, note="申請書により確認") for item in ReviewItem
        ),
        outcome=ReviewOutcome.APPROVE_MODIFIED,
        eligible_cost=936080,
        proposed=460000,
        opinion="区分と段階に合い、経費の内訳も適切である。内示額を上限として交付することが適当である。",
    )
    inspection = InspectionFacts(
        inspected_on=date(2025, 3, 21),
        method=InspectionMethod.BOTH,
        inspectors="くらし共生協働課 主査",
        checks=tuple(
            InspectionCheck(item=item, result=CheckResult.OK, note="証拠書類と帳簿により確認")
            for item in InspectionItem
        ),
        total_cost=618000,
        eligible_cost=618000,
        other_revenue=30000,
        result=InspectionResult.ACCEPT,
        opinion="事業は交付決定の内容及び条件に従って行われたものと認める。",
    )
    return {
        "review": record(
            "review",
            *deciding.review_blocks(
                review,
                APPLICATION,
                basis=basis("交付することが適当な額", ("内示額", 460000)),
                applicant=CITY,
            ),
        ),
        "inspection": record(
            "inspection",
            *settling.inspection_blocks(inspection, title=TITLE, reporter=CITY, labels={}),
        ),
    }


def papers() -> dict[str, Content]:
    """Every paper by its key."""
    return letters() | forms() | records()
