"""Set and move the windows in which municipalities are asked."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor
from comipla.programme.models import Call, CallChange, CallKind, ProgrammeYear
from comipla.programme.services.common import SUBSIDY_MENU, check, done_before


@transaction.atomic
def set_call(
    *,
    year: ProgrammeYear,
    kind: CallKind,
    opens_on: date,
    closes_on: date,
    by: Actor | None,
    key: uuid.UUID | None = None,
) -> Call:
    """Set the days between which municipalities are asked; doing it again moves them.

    Every move is kept with the days before it. A repeat with the same `key` moves nothing.
    Raises ValidationError, in words, for days in the wrong order.
    """
    check(by, year.prefecture)
    if closes_on < opens_on:
        raise ValidationError("締切の日を、始まる日と同じ日かそれより後にしてください。")
    ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    call = Call.objects.filter(programme_year=year, menu=SUBSIDY_MENU, kind=kind).first()
    if call and done_before(CallChange, key, programme_year_id=year.pk, kind=kind):
        return call
    before = (call.opens_on, call.closes_on) if call else (None, None)
    if call is None:
        call = Call(programme_year=year, menu=SUBSIDY_MENU, kind=kind)
    call.opens_on, call.closes_on = opens_on, closes_on
    call.save()
    if before != (opens_on, closes_on):
        CallChange.objects.create(
            programme_year=year,
            menu=SUBSIDY_MENU,
            kind=kind,
            opens_before=before[0],
            closes_before=before[1],
            opens_after=opens_on,
            closes_after=closes_on,
            by_id=by.person_id if by else None,
            key=key,
        )
    return call
