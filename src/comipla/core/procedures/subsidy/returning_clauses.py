"""The clauses of menu ③ on what comes back: revocation, order, charges, reminder, relief, close."""

from comipla.core.clauses import Answer, clause
from comipla.core.codes import RepaymentCause
from comipla.core.course_codes import Hearing, ReliefKind
from comipla.core.docket import Question
from comipla.core.money import format_yen
from comipla.core.procedures.subsidy.reckoning import (
    REVOCATIONS,
    breach_surcharge,
    charges_on,
    left_to_settle,
    order_of,
    receipts_before,
    reclaimable,
)
from comipla.core.wareki import format_wareki


@clause("聴取の記録", reference="適正化法第17条の型; programme C.9, G.3 SM-C")
def heard_before_revocation(c: Question) -> Answer:
    """取消しの前に市町村の意見を聴き、その結果と理由を書面に残す。"""
    if c.facts.hearing is not Hearing.NONE_GIVEN and not c.facts.hearing_note.strip():
        yield ("hearing_note", "聴いた日と、出された意見の要点を書いてください。")


@clause("取り消す決定", reference="適正化法第17条の型; programme C.9", about_facts=False)
def something_to_revoke(c: Question) -> Answer:
    """取り消すのは、取り消されていない交付決定に限る。"""
    if not c.standing.balance("decided"):
        yield "交付決定はすでに取り消されています。"


@clause("一部の取消し", reference="適正化法第17条の型; programme C.9")
def part_leaves_less(c: Question) -> Answer:
    """一部の取消しのあとの額は、確定した額より少なく、0円より多い額とする。"""
    determined = c.standing.balance("determined")
    if not 0 < c.facts.left < determined:
        yield (
            "left",
            f"取消しのあとの額を、1円以上、確定した額 {format_yen(determined)}より少ない額に"
            "してください。全部を取り消すときは「交付決定の取消しを起案する」を使います。",
        )


@clause("過払", reference="適正化法第18条の型; programme C.9", about_facts=False)
def something_overpaid(c: Question) -> Answer:
    """返還を命ずるのは、受け取った額が確定した額（取り消したときは残る額）をこえるときとする。"""
    if left_to_settle(c.standing) >= 0:
        yield "受け取った額が確定した額をこえていないので、返還はありません。"


@clause("返還の額", reference="適正化法第18条第1項・第2項の型; programme C.9, G.4-4")
def orders_the_excess(c: Question) -> Answer:
    """返還を命ずる額は、受け取った額が確定した額（取り消したときは残る額）をこえる部分とする。"""
    excess = -left_to_settle(c.standing)
    if c.facts.amount != excess:
        yield ("amount", f"返還の額を、こえている {format_yen(excess)}にしてください。")
    cause = cause_of_excess(c)
    if c.facts.cause is not cause:
        yield ("cause", f"返還の原因を「{cause.label}」にしてください。")
    if c.facts.due_on <= c.surroundings.today:
        yield ("due_on", "納付の期限は、明日より後の日にしてください。")


def cause_of_excess(c: Question) -> RepaymentCause:
    """Why more was received than may be kept: the latest revocation, or the determination."""
    revoked = c.standing.last("determine", *REVOCATIONS)
    if revoked is None or revoked.kind == "determine":
        return RepaymentCause.OVERPAID
    return RepaymentCause.of(revoked.facts.cause.value)


@clause("加算金", reference="適正化法第19条第1項の型; programme C.9, G.4-14")
def surcharge_as_computed(c: Question) -> Answer:
    """加算金は、補助事業者の違反による取消しのときに限り、受領の日から納付の日までの日数で計算する。"""
    owed = 0
    # an amount that is not the excess is objected to by its own clause
    if c.facts.cause is RepaymentCause.BREACH and c.facts.amount == -left_to_settle(c.standing):
        owed = breach_surcharge(
            c.facts.amount,
            receipts_before(c.standing),
            max(c.facts.due_on, c.on),
            parameters=c.surroundings.parameters,
        )
    if c.facts.surcharge != owed:
        why = "納める期限の日に納めた場合の額です" if owed else "この返還に加算金は付きません"
        yield ("surcharge", f"加算金を {format_yen(owed)}にしてください。{why}。")


@clause("確定後の返還の額", reference="programme C.6, C.8, C.9, G.4-20")
def orders_what_is_reclaimed(c: Question) -> Answer:
    """仕入控除税額の報告や財産の処分の承認で返すことになった額の返還を命ずる。"""
    cause, amount = reclaimable(c.standing)
    if c.facts.amount != amount:
        yield ("amount", f"返還の額を {format_yen(amount)}にしてください。")
    if c.facts.cause.value != cause:
        label = RepaymentCause.of(cause).label
        yield ("cause", f"返還の原因を「{label}」にしてください。")
    if c.facts.surcharge:
        yield ("surcharge", "この返還に加算金は付きません。0円にしてください。")
    if c.facts.due_on <= c.surroundings.today:
        yield ("due_on", "納付の期限は、明日より後の日にしてください。")


@clause("返還金の収納", reference="適正化法第19条の型; programme C.9, G.4-14, G.4-15")
def receives_what_is_owed(c: Question) -> Answer:
    """納付はまず返還額に充て、納め終わるときに加算金を、遅れたときに延滞金を合わせて納める。"""
    order = order_of(c.standing)
    if order is None:
        return
    if not 0 < c.facts.amount <= order.left:
        yield ("amount", f"収納した額を、残りの {format_yen(order.left)}以下にしてください。")
        return
    last = max([order.act.on, *(day for day, _ in order.payments)])
    if c.facts.received_on < last:
        yield ("received_on", f"納められた日は、{format_wareki(last)}より後の日にしてください。")
        return
    owed = charges_on(
        c.standing,
        order,
        amount=c.facts.amount,
        on=c.facts.received_on,
        parameters=c.surroundings.parameters,
    )
    if c.facts.surcharge != owed.surcharge:
        yield (
            "surcharge",
            f"加算金は {format_yen(owed.surcharge)}です（受け取った日から納めた日まで、"
            "返還額を納め終わるときにまとめて納めます）。その額を入れてください。",
        )
    if c.facts.late_charge != owed.late_charge:
        yield (
            "late_charge",
            f"延滞金は {format_yen(owed.late_charge)}です（残り {format_yen(order.left)}、"
            f"{format_wareki(order.due_on)}の翌日から数えます）。その額を入れてください。",
        )


@clause("督促", reference="地方自治法施行令第171条; programme G.3 SM-Return")
def reminds_of_what_is_late(c: Question) -> Answer:
    """納める期限を過ぎても納められない返還金は、残りの額と新しい期限を示して督促する。"""
    order = order_of(c.standing)
    if order is None:
        return
    if c.surroundings.today <= order.due_on:
        yield f"納める期限 {format_wareki(order.due_on)}がまだ過ぎていません。"
    if c.facts.amount != order.left:
        yield ("amount", f"督促する額を、残りの {format_yen(order.left)}にしてください。")
    if c.facts.pay_by <= c.surroundings.today:
        yield ("pay_by", "督促の期限は、明日より後の日にしてください。")


@clause("減免・履行延期の申請", reference="適正化法第18条第3項・第19条第3項の型; G.3 SM-Return")
def relief_can_be_asked(c: Question) -> Answer:
    """やむを得ない事情があるときは、期限の延長や免除を求めることができる。違反による返還は免除しない。"""
    order = order_of(c.standing)
    if order is None:
        return
    if c.facts.kind is ReliefKind.REDUCE:
        if order.act.facts.cause is RepaymentCause.BREACH:
            yield (
                "kind",
                "補助事業者の違反による返還額は免除できません。期限の延長を選んでください。",
            )
        if not 0 < c.facts.amount <= order.left:
            yield (
                "amount",
                f"免除を求める額を、残りの {format_yen(order.left)}以下にしてください。",
            )
    if c.facts.kind is ReliefKind.EXTEND and not (c.facts.due_on and c.facts.due_on > order.due_on):
        yield ("due_on", f"希望する期限を、{format_wareki(order.due_on)}より後の日にしてください。")


@clause("減免・履行延期の承認", reference="適正化法第18条第3項・第19条第3項の型; G.3 SM-Return")
def relief_within_request(c: Question) -> Answer:
    """承認は、申請の種類と額の範囲で行う。"""
    asked, order = c.standing.last("apply_relief"), order_of(c.standing)
    if asked is None or order is None:
        return
    kind = asked.facts.kind
    if c.facts.kind is not kind:
        yield ("kind", f"申請は「{kind.label}」です。同じものを選んでください。")
    most = min(asked.facts.amount, order.left) if kind is ReliefKind.REDUCE else 0
    if c.facts.amount > most or (most and c.facts.amount <= 0):
        yield ("amount", f"免除する額を、{format_yen(most)}以下にしてください。")
    if kind is ReliefKind.EXTEND and not (c.facts.due_on and c.facts.due_on > order.due_on):
        yield ("due_on", f"新しい期限を、{format_wareki(order.due_on)}より後の日にしてください。")
    if kind is not ReliefKind.EXTEND and c.facts.due_on is not None:
        yield ("due_on", "期限の延長の申請ではないので、新しい期限は空欄にしてください。")
    if c.facts.free_of_charges is not (kind is ReliefKind.CHARGES):
        yield ("free_of_charges", "加算金・延滞金の免除は、その申請のときに「はい」にします。")


@clause("完了の条件", reference="programme G.3 SM-C Guards", about_facts=False)
def nothing_owed(c: Question) -> Answer:
    """案件は、県と市町村のあいだに受け取るものも返すものもなくなってから完了する。"""
    rest = left_to_settle(c.standing)
    if rest > 0:
        yield f"精算払の残り {format_yen(rest)}があります。支払のあとで完了にしてください。"
    if rest < 0:
        yield f"返還の残り {format_yen(-rest)}があります。収納のあとで完了にしてください。"
