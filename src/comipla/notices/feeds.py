"""Calendar feeds: a secret address per membership, made, closed and found again."""

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from comipla.notices.models import CalendarFeed
from comipla.people.models import Membership
from comipla.people.selectors import current


@transaction.atomic
def open_feed(*, membership: Membership) -> str:
    """Make a feed and give its token, which is shown once and never stored.

    A feed that the membership had before is closed: its address leads nowhere any more.
    """
    Membership.objects.select_for_update().get(pk=membership.pk)
    close_feed(membership=membership)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(membership=membership, token_hash=_hash(token))
    return token


def close_feed(*, membership: Membership) -> bool:
    """Close the membership's feed; tell whether one was open."""
    return bool(
        CalendarFeed.objects.filter(membership=membership, ended_at=None).update(
            ended_at=timezone.now()
        )
    )


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


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
