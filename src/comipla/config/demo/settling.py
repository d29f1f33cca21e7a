"""Money, report and proof of the invented cases, from the advance to the last yen."""

from datetime import date

from comipla.config.demo import enclosures
from comipla.config.demo.asking import vat_status
from comipla.config.demo.briefs import Brief
from comipla.config.demo.costs import Plan, earned, grant_of, meet, spent
from comipla.core.codes import (
    CheckResult,
    DefectKind,
    ExpenseNode,
    Implementer,
    InspectionItem,
    InspectionMethod,
    InspectionResult,
    PaymentMethod,
    RepaymentCause,
)
from comipla.core.procedures.subsidy.facts import (
    ActualLine,
    AdvanceClaimFacts,
    Asset,
    CashPlanStep,
    CloseFacts,
    Defect,
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

ASSET_FROM = 500_000
"""Yen from which a single thing stands in the asset ledger."""
DISALLOWED = 3_240
"""Yen that an inspection of the demo strikes out."""
REPORT_DEFECTS = (
    Defect(
        field="evidence_files",
        kind=DefectKind.EVIDENCE,
        finding="経費明細2行目の領収書に、宛名がない。",
        remedy="支払先に頼み、宛名の入った領収書を取り直して添付する。",
    ),
    Defect(
        field="outcome",
        kind=DefectKind.MISSING,
        finding="成果の欄に、目標に届かなかった指標の理由がない。",
        remedy="目標と結果のちがいと、その理由を書き足す。",
    ),
)
"""What is found wanting in first reports of the demo."""


def advance_claim(brief: Brief, day: date, *, amount: int) -> AdvanceClaimFacts:
    """概算払請求書."""
    first = amount * brief.dice.roll("cash plan", 35, 65) // 100
    indirect = brief.implementer is Implementer.INDIRECT
    return AdvanceClaimFacts(
        amount=amount,
        reason=(
            "間接補助先の組織は手元の資金が少なく、車両や備品の支払を立て替えられないため。"
            if indirect
            else "委託料と会場使用料の支払が事業の完了より前になるため。"
        ),
        cash_plan=(
            CashPlanStep(month=day.month, payment=first),
            CashPlanStep(month=day.month % 12 + 1, payment=amount - first),
        ),
    )


def payment(brief: Brief, day: date, *, amount: int) -> PaymentFacts:
    """A payment, with a voucher number as the finance system gives one."""
    number = brief.dice.roll(f"voucher {day}", 10_000, 99_999)
    return PaymentFacts(
        amount=amount,
        paid_on=day,
        method=PaymentMethod.TRANSFER,
        voucher=f"{brief.year.code}-{number:07d}",
    )


def report(
    brief: Brief,
    plan: Plan,
    *,
    decided: int,
    since: date,
    completed_on: date,
    percent: int,
    stopped: bool,
) -> PerformanceFacts:
    """実績報告書 of work between two days that came to about `percent` of the plan."""
    lines = spent(plan, brief.dice, percent=percent, since=since, until=completed_on)
    income = earned(plan, brief.dice, percent=percent)
    grant = min(grant_of(lines, sum(line.amount for line in income)), decided)
    total = sum(line.gross for line in lines)
    files = enclosures.of_report(brief)
    return PerformanceFacts(
        completed_on=completed_on,
        contents="途中までを実施し、承認を受けて事業をやめた。"
        + brief.text("done").partition("。")[0]
        + "ところまで進んでいた。"
        if stopped
        else brief.text("done"),
        outcome=brief.text("outcome"),
        next_steps="" if stopped else brief.text("next"),
        indicators=_results(brief, percent),
        expense_lines=lines,
        revenue_lines=meet(
            total, grant, income=income, local_share=plan.local_share * percent // 100
        ),
        vat_status=vat_status(brief),
        deviations=_deviations(plan, lines, stopped=stopped),
        assets=_assets(brief, lines),
        indirect_grants=_passed_on(brief, plan, lines),
        photos=enclosures.digests(files, "photos"),
        evidence_files=enclosures.digests(files, "evidence_files"),
    )


def inspection(brief: Brief, told: PerformanceFacts, day: date) -> InspectionFacts:
    """検査調書; a `disallowed` case loses a small part of its eligible cost."""
    struck = DISALLOWED if "disallowed" in brief.row.tags else 0
    on_site = any(
        line.node in (ExpenseNode.WORKS, ExpenseNode.EQUIPMENT) for line in told.expense_lines
    )
    return InspectionFacts(
        inspected_on=day,
        method=InspectionMethod.BOTH if on_site else InspectionMethod.DOCUMENTS,
        inspectors="本庁主査1名、地域振興局主事1名" if on_site else "本庁主査1名",
        checks=tuple(_inspected(told, item, struck) for item in InspectionItem),
        total_cost=told.total_cost,
        eligible_cost=told.eligible_cost - struck,
        other_revenue=told.other_revenue,
        result=InspectionResult.ACCEPT,
        opinion=f"構成員の飲み物代{struck:,}円が含まれていたため対象外とした。そのほかは証拠書類も整っている。"
        if struck
        else "交付決定の内容のとおり実施され、帳簿と証拠書類も整っている。",
    )


def determination(inspected: InspectionFacts, *, decided: int) -> DeterminationFacts:
    """額の確定 as computed from what the inspection accepted."""
    base = min(inspected.eligible_cost, inspected.total_cost - inspected.other_revenue)
    return DeterminationFacts(
        amount=min(base // 2 // 1000 * 1000, decided),
        total_cost=inspected.total_cost,
        eligible_cost=inspected.eligible_cost,
        other_revenue=inspected.other_revenue,
    )


def settlement_claim(amount: int) -> SettlementClaimFacts:
    """精算払請求書."""
    return SettlementClaimFacts(amount=amount)


def repayment_order(amount: int, due_on: date) -> RepaymentOrderFacts:
    """返還命令 for what was received above the determined amount."""
    return RepaymentOrderFacts(
        amount=amount,
        due_on=due_on,
        cause=RepaymentCause.OVERPAID,
        reason="確定した額が、すでに概算払で受け取った額を下回ったため。",
    )


def repayment(
    brief: Brief, day: date, *, amount: int, late_charge: int = 0
) -> RepaymentReceiptFacts:
    """Money that came back."""
    number = brief.dice.roll(f"receipt {day}", 10_000, 99_999)
    return RepaymentReceiptFacts(
        amount=amount, received_on=day, voucher=f"納入通知 第{number}号", late_charge=late_charge
    )


def closing(day: date) -> CloseFacts:
    """完了."""
    return CloseFacts(closed_on=day)


def _results(brief: Brief, percent: int) -> tuple[IndicatorActual, ...]:
    results = []
    for number, aim in enumerate(brief.indicators()):
        reached = percent * brief.dice.roll(f"result {number}", 88, 118) // 100
        actual = aim.base + round((aim.target - aim.base) * reached / 100)
        short = reached < 90
        results.append(
            IndicatorActual(
                name=aim.name,
                unit=aim.unit,
                target=aim.target,
                actual=actual,
                comment="雨の日が多く、予定した回数に届かなかった。" if short else "",
            )
        )
    return tuple(results)


def _deviations(
    plan: Plan, lines: tuple[ActualLine, ...], *, stopped: bool
) -> tuple[Deviation, ...]:
    """The 節 that came out more than a fifth away from the plan, with the reason."""
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    nodes: dict[int, ExpenseNode] = {}
    for line in plan.expenses:
        before[line.node.number] = before.get(line.node.number, 0) + line.gross
        nodes.setdefault(line.node.number, line.node)
    for actual in lines:
        after[actual.node.number] = after.get(actual.node.number, 0) + actual.gross
    reason = "事業をやめたため。" if stopped else "回数が減り、見積合わせで単価も下がったため。"
    return tuple(
        Deviation(node=nodes[number], reason=reason)
        for number, planned in before.items()
        if abs(after.get(number, 0) - planned) * 5 > planned
    )


def _assets(brief: Brief, lines: tuple[ActualLine, ...]) -> tuple[Asset, ...]:
    return tuple(
        Asset(
            name=line.item,
            acquired_on=line.paid_on or line.ordered_on,
            unit_price=line.gross,
            quantity=1,
            place=f"{brief.area.place}の事務所",
        )
        for line in lines
        if line.node is ExpenseNode.EQUIPMENT and line.eligible and line.gross >= ASSET_FROM
    )


def _passed_on(
    brief: Brief, plan: Plan, lines: tuple[ActualLine, ...]
) -> tuple[IndirectGrant, ...]:
    """What the municipality granted in turn, where the project is an indirect one."""
    if brief.implementer is not Implementer.INDIRECT:
        return ()
    decided = plan.eligible - plan.local_share
    settled = min(sum(line.eligible for line in lines), decided)
    return (
        IndirectGrant(
            recipient=brief.area.name,
            decided=decided,
            settled=settled,
            returned=decided - settled,
        ),
    )


def _inspected(told: PerformanceFacts, item: InspectionItem, struck: int) -> InspectionCheck:
    if item is InspectionItem.ASSETS and not told.assets:
        return InspectionCheck(item=item, result=CheckResult.NA)
    if item is InspectionItem.REVENUE and not told.other_revenue:
        return InspectionCheck(item=item, result=CheckResult.NA)
    if item is InspectionItem.INELIGIBLE and struck:
        note = f"構成員の飲み物代{struck:,}円を対象外とした。"
        return InspectionCheck(item=item, result=CheckResult.NG, note=note)
    return InspectionCheck(item=item, result=CheckResult.OK)
