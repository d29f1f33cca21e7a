"""Read persons, bodies, memberships and their audit."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.people import limits
from comipla.people.models import AuditEvent, Body, Invitation, Membership, Person

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes are only the spare key to one."""


def current(day: date) -> Q:
    """Memberships that count on `day`: begun, not over, not cut short, of an active person."""
    return (
        Q(starts_on__lte=day)
        & (Q(ends_on=None) | Q(ends_on__gte=day))
        & Q(ended_at=None, person__is_active=True)
    )


def memberships_on(person: Person, day: date) -> QuerySet[Membership]:
    """The person's memberships that count on `day`, oldest first, with their bodies."""
    return person.memberships.filter(current(day)).select_related("body")


def members_of(body: Body, *, day: date) -> QuerySet[Membership]:
    """Memberships of a body that count on `day` or will, in the order of readings."""
    return (
        Membership.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            body=body,
            ended_at=None,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("person__kana_key", "person__family_name", "role", "starts_on")
    )


def former_members_of(body: Body, *, day: date) -> QuerySet[Membership]:
    """Memberships of a body that are over, latest first."""
    return (
        Membership.objects.filter(
            Q(ends_on__lt=day) | Q(ended_at__isnull=False) | Q(person__is_active=False), body=body
        )
        .select_related("person", "ended_by")
        .order_by("-starts_on", "-pk")
    )


def open_invitations(body: Body, *, now: datetime | None = None) -> QuerySet[Invitation]:
    """Invitations to a body that can still be used."""
    return Invitation.objects.filter(
        body=body,
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=now or timezone.now(),
    ).select_related("invited_by")


def body_managed_by(actor: Actor, code: str) -> Body | None:
    """The body with this code if the actor may manage its members, else None."""
    body = Body.objects.filter(code=code).first()
    if body is None or not may(actor, Permission.MANAGE_MEMBERS, body.path):
        return None
    return body


def bodies_managed_by(actor: Actor) -> QuerySet[Body]:
    """Bodies whose members the actor may manage, in the order of the tree."""
    if Permission.MANAGE_MEMBERS not in actor.permissions:
        return Body.objects.none()
    return Body.objects.filter(lineage__contains=[actor.body_code]).order_by("lineage")


def has_second_factor(person: Person) -> bool:
    """Tell whether the person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists()


def second_factors(person: Person) -> QuerySet[Authenticator]:
    """The person's authenticator apps and passkeys, oldest first."""
    return Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).order_by("created_at")


def live_sessions_of(person: Person, *, now: datetime | None = None) -> QuerySet[UserSession]:
    """The person's sessions that can still be used, the one seen last first."""
    moment = now or timezone.now()
    live = Session.objects.filter(expire_date__gt=moment).values("session_key")
    return UserSession.objects.filter(
        user=person, session_key__in=live, last_seen_at__gt=moment - limits.idle()
    ).order_by("-last_seen_at")


def recent_events(person: Person, *, limit: int = 20) -> QuerySet[AuditEvent]:
    """What the person did or had done to their access lately, latest first."""
    return AuditEvent.objects.filter(Q(person=person) | Q(subject=person)).select_related(
        "person", "subject", "body"
    )[:limit]


def person_behind(actor: Actor) -> Person:
    """The person who acts. Raises PermissionDenied for the system, which is no person."""
    if actor.person_id is None:
        raise PermissionDenied
    return Person.objects.get(pk=actor.person_id)


def prefecture_of(actor: Actor) -> Body:
    """The prefecture at the root of the actor's body: whom to call when in doubt."""
    return Body.objects.get(code=actor.body_path[0])


def help_desk(actor: Actor | None) -> Body | None:
    """Whom to call: the actor's prefecture, and without an actor the only one there is.

    None where an installation serves several prefectures and nobody is signed in.
    """
    if actor is not None:
        return prefecture_of(actor)
    prefectures = list(Body.objects.filter(kind=BodyKind.PREFECTURE)[:2])
    return prefectures[0] if len(prefectures) == 1 else None
