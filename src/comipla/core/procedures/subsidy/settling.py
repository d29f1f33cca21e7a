"""Acts of menu ③ on the last yen: settlement payment, close."""

from comipla.core.access import Permission
from comipla.core.docket import ActType, Move
from comipla.core.procedures.subsidy import afterwards_clauses as afterwards
from comipla.core.procedures.subsidy import deadlines, facts
from comipla.core.procedures.subsidy import returning_clauses as returning
from comipla.core.procedures.subsidy import settlement_clauses as settlement

SETTLING = (
    ActType(
        key="claim_settlement",
        label="精算払を請求する",
        done="精算払の請求",
        permission=Permission.SUBMIT,
        source=frozenset({"determined"}),
        target="claimed",
        facts=facts.SettlementClaimFacts,
        form="subsidy_settlement_claim",
        issues="settlement_claim",
        moves=(Move("claimed", "add"),),
        clauses=(settlement.something_to_settle, settlement.settles_the_rest),
        starts=(deadlines.SETTLEMENT_PAYMENT,),
        notice="精算払の請求書が届きました",
        help="確定した額から、受け取った額を引いた残りを請求します。",
    ),
    ActType(
        key="pay_settlement",
        label="精算払を支払う",
        done="精算払の支払",
        permission=Permission.PAY,
        source=frozenset({"claimed"}),
        target="settled",
        facts=facts.PaymentFacts,
        form="subsidy_payment",
        keeps=frozenset({"voucher"}),
        drafted=True,
        moves=(Move("paid", "add"),),
        clauses=(
            settlement.accounts_open,
            settlement.something_to_pay,
            settlement.pays_what_is_claimed,
        ),
        notice="精算払の支払がありました",
        help="担当が支出命令を起案し、出納が支払を確かめて記録します。",
    ),
    ActType(
        key="close",
        label="案件を完了にする",
        done="完了",
        permission=Permission.SCREEN,
        source=frozenset({"determined", "settled", "repaying", "revoked"}),
        target="completed",
        facts=facts.CloseFacts,
        form="subsidy_close",
        keeps=frozenset({"note"}),  # 引き継ぐこと: to the prefecture's next officer
        clauses=(returning.nothing_owed, afterwards.assets_registered),
        starts=(deadlines.TAX_REPORT,),
        notice="案件が完了しました",
        help="受け取るものも返すものもなくなったことを確かめて、案件を終えます。",
    ),
)
