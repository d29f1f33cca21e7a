"""Tell people something, and keep what they have read and how they want to be told."""

from typing import Any

from django.db import transaction

from comipla.core.access import Permission
from comipla.notices.jobs import deliver
from comipla.notices.models import Notice, Urgency
from comipla.people.models import Body


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
    comes without its 【…】, which follows from `urgency`.

    Raises OutsideTransaction when no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"post {kind} inside the transaction of what it tells about")
    notice, is_new = Notice.objects.get_or_create(
        unique=unique,
        defaults={
            "body": body,
            "kind": kind,
            "urgency": urgency,
            "subject": subject,
            "facts": facts,
            "path": path,
            "needs": needs or "",
        },
    )
    if is_new:
        deliver.defer(notice_id=notice.pk)
    return notice
