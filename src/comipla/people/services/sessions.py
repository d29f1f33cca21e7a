"""Begin a session without a password where that is right; end sessions here and elsewhere."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from comipla.people.models import AuditKind, Person
from comipla.people.services.audit import record_event


@transaction.atomic
def enter(*, request: HttpRequest, person: Person, method: str = "invitation") -> None:
    """Sign in a person who has just proved who they are by other means than the sign-in page."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, method=method)
    UserSession.objects.create_from_request(request)


def enter_demo(*, request: HttpRequest, person: Person) -> None:
    """Sign in one of the demo's invented people by one click.

    Raises PermissionDenied outside the demo and for a real person.
    """
    if not (settings.DEMO and person.is_fictional and person.is_active):
        raise PermissionDenied
    enter(request=request, person=person, method="demo")


@transaction.atomic
def end_sessions(
    *,
    person: Person,
    keep: str | None = None,
    only: int | None = None,
    by: Person | None = None,
    ip: str | None = None,
) -> int:
    """End the person's sessions and return how many there were.

    `keep` is the key of a session that goes on (the present one); `only` the id of the single
    session to end. `by` is who ended them, the person itself when left out.
    """
    sessions = UserSession.objects.filter(user=person)
    if keep:
        sessions = sessions.exclude(session_key=keep)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    if ended:
        record_event(
            kind=AuditKind.SESSIONS_ENDED,
            person=by or person,
            subject=person if by and by != person else None,
            ip=ip,
            detail={"sessions": ended},
        )
    return ended
