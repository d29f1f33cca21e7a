"""What stands in the forms that a municipality sends for menu ③ before the work is done."""

from collections.abc import Sequence

from comipla.core.paper_blocks import Annex, Block, Paragraphs, Steps, Table
from comipla.core.procedures.subsidy.blocks.deciding import (
    allocation_comparison,
    amount_comparison,
)
from comipla.core.procedures.subsidy.blocks.shared import (
    YEN_UNIT,
    Expense,
    bare,
    columns,
    gold,
    pairs,
    period,
    quantity,
    revenue_table,
)
from comipla.core.procedures.subsidy.facts import (
    AdvanceClaimFacts,
    ApplicationFacts,
    ChangeFacts,
    DiscontinuationFacts,
    ExpenseLine,
    NeedFacts,
    StartFacts,
    WithdrawalFacts,
)
from comipla.core.wareki import format_wareki


def need_blocks(facts: NeedFacts) -> tuple[Block, ...]:
    """要望調書 of one project."""
    return (
        pairs(
            ("事業の名称", facts.title),
            ("補助区分", facts.category.label),
            ("優先順位", f"第{facts.priority}位"),
            ("実施主体", facts.implementer.label),
            ("対象地域", facts.target_area),
            ("地域の段階", facts.stage.label),
            ("事業の内容", facts.contents),
            ("期待する効果", facts.effect),
            ("総事業費", gold(facts.total_cost)),
            ("補助対象経費", gold(facts.eligible_cost)),
            ("その他の収入", gold(facts.other_revenue)),
            ("県補助要望額", gold(facts.requested)),
            ("市町村の予算措置", facts.budget_status.label),
            ("学生サポーター", "活用を希望する" if facts.student_support else "希望しない"),
        ),
    )


def application_blocks(facts: ApplicationFacts) -> tuple[Block, ...]:
    """交付申請書: the face of the application; plan and budget follow as annexes."""
    return (
        pairs(
            ("補助事業の名称", facts.title),
            ("補助区分", facts.category.label),
            ("交付申請額", gold(facts.requested)),
            ("補助事業の目的", facts.purpose),
            ("実施主体", facts.implementer.label),
            ("対象地域", facts.target_area),
            ("補助事業の期間", period(facts.start_on, facts.end_on)),
            ("予算の議決日", format_wareki(facts.voted_on) if facts.voted_on else ""),
            ("市町村の予算措置", facts.budget_status.label),
            ("ほかの補助金", _other_subsidy(facts)),
            ("消費税の扱い", facts.vat_status.label),
        ),
    )


def application_annexes(facts: ApplicationFacts, *, basis: Steps) -> tuple[Annex, ...]:
    """事業計画書 and 収支予算書."""
    return (
        Annex("別紙1", "事業計画書", _plan(facts)),
        Annex(
            "別紙2",
            "収支予算書",
            (
                revenue_table(facts.revenue_lines, heading="収入の部"),
                expense_table(facts.expense_lines, heading="支出の部"),
                basis,
            ),
        ),
    )


def withdrawal_blocks(facts: WithdrawalFacts, *, title: str, requested: int) -> tuple[Block, ...]:
    """取下げ届."""
    received = format_wareki(facts.received_on) if facts.received_on else ""
    return (
        pairs(
            ("事業の名称", title),
            ("交付申請額", gold(requested)),
            ("交付決定通知書を受け取った日", received),
            ("取下げの理由", facts.reason),
        ),
    )


def start_blocks(facts: StartFacts, *, title: str) -> tuple[Block, ...]:
    """着手届, or 事前着手届 with its reason."""
    early = "交付決定前の着手（事前着手）" if facts.before_decision else ""
    return (
        pairs(
            ("補助事業の名称", title),
            ("着手した日", format_wareki(facts.started_on)),
            ("着手の区分", early),
            ("理由", facts.reason),
        ),
    )


def change_blocks(
    facts: ChangeFacts, *, title: str, before: Sequence[Expense], decided: int
) -> tuple[Block, ...]:
    """変更承認申請書: why, what, and the money before and after."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("変更する事項", "、".join(subject.label for subject in facts.changes)),
            ("変更の理由", facts.reason),
            ("変更後の事業の内容", facts.contents),
            ("変更後の補助事業の期間", period(facts.start_on, facts.end_on)),
        ),
        amount_comparison(before=decided, after=facts.requested, heading="補助金の額"),
        allocation_comparison(before, facts.expense_lines, heading="経費の配分"),
        revenue_table(facts.revenue_lines, heading="変更後の収入"),
    )


def discontinuation_blocks(facts: DiscontinuationFacts, *, title: str) -> tuple[Block, ...]:
    """中止・廃止承認申請書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("申請の区分", facts.kind.label),
            ("中止（廃止）の日", format_wareki(facts.stop_on)),
            ("再開の予定日", format_wareki(facts.resume_on) if facts.resume_on else ""),
            ("これまでに支出した額", gold(facts.spent)),
            ("理由", facts.reason),
        ),
    )


def advance_blocks(
    facts: AdvanceClaimFacts, *, title: str, decided: int, received: int
) -> tuple[Block, ...]:
    """概算払請求書 with the plan of payments."""
    heads = columns(("月", "center", 1), ("支払の予定額", "end", 2))
    plan = facts.cash_plan
    return (
        pairs(
            ("今回請求額", gold(facts.amount)),
            ("補助事業の名称", title),
            ("交付決定額", gold(decided)),
            ("既に受け取った額", gold(received)),
            ("今回請求後の残額", gold(decided - received - facts.amount)),
            ("概算払を必要とする理由", facts.reason),
        ),
        Table(
            heads,
            tuple((f"{step.month}月", bare(step.payment)) for step in plan),
            (("合計", bare(sum(step.payment for step in plan))),),
            "資金計画",
            YEN_UNIT,
        ),
    )


def expense_table(lines: Sequence[ExpenseLine], *, heading: str) -> Table:
    """支出の部 of a budget, every line with quantity, price and eligible part."""
    heads = columns(
        ("節", "start", 4),
        ("内容", "start", 5),
        ("数量 × 単価", "end", 0),
        ("金額", "end", 0),
        ("対象", "end", 0),
        ("対象外", "end", 0),
    )
    rows = tuple(
        (
            line.node.label,
            _joined(line.item, line.detail, line.reason),
            f"{quantity(line.quantity)}{line.unit} × {line.unit_price:,}",
            bare(line.gross),
            bare(line.eligible),
            bare(line.ineligible),
        )
        for line in lines
    )
    gross, eligible = sum(line.gross for line in lines), sum(line.eligible for line in lines)
    total = ("合計", "", "", bare(gross), bare(eligible), bare(gross - eligible))
    return Table(heads, rows, (total,), heading, YEN_UNIT, "金額は消費税及び地方消費税を含みます。")


def _plan(facts: ApplicationFacts) -> tuple[Block, ...]:
    bodies = columns(("種別", "start", 2), ("名称", "start", 4), ("役割", "start", 4))
    months = columns(("月", "center", 0), ("行うこと", "start", 1))
    measures = columns(
        ("指標", "start", 3),
        ("現状", "end", 0),
        ("目標", "end", 0),
        ("確かめ方", "start", 3),
    )
    student = "学生サポーターの活用を希望します。" if facts.student_support else ""
    return (
        Paragraphs((facts.background,), "背景と課題"),
        Paragraphs((facts.purpose,), "目的"),
        Paragraphs((facts.contents, *((student,) if student else ())), "事業の内容"),
        Table(
            bodies,
            tuple((body.kind.label, body.name, body.role) for body in facts.participants),
            heading="実施の体制",
        ),
        Table(
            months,
            tuple((f"{step.month}月", step.action) for step in facts.schedule),
            heading="日程",
        ),
        Table(
            measures,
            tuple(
                (
                    measure.name,
                    f"{quantity(measure.base)}{measure.unit}",
                    f"{quantity(measure.target)}{measure.unit}",
                    measure.method,
                )
                for measure in facts.indicators
            ),
            heading="成果の指標",
        ),
    )


def _other_subsidy(facts: ApplicationFacts) -> str:
    return facts.other_subsidy_names if facts.other_subsidy else "受けていません"


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
