"""The clauses of menu ③ after the grant decision: work, money, report, determination."""

from comipla.core.clauses import Answer, clause
from comipla.core.codes import InspectionResult
from comipla.core.docket import Question
from comipla.core.money import format_yen
from comipla.core.procedures.subsidy.clauses import computed_grant
from comipla.core.procedures.subsidy.reckoning import (
    carried_until,
    decided_on,
    eligible_from,
    left_to_settle,
    net_received,
    unpaid_claim,
    working_year,
)
from comipla.core.subsidy import advance_limit
from comipla.core.wareki import format_wareki


@clause("決定前の着手", reference="programme C.2 #10, J-3")
def nothing_before_decision(c: Question) -> Answer:
    """交付決定（事前着手の承認を受けたときは認められた日）の前の着手と発注は、対象とならない。"""
    since = eligible_from(c.standing)
    if since is None:
        return
    started = getattr(c.facts, "started_on", None)
    if started is not None and started < since:
        yield (
            "started_on",
            f"着手日 {format_wareki(started)}が、着手できるようになった日（交付決定または"
            f"事前着手の承認） {format_wareki(since)}より前です。その日より後の日を入れてください。"
            "先に着手していたときは、県の担当に電話してください。",
        )
    for number, line in enumerate(getattr(c.facts, "expense_lines", ())):
        ordered = getattr(line, "ordered_on", None)
        if ordered is not None and ordered < since and line.eligible:
            yield (
                f"expense_lines-{number}-ordered_on",
                f"経費明細 {number + 1}行目「{line.item}」の発注日 {format_wareki(ordered)}は、"
                f"着手できるようになった日 {format_wareki(since)}より前です。"
                "対象額を0円にしてください。",
            )


@clause("概算払の額", reference="地方自治法施行令第162条; programme G.4-5")
def advance_within_rate(c: Question) -> Answer:
    """概算払は、交付決定の額に定められた率を掛けた額から、受け取った額を引いた額以内とする。"""
    parameters = c.surroundings.parameters
    most = advance_limit(
        c.standing.balance("decided"),
        c.standing.balance("claimed"),
        rate=parameters.rate("advance_rate"),
        unit=parameters.yen("rounding_unit"),
    )
    if c.facts.amount > most:
        yield (
            "amount",
            f"請求額を、概算払の残り {format_yen(most)}以下にしてください。"
            f"（交付決定 {format_yen(c.standing.balance('decided'))}の"
            f"{parameters.setting('advance_rate').printed}から、請求済み"
            f" {format_yen(c.standing.balance('claimed'))}を引いた額です。）",
        )
    if c.facts.amount <= 0:
        yield ("amount", "請求する額を入れてください。")


@clause("請求は一つずつ", reference="programme G.3 SM-Pay", about_facts=False)
def no_open_claim(c: Question) -> Answer:
    """支払われていない請求があるあいだは、次の請求をすることができない。"""
    left = unpaid_claim(c.standing)
    if left:
        yield f"支払を待っている請求 {format_yen(left)}があります。支払のあとで請求してください。"


@clause(
    "出納の閉鎖",
    reference="地方自治法第235条の5; 同法施行令第143条; programme C.10, G.3 SM-Year",
    about_facts=False,
)
def accounts_open(c: Question) -> Answer:
    """出納が閉鎖した年度の予算からは、支払をすることができない。繰越をした額は、翌年度に支払う。"""
    year = c.surroundings.year
    if carried_until(c.standing):
        if c.surroundings.today > year.next.cashier_close:
            yield f"繰り越した先の{year.next.label}の出納も閉じています。県の制度管理者に相談してください。"
    elif c.surroundings.accounts_closed:
        yield (
            f"{year.label}の出納は閉鎖したので、{c.act_type.done}はできません。"
            "未払の分は、翌年度の予算から過年度支出として支払います。閉鎖の記録を誤ったときは、"
            "県の制度管理者に年度の設定での取消しを頼んでください。"
        )


@clause("請求に対する支払", reference="programme G.3 SM-Pay", about_facts=False)
def something_to_pay(c: Question) -> Answer:
    """支払は、市町村の請求があるときに限る。"""
    if not unpaid_claim(c.standing):
        yield "支払を待っている請求がありません。市町村の請求書が届いてから起案してください。"


@clause("請求額どおりの支払", reference="programme G.3 SM-Pay, G.5 pay")
def pays_what_is_claimed(c: Question) -> Answer:
    """支払う額は、請求された額と同じでなければならない。"""
    left = unpaid_claim(c.standing)
    if c.facts.amount != left:
        yield ("amount", f"支払額を、請求された {format_yen(left)}にしてください。")


@clause("変更後の額", reference="programme C.5, G.4-4, J-6")
def change_keeps_what_is_paid(c: Question) -> Answer:
    """変更後の補助金の額は、すでに支払った額を下回ることができない。"""
    amount = getattr(c.facts, "amount", None)
    name = "amount"
    if amount is None:
        amount, name = c.facts.requested, "requested"
    paid = c.standing.balance("paid")
    if amount < paid:
        yield (
            name,
            f"すでに {format_yen(paid)}を支払っています。変更後の額をそれ以上にしてください。"
            "使わない分は、実績報告のあと額の確定で精算します。",
        )


@clause("変更の申請の範囲", reference="programme C.2 #11, C-11")
def change_within_application(c: Question) -> Answer:
    """変更承認の額は、変更申請の額以内とする。"""
    applied = c.standing.last("apply_change")
    if applied and c.facts.amount > applied.facts.requested:
        most = format_yen(applied.facts.requested)
        yield ("amount", f"変更後の額を、変更申請の額 {most}以下にしてください。")
    if c.facts.amount <= 0:
        yield ("amount", "変更後の額を入れてください。やめるときは中止・廃止の申請によります。")


@clause("取下げの期間", reference="適正化法第9条の型; programme C.1, C.2 #8", about_facts=False)
def withdrawal_in_time(c: Question) -> Answer:
    """交付決定に不服があるときは、通知を受けた日から定められた日数以内に取り下げることができる。"""
    since = decided_on(c.standing)
    if since is None:
        return
    days = c.surroundings.parameters.days("withdraw_days")
    if (c.surroundings.today - since).days > days:
        yield (
            f"取下げの期間（決定の通知から{days}日）を過ぎました。"
            "やめるときは、中止・廃止承認申請書を提出してください。"
        )
    if net_received(c.standing) or unpaid_claim(c.standing):
        yield "概算払を請求しているか受け取っているので、取下げではなく中止・廃止の申請によります。"


@clause("年度内の完了", reference="地方自治法施行令第143条; programme C.10, G.8 C-15")
def done_within_the_year(c: Question) -> Answer:
    """事業の完了と支払は、年度（繰越の承認を受けたときは翌年度まで）のうちに行う。年度内に債務が確定したものは出納整理期間に支払える。"""
    year = working_year(c)
    if not c.surroundings.year.start <= c.facts.completed_on <= year.end:
        yield ("completed_on", f"完了日は{year.label}までの日にしてください。")
    for number, line in enumerate(c.facts.expense_lines):
        certain = line.paid_on or line.obligated_on
        if certain is None:
            yield (
                f"expense_lines-{number}-paid_on",
                f"経費明細 {number + 1}行目に、支払日か、債務が確定した日を入れてください。",
            )
        elif certain > year.end and not (line.obligated_on and line.obligated_on <= year.end):
            yield (
                f"expense_lines-{number}-paid_on",
                f"経費明細 {number + 1}行目の支払日が年度の外です。"
                "3月31日までに債務が確定したものは、確定した日も入れてください。",
            )


@clause("収支の一致", reference="programme G.8 C-15")
def actual_revenue_meets_cost(c: Question) -> Answer:
    """収支精算書の収入の合計と支出の合計は等しくなければならない。"""
    revenue = sum(line.amount for line in c.facts.revenue_lines)
    if revenue != c.facts.total_cost:
        yield (
            "revenue_lines",
            f"収入の合計 {format_yen(revenue)}と支出の合計 {format_yen(c.facts.total_cost)}が"
            f"{format_yen(abs(revenue - c.facts.total_cost))}ちがいます。そろえてください。",
        )


@clause("検査の結果", reference="programme C.2 #16")
def inspection_accepts(c: Question) -> Answer:
    """検査を終えるのは適正と認めるときとし、合わないところは報告書の補正か是正命令で直してもらう。"""
    if c.facts.result is not InspectionResult.ACCEPT:
        yield (
            "result",
            "報告書の書き方や証拠書類を直してもらうときは「実績報告書の補正を依頼する」、"
            "事業そのものを直してもらうときは「是正命令を起案する」を使ってください。",
        )
    report = c.standing.last("report", "correct_report")
    if report and c.facts.eligible_cost > report.facts.eligible_cost:
        told = format_yen(report.facts.eligible_cost)
        yield ("eligible_cost", f"認める対象経費を、報告された {told}以下にしてください。")


@clause("額の確定", reference="適正化法第15条の型; programme G.4-4, J-6")
def determined_as_computed(c: Question) -> Answer:
    """補助金の額は、検査で認めた対象経費の2分の1と交付決定の額の、少ない方で確定する。"""
    computed = min(computed_grant(c, c.facts), c.standing.balance("decided"))
    if c.facts.amount != computed:
        yield ("amount", f"確定の額は、計算した {format_yen(computed)}にしてください。")
    inspection = c.standing.last("inspect")
    if inspection and (
        c.facts.eligible_cost != inspection.facts.eligible_cost
        or c.facts.total_cost != inspection.facts.total_cost
        or c.facts.other_revenue != inspection.facts.other_revenue
    ):
        yield ("eligible_cost", "検査調書で認めた額と同じ額を入れてください。")


@clause("精算払の額", reference="programme C.2 #18, G.4-5")
def settles_the_rest(c: Question) -> Answer:
    """精算払の額は、確定した額から、すでに受け取った額を引いた額とする。"""
    left = left_to_settle(c.standing)
    if left <= 0:
        yield ("amount", "受け取る残りはありません。")
    elif c.facts.amount != left:
        yield ("amount", f"請求額を、残りの {format_yen(left)}にしてください。")


@clause("残額", reference="programme C.2 #18", about_facts=False)
def something_to_settle(c: Question) -> Answer:
    """精算払は、確定した額がすでに受け取った額をこえるときに請求できる。"""
    if left_to_settle(c.standing) <= 0:
        yield "確定した額をすでに受け取っているので、精算払の請求はありません。"
