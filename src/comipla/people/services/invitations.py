"""Invite somebody by a link, and take up the invitation once."""

import hashlib
import secrets
from datetime import date
from enum import StrEnum

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from comipla.core.access import Actor, Permission, may
from comipla.people import limits
from comipla.people.models import AuditKind, Body, Invitation, Membership, Person
from comipla.people.selectors import person_behind
from comipla.people.services.audit import record_event
from comipla.people.services.memberships import begin_membership, check_not_held, check_role_fits
from comipla.people.services.persons import create_person


class InvitationClosed(Exception):
    """The link leads to no invitation that can be used; `reason` says which way it closed."""

    class Reason(StrEnum):
        """Why an invitation cannot be used."""

        UNKNOWN = "unknown"
        USED = "used"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    _SENTENCES = {
        Reason.UNKNOWN: "この招待は見つかりません。リンクが途中で切れていないか確かめてください。",
        Reason.USED: "この招待はもう使われています。メールアドレスとパスワードでログインしてください。",
        Reason.EXPIRED: "この招待は期限の7日を過ぎました。招いた人にもう一度招待を頼んでください。",
        Reason.WITHDRAWN: "この招待は取り下げられました。招いた人に確かめてください。",
    }

    def __init__(self, reason: Reason) -> None:
        super().__init__(self._SENTENCES[reason])
        self.reason = reason


@transaction.atomic
def invite(
    *,
    email: str,
    body: Body,
    role: str,
    by: Actor,
    starts_on: date | None = None,
    ends_on: date | None = None,
    ip: str | None = None,
) -> tuple[Invitation, str]:
    """Invite an e-mail address into a body; return the invitation and the token of its link.

    The token is shown and sent once and never stored. The term begins today unless `starts_on`
    says otherwise. An earlier open invitation of the same address to the same role is withdrawn.

    Raises PermissionDenied unless `by` manages the members of the body, and ValidationError for
    an address, role or term that cannot be.
    """
    if not may(by, Permission.MANAGE_MEMBERS, body.path):
        raise PermissionDenied
    address = email.strip().lower()
    validate_email(address)
    check_role_fits(body, role)
    begins = starts_on or timezone.localdate()
    if ends_on is not None and ends_on < begins:
        raise ValidationError("終わる日を、始まる日と同じ日かそれより後にしてください。")
    known = Person.objects.filter(email=address).first()
    if known is not None:
        check_not_held(known, body, role, begins, ends_on)
    now = timezone.now()
    Invitation.objects.filter(
        email=address, body=body, role=role, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    inviter = person_behind(by)
    invitation = Invitation.objects.create(
        token_hash=_hash(token),
        email=address,
        body=body,
        role=role,
        starts_on=begins,
        ends_on=ends_on,
        invited_by=inviter,
        created_at=now,
        expires_at=now + limits.invitation(),
    )
    record_event(
        kind=AuditKind.INVITED,
        person=inviter,
        body=body,
        ip=ip,
        detail={"invitation": invitation.pk, "role": role},
    )
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, ip: str | None = None) -> Invitation:
    """Close an invitation that has not been used. Raises PermissionDenied, InvitationClosed."""
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=invitation.pk)
    )
    if not may(by, Permission.MANAGE_MEMBERS, locked.body.path):
        raise PermissionDenied
    if locked.used_at is not None:
        raise InvitationClosed(InvitationClosed.Reason.USED)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    record_event(
        kind=AuditKind.INVITATION_WITHDRAWN,
        person=person_behind(by),
        body=locked.body,
        ip=ip,
        detail={"invitation": locked.pk},
    )
    return locked


def find_open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation behind the token of a link, or raise InvitationClosed."""
    rows = Invitation.objects.select_related("body", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise InvitationClosed(InvitationClosed.Reason.UNKNOWN)
    if invitation.used_at is not None:
        raise InvitationClosed(InvitationClosed.Reason.USED)
    if invitation.withdrawn_at is not None:
        raise InvitationClosed(InvitationClosed.Reason.WITHDRAWN)
    if invitation.expires_at <= timezone.now():
        raise InvitationClosed(InvitationClosed.Reason.EXPIRED)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, person: Person, ip: str | None = None) -> Membership:
    """Take up an invitation with an account that exists.

    Raises InvitationClosed, and PermissionDenied when the invitation is for another address.
    """
    invitation = find_open_invitation(token, lock=True)
    if invitation.email != person.email or not person.is_active:
        raise PermissionDenied
    return _take_up(invitation, person, ip)


@transaction.atomic
def accept_invitation_as_new_person(
    *,
    token: str,
    family_name: str,
    given_name: str,
    family_kana: str,
    given_kana: str,
    password: str,
    ip: str | None = None,
) -> Membership:
    """Take up an invitation by making the account: the link proves the e-mail address.

    Raises InvitationClosed, and ValidationError for a password against the policy or when the
    address has an account already (its owner signs in first).
    """
    invitation = find_open_invitation(token, lock=True)
    if Person.objects.filter(email=invitation.email).exists():
        raise ValidationError(
            "このメールアドレスのアカウントがあります。先にログインし、もう一度リンクを開いてください。"
        )
    person = create_person(
        email=invitation.email,
        family_name=family_name,
        given_name=given_name,
        family_kana=family_kana,
        given_kana=given_kana,
        password=password,
    )
    return _take_up(invitation, person, ip)


def _take_up(invitation: Invitation, person: Person, ip: str | None) -> Membership:
    membership = begin_membership(
        person=person,
        body=invitation.body,
        role=invitation.role,
        starts_on=max(invitation.starts_on, timezone.localdate()),
        ends_on=invitation.ends_on,
        by=invitation.invited_by,
        ip=ip,
    )
    invitation.used_at = timezone.now()
    invitation.used_by = person
    invitation.save(update_fields=["used_at", "used_by"])
    record_event(
        kind=AuditKind.INVITATION_ACCEPTED,
        person=person,
        body=invitation.body,
        ip=ip,
        detail={"invitation": invitation.pk},
    )
    return membership


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
