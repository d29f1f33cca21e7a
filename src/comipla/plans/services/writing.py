"""Write a plan: begin a version, its text, its actions. What is adopted is never written again."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.checks import LONGEST_PERIOD
from comipla.core.plans.codes import PlanState, SectionKind
from comipla.core.plans.text import Action
from comipla.plans.codec import TEXT_COLUMNS, columns_of
from comipla.plans.models import Plan, PlanAction, PlanEvent
from comipla.plans.services.doors import body_of, locked_plan, locked_platform, require
from comipla.programme.clock import now, today

USUAL_YEARS = 5
"""How long a plan usually runs (survey B1)."""


@transaction.atomic
def begin_plan(*, platform: Platform, by: Actor, key: uuid.UUID) -> Plan:
    """Begin the first plan, or a new version of the adopted one with all its words and actions.

    A repeat with the key returns the version it made. Raises ValidationError while another
    version is in the making.
    """
    row = locked_platform(platform)
    require(by, Permission.WRITE_PLAN, platform=row)
    plans = Plan.objects.for_system("versions of a plan").filter(platform=row)
    known = plans.filter(key=key).first()
    if known is not None:
        return known
    if plans.filter(adopted_on=None).exists():
        raise ValidationError(
            "作っている版がもうあります。その版を仕上げてから、次の版を始めてください。"
        )
    latest = plans.order_by("-version").first()
    plan = Plan(
        platform=row,
        version=(plans.aggregate(last=Max("version"))["last"] or 0) + 1,
        based_on=latest,
        state_since=today(),
        updated_at=now(),
        events_count=1,
        key=key,
        **(_words(latest) if latest else _blank(row)),
    )
    plan.save(force_insert=True)
    if latest is not None:
        PlanAction.objects.bulk_create(_copies(plan, latest.actions.all()))
    event_of(plan, by=by, key=uuid.uuid5(key, "begin")).save(force_insert=True)
    return plan


@transaction.atomic
def edit_text(*, plan: Plan, by: Actor, **values: Any) -> Plan:
    """Change columns of `codec.TEXT_COLUMNS`; what is not named stays.

    Raises ValidationError by column for what cannot be kept.
    """
    if unknown := set(values) - set(TEXT_COLUMNS):
        raise TypeError(f"not written by people: {sorted(unknown)}")
    row = open_plan(plan, by)
    for column, value in values.items():
        setattr(row, column, value)
    if stray := set(row.sections) - {kind.value for kind in SectionKind}:
        raise ValidationError(f"計画にない項目です：{'、'.join(sorted(stray))}")
    if not 0 <= row.last_year - row.first_year < LONGEST_PERIOD:
        raise ValidationError(
            {"last_year": f"終わりの年度を、始まりの年度から{LONGEST_PERIOD}年以内にしてください。"}
        )
    row.clean_fields(exclude={f.name for f in row._meta.fields if f.name not in values})
    _touch(row, *values)
    return row


@transaction.atomic
def save_action(*, plan: Plan, action: Action, by: Actor) -> PlanAction:
    """Add an action, or write the one of the same line anew. `number` 0 takes the next number."""
    row = open_plan(plan, by)
    stored = row.actions.filter(line=action.line).first() or PlanAction(plan=row)
    if not action.number:
        last = row.actions.aggregate(last=Max("number"))["last"] or 0
        action = replace(action, number=stored.number or last + 1)
    for column, value in columns_of(action).items():
        setattr(stored, column, value)
    stored.clean_fields(exclude={"plan"})
    stored.save()
    _touch(row)
    return stored


@transaction.atomic
def remove_action(*, plan: Plan, line: uuid.UUID, by: Actor) -> None:
    """Take an action out of a version in the making; the versions before keep theirs."""
    row = open_plan(plan, by)
    row.actions.filter(line=line).delete()
    _touch(row)


def open_plan(plan: Plan, by: Actor) -> Plan:
    """The version under lock if it may still be written. Raises ValidationError with the reason."""
    row = locked_plan(plan)
    require(by, Permission.WRITE_PLAN, platform=row.platform)
    if row.state.adopted:
        raise ValidationError(
            f"第{row.version}版は議決されています。内容を変えるときは、新しい版を始めてください。"
        )
    if row.state is PlanState.DRAFT_PUBLISHED:
        raise ValidationError(
            "意見募集の間は、内容を変えられません。直すときは「話し合い」に戻してください。"
        )
    return row


def event_of(
    plan: Plan, *, by: Actor, key: uuid.UUID, evidence: str = "", **more: Any
) -> PlanEvent:
    """The event that tells where a version stands now, not yet stored."""
    return PlanEvent(
        plan=plan,
        number=plan.events_count,
        state=plan.state,
        on=more.pop("on", plan.state_since),
        evidence=evidence.strip(),
        by_id=by.person_id,
        body=body_of(by),
        role=by.role,
        recorded_at=now(),
        key=key,
        **more,
    )


def _touch(row: Plan, *columns: str) -> None:
    row.updated_at = now()
    row.save(update_fields=["updated_at", *columns])


def _words(latest: Plan) -> dict[str, Any]:
    return {column: getattr(latest, column) for column in TEXT_COLUMNS}


def _blank(platform: Platform) -> dict[str, Any]:
    first = FiscalYear.of(today()).next.year
    return {
        "title": f"{platform.name} 地域づくり計画",
        "first_year": first,
        "last_year": first + USUAL_YEARS - 1,
    }


def _copies(plan: Plan, actions: Iterable[PlanAction]) -> list[PlanAction]:
    copies = []
    for action in actions:
        action.pk, action.plan = None, plan
        action._state.adding = True
        copies.append(action)
    return copies
