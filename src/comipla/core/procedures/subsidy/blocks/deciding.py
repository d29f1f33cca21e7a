"""What stands under 記 in the letters of the prefecture for menu ③, up to the decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from comipla.core.paper_blocks import Block, Conditions, Paragraphs, Steps, Table
from comipla.core.procedures.subsidy.blocks.shared import (
    YEN_UNIT,
    Expense,
    allocation_table,
    bare,
    by_node,
    columns,
    defect_table,
    gold,
    pairs,
    period,
    rate_words,
)
from comipla.core.procedures.subsidy.facts import (
    ApplicationFacts,
    ChangeDecisionFacts,
    ChangeFacts,
    CorrectionRequestFacts,
    DecisionFacts,
    DiscontinuationFacts,
    EarmarkFacts,
    NeedFacts,
    RefusalFacts,
    ReviewFacts,
)
from comipla.core.wareki import format_wareki
from comipla.core.wording import grant_conditions


def earmark_blocks(facts: EarmarkFacts, need: NeedFacts) -> tuple[Block, ...]:
    """内示: amount, project, day by which to apply, and what has to be heeded."""
    return (
        pairs(
            ("内示額", gold(facts.amount)),
            ("事業の名称", need.title),
            ("補助区分", need.category.label),
            ("対象地域", need.target_area),
            ("要望額", gold(need.requested)),
            ("交付申請の期限", format_wareki(facts.apply_by, weekday=True)),
            ("留意事項", facts.conditions),
        ),
    )


def decision_blocks(
    facts: DecisionFacts, application: ApplicationFacts, *, basis: Steps, rate: Fraction
) -> tuple[Block, ...]:
    """交付決定: project, period, amount, allocation of costs, basis of calculation, conditions."""
    return (
        pairs(
            ("補助事業の名称", application.title),
            ("補助区分", application.category.label),
            ("対象地域", application.target_area),
            ("補助事業の期間", period(application.start_on, application.end_on)),
            ("補助対象経費", gold(facts.eligible_cost)),
            ("補助率", f"補助対象経費の{rate_words(rate)}以内"),
            ("交付決定額", gold(facts.amount)),
            ("修正した事項", facts.modification),
            ("付記", facts.note),
        ),
        allocation_table(application.expense_lines, heading="経費の配分"),
        basis,
        Conditions(
            grant_conditions(facts.conditions),
            heading="交付の条件",
            lead="この補助金の交付には、次の条件を付けます。",
        ),
    )


def refusal_blocks(facts: RefusalFacts, application: ApplicationFacts) -> tuple[Block, ...]:
    """不交付決定: what was asked for, on which provision it fails, and why."""
    return (
        pairs(
            ("事業の名称", application.title),
            ("交付申請額", gold(application.requested)),
            ("根拠となる規定", facts.grounds),
            ("交付しない理由", facts.reason),
        ),
    )


def correction_blocks(
    facts: CorrectionRequestFacts, *, title: str, labels: Mapping[str, str]
) -> tuple[Block, ...]:
    """補正依頼: every shortcoming at once. `labels` names form fields in the form's words."""
    return (
        pairs(("事業の名称", title), ("補正の期限", format_wareki(facts.reply_by, weekday=True))),
        defect_table(facts.defects, labels, heading="補正が必要な箇所"),
        *((Paragraphs((facts.message,), heading="連絡事項"),) if facts.message else ()),
    )


def change_decision_blocks(
    facts: ChangeDecisionFacts,
    change: ChangeFacts,
    *,
    title: str,
    before: Sequence[Expense],
    decided_before: int,
) -> tuple[Block, ...]:
    """変更承認: the amount before and after, the period, and the allocation side by side."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("変更の承認日", format_wareki(facts.effective_on)),
            ("変更後の補助事業の期間", period(change.start_on, change.end_on)),
            ("修正した事項", facts.modification),
            ("付記", facts.note),
        ),
        amount_comparison(before=decided_before, after=facts.amount, heading="交付決定額"),
        allocation_comparison(before, change.expense_lines, heading="経費の配分"),
    )


def change_refusal_blocks(facts: RefusalFacts, *, title: str) -> tuple[Block, ...]:
    """変更不承認: on which provision and why."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("根拠となる規定", facts.grounds),
            ("承認しない理由", facts.reason),
        ),
    )


def discontinuation_decision_blocks(
    facts: DiscontinuationFacts, *, title: str, on: date, note: str = ""
) -> tuple[Block, ...]:
    """中止・廃止承認: what stops, when, and when it goes on."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("承認する内容", facts.kind.label),
            ("承認日", format_wareki(on)),
            ("中止（廃止）の日", format_wareki(facts.stop_on)),
            ("再開の予定日", format_wareki(facts.resume_on) if facts.resume_on else ""),
            ("中止（廃止）の理由", facts.reason),
            ("付記", note),
        ),
    )


def review_blocks(
    facts: ReviewFacts, application: ApplicationFacts, *, basis: Steps, applicant: str
) -> tuple[Block, ...]:
    """審査調書: the application in short, the checklist, the calculation, the opinion."""
    heads = columns(("審査項目", "start", 6), ("結果", "center", 0), ("確認した内容", "start", 5))
    return (
        pairs(
            ("申請者", applicant),
            ("事業の名称", application.title),
            ("補助区分", application.category.label),
            ("対象地域", application.target_area),
            ("交付申請額", gold(application.requested)),
            ("審査の結論", facts.outcome.label),
            ("交付することが適当な額", gold(facts.proposed)),
            heading="申請の概要と結論",
        ),
        Table(
            heads,
            tuple((check.item.label, check.result.label, check.note) for check in facts.checks),
            heading="審査項目",
        ),
        basis,
        Paragraphs((facts.opinion,), heading="審査意見"),
    )


def amount_comparison(*, before: int, after: int, heading: str) -> Table:
    """One amount before and after a change, with the difference."""
    heads = columns(("変更前", "end", 1), ("変更後", "end", 1), ("増減", "end", 1))
    return Table(
        heads, ((bare(before), bare(after), bare(after - before)),), heading=heading, unit=YEN_UNIT
    )


def allocation_comparison(
    before: Sequence[Expense], after: Sequence[Expense], *, heading: str
) -> Table:
    """経費の配分 per 節 before and after: cost and eligible part."""
    heads = columns(
        ("経費の区分（節）", "start", 1),
        ("変更前\n事業費", "end", 0),
        ("変更前\n補助対象経費", "end", 0),
        ("変更後\n事業費", "end", 0),
        ("変更後\n補助対象経費", "end", 0),
        ("補助対象経費\nの増減", "end", 0),
    )
    old, new = by_node(before), by_node(after)
    nodes = [*new, *(node for node in old if node not in new)]
    rows = [
        (node.label, *_compared(old.get(node, (0, 0)), new.get(node, (0, 0)))) for node in nodes
    ]
    sums = _compared(_sums(before), _sums(after))
    return Table(heads, tuple(rows), (("合計", *sums),), heading, YEN_UNIT)


def _sums(lines: Sequence[Expense]) -> tuple[int, int]:
    return sum(line.gross for line in lines), sum(line.eligible for line in lines)


def _compared(old: tuple[int, int], new: tuple[int, int]) -> tuple[str, ...]:
    return tuple(bare(amount) for amount in (*old, *new, new[1] - old[1]))
