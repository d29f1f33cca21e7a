"""What stands in the papers of menu ③ on work that goes on into the next fiscal year."""

from comipla.core.paper_blocks import Block
from comipla.core.procedures.subsidy.blocks.shared import gold, pairs
from comipla.core.procedures.subsidy.facts import (
    CarryOverDecisionFacts,
    CarryOverFacts,
    YearEndReportFacts,
)
from comipla.core.wareki import format_wareki


def carry_over_blocks(
    facts: CarryOverFacts, *, title: str, decided: int, received: int
) -> tuple[Block, ...]:
    """繰越承認申請書: grounds, the grant received and left, the new day, reason and measures."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("繰越の区分", facts.kind.label),
            ("交付決定額", gold(decided)),
            ("既に受け取った額", gold(received)),
            ("繰り越す額", gold(facts.amount)),
            ("完了の予定日", format_wareki(facts.end_on)),
            ("繰越の理由", facts.reason),
            ("完了までの計画", facts.measures),
        ),
    )


def carry_over_decision_blocks(facts: CarryOverDecisionFacts, *, title: str) -> tuple[Block, ...]:
    """繰越の承認."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("繰り越す額", gold(facts.amount)),
            ("完了の期限", format_wareki(facts.end_on, weekday=True)),
            ("付記", facts.note),
        ),
    )


def year_end_blocks(facts: YearEndReportFacts, *, title: str, decided: int) -> tuple[Block, ...]:
    """年度終了報告書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("交付決定額", gold(decided)),
            ("年度末の進み具合", f"{facts.progress}％"),
            ("年度末までに支出した額", gold(facts.spent)),
            ("うち補助対象経費", gold(facts.eligible_spent)),
            ("行ったこと", facts.contents),
            ("完了の予定日", format_wareki(facts.end_on)),
        ),
    )
