"""Fill and change envelopes: the budget line, and the cap of every municipality."""

import uuid
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor, BodyKind
from comipla.core.money import format_yen
from comipla.programme import clock
from comipla.programme.models import Envelope, EnvelopeChange, EnvelopeKind, ProgrammeYear
from comipla.programme.services.common import SUBSIDY_MENU, check, done_before

_NAMED = 5  # municipalities named in a refusal; more than that are counted


@transaction.atomic
def set_envelope_limit(
    *,
    envelope: Envelope,
    limit: int,
    on: date,
    by: Actor | None,
    reason: str,
    expected: int | None = None,
    key: uuid.UUID | None = None,
) -> Envelope:
    """Change what an envelope holds (当初, 補正, 配当), under the lock that acts draw by.

    `expected` is the figure the change was thought out on. A repeat with the same `key` changes
    nothing more. Raises ValidationError, in words, for an `expected` that is no longer true, and
    when less would be left than is earmarked and decided.
    """
    current = (
        Envelope.objects.select_for_update(of=("self",))
        .select_related("programme_year__prefecture")
        .get(pk=envelope.pk)
    )
    check(by, current.programme_year.prefecture)
    if done_before(EnvelopeChange, key, envelope_id=current.pk, limit_after=limit):
        return current
    if expected is not None and current.limit != expected:
        raise ValidationError(
            f"画面を開いたときは {format_yen(expected)}でしたが、いまは {format_yen(current.limit)}に"
            "変わっています。新しい額を確かめて、もう一度入れてください。"
        )
    taken = current.soft + current.hard
    if limit < taken:
        raise ValidationError(
            f"すでに内示と決定で {format_yen(taken)}を使っています。{format_yen(taken)}以上にしてください。"
        )
    EnvelopeChange.objects.create(
        envelope=current,
        limit_before=current.limit,
        limit_after=limit,
        on=on,
        by_id=by.person_id if by else None,
        reason=_reason(reason),
        key=key,
    )
    current.limit = limit
    current.save(update_fields=["limit"])
    return current


@transaction.atomic
def set_caps(
    *,
    year: ProgrammeYear,
    limit: int,
    on: date,
    by: Actor | None,
    reason: str,
    expected: Collection[int] | None = None,
    key: uuid.UUID | None = None,
) -> int:
    """Give every municipality the same cap; gives how many caps were changed.

    A municipality that had none gets one. `expected` are the different caps there were when the change was thought out. All of them are
    changed or none. Raises ValidationError as `set_envelope_limit` does, naming the municipalities
    that have used more.
    """
    check(by, year.prefecture)
    seen = {cap.limit for cap in _locked_caps(year)}
    bodies = year.prefecture.children.filter(kind=BodyKind.MUNICIPALITY)
    Envelope.objects.bulk_create(
        (
            Envelope(
                programme_year=year, menu=SUBSIDY_MENU, kind=EnvelopeKind.CAP, body=body, limit=0
            )
            for body in bodies
        ),
        ignore_conflicts=True,
    )
    caps = _locked_caps(year)
    if done_before(EnvelopeChange, key, limit_after=limit):
        return 0
    _refuse_old_caps(seen, expected)
    _refuse_low_cap(caps, limit)
    changed = [cap for cap in caps if cap.limit != limit]
    moment, why = clock.now(), _reason(reason)
    EnvelopeChange.objects.bulk_create(
        EnvelopeChange(
            envelope=cap,
            limit_before=cap.limit,
            limit_after=limit,
            on=on,
            by_id=by.person_id if by else None,
            reason=why,
            recorded_at=moment,
            key=key if cap is changed[0] else None,
        )
        for cap in changed
    )
    for cap in changed:
        cap.limit = limit
    Envelope.objects.bulk_update(changed, ["limit"])
    return len(changed)


def _locked_caps(year: ProgrammeYear) -> list[Envelope]:
    """The caps of a year in the order in which acts lock them."""
    return list(
        Envelope.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(programme_year=year, menu=SUBSIDY_MENU, kind=EnvelopeKind.CAP)
        .order_by("id")
    )


def _refuse_old_caps(now: Collection[int], expected: Collection[int] | None) -> None:
    if expected is not None and set(now) != set(expected):
        seen, there = (_listed(amounts) for amounts in (expected, now))
        raise ValidationError(
            f"画面を開いたときの上限額は {seen}でしたが、いまは {there}に変わっています。"
            "新しい額を確かめて、もう一度入れてください。"
        )


def _listed(amounts: Collection[int]) -> str:
    return "、".join(map(format_yen, sorted(set(amounts)))) or "なし"


def _refuse_low_cap(caps: Collection[Envelope], limit: int) -> None:
    over = [cap for cap in caps if cap.soft + cap.hard > limit]
    if over:
        names = "、".join(cap.body.name for cap in over[:_NAMED])
        more = f"など{len(over)}市町村" if len(over) > _NAMED else ""
        least = max(cap.soft + cap.hard for cap in over)
        raise ValidationError(
            f"{names}{more}は、すでに内示と決定で {format_yen(limit)}より多く使っています。"
            f"{format_yen(least)}以上にしてください。"
        )


def _reason(reason: str) -> str:
    """The reason without blanks around it. Raises ValidationError for none."""
    if not reason.strip():
        raise ValidationError("当初予算、補正予算など、変える理由を書いてください。")
    return reason.strip()
