"""What stands in the papers of menu ③ from the report of performance to the last yen."""

from collections.abc import Mapping, Sequence

from comipla.core.paper_blocks import Annex, Block, Paragraphs, Step, Steps, Table
from comipla.core.procedures.subsidy.blocks.shared import (
    YEN_UNIT,
    Expense,
    bare,
    by_node,
    columns,
    defect_table,
    gold,
    pairs,
    quantity,
    yen,
)
from comipla.core.procedures.subsidy.facts import (
    ActualLine,
    DeterminationFacts,
    InspectionFacts,
    PerformanceFacts,
    RepaymentOrderFacts,
    RevenueLine,
    SettlementClaimFacts,
)
from comipla.core.wareki import format_wareki, format_wareki_short


def report_blocks(
    facts: PerformanceFacts, *, title: str, decided: int, received: int
) -> tuple[Block, ...]:
    """実績報告書: the face of the report; results and accounts follow as annexes."""
    credit = f"仕入控除税額 {gold(facts.vat_credit)}" if facts.vat_credit else ""
    return (
        pairs(
            ("補助事業の名称", title),
            ("完了した日", format_wareki(facts.completed_on)),
            ("交付決定額", gold(decided)),
            ("既に受け取った額", gold(received)),
            ("総事業費（実績）", gold(facts.total_cost)),
            ("補助対象経費（実績）", gold(facts.eligible_cost)),
            ("消費税の扱い", "　".join(text for text in (facts.vat_status.label, credit) if text)),
        ),
    )


def report_annexes(
    facts: PerformanceFacts,
    *,
    planned: Sequence[Expense],
    expected: Sequence[RevenueLine],
    basis: Steps,
) -> tuple[Annex, ...]:
    """事業実績書, 収支精算書 (budget, outcome, difference) and the list of payments."""
    accounts: tuple[Block, ...] = (
        _revenue_settlement(expected, facts.revenue_lines),
        _expense_settlement(planned, facts),
        basis,
    )
    return (
        Annex("別紙1", "事業実績書", _results(facts)),
        Annex("別紙2", "収支精算書", accounts),
        Annex("別紙3", "支出の明細", (payment_table(facts.expense_lines, heading=""),)),
    )


def settlement_claim_blocks(
    facts: SettlementClaimFacts, *, title: str, determined: int, received: int
) -> tuple[Block, ...]:
    """精算払請求書."""
    return (
        pairs(
            ("請求額", gold(facts.amount)),
            ("補助事業の名称", title),
            ("確定額", gold(determined)),
            ("既に受け取った額", gold(received)),
            ("付記", facts.note),
        ),
    )


def inspection_blocks(
    facts: InspectionFacts, *, title: str, reporter: str, labels: Mapping[str, str]
) -> tuple[Block, ...]:
    """検査調書: who inspected what and how, the checklist, the costs in order, the opinion."""
    heads = columns(("検査項目", "start", 6), ("結果", "center", 0), ("確認した内容", "start", 5))
    mend_by = format_wareki(facts.mend_by, weekday=True) if facts.mend_by else ""
    defects = (
        (defect_table(facts.defects, labels, heading="是正を求める事項"),) if facts.defects else ()
    )
    return (
        pairs(
            ("補助事業者", reporter),
            ("補助事業の名称", title),
            ("検査した日", format_wareki(facts.inspected_on)),
            ("検査の方法", facts.method.label),
            ("検査員", facts.inspectors),
            ("総事業費", gold(facts.total_cost)),
            ("その他の収入", gold(facts.other_revenue)),
            ("補助対象経費", gold(facts.eligible_cost)),
            ("検査の結果", facts.result.label),
            ("是正の期限", mend_by),
            heading="検査の概要と結果",
        ),
        Table(
            heads,
            tuple((check.item.label, check.result.label, check.note) for check in facts.checks),
            heading="検査項目",
        ),
        *defects,
        Paragraphs((facts.opinion,), "検査意見"),
    )


def determination_blocks(
    facts: DeterminationFacts, *, title: str, decided: int, paid: int, basis: Steps
) -> tuple[Block, ...]:
    """額の確定: decided, determined, paid, and what is left to pay or to return."""
    left = facts.amount - paid
    return (
        pairs(
            ("補助事業の名称", title),
            ("交付決定額", gold(decided)),
            ("確定額", gold(facts.amount)),
            ("既に交付した額", gold(paid)),
            ("精算払をする額", gold(left) if left > 0 else ""),
            ("返還を要する額", gold(-left) if left < 0 else ""),
            ("付記", facts.note),
        ),
        basis,
    )


def repayment_blocks(
    facts: RepaymentOrderFacts, *, title: str, paid: int, determined: int, how: str
) -> tuple[Block, ...]:
    """返還命令: amount, day, reason, calculation; `how` tells where and by what slip to pay."""
    calculation = [
        Step("既に交付した額", "", yen(paid)),
        Step("確定した額", "", yen(determined)),
        Step("返還額", f"{yen(paid)} － {yen(determined)}", yen(facts.amount)),
    ]
    return (
        pairs(
            ("返還額", gold(facts.amount)),
            ("加算金", gold(facts.surcharge) if facts.surcharge else ""),
            ("納期限", format_wareki(facts.due_on, weekday=True)),
            ("補助事業の名称", title),
            ("返還の事由", facts.cause.label),
            ("理由", facts.reason),
            ("納付の方法", how),
        ),
        Steps(tuple(calculation), "返還額の算出"),
    )


def payment_table(lines: Sequence[ActualLine], *, heading: str) -> Table:
    """Every expense with payee, days and evidence."""
    heads = columns(
        ("節", "start", 4),
        ("内容・支払先", "start", 6),
        ("発注日\n支払日", "center", 0),
        ("金額", "end", 0),
        ("対象", "end", 0),
        ("証拠書類", "start", 5),
    )
    rows = tuple(
        (
            line.node.label,
            "\n".join(text for text in (line.item, line.detail, line.payee, line.reason) if text),
            f"{format_wareki_short(line.ordered_on)}\n{_paid(line)}",
            bare(line.gross),
            bare(line.eligible),
            "、".join(evidence.label for evidence in line.evidence),
        )
        for line in lines
    )
    gross, eligible = sum(line.gross for line in lines), sum(line.eligible for line in lines)
    total = ("合計", "", "", bare(gross), bare(eligible), "")
    return Table(heads, rows, (total,), heading, YEN_UNIT)


def _paid(line: ActualLine) -> str:
    if line.paid_on:
        return format_wareki_short(line.paid_on)
    return (
        f"未払（{format_wareki_short(line.obligated_on)}\n債務確定）" if line.obligated_on else ""
    )


def _results(facts: PerformanceFacts) -> tuple[Block, ...]:
    measures = columns(
        ("指標", "start", 3), ("目標", "end", 0), ("実績", "end", 0), ("説明", "start", 4)
    )
    rows = tuple(
        (
            measure.name,
            f"{quantity(measure.target)}{measure.unit}",
            f"{quantity(measure.actual)}{measure.unit}",
            measure.comment,
        )
        for measure in facts.indicators
    )
    blocks: list[Block] = [
        Paragraphs((facts.contents,), "実施した内容"),
        Paragraphs((facts.outcome,), "成果"),
        Table(measures, rows, heading="成果の指標"),
    ]
    if facts.next_steps:
        blocks.append(Paragraphs((facts.next_steps,), "今後の取組"))
    if facts.assets:
        blocks.append(_asset_table(facts))
    if facts.indirect_grants:
        blocks.append(_indirect_table(facts))
    return tuple(blocks)


def _asset_table(facts: PerformanceFacts) -> Table:
    heads = columns(
        ("名称", "start", 3),
        ("取得した日", "center", 0),
        ("単価", "end", 0),
        ("数量", "end", 0),
        ("保管場所", "start", 3),
    )
    rows = tuple(
        (
            asset.name,
            format_wareki(asset.acquired_on),
            bare(asset.unit_price),
            bare(asset.quantity),
            asset.place,
        )
        for asset in facts.assets
    )
    return Table(heads, rows, heading="取得した財産", unit=YEN_UNIT)


def _indirect_table(facts: PerformanceFacts) -> Table:
    heads = columns(
        ("交付先", "start", 1), ("交付決定額", "end", 0), ("精算額", "end", 0), ("返還額", "end", 0)
    )
    rows = tuple(
        (grant.recipient, bare(grant.decided), bare(grant.settled), bare(grant.returned))
        for grant in facts.indirect_grants
    )
    return Table(heads, rows, heading="間接補助の交付先", unit=YEN_UNIT)


def _revenue_settlement(expected: Sequence[RevenueLine], actual: Sequence[RevenueLine]) -> Table:
    """収入の部: per source the budget, the outcome and the difference."""
    kinds = list(dict.fromkeys(line.kind for line in (*expected, *actual)))
    rows = [
        (
            kind.label,
            sum(line.amount for line in expected if line.kind is kind),
            sum(line.amount for line in actual if line.kind is kind),
        )
        for kind in kinds
    ]
    heads = columns(
        ("区分", "start", 1), ("予算額", "end", 0), ("決算額", "end", 0), ("差", "end", 0)
    )
    total = ("合計", sum(row[1] for row in rows), sum(row[2] for row in rows))
    return Table(
        heads,
        tuple(_difference(row) for row in rows),
        (_difference(total),),
        "収入の部",
        YEN_UNIT,
    )


def _difference(row: tuple[str, int, int]) -> tuple[str, ...]:
    label, budget, outcome = row
    return (label, bare(budget), bare(outcome), bare(outcome - budget))


def _expense_settlement(planned: Sequence[Expense], facts: PerformanceFacts) -> Table:
    """支出の部: per 節 the budget, the outcome, the difference and the eligible outcome."""
    before, after = by_node(planned), by_node(facts.expense_lines)
    reasons = {deviation.node: deviation.reason for deviation in facts.deviations}
    nodes = [*before, *(node for node in after if node not in before)]
    heads = columns(
        ("経費の区分（節）", "start", 3),
        ("予算額", "end", 0),
        ("決算額", "end", 0),
        ("差", "end", 0),
        ("うち補助対象", "end", 0),
        ("増減の理由", "start", 3),
    )
    rows = []
    for node in nodes:
        budget, (outcome, eligible) = before.get(node, (0, 0))[0], after.get(node, (0, 0))
        amounts = _difference((node.label, budget, outcome))
        rows.append((*amounts, bare(eligible), reasons.get(node, "")))
    budget = sum(line.gross for line in planned)
    total = _difference(("合計", budget, facts.total_cost))
    return Table(
        heads, tuple(rows), ((*total, bare(facts.eligible_cost), ""),), "支出の部", YEN_UNIT
    )
