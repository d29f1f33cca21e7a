"""What stands in the papers of menu ③ beside its main road: early start, status, delay, mending."""

from collections.abc import Sequence

from comipla.core.paper_blocks import Block, Paragraphs, Table
from comipla.core.procedures.subsidy.blocks.shared import columns, gold, pairs
from comipla.core.procedures.subsidy.facts import (
    DelayFacts,
    DelayInstructionFacts,
    EarlyStartDecisionFacts,
    EarlyStartFacts,
    MendingOrderFacts,
    MendingReportFacts,
    RefusalFacts,
    StatusReportFacts,
    StatusRequestFacts,
)
from comipla.core.subsidy import ApprovalReason
from comipla.core.wareki import format_wareki


def early_start_blocks(facts: EarlyStartFacts, *, title: str) -> tuple[Block, ...]:
    """事前着手届."""
    return (
        pairs(
            ("事業の名称", title),
            ("着手の予定日", format_wareki(facts.start_on)),
            ("先に行う内容", facts.contents),
            ("交付決定を待てない理由", facts.reason),
        ),
    )


def early_start_decision_blocks(facts: EarlyStartDecisionFacts, *, title: str) -> tuple[Block, ...]:
    """事前着手の承認: from which day, and what it does not promise."""
    return (
        pairs(
            ("事業の名称", title),
            ("着手を認める日", format_wareki(facts.allowed_from, weekday=True)),
            ("付記", facts.note),
        ),
        Paragraphs(
            (
                "この承認は、補助金の交付を約束するものではありません。"
                "交付しないことになったときの費用は、市町村の負担です。",
            ),
            "留意事項",
        ),
    )


def request_refusal_blocks(facts: RefusalFacts, *, title: str) -> tuple[Block, ...]:
    """A request not approved: on which provision and why."""
    return (
        pairs(
            ("事業の名称", title),
            ("根拠となる規定", facts.grounds),
            ("承認しない理由", facts.reason),
        ),
    )


def judgement_block(reasons: Sequence[ApprovalReason]) -> Paragraphs:
    """承認の要否: every figure that needs approval, or that a notice will do (rule 6)."""
    told = tuple(reason.sentence for reason in reasons)
    minor = "補助金の額、節ごとの増減、対象経費の総額のどれからも、承認が要る変更には当たりません。"
    return Paragraphs(told or (minor,), "承認の要否の判定（額）")


def status_request_blocks(facts: StatusRequestFacts, *, title: str) -> tuple[Block, ...]:
    """遂行状況の報告の求め."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("基準日", format_wareki(facts.as_of)),
            ("報告の期限", format_wareki(facts.reply_by, weekday=True)),
            ("特に報告を求める事項", facts.points),
        ),
    )


def status_report_blocks(
    facts: StatusReportFacts, *, title: str, decided: int
) -> tuple[Block, ...]:
    """遂行状況報告書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("基準日", format_wareki(facts.as_of)),
            ("交付決定額", gold(decided)),
            ("進み具合", f"{facts.progress}％"),
            ("支出した額", gold(facts.spent)),
            ("完了までの見込み額", gold(facts.expected)),
            ("予定との関係", "予定より遅れている" if facts.late else "予定のとおり"),
            ("行ったこと", facts.contents),
            ("課題", facts.issues),
        ),
    )


def delay_blocks(facts: DelayFacts, *, title: str) -> tuple[Block, ...]:
    """遅延等報告書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("区分", facts.kind.label),
            ("分かった日", format_wareki(facts.happened_on)),
            ("原因", facts.cause),
            ("対応と見通し", facts.measures),
            ("これまでに支出した額", gold(facts.spent)),
            ("完了の見込み", format_wareki(facts.expected_on) if facts.expected_on else ""),
        ),
    )


def instruction_blocks(facts: DelayInstructionFacts, *, title: str) -> tuple[Block, ...]:
    """遅延等の報告への指示."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("指示の内容", facts.instruction.label),
            ("申請の期限", format_wareki(facts.reply_by, weekday=True) if facts.reply_by else ""),
            ("理由と留意事項", facts.message),
        ),
    )


def mending_order_blocks(facts: MendingOrderFacts, *, title: str) -> tuple[Block, ...]:
    """是正命令: every finding with what is asked for."""
    heads = columns(("確認した内容", "start", 1), ("是正を命ずる内容", "start", 1))
    rows = tuple((finding.finding, finding.remedy) for finding in facts.findings)
    return (
        pairs(
            ("補助事業の名称", title),
            ("検査した日", format_wareki(facts.inspected_on)),
            ("根拠となる規定", facts.grounds),
            ("是正の期限", format_wareki(facts.mend_by, weekday=True)),
        ),
        Table(heads, rows, heading="是正を命ずる事項"),
    )


def mending_report_blocks(facts: MendingReportFacts, *, title: str) -> tuple[Block, ...]:
    """是正報告書: every finding with what was done."""
    heads = columns(("命令を受けた事項", "start", 1), ("是正した内容", "start", 1))
    rows = tuple((measure.finding, measure.done) for measure in facts.measures)
    return (
        pairs(("補助事業の名称", title), ("是正した日", format_wareki(facts.mended_on))),
        Table(heads, rows, heading="是正した事項"),
        Paragraphs((facts.prevention,), "再び起きないようにするための備え"),
    )
