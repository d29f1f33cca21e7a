"""Write the audit when Django or allauth says that something happened to a sign-in."""

import time
from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from comipla.people.middleware import BEGAN, MEMBERSHIP, SEEN
from comipla.people.models import AuditKind, Person
from comipla.people.requests import client_ip
from comipla.people.services import record_event


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Begin the clocks of the session; for whom the person acts is chosen anew."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now
    request.session.pop(MEMBERSHIP, None)
    _note(AuditKind.SIGNED_IN, request, user)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Note a sign-out of somebody who was signed in."""
    if user is not None:
        _note(AuditKind.SIGNED_OUT, request, user)


@receiver([password_changed, password_set, password_reset])
def note_password(request: HttpRequest, user: Person, **_: Any) -> None:
    """Note a new password, never the password."""
    _note(AuditKind.PASSWORD_CHANGED, request, user)


@receiver(authenticator_added)
def note_second_factor_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    """Note a new authenticator app, passkey or set of recovery codes."""
    _note(AuditKind.SECOND_FACTOR_ADDED, request, user, type=authenticator.type)


@receiver(authenticator_removed)
def note_second_factor_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    """Note that a second factor went away."""
    _note(AuditKind.SECOND_FACTOR_REMOVED, request, user, type=authenticator.type)


@receiver(authenticator_used)
def note_recovery_code(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    """Note the use of a recovery code: somebody may have found the paper."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note(AuditKind.RECOVERY_CODE_USED, request, user)


@receiver(authentication_failed)
def note_second_factor_refused(request: HttpRequest, user: Person, **_: Any) -> None:
    """Note a wrong code or key."""
    _note(AuditKind.SIGN_IN_REFUSED, request, user, second_factor=1)


@receiver(authentication_step_completed)
def note_step_up(request: HttpRequest, user: Person, method: str, **more: Any) -> None:
    """Note a repeated proof of identity."""
    if more.get("reauthenticated"):
        _note(AuditKind.STEPPED_UP, request, user, method=method)


def _note(kind: AuditKind, request: HttpRequest, person: Person, **detail: str | int) -> None:
    record_event(kind=kind, person=person, ip=client_ip(request), detail=detail)
