"""Begin and end terms; turn a term into the actor that every check asks for."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from comipla.core.access import ROLES, Actor, BodyKind, Permission, may
from comipla.people.models import AuditKind, Body, Membership, Person
from comipla.people.selectors import current, person_behind
from comipla.people.services.audit import record_event
from comipla.people.services.sessions import end_sessions
from comipla.places.selectors import codes_served_by


def actor_for(membership: Membership) -> Actor:
    """The actor of a membership; costs one query for a branch office, none for other bodies."""
    body = membership.body
    serves = codes_served_by(body.code) if body.kind == BodyKind.BRANCH else frozenset()
    return Actor(
        person_id=membership.person_id,
        name=membership.person.name,
        body_code=body.code,
        body_kind=body.kind,
        body_path=body.path,
        role=membership.role,
        serves=serves,
    )


@transaction.atomic
def begin_membership(
    *,
    person: Person,
    body: Body,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Person | None = None,
    ip: str | None = None,
) -> Membership:
    """Give a person a role in a body. `by` is None for the command line and the demo.

    Raises ValidationError when the role is not one of this kind of body, when the days are in the
    wrong order or when the person already holds the role on one of them.
    """
    check_role_fits(body, role)
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError("終わる日を、始まる日と同じ日かそれより後にしてください。")
    check_not_held(person, body, role, starts_on, ends_on)
    membership = Membership.objects.create(
        person=person, body=body, role=role, starts_on=starts_on, ends_on=ends_on
    )
    record_event(
        kind=AuditKind.MEMBERSHIP_BEGAN,
        person=by,
        subject=person,
        body=body,
        ip=ip,
        detail={"membership": membership.pk, "role": role},
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, ip: str | None = None) -> Membership:
    """End a term at once: with the next request the rights are gone.

    Raises PermissionDenied unless `by` manages the body, and ValidationError for one's own term
    (a body must not be left without anybody who can manage it by a slip) or one already over.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("body", "person")
        .get(pk=membership.pk)
    )
    if not may(by, Permission.MANAGE_MEMBERS, membership.body.path):
        raise PermissionDenied
    if membership.person_id == by.person_id:
        raise ValidationError(
            "自分の所属は自分で終えられません。ほかの管理する人に頼んでください。"
        )
    if membership.ended_at is not None:
        raise ValidationError("この所属はもう終わっています。一覧を開き直してください。")
    manager = person_behind(by)
    membership.ended_at = timezone.now()
    membership.ended_by = manager
    membership.save(update_fields=["ended_at", "ended_by"])
    record_event(
        kind=AuditKind.MEMBERSHIP_ENDED,
        person=manager,
        subject=membership.person,
        body=membership.body,
        ip=ip,
        detail={"membership": membership.pk, "role": membership.role},
    )
    return membership


@transaction.atomic
def hand_over(
    *, membership: Membership, successor: Person, by: Actor, ip: str | None = None
) -> Membership:
    """Pass a role on: the successor's term begins today, the present one ends at this moment.

    One's own role may be handed over, because somebody else then holds it. The successor must
    already act for the body. Raises PermissionDenied unless `by` manages the body's members, and
    ValidationError for a term already over or a successor who holds the role.
    """
    held = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("body", "person")
        .get(pk=membership.pk)
    )
    if not may(by, Permission.MANAGE_MEMBERS, held.body.path):
        raise PermissionDenied
    if held.ended_at is not None:
        raise ValidationError("この所属はもう終わっています。一覧を開き直してください。")
    today = timezone.localdate()
    colleagues = Membership.objects.filter(current(today), body=held.body, person=successor)
    if successor == held.person or not colleagues.exists():
        raise ValidationError("引き継ぐ相手を、同じ団体に所属している人から選んでください。")
    begun = begin_membership(
        person=successor,
        body=held.body,
        role=held.role,
        starts_on=today,
        ends_on=held.ends_on,
        by=person_behind(by),
        ip=ip,
    )
    held.ended_at = timezone.now()
    held.ended_by = person_behind(by)
    held.save(update_fields=["ended_at", "ended_by"])
    record_event(
        kind=AuditKind.MEMBERSHIP_ENDED,
        person=held.ended_by,
        subject=held.person,
        body=held.body,
        ip=ip,
        detail={"membership": held.pk, "role": held.role},
    )
    return begun


@transaction.atomic
def disable_person(*, person: Person, by: Actor, ip: str | None = None) -> Person:
    """Stop an account: every session ends now and nobody can sign in with it.

    Raises PermissionDenied unless `by` manages every body the person now belongs to, and
    ValidationError for one's own account.
    """
    manager = _manager_of(person, by)
    if person.pk == by.person_id:
        raise ValidationError(
            "自分のアカウントは自分で止められません。ほかの管理する人に頼んでください。"
        )
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person=person, by=manager, ip=ip)
    record_event(kind=AuditKind.PERSON_DISABLED, person=manager, subject=person, ip=ip)
    return person


@transaction.atomic
def enable_person(*, person: Person, by: Actor, ip: str | None = None) -> Person:
    """Let a stopped account be used again; memberships count again as far as their terms go."""
    manager = _manager_of(person, by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_event(kind=AuditKind.PERSON_ENABLED, person=manager, subject=person, ip=ip)
    return person


def check_role_fits(body: Body, role: str) -> None:
    """Raise ValidationError unless `role` is declared for this kind of body."""
    declared = ROLES.get(role)
    if declared is None or body.kind not in declared.body_kinds:
        raise ValidationError(f"{body.name}で持てる役割を一覧から選んでください。")


def check_not_held(
    person: Person, body: Body, role: str, starts_on: date, ends_on: date | None
) -> None:
    """Raise ValidationError when the person holds the role in the body on one of the days."""
    same = Membership.objects.filter(person=person, body=body, role=role, ended_at=None)
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    if same.exclude(ends_on__lt=starts_on).exists():
        raise ValidationError(
            f"{person.name}さんは、その期間に{body.name}の{ROLES[role].label}になっています。"
            "今の所属を確かめてください。"
        )


def _manager_of(person: Person, by: Actor) -> Person:
    bodies = Body.objects.filter(memberships__person=person, memberships__ended_at=None).distinct()
    if not bodies or not all(may(by, Permission.MANAGE_MEMBERS, body.path) for body in bodies):
        raise PermissionDenied
    return person_behind(by)
