"""Open years, take them on step by step, and reopen what was closed too early."""

import uuid
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor, BodyKind
from comipla.core.fiscal import FiscalYear
from comipla.people.models import Body
from comipla.programme.clock import today
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear, YearEvent, YearState
from comipla.programme.rollover import plan_for
from comipla.programme.services.common import SUBSIDY_MENU, check, done_before

NEXT_STATE: Final = {
    YearState.PREPARING: YearState.RUNNING,
    YearState.RUNNING: YearState.YEAR_END,
    YearState.YEAR_END: YearState.CASH_CLOSED,
    YearState.CASH_CLOSED: YearState.SETTLED,
}
"""SM-Year (programme G.3): the one step forward from each state."""

PREVIOUS_STATE: Final = {
    YearState.YEAR_END: YearState.RUNNING,
    YearState.CASH_CLOSED: YearState.YEAR_END,
}
"""What can be reopened. An enacted budget and accounts that the assembly approved cannot."""


@transaction.atomic
def open_year(
    *,
    prefecture: Body,
    year: FiscalYear,
    parameters_edition: str,
    forms: str,
    by: Actor | None,
    key: uuid.UUID | None = None,
) -> ProgrammeYear:
    """Prepare a year: its row, and an empty budget line and an empty cap of every municipality.

    `by` is None for the command line and the demo. A repeat with the same `key` gives the year
    that was opened. Raises ValidationError, in words, for a year that is open already.
    """
    check(by, prefecture)
    Body.objects.select_for_update().get(pk=prefecture.pk)
    known = ProgrammeYear.objects.filter(prefecture=prefecture, year=year.year).first()
    if known is not None:
        if done_before(YearEvent, key, programme_year_id=known.pk):
            return known
        raise ValidationError(f"{year.label}はもう開いています。年度の画面で見られます。")
    opened = ProgrammeYear.objects.create(
        prefecture=prefecture,
        year=year.year,
        code=year.code,
        parameters=parameters_edition,
        forms=forms,
    )
    caps = prefecture.children.filter(kind=BodyKind.MUNICIPALITY)
    kinds = [(EnvelopeKind.BUDGET, prefecture), *((EnvelopeKind.CAP, body) for body in caps)]
    Envelope.objects.bulk_create(
        Envelope(programme_year=opened, menu=SUBSIDY_MENU, kind=kind, body=body, limit=0)
        for kind, body in kinds
    )
    note(opened, "", on=today(), by=by, reason="年度の準備を始めた", key=key)
    return opened


def roll_over(
    *,
    prefecture: Body,
    by: Actor | None,
    year: FiscalYear | None = None,
    key: uuid.UUID | None = None,
) -> ProgrammeYear:
    """Open the year after the newest one, with its editions of parameters and forms.

    `year` names the first year of all, or confirms the next one. Raises ValidationError, in words,
    for a year whose time has not come, that is open already, or that would leave a gap.
    """
    check(by, prefecture)
    known = YearEvent.objects.filter(key=key).first() if key else None
    if known is not None:
        return known.programme_year
    plan = plan_for(prefecture, today=today(), year=year)
    if plan.refusal:
        raise ValidationError(plan.refusal)
    return open_year(
        prefecture=prefecture,
        year=plan.year,
        parameters_edition=plan.parameters,
        forms=plan.forms,
        by=by,
        key=key,
    )


@transaction.atomic
def advance_year(
    *,
    year: ProgrammeYear,
    to: YearState,
    on: date,
    by: Actor | None,
    reason: str = "",
    key: uuid.UUID | None = None,
) -> ProgrammeYear:
    """Take the year one step on. The step to RUNNING is the enactment of the budget on `on`.

    A repeat with the same `key` takes no further step. Raises ValidationError, in words, for a
    step that is not the next one.
    """
    current = _locked(year, by)
    if done_before(YearEvent, key, programme_year_id=current.pk, state=to):
        return current
    if NEXT_STATE.get(YearState(current.state)) is not to:
        raise ValidationError(_not_from_here(current, to))
    if to is YearState.RUNNING:
        current.enacted_on = on
    return _move(current, to, on=on, by=by, reason=reason, key=key)


@transaction.atomic
def reopen_year(
    *,
    year: ProgrammeYear,
    to: YearState,
    on: date,
    by: Actor | None,
    reason: str,
    key: uuid.UUID | None = None,
) -> ProgrammeYear:
    """Take back the last step, for a reason that is kept: what was closed is open again.

    Raises ValidationError, in words, without a reason and where nothing can be reopened.
    """
    current = _locked(year, by)
    if done_before(YearEvent, key, programme_year_id=current.pk, state=to):
        return current
    if not reason.strip():
        raise ValidationError("段階を戻す理由を書いてください。理由は経過に残ります。")
    if PREVIOUS_STATE.get(YearState(current.state)) is not to:
        raise ValidationError(_not_from_here(current, to))
    return _move(current, to, on=on, by=by, reason=reason.strip(), key=key)


def note(
    year: ProgrammeYear,
    before: str,
    *,
    on: date,
    by: Actor | None,
    reason: str,
    key: uuid.UUID | None,
) -> None:
    """Keep the step that has led to the year's present state."""
    YearEvent.objects.create(
        programme_year=year,
        before=before,
        state=year.state,
        on=on,
        by_id=by.person_id if by else None,
        reason=reason,
        key=key,
    )


def _locked(year: ProgrammeYear, by: Actor | None) -> ProgrammeYear:
    current = (
        ProgrammeYear.objects.select_for_update(of=("self",))
        .select_related("prefecture")
        .get(pk=year.pk)
    )
    check(by, current.prefecture)
    return current


def _not_from_here(current: ProgrammeYear, to: YearState) -> str:
    now = YearState(current.state).label
    forward = list(YearState).index(to) > list(YearState).index(YearState(current.state))
    return (
        f"いまは「{now}」なので、「{to.label}」には{'進め' if forward else '戻せ'}ません。"
        "年度の画面を開き直してください。"
    )


def _move(
    current: ProgrammeYear,
    to: YearState,
    *,
    on: date,
    by: Actor | None,
    reason: str,
    key: uuid.UUID | None,
) -> ProgrammeYear:
    before, current.state = current.state, to
    current.save()
    note(current, before, on=on, by=by, reason=reason, key=key)
    return current
