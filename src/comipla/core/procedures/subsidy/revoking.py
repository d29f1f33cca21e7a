"""Acts of menu ③ that take a grant back, wholly or in part (適正化法10条・17条の型)."""

from comipla.core.access import Permission
from comipla.core.docket import ActType, Move
from comipla.core.procedures.subsidy import deadlines, facts
from comipla.core.procedures.subsidy import returning_clauses as returning
from comipla.core.procedures.subsidy.states import DECIDED

REVOKING = (
    ActType(
        key="revoke",
        label="交付決定の取消しを決裁する",
        done="交付決定の取消し",
        permission=Permission.DECIDE,
        source=DECIDED,
        target="revoked",
        facts=facts.RevocationFacts,
        form="subsidy_revocation",
        drafted=True,
        issues="revocation",
        moves=(
            Move("revoked", "add", like="decided"),
            Move("decided", fact=None),
            Move("determined", fact=None),
            Move("claimed", like="paid"),
            # what was still owed under an earlier order is asked back by the one that follows
            Move("ordered_back", like="repaid"),
            Move("reclaimed", fact=None),
            Move("waived", fact=None),
        ),
        clauses=(returning.something_to_revoke, returning.heard_before_revocation),
        notice="交付決定の取消しの通知が届きました",
        grave=True,
        help="交付決定の全部を取り消します。受け取った補助金は、続けて返還を命じます。",
    ),
    ActType(
        key="revoke_part",
        label="交付決定の一部の取消しを決裁する",
        done="交付決定の一部の取消し",
        permission=Permission.DECIDE,
        source=frozenset({"determined", "claimed", "settled", "completed"}),
        target="determined",
        facts=facts.PartRevocationFacts,
        form="subsidy_part_revocation",
        drafted=True,
        issues="part_revocation",
        moves=(
            Move("revoked", "add", like="decided"),
            Move("revoked", "subtract", fact="left"),
            Move("decided", fact="left"),
            Move("determined", fact="left"),
            Move("claimed", like="paid"),
        ),
        clauses=(
            returning.something_to_revoke,
            returning.heard_before_revocation,
            returning.part_leaves_less,
        ),
        starts=(deadlines.SETTLEMENT_CLAIM_LEFT,),
        notice="交付決定の一部の取消しの通知が届きました",
        grave=True,
        help="確定した額の一部を取り消します。こえて受け取った額は、続けて返還を命じます。",
    ),
)
