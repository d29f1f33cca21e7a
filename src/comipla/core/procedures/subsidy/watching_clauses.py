"""The clauses of menu ③ beside its main road: early start, status, delay, mending, small changes."""

from typing import Any

from comipla.core.clauses import Answer, clause
from comipla.core.codes import ChangeSubject, ExpenseNode
from comipla.core.course_codes import DelayInstruction
from comipla.core.docket import Question, Standing
from comipla.core.money import format_yen
from comipla.core.parameters import ParametersAt
from comipla.core.procedures.subsidy.reckoning import plan_of
from comipla.core.subsidy import ApprovalReason, approval_reasons
from comipla.core.wareki import format_wareki


@clause("事前着手の届出", reference="programme C.2 #10, C.4 共通, J-3")
def early_start_before_decision(c: Question) -> Answer:
    """やむを得ない理由があるときは、交付決定の前に着手することを、その前に届け出ることができる。"""
    year = c.surroundings.year
    if c.facts.start_on < c.surroundings.today:
        yield (
            "start_on",
            "すでに過ぎた日からの着手は届け出られません。今日より後の日にしてください。",
        )
    if not year.contains(c.facts.start_on):
        yield ("start_on", f"着手の予定日は{year.label}のうちの日にしてください。")


@clause("事前着手の承認", reference="programme C.2 #10, J-3")
def allowed_from_asked_day(c: Question) -> Answer:
    """事前着手を認める日は、届け出た着手の予定日から後の、承認の日以後の日とする。"""
    asked = c.standing.last("apply_early_start")
    earliest = max(c.on, asked.facts.start_on) if asked else c.on
    if c.facts.allowed_from < earliest:
        yield (
            "allowed_from",
            f"着手を認める日を、{format_wareki(earliest)}より後の日にしてください。"
            "承認の前に発注したものは対象になりません。",
        )


@clause("状況報告の求め", reference="適正化法第12条の型; programme C.2 #12")
def status_day_ahead(c: Question) -> Answer:
    """状況の報告を求めるときは、基準日とその後の報告の期限を示す。"""
    if c.facts.reply_by <= c.surroundings.today or c.facts.reply_by < c.facts.as_of:
        yield ("reply_by", "報告の期限は、明日より後の、基準日から後の日にしてください。")


@clause("状況報告の内容", reference="適正化法第12条の型; programme G.2 C-12")
def status_adds_up(c: Question) -> Answer:
    """状況の報告では、進み具合、支出した額、完了までの見込みの額を示す。"""
    if not 0 <= c.facts.progress <= 100:
        yield ("progress", "進み具合は0から100までの数で入れてください。")
    if c.facts.expected < c.facts.spent:
        yield (
            "expected",
            f"完了までの見込み {format_yen(c.facts.expected)}が、支出した額 "
            f"{format_yen(c.facts.spent)}より少なくなっています。支出した額を含めた額を入れてください。",
        )
    if c.facts.as_of > c.surroundings.today:
        yield ("as_of", "いつの状況かは、今日までの日にしてください。")


@clause("遅延の指示", reference="適正化法第7条第1項第5号の型; programme C.2 #14")
def instruction_has_its_day(c: Question) -> Answer:
    """遅延の報告に対して申請を指示するときは、その期限を示す。"""
    if c.facts.instruction is not DelayInstruction.GO_ON and c.facts.reply_by is None:
        yield ("reply_by", "申請を求める指示では、申請の期限を入れてください。")
    if c.facts.reply_by is not None and c.facts.reply_by <= c.surroundings.today:
        yield ("reply_by", "申請の期限は、明日より後の日にしてください。")


@clause("是正命令", reference="適正化法第16条の型; programme C.2 #16")
def mending_day_ahead(c: Question) -> Answer:
    """交付決定の内容や条件に合わないと認めるときは、期限を示して是正を命ずることができる。"""
    if c.facts.mend_by <= c.surroundings.today:
        yield ("mend_by", "是正の期限は、明日より後の日にしてください。")
    if not c.facts.findings:
        yield ("findings", "是正を求める事項を、1つ以上書いてください。")


@clause("是正の報告", reference="適正化法第16条の型; programme C.2 #16, G.3 SM-C")
def every_finding_mended(c: Question) -> Answer:
    """是正の報告では、命じられた事項のすべてについて、したことを示す。"""
    order = c.standing.last("order_mending")
    asked = order.facts.findings if order else ()
    answered = {measure.finding for measure in c.facts.measures}
    for left in (finding.finding for finding in asked if finding.finding not in answered):
        yield ("measures", f"「{left}」について、したことを書いてください。")


_NEVER_MINOR = frozenset({ChangeSubject.AMOUNT, ChangeSubject.AREA, ChangeSubject.IMPLEMENTER})


def change_reasons(
    standing: Standing, parameters: ParametersAt, plan: Any
) -> tuple[ApprovalReason, ...]:
    """Every figure for which a new plan needs approval, per 節, against what was last decided."""
    before = plan_of(standing)
    if before is None:
        return ()
    return approval_reasons(
        eligible_by_node(before),
        eligible_by_node(plan),
        threshold=parameters.rate("change_threshold"),
        old_grant=standing.balance("decided"),
        new_grant=plan.requested,
    )


def eligible_by_node(plan: Any) -> dict[str, int]:
    """Eligible yen per 節 in the order of the budget: changes are judged by the 節, not its parts."""
    sums: dict[int, int] = {}
    for line in plan.expense_lines:
        sums[line.node.number] = sums.get(line.node.number, 0) + line.eligible
    return {_name_of(number): sums[number] for number in sorted(sums)}


def _name_of(number: int) -> str:
    """The 節 by its number and name, without the part in brackets: 10 需用費."""
    node = next(node for node in ExpenseNode if node.number == number)
    return node.label.split("（", 1)[0]


@clause("軽微な変更", reference="適正化法第7条第1項第1号の型; programme C.5, G.4-6, J-4")
def change_is_minor(c: Question) -> Answer:
    """補助金が増えず、節の増減と対象経費の減が2割以内の変更は、届出で足りる。"""
    for reason in change_reasons(c.standing, c.surroundings.parameters, c.facts):
        yield ("expense_lines", f"{reason.sentence}変更承認申請書を提出してください。")
    before = plan_of(c.standing)
    days = c.surroundings.parameters.days("change_delay_days")
    if before is not None and (c.facts.end_on - before.end_on).days > days:
        yield (
            "end_on",
            f"完了の予定日が{days}日をこえて遅れるときは、変更承認申請書を提出してください。",
        )
    kinds = [subject for subject in c.facts.changes if subject in _NEVER_MINOR]
    if kinds:
        named = "、".join(subject.label for subject in kinds)
        yield (
            "changes",
            f"「{named}」の変更には承認が要ります。変更承認申請書を提出してください。",
        )
