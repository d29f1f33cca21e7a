"""What the invented prefecture decides about what it was asked for."""

from datetime import date

from comipla.config.demo.briefs import Brief
from comipla.core.codes import (
    CheckResult,
    Decision,
    ExpenseNode,
    GrantCondition,
    GrantOutcome,
    Implementer,
    ReviewItem,
)
from comipla.core.procedures.common import ReasonFacts
from comipla.core.procedures.subsidy.facts import (
    ApplicationFacts,
    ChangeDecisionFacts,
    ChangeFacts,
    Check,
    CorrectionRequestFacts,
    DecisionFacts,
    Defect,
    EarmarkFacts,
    RefusalFacts,
    ReviewFacts,
)

_ALWAYS = (
    GrantCondition.CHANGE,
    GrantCondition.DISCONTINUE,
    GrantCondition.DELAY,
    GrantCondition.PROGRESS,
    GrantCondition.CARE,
    GrantCondition.PROCUREMENT,
    GrantCondition.RECORDS,
    GrantCondition.ACCESS,
    GrantCondition.CREDIT,
    GrantCondition.ANTI_GANG,
    GrantCondition.SHARING,
    GrantCondition.REPORT,
    GrantCondition.REPAYMENT,
)
NOT_ELIGIBLE = 24_600
"""Yen of the last line that a modified decision leaves out."""


def earmark(brief: Brief, apply_by: date) -> EarmarkFacts:
    """内示."""
    words = "交付決定の前に発注した経費は、補助の対象になりません。"
    if brief.row.earmarked < brief.row.requested:
        words += "市町村あたりの上限に合わせ、優先順位の後の事業の額を減らしました。"
    return EarmarkFacts(amount=brief.row.earmarked, apply_by=apply_by, conditions=words)


NO_EARMARK = ReasonFacts(
    reason="予算の残りに対して要望が多く、優先順位により今年度は対象としない。次年度の要望調査で改めて検討する。"
)
"""内示しない決定."""


SEND_BACK = ReasonFacts(
    reason="算出基礎の説明が足りません。対象外とした経費の理由を書き添えてください。"
)
"""差戻し of a draft."""


def correction_request(
    defects: tuple[Defect, ...], reply_by: date, message: str = ""
) -> CorrectionRequestFacts:
    """補正依頼."""
    return CorrectionRequestFacts(defects=defects, reply_by=reply_by, message=message)


def review(brief: Brief, application: ApplicationFacts) -> ReviewFacts:
    """審査調書, by what becomes of the case: granted as asked, granted with a cut, or refused."""
    refused = brief.row.fate == "refused" or brief.row.draft == "refuse"
    cut = "modified" in brief.row.tags
    outcome = Decision.APPROVE
    opinion = "区分と地域の段階、経費の内訳を確かめた。申請のとおり交付することが適当である。"
    proposed, eligible = application.requested, application.eligible_cost
    if refused:
        outcome = Decision.REJECT
        opinion = "委託する内容が申請者の通常の業務と分けられず、新たな取組と認めることが難しい。"
    elif cut:
        outcome = Decision.APPROVE_MODIFIED
        eligible -= NOT_ELIGIBLE
        proposed = min(proposed, modified_grant(application))
        opinion = (
            f"汎用の備品{NOT_ELIGIBLE:,}円分を対象外とし、修正を加えて交付することが適当である。"
        )
    return ReviewFacts(
        checks=tuple(_check(brief, item, refused=refused, cut=cut) for item in ReviewItem),
        outcome=outcome,
        eligible_cost=eligible,
        proposed=proposed,
        opinion=opinion,
    )


def modified_grant(application: ApplicationFacts) -> int:
    """The grant without the part that a modified decision leaves out."""
    return (application.eligible_cost - NOT_ELIGIBLE) // 2 // 1000 * 1000


def _check(brief: Brief, item: ReviewItem, *, refused: bool, cut: bool) -> Check:
    if item is ReviewItem.ACTORS and not brief.exploring:
        return Check(item=item, result=CheckResult.NA)
    if item is ReviewItem.EXPENSES and refused:
        note = "委託料の内訳が通常の業務と分かれていない。"
        return Check(item=item, result=CheckResult.NG, note=note)
    if item is ReviewItem.EXPENSES and cut:
        note = "汎用の備品の一部を対象外とする。"
        return Check(item=item, result=CheckResult.NG, note=note)
    if item is ReviewItem.CAP and brief.row.earmarked < brief.row.requested:
        note = "ほかの事業と合わせて上限に収まるよう、内示で減額した。"
        return Check(item=item, result=CheckResult.OK, note=note)
    return Check(item=item, result=CheckResult.OK)


def decision(brief: Brief, application: ApplicationFacts, reviewed: ReviewFacts) -> DecisionFacts:
    """交付決定 as reviewed."""
    cut = reviewed.outcome is Decision.APPROVE_MODIFIED
    return DecisionFacts(
        amount=reviewed.proposed,
        eligible_cost=reviewed.eligible_cost,
        outcome=GrantOutcome.APPROVE_MODIFIED if cut else GrantOutcome.APPROVE,
        modification=f"備品購入費などのうち{NOT_ELIGIBLE:,}円は汎用の品のため対象外とし、交付決定額を減らしました。"
        if cut
        else "",
        conditions=conditions(brief, application),
    )


def conditions(brief: Brief, application: ApplicationFacts) -> tuple[GrantCondition, ...]:
    """The conditions that the purpose needs, in the order of their list."""
    chosen = set(_ALWAYS)
    if brief.implementer is Implementer.INDIRECT:
        chosen |= {GrantCondition.INDIRECT, GrantCondition.VAT}
    if any(line.node is ExpenseNode.EQUIPMENT for line in application.expense_lines):
        chosen.add(GrantCondition.ASSETS)
    if brief.plan.income:
        chosen.add(GrantCondition.PROFIT)
    return tuple(condition for condition in GrantCondition if condition in chosen)


REFUSAL = RefusalFacts(
    grounds="補助金交付要綱の補助対象経費の規定",
    reason="委託する内容が通常の業務と分けられず、補助の対象となる新たな取組と認められないため。",
)
"""不交付決定."""


def change_decision(change: ChangeFacts, day: date) -> ChangeDecisionFacts:
    """変更承認 as applied for."""
    return ChangeDecisionFacts(
        amount=change.requested,
        eligible_cost=change.eligible_cost,
        outcome=GrantOutcome.APPROVE,
        effective_on=day,
    )


CHANGE_REFUSAL = RefusalFacts(
    grounds="補助金交付要綱の計画変更の規定",
    reason="変更後の配分では、当初の目的とした取組の回数が半分をこえて減り、効果が見込めないため。",
)
"""変更不承認."""


STOP_REFUSAL = RefusalFacts(
    grounds="補助金交付要綱の中止・廃止の規定",
    reason="代わりの会場が確保でき、期間を延ばせば続けられる見込みがあるため。変更承認の申請を検討してください。",
)
"""中止・廃止不承認."""
