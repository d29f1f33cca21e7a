"""End sessions of a person, here and on other devices."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from comipla.people.models import AuditKind, Person
from comipla.people.services.audit import record_event


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
