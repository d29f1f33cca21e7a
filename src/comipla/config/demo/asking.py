"""What the invented municipalities hand in before and during the work."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from comipla.config.demo import enclosures
from comipla.config.demo.briefs import Brief
from comipla.config.demo.costs import Plan, planned
from comipla.config.demo.dice import Dice
from comipla.core.codes import (
    BudgetStatus,
    ChangeSubject,
    DefectKind,
    Implementer,
    StopKind,
    VatStatus,
)
from comipla.core.procedures.subsidy.facts import (
    ApplicationFacts,
    ChangeFacts,
    Defect,
    DiscontinuationFacts,
    NeedFacts,
    StartFacts,
    WithdrawalFacts,
)


def need(brief: Brief, day: date, *, first_try: bool = False) -> NeedFacts:
    """要望調書; a `first_try` is estimated more roughly and is revised later."""
    plan, project = brief.plan, brief.project
    eligible = -(-plan.eligible // 1000) * 1000
    later = brief.row.wave > 1
    text = brief.text("summary")
    return NeedFacts(
        category=project.category,
        priority=brief.row.priority,
        title=brief.title,
        implementer=brief.implementer,
        target_area=brief.target_area,
        stage=brief.area.programme_stage_on(day),
        contents=text.partition("。")[0] + "。" if first_try else text,
        effect=brief.text("effect"),
        total_cost=plan.total - plan.eligible + eligible,
        eligible_cost=eligible,
        other_revenue=plan.income,
        requested=brief.row.requested * 3 // 4000 * 1000 if first_try else brief.row.requested,
        budget_status=BudgetStatus.SUPPLEMENTARY if later else BudgetStatus.INITIAL,
        platform=brief.platform,
        student_support=_students(brief),
    )


def application(
    brief: Brief, day: date, *, amount: int, voted_on: date, span: tuple[date, date]
) -> ApplicationFacts:
    """交付申請書 for `amount` yen; the work lasts from the first to the second day of `span`."""
    start, end = span
    files = enclosures.of_application(brief)
    stage = brief.area.programme_stage_on(day)
    return ApplicationFacts(
        category=brief.project.category,
        priority=brief.row.priority,
        title=brief.title,
        implementer=brief.implementer,
        target_area=brief.target_area,
        stage=stage,
        established_on=None if brief.exploring else brief.area.founded_on,
        background=brief.text("background"),
        purpose=brief.text("purpose"),
        contents=brief.text("contents"),
        participants=brief.participants(),
        schedule=brief.schedule(start, end),
        start_on=start,
        end_on=end,
        indicators=brief.indicators(),
        expense_lines=brief.plan.expenses,
        revenue_lines=brief.plan.revenues(amount),
        requested=amount,
        vat_status=vat_status(brief),
        other_subsidy=brief.row.project == "transport",
        other_subsidy_names="民間財団の送迎活動助成（運転者講習の会場費）"
        if brief.row.project == "transport"
        else "",
        budget_status=BudgetStatus.VOTED,
        voted_on=voted_on,
        platform=brief.platform,
        student_support=_students(brief),
        budget_extract=enclosures.digests(files, "budget_extract"),
        platform_rules=enclosures.digests(files, "platform_rules"),
        indirect_rules=enclosures.digests(files, "indirect_rules"),
    )


@dataclass(frozen=True)
class Slip:
    """A shortcoming of a first application: how it looked, and what was said about it."""

    spoil: Callable[[ApplicationFacts], ApplicationFacts]
    defects: tuple[Defect, ...]


def _unmeasured(facts: ApplicationFacts) -> ApplicationFacts:
    rows = (replace(facts.indicators[0], method="未定"), *facts.indicators[1:])
    return replace(facts, indicators=rows)


def _unplanned(facts: ApplicationFacts) -> ApplicationFacts:
    return replace(facts, schedule=facts.schedule[:1])


def _vague(facts: ApplicationFacts) -> ApplicationFacts:
    return replace(facts, contents=facts.contents.partition("\n")[0])


def _unshared(facts: ApplicationFacts) -> ApplicationFacts:
    return replace(
        facts, participants=tuple(replace(body, role="協力") for body in facts.participants)
    )


def _unexplained(facts: ApplicationFacts) -> ApplicationFacts:
    last = facts.expense_lines[-1]
    return replace(
        facts, expense_lines=(*facts.expense_lines[:-1], replace(last, item=f"{last.detail}ほか"))
    )


def _defect(field: str, kind: DefectKind, finding: str, remedy: str) -> Defect:
    return Defect(field=field, kind=kind, finding=finding, remedy=remedy)


_METHOD = _defect(
    "indicators",
    DefectKind.MISSING,
    "効果の指標の1行目の測り方が「未定」になっている。",
    "受付名簿や記録など、何で数えるかを書く。",
)
_MONTHS = _defect(
    "schedule",
    DefectKind.MISSING,
    "工程が1行だけで、完了までの流れがわからない。",
    "着手から完了まで、月ごとに行うことを書き足す。",
)
SLIPS = (
    Slip(_unmeasured, (_METHOD,)),
    Slip(_unplanned, (_MONTHS,)),
    Slip(
        _vague,
        (
            _defect(
                "contents",
                DefectKind.MISSING,
                "事業の内容が1項目だけで、回数や場所がわからない。",
                "だれが、何を、どこで、何回行うかを項目に分けて書く。",
            ),
        ),
    ),
    Slip(
        _unshared,
        (
            _defect(
                "participants",
                DefectKind.INCONSISTENT,
                "協働する主体の役割がすべて「協力」で、事業の内容と結びつかない。",
                "団体ごとに、受け持つことを具体的に書く。",
            ),
        ),
    ),
    Slip(
        lambda facts: _unmeasured(_unexplained(facts)),
        (
            _defect(
                "expense_lines",
                DefectKind.INCONSISTENT,
                "経費明細の最後の行の内容が「ほか」となり、見積書の品名と合わない。",
                "見積書のとおり、何に使うかがわかる品名に直す。",
            ),
            _METHOD,
        ),
    ),
)
"""Shortcomings that first applications of the demo have; every one can be mended field by field."""


def slip(brief: Brief) -> Slip:
    """The shortcoming of this case's first application."""
    return brief.dice.pick("slip", SLIPS)


def start(day: date) -> StartFacts:
    """着手届."""
    return StartFacts(started_on=day)


def changed_plan(brief: Brief, amount: int) -> Plan:
    """The project's plan after a change to `amount` yen of grant."""
    return planned(
        brief.project,
        Dice(f"{brief.row.key}/change"),
        grant=amount,
        implementer=brief.implementer,
    )


def change(brief: Brief, before: ApplicationFacts, *, amount: int, later: bool) -> ChangeFacts:
    """変更承認申請 to `amount` yen; `later` also puts the completion off within the year."""
    plan = changed_plan(brief, amount)
    subjects = [ChangeSubject.ALLOCATION]
    if amount != before.requested:
        subjects.insert(0, ChangeSubject.AMOUNT)
    if later:
        subjects.append(ChangeSubject.PERIOD)
    more = amount > before.requested
    return ChangeFacts(
        changes=tuple(subjects),
        reason=(
            "利用の希望が見込みをこえ、実施の回数をふやすため。"
            if more
            else "講師の都合で回数を減らし、見積合わせで委託料が下がったため。"
        ),
        contents=brief.text("contents"),
        start_on=before.start_on,
        end_on=max(before.end_on, date(brief.year.fiscal.year + 1, 3, 19))
        if later
        else before.end_on,
        expense_lines=plan.expenses,
        revenue_lines=plan.revenues(amount),
        requested=amount,
    )


def stop(brief: Brief, day: date, *, spent: int) -> DiscontinuationFacts:
    """中止・廃止承認申請."""
    return DiscontinuationFacts(
        kind=StopKind.ABOLISH,
        stop_on=day,
        reason=brief.dice.pick(
            "stop",
            (
                "担い手の中心となる団体が活動を休むことになり、続けることが難しくなったため。",
                "大雨で会場が使えなくなり、年度内に代わりの場所を用意できないため。",
                "利用の希望が見込みを大きく下回り、形を改めて検討し直すため。",
            ),
        ),
        spent=spent,
    )


def withdrawal(received_on: date | None) -> WithdrawalFacts:
    """取下げ届; `received_on` where there was a decision."""
    return WithdrawalFacts(
        reason="地域の話合いにより、今年度の実施を見送ることになったため。", received_on=received_on
    )


def vat_status(brief: Brief) -> VatStatus:
    """The account or body that spends the grant."""
    indirect = brief.implementer is Implementer.INDIRECT
    return VatStatus.EXEMPT if indirect else VatStatus.GENERAL_ACCOUNT


def _students(brief: Brief) -> bool:
    return brief.dice.chance("students", 18)
