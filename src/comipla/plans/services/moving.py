"""`move_plan`: the one door through which a version of a plan moves on."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor, Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.codes import IssueStatus, PlanState
from comipla.core.plans.life import MoveRefused, Standing, follow
from comipla.documents.rendering import UnprintableCharacter, check_printable
from comipla.plans.booklets import booklet_of
from comipla.plans.models import Issue, IssueStep, Plan, PlanEvent
from comipla.plans.selectors.plans import reading_of, standing_of
from comipla.plans.services.doors import locked_plan, require
from comipla.plans.services.issues import append_step
from comipla.plans.services.writing import event_of
from comipla.programme.clock import today

EVIDENCED = {
    PlanState.ADOPTED: "議決した総会の名前と、議事録の番号など、あとで確かめられるものを書いてください。",
}
"""States that are entered with evidence only, and what to write."""

_DOORS = {PlanState.RESPONDED: Permission.ANSWER_PLAN}


@transaction.atomic
def move_plan(
    *,
    plan: Plan,
    target: PlanState,
    on: date,
    by: Actor,
    key: uuid.UUID,
    evidence: str = "",
    year: int | None = None,
) -> PlanEvent:
    """Move a version on. A repeat with the key returns the event it made.

    The municipality moves to RESPONDED, the platform's people everywhere else. Adoption takes the
    version before out of force and marks the issues that the plan answers. `year` is the fiscal
    year of a review. Raises ValidationError with the reasons, PermissionDenied for others.
    """
    row = locked_plan(plan)
    require(by, _DOORS.get(target, Permission.WRITE_PLAN), platform=row.platform)
    known = PlanEvent.objects.filter(key=key, plan=row).first()
    if known is not None:
        return known
    _check(row, target, on, evidence, year)
    try:
        follow(standing_of(row, year=year), target)
        if target.public and not row.state.adopted:
            check_printable(booklet_of(reading_of(row), row.platform))
    except (MoveRefused, UnprintableCharacter) as refusal:
        raise ValidationError(str(refusal)) from refusal
    if target is PlanState.ADOPTED:
        row.adopted_on = on
        _supersede(row, on=on, by=by, key=key)
        _answer_issues(row, by=by, key=key)
    return _enter(row, target, on=on, by=by, key=key, evidence=evidence, year=year)


def _check(row: Plan, target: PlanState, on: date, evidence: str, year: int | None) -> None:
    if on > today():
        raise ValidationError({"on": "日付を今日か、それより前にしてください。"})
    if on < row.state_since:
        raise ValidationError({"on": "日付を、今の段階になった日か、それより後にしてください。"})
    if target in EVIDENCED and not evidence.strip():
        raise ValidationError({"evidence": EVIDENCED[target]})
    if target is PlanState.SUPERSEDED:
        raise ValidationError("新しい版が議決されると、自動で次の版に交代します。")
    if target is PlanState.REVIEWED:
        if year is None or not row.first_year <= year <= row.last_year:
            raise ValidationError({"year": "点検する年度を、計画の期間の中から選んでください。"})
        if row.reviewed_year is not None and year <= row.reviewed_year:
            raise ValidationError(
                {"year": f"{FiscalYear(row.reviewed_year).label}までの点検は終わっています。"}
            )


def _enter(
    row: Plan, target: PlanState, *, by: Actor, key: uuid.UUID, **about: object
) -> PlanEvent:
    on = about["on"]
    assert isinstance(on, date)
    row.state, row.state_since = target, on
    row.events_count += 1
    if target is PlanState.REVIEWED:
        row.reviewed_year = about["year"]  # type: ignore[assignment]
    row.save(update_fields=["state", "state_since", "adopted_on", "reviewed_year", "events_count"])
    event = event_of(row, by=by, key=key, **about)  # type: ignore[arg-type]
    event.save(force_insert=True)
    return event


def _supersede(row: Plan, *, on: date, by: Actor, key: uuid.UUID) -> None:
    """The version that was in force gives way to the one that is being adopted."""
    older = (
        Plan.objects.for_system("the version before")
        .select_for_update(of=("self",))
        .filter(platform=row.platform, version__lt=row.version)
        .exclude(state=PlanState.SUPERSEDED)
    )
    for plan in older:
        follow(Standing(plan.state, newer=True), PlanState.SUPERSEDED)
        _enter(
            plan,
            PlanState.SUPERSEDED,
            on=on,
            by=by,
            key=uuid.uuid5(key, f"superseded/{plan.version}"),
            evidence=f"第{row.version}版の議決",
        )


def _answer_issues(row: Plan, *, by: Actor, key: uuid.UUID) -> None:
    """Issues that an action answers stand in the plan from now on, and their reporters are told."""
    actions: dict[int, str] = {}
    for action in row.actions.all():
        for number in action.issues:
            actions.setdefault(number, f"{action.number} {action.title}")
    issues = list(
        Issue.objects.for_system("issues that a plan answers")
        .select_for_update(of=("self",))
        .filter(
            platform=row.platform,
            number__in=actions,
            status__in=(IssueStatus.CODED, IssueStatus.ANSWERED),
        )
        .order_by("number")
    )
    steps = []
    for issue in issues:
        issue.status = IssueStatus.IN_PLAN
        text = f"「{row.title}」の取組「{actions[issue.number]}」で取り組みます。"
        steps.append(
            append_step(
                issue,
                code=issue.code,
                text=text,
                by=by,
                key=uuid.uuid5(key, f"issue/{issue.number}"),
            )
        )
    Issue.objects.for_system("issues that a plan answers").bulk_update(
        issues, ["status", "steps_count"]
    )
    IssueStep.objects.bulk_create(steps)
