"""Changes that need the municipality: handed in by the secretariat, applied when confirmed.

A change handed in by the municipality itself is confirmed by that. Either way it is tried first:
what could not be applied is refused at once, with its reasons, and nothing is stored.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.communities.models import ChangeNotice, NoticeState, Platform, RegistryFile
from comipla.communities.services.applying import APPLIERS
from comipla.communities.services.doors import locked, refuse_if_over, require
from comipla.core.access import Actor, Permission, may
from comipla.core.registry import Subject
from comipla.people.models import Body
from comipla.programme.clock import now


@transaction.atomic
def submit_change(
    *,
    platform: Platform,
    subject: Subject,
    payload: Mapping[str, Any],
    reason: str,
    by: Actor,
    key: uuid.UUID,
    file: RegistryFile | None = None,
) -> ChangeNotice:
    """Hand in a change; it waits, or is confirmed at once where the municipality hands it in.

    `payload` is plain JSON as `services.applying` reads it for the subject. A repeat with the
    same key returns the notice it made. Raises ValidationError where the change could not be
    applied today or another one of the same subject waits.
    """
    row = locked(platform)
    require(by, Permission.EDIT_PLATFORM, Permission.CONFIRM_PLATFORM, platform=row)
    known = ChangeNotice.objects.for_system("same form").filter(key=key, platform=row).first()
    if known is not None:
        return known
    refuse_if_over(row)
    if not reason.strip():
        raise ValidationError({"reason": "変える理由（総会の日など）を入力してください。"})
    _refuse_second(row, subject)
    notice = ChangeNotice(
        platform=row,
        subject=subject,
        payload=dict(payload),
        reason=reason.strip(),
        file=file,
        submitted_by_id=by.known_person,
        submitted_for=Body.objects.get(code=by.body_code),
        submitted_at=now(),
        key=key,
    )
    applier = APPLIERS[subject]
    notice.summary = applier.summary(row, payload)
    if may(by, Permission.CONFIRM_PLATFORM, row.body.path):
        applier.apply(row, notice, by)
        _decide(notice, NoticeState.CONFIRMED, by, "")
    else:
        _try(row, notice, by)
        notice.save()
    return notice


@transaction.atomic
def confirm_change(*, notice: ChangeNotice, by: Actor) -> ChangeNotice:
    """Confirm a notice: the change is applied in this very transaction.

    Raises ValidationError where the registry has moved on so that it no longer can be applied.
    """
    row, platform = _waiting(notice, by, Permission.CONFIRM_PLATFORM)
    APPLIERS[Subject.of(row.subject)].apply(platform, row, by)
    return _decide(row, NoticeState.CONFIRMED, by, "")


@transaction.atomic
def return_change(*, notice: ChangeNotice, answer: str, by: Actor) -> ChangeNotice:
    """Send a notice back with the reason; the registry stays as it was."""
    row, _ = _waiting(notice, by, Permission.CONFIRM_PLATFORM)
    if not answer.strip():
        raise ValidationError({"answer": "差し戻す理由と、直してほしい所を入力してください。"})
    return _decide(row, NoticeState.RETURNED, by, answer.strip())


@transaction.atomic
def withdraw_change(*, notice: ChangeNotice, by: Actor) -> ChangeNotice:
    """Take a notice back before it is answered; for those who hand notices in."""
    row, _ = _waiting(notice, by, Permission.EDIT_PLATFORM)
    if row.submitted_for.code != by.body_code:
        raise PermissionDenied
    return _decide(row, NoticeState.WITHDRAWN, by, "")


def _waiting(
    notice: ChangeNotice, by: Actor, permission: Permission
) -> tuple[ChangeNotice, Platform]:
    """The notice and its platform under lock; ValidationError when it was answered already."""
    platform = locked(notice.platform)
    require(by, permission, platform=platform)
    row = (
        ChangeNotice.objects.for_system("answer a notice")
        .select_related("submitted_for", "file")
        .select_for_update(of=("self",))
        .get(pk=notice.pk)
    )
    if row.state is not NoticeState.PENDING:
        raise ValidationError(
            f"この届出はもう「{row.state.label}」です。一覧を開き直してください。"
        )
    return row, platform


def _decide(notice: ChangeNotice, state: NoticeState, by: Actor, answer: str) -> ChangeNotice:
    notice.state = state
    notice.decided_by_id = by.known_person
    notice.decided_at = now()
    notice.answer = answer
    notice.save()
    return notice


def _refuse_second(platform: Platform, subject: Subject) -> None:
    waiting = ChangeNotice.objects.for_system("one of a subject at a time")
    if waiting.filter(platform=platform, subject=subject, state=NoticeState.PENDING).exists():
        raise ValidationError(
            f"{subject.label}の届出が、市町村の確認を待っています。"
            "先に取り下げるか、確認を待ってください。"
        )


def _try(platform: Platform, notice: ChangeNotice, by: Actor) -> None:
    """Apply the change and undo it again: what would be refused later is refused now."""
    mark = transaction.savepoint()
    try:
        APPLIERS[Subject.of(notice.subject)].apply(platform, notice, by)
    finally:
        transaction.savepoint_rollback(mark)
    platform.refresh_from_db(from_queryset=Platform.objects.for_system("as it was"))
