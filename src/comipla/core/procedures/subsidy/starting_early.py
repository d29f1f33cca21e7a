"""Acts of menu ③ before the decision: work that cannot wait for it (事前着手)."""

from comipla.core.access import Permission
from comipla.core.docket import RESUME, ActType
from comipla.core.procedures.common import budget_enacted
from comipla.core.procedures.subsidy import deadlines, facts
from comipla.core.procedures.subsidy import watching_clauses as watching

STARTING_EARLY = (
    ActType(
        key="apply_early_start",
        label="事前着手届を提出する",
        done="事前着手届の提出",
        permission=Permission.SUBMIT,
        source=frozenset({"earmarked", "applied", "correcting", "reviewed"}),
        target="early_review",
        facts=facts.EarlyStartFacts,
        form="subsidy_early_start",
        issues="early_start_application",
        clauses=(watching.early_start_before_decision,),
        starts=(deadlines.EARLY_START,),
        notice="事前着手届が提出されました",
        help="交付決定を待てない発注があるときに、理由を示して承認を求めます。",
    ),
    ActType(
        key="approve_early_start",
        label="事前着手の承認を決裁する",
        done="事前着手の承認",
        permission=Permission.DECIDE,
        source=frozenset({"early_review"}),
        target=RESUME,
        facts=facts.EarlyStartDecisionFacts,
        form="subsidy_early_start_decision",
        drafted=True,
        issues="early_start_approval",
        clauses=(budget_enacted, watching.allowed_from_asked_day),
        notice="事前着手の承認の通知が届きました",
        help="認めた日からの発注が対象になります。交付を約束するものではありません。",
    ),
    ActType(
        key="refuse_early_start",
        label="事前着手を認めないことを決裁する",
        done="事前着手の不承認",
        permission=Permission.DECIDE,
        source=frozenset({"early_review"}),
        target=RESUME,
        facts=facts.RefusalFacts,
        form="subsidy_refusal",
        drafted=True,
        issues="early_start_refusal",
        notice="事前着手の不承認の通知が届きました",
        grave=True,
        help="理由を示して、交付決定のあとに着手してもらいます。",
    ),
)
