"""Verbs on programme years: open them, enact their budget, move them on, fill their envelopes."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.people.models import Body
from comipla.programme.models import (
    Call,
    CallKind,
    Envelope,
    EnvelopeChange,
    EnvelopeKind,
    ProgrammeYear,
    YearEvent,
    YearState,
)
from comipla.programme.parameters import parameters

NEXT_STATE = {
    YearState.PREPARING: YearState.RUNNING,
    YearState.RUNNING: YearState.YEAR_END,
    YearState.YEAR_END: YearState.CASH_CLOSED,
    YearState.CASH_CLOSED: YearState.SETTLED,
}
"""SM-Year (programme G.3): the one step forward from each state."""

SUBSIDY_MENU = "3"


@transaction.atomic
def open_year(
    *, prefecture: Body, year: FiscalYear, parameters_edition: str, forms: str, by: Actor | None
) -> ProgrammeYear:
    """Prepare a year: its row, an empty budget line, and the cap of every municipality.

    `by` is None for the command line and the demo. The caps are those of the year's parameters.
    """
    _check(by, prefecture)
    opened = ProgrammeYear.objects.create(
        prefecture=prefecture,
        year=year.year,
        code=year.code,
        parameters=parameters_edition,
        forms=forms,
    )
    cap = parameters(parameters_edition).at(year.start).yen("cap_per_municipality")
    Envelope.objects.create(
        programme_year=opened,
        menu=SUBSIDY_MENU,
        kind=EnvelopeKind.BUDGET,
        body=prefecture,
        limit=0,
    )
    Envelope.objects.bulk_create(
        Envelope(
            programme_year=opened,
            menu=SUBSIDY_MENU,
            kind=EnvelopeKind.CAP,
            body=body,
            limit=cap,
        )
        for body in prefecture.children.filter(kind=BodyKind.MUNICIPALITY)
    )
    _note(opened, YearState.PREPARING, on=year.start, by=by, reason="年度の準備を始めた")
    return opened


@transaction.atomic
def advance_year(
    *, year: ProgrammeYear, to: YearState, on: date, by: Actor | None, reason: str = ""
) -> ProgrammeYear:
    """Take the year one step on. The step to RUNNING is the enactment of the budget on `on`.

    Raises ValidationError, in words, for a step that is not the next one.
    """
    current = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    _check(by, current.prefecture)
    if NEXT_STATE.get(YearState(current.state)) is not to:
        now = YearState(current.state).label
        raise ValidationError(
            f"いまは「{now}」なので、「{to.label}」には進めません。年度の画面を開き直してください。"
        )
    if to is YearState.RUNNING:
        current.enacted_on = on
    current.state = to
    current.save()
    _note(current, to, on=on, by=by, reason=reason)
    return current


@transaction.atomic
def set_envelope_limit(
    *, envelope: Envelope, limit: int, on: date, by: Actor | None, reason: str
) -> Envelope:
    """Change what an envelope holds (当初, 補正, 配当), under the lock that acts draw by.

    Raises ValidationError when less would be left than is earmarked and decided.
    """
    current = (
        Envelope.objects.select_for_update(of=("self",))
        .select_related("programme_year__prefecture")
        .get(pk=envelope.pk)
    )
    _check(by, current.programme_year.prefecture)
    taken = current.soft + current.hard
    if limit < taken:
        raise ValidationError(
            f"すでに内示と決定で {format_yen(taken)}を使っています。{format_yen(taken)}以上にしてください。"
        )
    if not reason.strip():
        raise ValidationError("当初予算、補正予算など、変える理由を書いてください。")
    EnvelopeChange.objects.create(
        envelope=current,
        limit_before=current.limit,
        limit_after=limit,
        on=on,
        by_id=by.person_id if by else None,
        reason=reason.strip(),
    )
    current.limit = limit
    current.save(update_fields=["limit"])
    return current


@transaction.atomic
def set_call(
    *, year: ProgrammeYear, kind: CallKind, opens_on: date, closes_on: date, by: Actor | None
) -> Call:
    """Set the days between which municipalities are asked; doing it again moves them."""
    _check(by, year.prefecture)
    if closes_on < opens_on:
        raise ValidationError("締切の日を、始まる日と同じ日かそれより後にしてください。")
    call, _ = Call.objects.update_or_create(
        programme_year=year,
        menu=SUBSIDY_MENU,
        kind=kind,
        defaults={"opens_on": opens_on, "closes_on": closes_on},
    )
    return call


def _check(by: Actor | None, prefecture: Body) -> None:
    """Only who manages the programme of this prefecture; None is the command line."""
    if by is not None and not may(by, Permission.MANAGE_PROGRAMME, prefecture.path):
        raise PermissionDenied


def _note(
    year: ProgrammeYear, state: YearState, *, on: date, by: Actor | None, reason: str
) -> None:
    YearEvent.objects.create(
        programme_year=year,
        state=state,
        on=on,
        by_id=by.person_id if by else None,
        reason=reason,
    )
