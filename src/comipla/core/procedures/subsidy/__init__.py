"""Menu ③ 持続可能な地域コミュニティ構築促進補助, declared: states, acts, accounts, reservations.

Main path (programme C.2, SM-C): 要望 → 内示 → 交付申請 → 補正 → 審査 → 起案・決裁 → 交付決定 →
着手 → 概算払 → 実績報告 → 検査 → 額の確定 → 精算払 / 返還 → 完了; beside it 取下げ, 不交付,
事前着手, 変更承認, 中止・廃止, 状況報告, 遅延, 是正, 取消し, 減免, 繰越, and after completion 仕入控除税額
and 財産. Everything that people see of the process is read from this table.
"""

from comipla.core.docket import Procedure, Side, Standing, Subject
from comipla.core.procedures.common import draft_acts
from comipla.core.procedures.subsidy.afterwards import AFTERWARDS
from comipla.core.procedures.subsidy.asking import ASKING
from comipla.core.procedures.subsidy.carrying_over import CARRYING_OVER
from comipla.core.procedures.subsidy.examining import EXAMINING
from comipla.core.procedures.subsidy.prefill import suggest
from comipla.core.procedures.subsidy.reckoning import left_to_settle
from comipla.core.procedures.subsidy.reporting import REPORTING
from comipla.core.procedures.subsidy.returning import RETURNING
from comipla.core.procedures.subsidy.revoking import REVOKING
from comipla.core.procedures.subsidy.settling import SETTLING
from comipla.core.procedures.subsidy.starting_early import STARTING_EARLY
from comipla.core.procedures.subsidy.states import BEFORE_DECISION, OPEN, STATES
from comipla.core.procedures.subsidy.waiving import WAIVING
from comipla.core.procedures.subsidy.watching import WATCHING
from comipla.core.procedures.subsidy.working import WORKING

STATE_BY_KEY = {state.key: state for state in STATES}


def _reserves(standing: Standing) -> dict[str, tuple[int, int]]:
    """What a case holds of the budget and of its municipality's cap, as (soft, hard).

    The room that a determination frees returns to the budget but not to the cap: it cannot be
    used after the fact (programme G.4-4).
    """
    soft = standing.balance("earmarked") if standing.state in BEFORE_DECISION else 0
    decided = standing.balance("decided")
    budget = standing.balance("determined") if standing.last("determine") else decided
    return {"CAP": (soft, decided), "BUDGET": (soft, budget)}


def _turn(standing: Standing) -> Side | None:
    """Who acts next: the state's owner, but the prefecture while a draft waits or nothing is due.

    A determination that leaves nothing to claim is the prefecture's to close or to order back.
    """
    owner = STATE_BY_KEY[standing.state].owner
    unclaimable = standing.state == "determined" and left_to_settle(standing) <= 0
    if owner and (standing.pending or unclaimable):
        return Side.PREFECTURE
    return owner


def _subject(standing: Standing) -> Subject:
    """The latest need or application tells what the case is about."""
    act = standing.last("submit_need", "revise_need", "apply", "correct")
    if act is None:
        return Subject("")
    told = act.facts
    return Subject(told.title, told.category.value, told.priority, told.platform)


SUBSIDY = Procedure(
    key="subsidy",
    label="持続可能な地域コミュニティ構築促進補助",
    menu="3",
    states=STATE_BY_KEY,
    act_types={
        act_type.key: act_type
        for act_type in (
            *ASKING,
            *EXAMINING,
            *STARTING_EARLY,
            *WORKING,
            *WATCHING,
            *CARRYING_OVER,
            *REPORTING,
            *SETTLING,
            *RETURNING,
            *REVOKING,
            *AFTERWARDS,
            *WAIVING,
            *draft_acts(OPEN),
        )
    },
    accounts={
        "requested": "要望額",
        "earmarked": "内示額",
        "applied": "申請額",
        "decided": "交付決定額",
        "claimed": "請求額",
        "paid": "支払済額",
        "determined": "確定額",
        "ordered_back": "返還命令額",
        "repaid": "返還済額",
        "reclaimed": "確定後の返還額",
        "waived": "返還の免除額",
        "revoked": "取消額",
    },
    reserves=_reserves,
    subject=_subject,
    turn=_turn,
    suggest=suggest,
)
