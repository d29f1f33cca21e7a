"""What stands in the papers of menu ③ on money and property that come back."""

from collections.abc import Callable, Sequence
from datetime import date

from comipla.core.calculations import Calculation
from comipla.core.paper_blocks import Block, Steps, Table
from comipla.core.procedures.subsidy.blocks.shared import (
    YEN_UNIT,
    bare,
    basis,
    columns,
    gold,
    pairs,
    quantity,
)
from comipla.core.procedures.subsidy.facts import (
    AssetEntry,
    AssetRegisterFacts,
    DisposalDecisionFacts,
    DisposalFacts,
    PartRevocationFacts,
    ReliefDecisionFacts,
    ReliefFacts,
    ReminderFacts,
    RepaymentOrderFacts,
    RevocationFacts,
    TaxReportFacts,
)
from comipla.core.wareki import format_wareki, format_wareki_short

HOW_TO_PAY = "県が送付する納入通知書により、指定金融機関で納付してください。"


def revocation_blocks(
    facts: RevocationFacts | PartRevocationFacts, *, title: str, decided: int, paid: int
) -> tuple[Block, ...]:
    """交付決定の取消し: what is revoked, why, on which provision, and how the town was heard."""
    left = facts.left if isinstance(facts, PartRevocationFacts) else 0
    return (
        pairs(
            ("補助事業の名称", title),
            ("取消し前の額", gold(decided)),
            ("取り消す額", gold(decided - left)),
            ("取消し後の額", gold(left)),
            ("既に交付した額", gold(paid)),
            ("取消しの原因", facts.cause.label),
            ("根拠となる規定", facts.grounds),
            ("取消しの理由", facts.reason),
            ("意見の聴取", facts.hearing.label),
        ),
    )


def order_blocks(
    facts: RepaymentOrderFacts, *, title: str, steps: Steps, surcharge: Calculation | None
) -> tuple[Block, ...]:
    """返還命令: amount, surcharge as of the due day, day, reason and calculation."""
    charged = f"{gold(facts.surcharge)}（納期限に納付した場合の額）" if facts.surcharge else ""
    return (
        pairs(
            ("返還額", gold(facts.amount)),
            ("加算金", charged),
            ("納期限", format_wareki(facts.due_on, weekday=True)),
            ("補助事業の名称", title),
            ("返還の事由", facts.cause.label),
            ("理由", facts.reason),
            ("納付の方法", HOW_TO_PAY),
        ),
        steps,
        *((basis(surcharge, heading="加算金の算出"),) if surcharge else ()),
    )


def reminder_blocks(
    facts: ReminderFacts, *, title: str, ordered: int, due_on: date
) -> tuple[Block, ...]:
    """督促: what was ordered, what has not come, the new day."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("返還を命じた額", gold(ordered)),
            ("はじめの納期限", format_wareki(due_on, weekday=True)),
            ("未納の額", gold(facts.amount)),
            ("督促による納期限", format_wareki(facts.pay_by, weekday=True)),
            ("納付の方法", HOW_TO_PAY),
            ("付記", facts.note),
        ),
    )


def relief_blocks(facts: ReliefFacts, *, title: str, left: int, due_on: date) -> tuple[Block, ...]:
    """減免・履行延期申請書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("申請の区分", facts.kind.label),
            ("未納の額", gold(left)),
            ("納期限", format_wareki(due_on)),
            ("免除を求める額", gold(facts.amount) if facts.amount else ""),
            ("希望する納期限", format_wareki(facts.due_on) if facts.due_on else ""),
            ("理由", facts.reason),
        ),
    )


def relief_decision_blocks(facts: ReliefDecisionFacts, *, title: str) -> tuple[Block, ...]:
    """減免・履行延期の承認."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("承認の区分", facts.kind.label),
            ("免除する額", gold(facts.amount) if facts.amount else ""),
            ("新しい納期限", format_wareki(facts.due_on, weekday=True) if facts.due_on else ""),
            ("加算金及び延滞金", "免除する" if facts.free_of_charges else ""),
            ("付記", facts.note),
        ),
    )


def tax_blocks(facts: TaxReportFacts, *, title: str, determined: int) -> tuple[Block, ...]:
    """消費税仕入控除税額報告書."""
    ratio = f"{quantity(facts.taxable_ratio)}％" if facts.taxable_ratio is not None else ""
    return (
        pairs(
            ("補助事業の名称", title),
            ("補助金の確定額", gold(determined)),
            ("消費税の扱い", facts.vat_status.label),
            ("対象経費のうち10％の税を含むもの", gold(facts.standard_cost)),
            ("対象経費のうち8％の税を含むもの", gold(facts.reduced_cost)),
            ("課税売上割合", ratio),
            ("返還額", gold(facts.amount)),
            ("付記", facts.note),
        ),
    )


def register_blocks(
    facts: AssetRegisterFacts, *, title: str, until: Callable[[AssetEntry], date]
) -> tuple[Block, ...]:
    """財産管理台帳: every thing with the last day on which its disposal needs approval."""
    heads = columns(
        ("名称", "start", 3),
        ("取得した日", "center", 0),
        ("単価", "end", 0),
        ("数量", "end", 0),
        ("うち補助金", "end", 0),
        ("耐用年数", "end", 0),
        ("処分制限期間の末日", "center", 0),
        ("所在", "start", 3),
    )
    return (
        pairs(("補助事業の名称", title)),
        Table(heads, _entries(facts.assets, until), heading="取得した財産", unit=YEN_UNIT),
    )


def _entries(
    assets: Sequence[AssetEntry], until: Callable[[AssetEntry], date]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            entry.name,
            format_wareki_short(entry.acquired_on),
            bare(entry.unit_price),
            bare(entry.quantity),
            bare(entry.grant_part),
            f"{entry.years}年",
            format_wareki_short(until(entry)),
            entry.place,
        )
        for entry in assets
    )


def disposal_blocks(
    facts: DisposalFacts, *, title: str, entry: AssetEntry, until: date
) -> tuple[Block, ...]:
    """財産処分承認申請書."""
    return (
        pairs(
            ("補助事業の名称", title),
            ("財産の名称", facts.asset),
            ("取得した日", format_wareki(entry.acquired_on)),
            ("取得した額", gold(entry.unit_price * entry.quantity)),
            ("うち補助金", gold(entry.grant_part)),
            ("処分制限期間の末日", format_wareki(until)),
            ("処分の方法", facts.kind.label),
            ("処分の予定日", format_wareki(facts.dispose_on)),
            ("処分による収入", gold(facts.income)),
            ("理由", facts.reason),
        ),
    )


def disposal_decision_blocks(facts: DisposalDecisionFacts, *, title: str) -> tuple[Block, ...]:
    """財産処分の承認."""
    payback = f"{gold(facts.payback)}（別に返還を命じます）" if facts.payback else "求めない"
    return (pairs(("補助事業の名称", title), ("納付", payback), ("付記", facts.note)),)
