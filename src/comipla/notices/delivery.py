"""Hand a notice to the people concerned: address it once, then send each letter once."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comipla.core.access import ROLES
from comipla.notices.models import Delivery, MailChoice, MailState, Notice
from comipla.people.models import Person
from comipla.people.selectors import members_of


@transaction.atomic
def address(notice_id: int) -> None:
    """Make one delivery for each person the notice concerns; the second call does nothing.

    Concerned is who holds a current membership of the body today.
    """
    notice = Notice.objects.select_for_update(of=("self",)).select_related("body").get(pk=notice_id)
    if notice.addressed_at is not None:
        return
    persons = _readers(notice)
    unwilling = set(
        MailChoice.objects.filter(person__in=persons, group=notice.group).values_list(
            "person_id", flat=True
        )
    )
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            person=person,
            mail=MailState.UNWANTED if person.pk in unwilling else MailState.QUEUED,
            message_id=message_id(notice, person),
        )
        for person in persons
    )
    notice.addressed_at = timezone.now()
    notice.save(update_fields=["addressed_at"])


def message_id(notice: Notice, person: Person) -> str:
    """The Message-ID of one person's letter: the same however often it is made."""
    key = hashlib.sha256(f"{notice.unique} {person.pk}".encode()).hexdigest()[:32]
    return f"<{key}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _readers(notice: Notice) -> list[Person]:
    members = [
        membership
        for membership in members_of(notice.body, day=timezone.localdate())
        if membership.starts_on <= timezone.localdate()
    ]
    able = [m for m in members if m.role in ROLES and notice.needs in ROLES[m.role].permissions]
    return list({m.person_id: m.person for m in able or members}.values())
