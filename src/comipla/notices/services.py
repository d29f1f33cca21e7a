"""Tell people something, and keep what they have read and how they want to be told."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from comipla.core.access import Actor, Permission, may
from comipla.notices.jobs import deliver
from comipla.notices.models import Delivery, Group, MailChoice, MailState, Notice, Urgency
from comipla.notices.selectors import Show, inbox
from comipla.people.models import Body, Person
from comipla.programme import clock
from comipla.programme.outbox import enqueue

_POST = """
INSERT INTO notices_notice
       (body_id, kind, urgency, subject, facts, path, needs, "unique", created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ("unique") DO NOTHING
RETURNING id
"""  # in one statement: post it, or learn that it was posted; two at once do not disturb each other


class OutsideTransaction(RuntimeError):
    """A notice was posted outside the transaction of what it tells about."""


def post_notice(
    *,
    body: Body,
    kind: str,
    subject: str,
    facts: dict[str, Any],
    path: str,
    unique: str,
    urgency: Urgency = Urgency.NEWS,
    needs: Permission | None = None,
) -> Notice:
    """Tell the people of `body` something; mail and inbox follow from a worker.

    Notice and job are written in the caller's transaction: both stand or fall with what is told.
    A second call with the same `unique` gives the first notice and tells nobody again. `needs`
    keeps it to those whose role has this permission (to everybody when nobody's has). `subject`
    comes without its 【…】, which follows from `urgency`; `letters` says what `facts` may hold.

    Raises OutsideTransaction when no transaction is open, and ValueError for a kind that does not
    begin with a `Group`.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"post {kind} inside the transaction of what it tells about")
    if kind.partition(".")[0] not in Group.values:
        raise ValueError(f"{kind!r} begins with none of {', '.join(Group.values)}")
    notice = Notice(
        body=body,
        kind=kind,
        urgency=urgency,
        subject=subject,
        facts=facts,
        path=path,
        needs=needs or "",
        unique=unique,
        created_at=clock.now(),
    )
    notice.pk = _store(notice)
    if notice.pk is None:
        return Notice.objects.for_system("one notice for each key").get(unique=unique)
    enqueue(deliver, notice_id=notice.pk)
    return notice


def _store(new: Notice) -> int | None:
    """Write the row and give its number; None when another has its key."""
    row: list[Any] = [new.body_id, new.kind, new.urgency, new.subject, Jsonb(new.facts), new.path]
    with connection.cursor() as cursor:
        cursor.execute(_POST, [*row, new.needs, new.unique, new.created_at])
        stored = cursor.fetchone()
    return stored[0] if stored else None


def mark_read(*, delivery: int, by: Actor) -> Delivery:
    """Note that the person has read one line of their inbox; the first time stays.

    Raises Delivery.DoesNotExist for a line of somebody else's inbox.
    """
    line = inbox(by).get(pk=delivery)
    if line.read_at is None:
        line.read_at = timezone.now()
        line.save(update_fields=["read_at"])
    return line


def mark_all_read(*, by: Actor) -> int:
    """Note everything in the inbox as read; gives how many lines were not."""
    return inbox(by, Show.UNREAD).update(read_at=timezone.now())


@transaction.atomic
def choose_mail(*, person: Person, groups: Collection[Group]) -> None:
    """Send the person letters about these groups only; the inbox shows all of them."""
    unwanted = [group for group in Group if group not in groups]
    MailChoice.objects.filter(person=person).exclude(group__in=unwanted).delete()
    MailChoice.objects.bulk_create(
        [MailChoice(person=person, group=group) for group in unwanted], ignore_conflicts=True
    )


@transaction.atomic
def resend(*, delivery: int, by: Actor) -> Delivery:
    """Try once more to deliver a letter that was given up.

    Raises PermissionDenied unless `by` manages the body, Delivery.DoesNotExist for one out of
    sight and ValidationError for a letter that was not given up.
    """
    line = (
        Delivery.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("notice__body")
        .get(pk=delivery)
    )
    if not may(by, Permission.MANAGE_MEMBERS, line.notice.body.path):
        raise PermissionDenied
    if line.mail != MailState.FAILED:
        raise ValidationError("このメールはもう送られているか、送信を待っています。")
    line.mail = MailState.QUEUED
    line.attempts = 0
    line.save(update_fields=["mail", "attempts"])
    enqueue(deliver, notice_id=line.notice_id)
    return line
