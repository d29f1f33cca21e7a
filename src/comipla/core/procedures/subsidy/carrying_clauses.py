"""The clauses of menu ③ on work that goes on into the next fiscal year."""

from comipla.core.clauses import Answer, clause
from comipla.core.docket import Question
from comipla.core.money import format_yen
from comipla.core.procedures.subsidy.reckoning import carried_until, net_received
from comipla.core.wareki import format_wareki

_ONCE = (
    "繰越はすでに承認されています。翌年度の末日までに終わらないときは、県の担当に電話してください。"
)


@clause(
    "繰越の回数", reference="地方自治法第213条・第220条第3項; programme C.10", about_facts=False
)
def carried_over_once(c: Question) -> Answer:
    """繰越は、翌年度に一度だけ行うことができる。"""
    if carried_until(c.standing):
        yield _ONCE


@clause(
    "繰越の時期", reference="地方自治法施行令第146条・第150条; programme C.10", about_facts=False
)
def carry_before_accounts_close(c: Question) -> Answer:
    """繰越の承認は、年度の出納が閉じるまでに行う。"""
    close = c.surroundings.year.cashier_close
    if c.surroundings.today > close:
        yield (
            f"{c.surroundings.year.label}の出納は{format_wareki(close)}に閉じたので、"
            "繰越はできません。県の制度管理者に相談してください。"
        )


@clause("繰越の内容", reference="地方自治法第213条・第220条第3項; programme C.10, G.2 C-23")
def carries_what_is_unspent(c: Question) -> Answer:
    """繰り越す額は交付決定の額のうちまだ受け取っていない額以内とし、翌年度のうちに完了する。"""
    unspent = c.standing.balance("decided") - net_received(c.standing)
    if not 0 < c.facts.amount <= unspent:
        yield (
            "amount",
            f"繰り越す額を、まだ受け取っていない {format_yen(unspent)}以下にしてください。",
        )
    year = c.surroundings.year.next
    if not year.contains(c.facts.end_on):
        yield (
            "end_on",
            f"完了の予定日を、{format_wareki(year.start)}から{format_wareki(year.end)}までの"
            "日にしてください。年度内に終わるときは、繰越は要りません。",
        )


@clause("繰越の承認", reference="地方自治法第213条・第220条第3項; programme C.10")
def carry_within_request(c: Question) -> Answer:
    """繰越の承認は、申請の額と完了の予定日の範囲で行う。"""
    asked = c.standing.last("apply_carry_over")
    if asked and c.facts.amount > asked.facts.amount:
        yield (
            "amount",
            f"繰り越す額を、申請の額 {format_yen(asked.facts.amount)}以下にしてください。",
        )
    if asked and c.facts.end_on > asked.facts.end_on:
        yield (
            "end_on",
            f"完了の日を、申請の予定日 {format_wareki(asked.facts.end_on)}までの日にしてください。",
        )


@clause(
    "年度終了の報告", reference="適正化法第14条後段の型; programme C.1, C.10", about_facts=False
)
def unfinished_at_year_end(c: Question) -> Answer:
    """年度のうちに完了しなかった事業は、年度が終わったときに、その状況を報告する。"""
    end = c.surroundings.year.end
    if c.surroundings.today <= end:
        yield f"年度の末日 {format_wareki(end)}が過ぎてから報告してください。"
    if carried_until(c.standing) is None:
        yield "繰越が承認された事業の報告です。年度内に終わった事業は、実績報告書を提出してください。"


@clause("年度終了の報告の内容", reference="適正化法第14条後段の型; programme C.10")
def year_end_adds_up(c: Question) -> Answer:
    """年度終了の報告では、年度の末日までの進み具合と支出した額を示す。"""
    if not 0 <= c.facts.progress <= 100:
        yield ("progress", "進み具合は0から100までの数で入れてください。")
    if c.facts.eligible_spent > c.facts.spent:
        yield ("eligible_spent", "うち対象経費の額を、支出した額以下にしてください。")
    until = carried_until(c.standing)
    if until and c.facts.end_on > until:
        yield (
            "end_on",
            f"完了の予定日を、承認された{format_wareki(until)}までの日にしてください。",
        )
