"""Calendar feeds: a secret address per membership, made, closed and found again."""

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from comipla.notices.models import CalendarFeed
from comipla.people.models import AuditKind, Membership
from comipla.people.selectors import current
from comipla.people.services import record_event


@transaction.atomic
def open_feed(*, membership: Membership) -> str:
    """Make a feed and give its token, which is shown once and never stored.

    A feed that the membership had before is closed: its address leads nowhere any more. The
    audit keeps that an address was made, by whom and for which body, not the address.
    """
    Membership.objects.select_for_update().get(pk=membership.pk)
    close_feed(membership=membership)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(membership=membership, token_hash=_hash(token))
    _note(AuditKind.FEED_OPENED, membership)
    return token


@transaction.atomic
def close_feed(*, membership: Membership) -> bool:
    """Close the membership's feed; tell whether one was open."""
    open_feeds = CalendarFeed.objects.filter(membership=membership, ended_at=None)
    closed = bool(open_feeds.update(ended_at=timezone.now()))
    if closed:
        _note(AuditKind.FEED_CLOSED, membership)
    return closed


def feed_of(membership: Membership) -> CalendarFeed | None:
    """The membership's open feed, if it has one."""
    return CalendarFeed.objects.filter(membership=membership, ended_at=None).first()


def membership_behind(token: str, *, day: date) -> Membership | None:
    """The membership whose open feed has this token, while it counts on `day`; else None."""
    return (
        Membership.objects.filter(
            current(day),
            calendar_feeds__token_hash=_hash(token),
            calendar_feeds__ended_at=None,
        )
        .select_related("body", "person")
        .first()
    )


def _note(kind: AuditKind, membership: Membership) -> None:
    record_event(kind=kind, person=membership.person, body=membership.body)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
