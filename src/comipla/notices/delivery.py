"""Hand a notice to the people concerned: address it once, then send each letter once.

Every step may be repeated at any point, by any number of workers: a notice is addressed under a
lock on its row, and a letter is sent under a lock on its delivery. Only a process that dies
between the relay's "accepted" and the commit sends a letter twice; both then carry the same
Message-ID, by which mail systems recognise a repeat.
"""

import hashlib
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from comipla.core.access import ROLES
from comipla.notices.letters import letter
from comipla.notices.models import Delivery, MailChoice, MailState, Notice
from comipla.people.models import Membership, Person
from comipla.people.selectors import current
from comipla.programme import clock

_MINUTES = (1, 5, 15, 30, 60, 120, 240, 480, 1440)
WAITS = tuple(timedelta(minutes=minutes) for minutes in _MINUTES)
"""How long to wait after each attempt; forty hours together, so that a relay may rest a night."""

ATTEMPTS = len(WAITS) + 1
"""After so many attempts a letter waits for somebody to look at it."""

NO_LETTER_AFTER = timedelta(days=7)
"""Older news are put into the inbox without a letter: imports, the demo's history."""
READ_AFTER = timedelta(days=30)
"""Still older news are put there as read."""

NOT_SENT = (OSError, ValueError)
"""What sending may raise: the network, the relay (SMTPException) and impossible addresses."""


class LettersWaiting(Exception):
    """Some letters of a notice are still to be sent; try again later."""


@transaction.atomic
def address(notice_id: int) -> None:
    """Make one delivery for each person the notice concerns; the second call does nothing."""
    notice = (
        Notice.objects.for_system("address a notice")
        .select_for_update(of=("self",))
        .select_related("body")
        .get(pk=notice_id)
    )
    if notice.addressed_at is not None:
        return
    readers = _readers(notice)
    unwilling = MailChoice.objects.filter(person__in=readers, group=notice.group)
    without_letter = set(unwilling.values_list("person_id", flat=True))
    age = clock.now() - notice.created_at
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            person=person,
            told_at=notice.created_at,
            read_at=notice.created_at if age > READ_AFTER else None,
            mail=MailState.UNWANTED
            if age > NO_LETTER_AFTER or person.pk in without_letter
            else MailState.QUEUED,
            message_id=message_id(notice, person),
        )
        for person in readers
    )
    notice.addressed_at = timezone.now()
    notice.save(update_fields=["addressed_at"])


def message_id(notice: Notice, person: Person) -> str:
    """The Message-ID of one person's letter: the same however often it is made."""
    key = hashlib.sha256(f"{notice.unique} {person.pk}".encode()).hexdigest()[:32]
    return f"<{key}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def send_letters(notice_id: int) -> None:
    """Send the letters of a notice that are still to be sent.

    Raises LettersWaiting when some were not taken, or are just being sent by somebody else.
    """
    queued = Delivery.objects.for_system("send letters").filter(
        notice=notice_id, mail=MailState.QUEUED
    )
    waiting = list(queued.values_list("pk", flat=True))
    if not waiting:
        return
    connection = get_connection()
    try:
        connection.open()
    except OSError as problem:
        _note_unreachable(queued, problem)
    else:
        try:
            for pk in waiting:
                send_letter(pk, connection)
        finally:
            connection.close()
    if queued.exists():
        raise LettersWaiting(notice_id)


@transaction.atomic
def send_letter(delivery_id: int, connection: BaseEmailBackend) -> None:
    """Send one letter, unless it has been sent, is just being sent or is no longer wanted.

    What keeps it from being sent is written into the delivery, not raised.
    """
    delivery = (
        Delivery.objects.for_system("send one letter")
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("notice__body", "person")
        .filter(pk=delivery_id, mail=MailState.QUEUED)
        .first()
    )
    if delivery is None:
        return
    if _members(delivery.notice).filter(person=delivery.person).exists():
        _try_to_send(delivery, connection)
    else:
        delivery.mail = MailState.UNWANTED
    delivery.save(update_fields=["mail", "attempts", "problem", "sent_at"])


def _try_to_send(delivery: Delivery, connection: BaseEmailBackend) -> None:
    delivery.attempts += 1
    try:
        letter(delivery, connection=connection).send()
    except NOT_SENT as problem:
        delivery.problem = _in_words(problem)
        if _is_final(problem) or delivery.attempts >= ATTEMPTS:
            delivery.mail = MailState.FAILED
    else:
        delivery.mail = MailState.SENT
        delivery.problem = ""
        delivery.sent_at = timezone.now()


def _note_unreachable(queued: QuerySet[Delivery], problem: OSError) -> None:
    with transaction.atomic():
        queued.update(attempts=F("attempts") + 1, problem=_in_words(problem))
        queued.filter(attempts__gte=ATTEMPTS).update(mail=MailState.FAILED)


def _is_final(problem: OSError | ValueError) -> bool:
    """Whether asking again is no use: the relay or the rules of mail refuse this very address."""
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return isinstance(problem, ValueError)


def _in_words(problem: OSError | ValueError) -> str:
    if isinstance(problem, SMTPRecipientsRefused):
        codes = "、".join(str(code) for code, _ in problem.recipients.values())
        return f"宛先のメールアドレスが受け付けられませんでした（応答 {codes}）"
    if isinstance(problem, SMTPResponseException):
        return f"メールサーバーが受け取りませんでした（応答 {problem.smtp_code}）"
    if isinstance(problem, ValueError):
        return "このメールアドレスの書き方では送れません"
    return "メールサーバーにつながりませんでした"


def _members(notice: Notice) -> QuerySet[Membership]:
    """Terms that count today in the notice's body."""
    return Membership.objects.filter(current(timezone.localdate()), body=notice.body)


def _readers(notice: Notice) -> list[Person]:
    """Whom the notice concerns: who may do what it needs, everybody if nobody may."""
    members = list(_members(notice).select_related("person"))
    able = [m for m in members if m.role in ROLES and notice.needs in ROLES[m.role].permissions]
    return list({m.person_id: m.person for m in able or members}.values())
