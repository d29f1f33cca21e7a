"""What waits in the registry: notices to be confirmed, terms about to end."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from comipla.communities.models import ChangeNotice, NoticeState, OfficerTerm
from comipla.core.access import Actor
from comipla.core.registry import Stage

ENDING_DAYS = 90
"""A term that ends within so many days is on the secretariat's desk."""


def notices_to_confirm(actor: Actor) -> QuerySet[ChangeNotice]:
    """Notices that wait in an actor's reach, the oldest first."""
    return (
        ChangeNotice.objects.visible_to(actor)
        .filter(state=NoticeState.PENDING)
        .select_related("platform", "submitted_for", "submitted_by")
        .order_by("submitted_at")
    )


def own_notices(actor: Actor) -> QuerySet[ChangeNotice]:
    """Notices of one's own platform that wait or came back, the latest first."""
    return (
        ChangeNotice.objects.visible_to(actor)
        .filter(
            submitted_for__code=actor.body_code,
            state__in=(NoticeState.PENDING, NoticeState.RETURNED),
        )
        .select_related("platform")
        .order_by("-pk")
    )


def terms_ending(actor: Actor, today: date) -> QuerySet[OfficerTerm]:
    """Terms that end soon and have nobody after them in the same post, the nearest first."""
    after = (
        OfficerTerm.objects.for_system("who comes after")
        .annotate(part=Coalesce("group_id", 0))
        .filter(
            Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
            platform=OuterRef("platform"),
            post=OuterRef("post"),
            part=Coalesce(OuterRef("group_id"), 0),
            starts_on__gt=OuterRef("starts_on"),
        )
    )
    return (
        OfficerTerm.objects.visible_to(actor)
        .filter(ends_on__range=(today, today + timedelta(days=ENDING_DAYS)))
        .exclude(platform__stage__in=(Stage.MERGED, Stage.DISSOLVED))
        .filter(~Exists(after))
        .select_related("platform", "group")
        .order_by("ends_on", "platform", "pk")
    )
