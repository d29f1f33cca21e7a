"""Facts of menu ③ that fit together, for tests: one plausible project, each value replaceable."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from comipla.core import codes, course_codes
from comipla.core.procedures.common import NoteFacts, ReasonFacts
from comipla.core.procedures.subsidy import facts as f

DAY = date(2024, 5, 1)


def need(**changes: Any) -> f.NeedFacts:
    facts = f.NeedFacts(
        category=codes.SubsidyCategory.EXPLORING,
        priority=1,
        title="空き家改修による地域の拠点づくり（架空）",
        implementer=codes.Implementer.MUNICIPALITY,
        target_area="中央校区（架空）",
        stage=codes.PlatformStage.EXPLORING,
        contents="空き家を改修し、買い物支援の拠点として試行する。",
        effect="買い物に困る世帯が週に一度利用できる。",
        total_cost=1_234_567,
        eligible_cost=1_234_567,
        requested=617_000,
        budget_status=codes.BudgetStatus.INITIAL,
    )
    return replace(facts, **changes)


def expense(gross: int, **changes: Any) -> f.ExpenseLine:
    line = f.ExpenseLine(
        node=codes.ExpenseNode.COMMISSION,
        item="拠点の設計と改修",
        quantity=Decimal(1),
        unit_price=gross,
        tax=codes.ExpenseTax.STANDARD,
        gross=gross,
        eligible=gross,
    )
    return replace(line, **changes)


def revenues(grant: int, total: int) -> tuple[f.RevenueLine, ...]:
    return (
        f.RevenueLine(kind=codes.RevenueKind.PREFECTURE, amount=grant),
        f.RevenueLine(kind=codes.RevenueKind.MUNICIPALITY, amount=total - grant, certain=True),
    )


def application(cost: int = 1_234_567, grant: int = 617_000, **changes: Any) -> f.ApplicationFacts:
    facts = f.ApplicationFacts(
        category=codes.SubsidyCategory.EXPLORING,
        priority=1,
        title="空き家改修による地域の拠点づくり（架空）",
        implementer=codes.Implementer.MUNICIPALITY,
        target_area="中央校区（架空）",
        stage=codes.PlatformStage.EXPLORING,
        background="店が閉じ、車のない世帯が買い物に困っている。",
        purpose="地域の団体が協働する拠点をつくる。",
        contents="空き家を改修し、買い物支援を試行する。",
        participants=(
            f.Participant(
                kind=codes.MemberBody.NEIGHBOURHOOD, name="中央自治会（架空）", role="運営"
            ),
            f.Participant(kind=codes.MemberBody.NPO, name="NPO法人くらし（架空）", role="助言"),
        ),
        schedule=(f.ScheduleStep(month=7, action="改修"),),
        start_on=date(2024, 6, 1),
        end_on=date(2025, 2, 28),
        indicators=(
            f.Indicator(
                name="利用者", unit="人", base=Decimal(0), target=Decimal(30), method="受付簿"
            ),
        ),
        expense_lines=(expense(cost),),
        revenue_lines=revenues(grant, cost),
        requested=grant,
        vat_status=codes.VatStatus.GENERAL_ACCOUNT,
        other_subsidy=False,
        budget_status=codes.BudgetStatus.VOTED,
        voted_on=date(2024, 3, 22),
    )
    return replace(facts, **changes)


def earmark(amount: int = 617_000, apply_by: date = date(2024, 6, 28)) -> f.EarmarkFacts:
    return f.EarmarkFacts(amount=amount, apply_by=apply_by)


def correction_request(
    *fields: str, reply_by: date = date(2024, 6, 14)
) -> f.CorrectionRequestFacts:
    return f.CorrectionRequestFacts(
        defects=tuple(
            f.Defect(
                field=name,
                kind=codes.DefectKind.ARITHMETIC,
                finding="数量と単価の積が合いません。",
                remedy="数量を確かめて入れ直してください。",
            )
            for name in fields or ("expense_lines",)
        ),
        reply_by=reply_by,
    )


def review(proposed: int = 617_000, **changes: Any) -> f.ReviewFacts:
    facts = f.ReviewFacts(
        checks=tuple(f.Check(item=item, result=codes.CheckResult.OK) for item in codes.ReviewItem),
        outcome=codes.Decision.APPROVE,
        eligible_cost=1_234_567,
        proposed=proposed,
        opinion="適当と認める。",
    )
    return replace(facts, **changes)


def decision(amount: int = 617_000, **changes: Any) -> f.DecisionFacts:
    facts = f.DecisionFacts(
        amount=amount,
        eligible_cost=1_234_567,
        outcome=codes.GrantOutcome.APPROVE,
        conditions=tuple(codes.GrantCondition),
    )
    return replace(facts, **changes)


def start(started_on: date = DAY) -> f.StartFacts:
    return f.StartFacts(started_on=started_on)


def advance_claim(amount: int) -> f.AdvanceClaimFacts:
    return f.AdvanceClaimFacts(
        amount=amount,
        reason="工事の前払いに充てるため。",
        cash_plan=(f.CashPlanStep(month=7, payment=amount),),
    )


def payment(amount: int, paid_on: date = DAY) -> f.PaymentFacts:
    return f.PaymentFacts(
        amount=amount, paid_on=paid_on, method=codes.PaymentMethod.TRANSFER, voucher="支出命令第1号"
    )


def change(cost: int, grant: int, **changes: Any) -> f.ChangeFacts:
    facts = f.ChangeFacts(
        changes=(codes.ChangeSubject.AMOUNT,),
        reason="改修の範囲を見直したため。",
        contents="改修の範囲を広げる。",
        start_on=date(2024, 6, 1),
        end_on=date(2025, 2, 28),
        expense_lines=(expense(cost),),
        revenue_lines=revenues(grant, cost),
        requested=grant,
    )
    return replace(facts, **changes)


def change_decision(amount: int, cost: int) -> f.ChangeDecisionFacts:
    return f.ChangeDecisionFacts(
        amount=amount, eligible_cost=cost, outcome=codes.GrantOutcome.APPROVE, effective_on=DAY
    )


def stop() -> f.DiscontinuationFacts:
    return f.DiscontinuationFacts(
        kind=codes.StopKind.ABOLISH, stop_on=DAY, reason="建物が使えなくなったため。", spent=0
    )


def actual(gross: int, day: date = DAY, **changes: Any) -> f.ActualLine:
    line = f.ActualLine(
        node=codes.ExpenseNode.COMMISSION,
        item="拠点の設計と改修",
        gross=gross,
        eligible=gross,
        ordered_on=day,
        payee="かごしま設計（架空）",
        evidence=(codes.Evidence.RECEIPT,),
        paid_on=day,
    )
    return replace(line, **changes)


def report(cost: int, grant: int, day: date = DAY, **changes: Any) -> f.PerformanceFacts:
    facts = f.PerformanceFacts(
        completed_on=day,
        contents="拠点を開き、買い物支援を12回行った。",
        outcome="延べ340人が利用した。",
        indicators=(
            f.IndicatorActual(name="利用者", unit="人", target=Decimal(30), actual=Decimal(34)),
        ),
        expense_lines=(actual(cost, day),) if cost else (),
        revenue_lines=revenues(grant, cost) if cost else (),
        vat_status=codes.VatStatus.GENERAL_ACCOUNT,
    )
    return replace(facts, **changes)


def inspection(cost: int, day: date = DAY, **changes: Any) -> f.InspectionFacts:
    facts = f.InspectionFacts(
        inspected_on=day,
        method=codes.InspectionMethod.DOCUMENTS,
        inspectors="県担当",
        checks=tuple(
            f.InspectionCheck(item=item, result=codes.CheckResult.OK)
            for item in codes.InspectionItem
        ),
        total_cost=cost,
        eligible_cost=cost,
        result=codes.InspectionResult.ACCEPT,
        opinion="適正と認める。",
    )
    return replace(facts, **changes)


def determination(amount: int, cost: int) -> f.DeterminationFacts:
    return f.DeterminationFacts(amount=amount, total_cost=cost, eligible_cost=cost)


def settlement_claim(amount: int) -> f.SettlementClaimFacts:
    return f.SettlementClaimFacts(amount=amount)


def repayment_order(amount: int, due_on: date) -> f.RepaymentOrderFacts:
    return f.RepaymentOrderFacts(
        amount=amount,
        due_on=due_on,
        cause=codes.RepaymentCause.OVERPAID,
        reason="額の確定により、概算払が確定額をこえたため。",
    )


def repayment(
    amount: int, received_on: date, late_charge: int = 0, surcharge: int = 0
) -> f.RepaymentReceiptFacts:
    return f.RepaymentReceiptFacts(
        amount=amount,
        received_on=received_on,
        voucher="納付済通知書1",
        late_charge=late_charge,
        surcharge=surcharge,
    )


def close(day: date = DAY) -> f.CloseFacts:
    return f.CloseFacts(closed_on=day)


def withdrawal() -> f.WithdrawalFacts:
    return f.WithdrawalFacts(reason="町の予算が付かなかったため。")


def refusal() -> f.RefusalFacts:
    return f.RefusalFacts(grounds="交付要綱第3条", reason="対象経費にあたらないため。")


def reason() -> ReasonFacts:
    return ReasonFacts(reason="額を確かめるため。")


def waiver(deadline: str) -> f.WaiverFacts:
    return f.WaiverFacts(
        deadline=course_codes.WaivableDeadline.of(deadline), reason="災害対応のため。"
    )


def note() -> NoteFacts:
    return NoteFacts(note="")


def early_start(start_on: date = DAY) -> f.EarlyStartFacts:
    return f.EarlyStartFacts(
        start_on=start_on, contents="住民調査の印刷と発送。", reason="稲刈りの前に調べるため。"
    )


def early_start_decision(allowed_from: date = DAY) -> f.EarlyStartDecisionFacts:
    return f.EarlyStartDecisionFacts(allowed_from=allowed_from)


def status_request(reply_by: date = date(2024, 10, 10)) -> f.StatusRequestFacts:
    return f.StatusRequestFacts(as_of=date(2024, 9, 30), reply_by=reply_by)


def status_report(spent: int = 0, expected: int = 1_234_567) -> f.StatusReportFacts:
    return f.StatusReportFacts(
        as_of=DAY, progress=40, spent=spent, expected=expected, contents="設計を終えた。"
    )


def delay() -> f.DelayFacts:
    return f.DelayFacts(
        kind=course_codes.DelayKind.LATE,
        happened_on=DAY,
        cause="大雨で床が浸水したため。",
        measures="乾くのを待って再開する。",
        spent=0,
    )


def instruction() -> f.DelayInstructionFacts:
    return f.DelayInstructionFacts(
        instruction=course_codes.DelayInstruction.GO_ON, message="計画のまま続けてください。"
    )


def mending_order(mend_by: date = date(2024, 5, 20)) -> f.MendingOrderFacts:
    return f.MendingOrderFacts(
        inspected_on=DAY,
        grounds="交付の条件第7号",
        findings=(f.Finding(finding="表示がない。", remedy="表示を付けて報告する。"),),
        mend_by=mend_by,
    )


def mending_report() -> f.MendingReportFacts:
    return f.MendingReportFacts(
        mended_on=DAY,
        measures=(f.Measure(finding="表示がない。", done="表示を付けた。"),),
        prevention="確認の表に欄を加えた。",
    )


def revocation(
    cause: course_codes.RevocationCause = course_codes.RevocationCause.BREACH,
) -> f.RevocationFacts:
    return f.RevocationFacts(
        cause=cause,
        grounds="交付要綱第15条",
        reason="補助金をほかの用途に使ったため。",
        hearing=course_codes.Hearing.WRITTEN,
        hearing_note="書面で意見を求め、誤りを認める回答があった。",
    )


def part_revocation(
    left: int, cause: course_codes.RevocationCause = course_codes.RevocationCause.BREACH
) -> f.PartRevocationFacts:
    return f.PartRevocationFacts(
        left=left,
        cause=cause,
        grounds="交付要綱第15条",
        reason="補助金の一部をほかの用途に使ったため。",
        hearing=course_codes.Hearing.NONE_GIVEN,
    )


def reminder(amount: int, pay_by: date) -> f.ReminderFacts:
    return f.ReminderFacts(amount=amount, pay_by=pay_by)


def relief(
    kind: course_codes.ReliefKind, amount: int = 0, due_on: date | None = None
) -> f.ReliefFacts:
    return f.ReliefFacts(
        kind=kind, amount=amount, due_on=due_on, reason="補正予算の議決を待つため。"
    )


def relief_decision(asked: f.ReliefFacts) -> f.ReliefDecisionFacts:
    return f.ReliefDecisionFacts(
        kind=asked.kind,
        amount=asked.amount,
        due_on=asked.due_on,
        free_of_charges=asked.kind is course_codes.ReliefKind.CHARGES,
    )


def tax_report(amount: int = 0, standard: int = 0, **changes: Any) -> f.TaxReportFacts:
    facts = f.TaxReportFacts(
        vat_status=codes.VatStatus.STANDARD_FULL if amount else codes.VatStatus.GENERAL_ACCOUNT,
        standard_cost=standard,
        reduced_cost=0,
        amount=amount,
    )
    return replace(facts, **changes)


def asset(**changes: Any) -> f.Asset:
    facts = f.Asset(
        name="移動販売用パソコン（架空）",
        acquired_on=date(2024, 7, 1),
        unit_price=520_000,
        quantity=1,
        place="中央公民館（架空）",
    )
    return replace(facts, **changes)


def asset_register(**changes: Any) -> f.AssetRegisterFacts:
    entry = f.AssetEntry(
        name="移動販売用パソコン（架空）",
        acquired_on=date(2024, 7, 1),
        unit_price=520_000,
        quantity=1,
        grant_part=260_000,
        years=4,
        place="中央公民館（架空）",
    )
    return f.AssetRegisterFacts(assets=(replace(entry, **changes),))


def disposal(dispose_on: date = date(2026, 6, 30), income: int = 120_000) -> f.DisposalFacts:
    return f.DisposalFacts(
        asset="移動販売用パソコン（架空）",
        kind=course_codes.DisposalKind.TRANSFER,
        dispose_on=dispose_on,
        income=income,
        reason="民間の事業者が引き継ぐため。",
    )


def disposal_decision(payback: int = 0) -> f.DisposalDecisionFacts:
    return f.DisposalDecisionFacts(payback=payback)


def carry_over(amount: int, end_on: date = date(2025, 6, 30)) -> f.CarryOverFacts:
    return f.CarryOverFacts(
        kind=course_codes.CarryKind.ACCIDENT,
        amount=amount,
        end_on=end_on,
        reason="大雨で床が浸水し、補修に3か月かかるため。",
        measures="4月に再開し、6月に終える。",
    )


def carry_over_decision(amount: int, end_on: date = date(2025, 6, 30)) -> f.CarryOverDecisionFacts:
    return f.CarryOverDecisionFacts(amount=amount, end_on=end_on)


def year_end_report(end_on: date = date(2025, 6, 30)) -> f.YearEndReportFacts:
    return f.YearEndReportFacts(
        progress=70, spent=620_000, eligible_spent=600_000, contents="設計を終えた。", end_on=end_on
    )
