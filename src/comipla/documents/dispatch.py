"""Papers that leave on paper: posted or handed over, noted by the office that issued them."""

from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from comipla.core.access import Actor, Permission
from comipla.core.wareki import format_wareki
from comipla.documents.models import DeliveryKind, Paper, PaperDelivery
from comipla.programme import clock

ON_PAPER = (DeliveryKind.SENT, DeliveryKind.HANDED)
"""The ways in which a paper leaves on paper."""

_NOON = time(12)


def may_dispatch(paper: Paper, by: Actor) -> bool:
    """Tell whether somebody works in the office that issued a paper which goes to another body."""
    own = paper.issuer.code == by.body_code and paper.addressee is not None
    return own and Permission.WRITE_NOTE in by.permissions


@transaction.atomic
def record_dispatch(*, paper: Paper, kind: str, on: date, by: Actor) -> PaperDelivery:
    """Note that a paper was posted or handed over on a day; noted twice, the first note counts.

    The hour is not known, so noon of the day is kept.

    Raises:
        PermissionDenied: somebody else's paper, a record that goes nowhere, or who only looks on.
        ValidationError: in words, for a day before the paper was issued or after today.
    """
    held = (
        Paper.objects.for_system("note a dispatch")
        .select_for_update(of=("self",))
        .select_related("issuer", "addressee")
        .get(pk=paper.pk)
    )
    if not may_dispatch(held, by) or kind not in ON_PAPER:
        raise PermissionDenied
    today = clock.today()
    if not held.issued_on <= on <= today:
        raise ValidationError(
            f"送った日を、文書の日付 {format_wareki(held.issued_on)}から"
            f"今日 {format_wareki(today)}までの日にしてください。"
        )
    at = timezone.make_aware(datetime.combine(on, _NOON))
    known = held.deliveries.filter(kind=kind, at=at).first()
    return known or PaperDelivery.objects.create(paper=held, kind=kind, by_id=by.person_id, at=at)
