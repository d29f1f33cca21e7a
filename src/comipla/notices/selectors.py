"""Read inboxes, unread counts and letters that could not be delivered."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from comipla.core.access import Actor
from comipla.notices.models import Delivery, Group, MailChoice, MailState, Urgency
from comipla.people.models import Person
from comipla.people.selectors import bodies_managed_by


class Show(StrEnum):
    """What of an inbox is shown; the value stands in the address of the page."""

    ALL = ""
    UNREAD = "unread"
    TODO = "todo"


_CONDITIONS = {
    Show.ALL: Q(),
    Show.UNREAD: Q(read_at=None),
    Show.TODO: Q(notice__urgency=Urgency.TODO),
}


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many notices each choice of `Show` has."""

    all: int
    unread: int
    todo: int


def inbox(actor: Actor, show: Show = Show.ALL) -> QuerySet[Delivery]:
    """What the actor was told in the body they act for, latest first, with the notices."""
    return _handed_to(actor).filter(_CONDITIONS[show]).select_related("notice")


def inbox_counts(actor: Actor) -> InboxCounts:
    """The counts for the choices above an inbox, in one query."""
    counts = _handed_to(actor).aggregate(
        all=Count("pk"),
        unread=Count("pk", filter=_CONDITIONS[Show.UNREAD]),
        todo=Count("pk", filter=_CONDITIONS[Show.TODO]),
    )
    return InboxCounts(**counts)


def unread_count(actor: Actor | None) -> int:
    """How many notices the actor has not read, in one query; none for nobody."""
    if actor is None:
        return 0
    return _handed_to(actor).filter(read_at=None).count()


def mail_groups(person: Person) -> list[tuple[Group, bool]]:
    """Every group of notices, and whether the person gets letters about it."""
    unwanted = set(MailChoice.objects.filter(person=person).values_list("group", flat=True))
    return [(group, group not in unwanted) for group in Group]


def dead_letters(actor: Actor) -> QuerySet[Delivery]:
    """Letters nobody will try to send any more, to people whose terms the actor manages."""
    return (
        Delivery.objects.visible_to(actor)
        .filter(mail=MailState.FAILED, notice__body__in=bodies_managed_by(actor))
        .select_related("notice__body", "person")
    )


def _handed_to(actor: Actor) -> QuerySet[Delivery]:
    own = Delivery.objects.for_system("one's own inbox: narrower than what anybody may see")
    return own.filter(person=actor.person_id, notice__body__code=actor.body_code)
