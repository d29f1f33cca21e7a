"""The yearly review in ten minutes: a sheet per group, and the values of the indicators."""

import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor, Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.codes import PlanState
from comipla.core.plans.review import SheetRefused, check_sheet
from comipla.plans.codec import action_of
from comipla.plans.models import IndicatorValue, Plan, ReviewSheet
from comipla.plans.services.doors import locked_plan, require
from comipla.programme.clock import now

_WIDEST = Decimal(10) ** 12


@transaction.atomic
def save_sheet(
    *, plan: Plan, year: int, group: str, scores: Mapping[str, int], by: Actor, note: str = ""
) -> ReviewSheet:
    """Keep a group's sheet; sent again, it is written anew. Raises ValidationError."""
    row = _reviewable(plan, year, by)
    if not group.strip():
        raise ValidationError({"group": "部会の名前を書いてください。"})
    try:
        sheet = check_sheet(scores)
    except SheetRefused as refusal:
        raise ValidationError({"scores": str(refusal)}) from refusal
    stored, _ = ReviewSheet.objects.update_or_create(
        plan=row,
        year=year,
        group=group.strip(),
        defaults={
            "scores": {question.value: score for question, score in sheet.items()},
            "note": note.strip(),
            "by_id": by.person_id,
            "at": now(),
        },
    )
    return stored


@transaction.atomic
def save_values(
    *, plan: Plan, year: int, values: Mapping[tuple[uuid.UUID, str], Decimal], by: Actor
) -> int:
    """Keep what indicators came to, by line of the action and key; gives how many were kept."""
    row = _reviewable(plan, year, by)
    known = {
        (action.line, indicator.key)
        for action in row.actions.all()
        for indicator in action_of(action).indicators
    }
    if stray := set(values) - known:
        raise ValidationError(f"計画にない指標が{len(stray)}件あります。画面を開き直してください。")
    if any(abs(value) >= _WIDEST for value in values.values()):
        raise ValidationError({"values": "指標の値が大きすぎます。けたを確かめてください。"})
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                plan=row, line=line, key=key, year=year, value=value, by_id=by.person_id, at=now()
            )
            for (line, key), value in values.items()
        ),
        update_conflicts=True,
        unique_fields=["plan", "line", "key", "year"],
        update_fields=["value", "by", "at"],
    )
    return len(values)


def _reviewable(plan: Plan, year: int, by: Actor) -> Plan:
    """The version under lock if the year can still be reviewed."""
    row = locked_plan(plan)
    require(by, Permission.WRITE_PLAN, platform=row.platform)
    if row.state not in (PlanState.ACTIVE, PlanState.REVIEWED):
        raise ValidationError("点検できるのは、計画が「実行中」になってからです。")
    if not row.first_year <= year <= row.last_year:
        raise ValidationError("点検する年度を、計画の期間の中から選んでください。")
    if row.reviewed_year is not None and year <= row.reviewed_year:
        raise ValidationError(f"{FiscalYear(year).label}の点検は終わっています。書き直せません。")
    return row
