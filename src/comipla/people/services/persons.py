"""Persons: their account and their name."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from comipla.people.models import AuditKind, Person
from comipla.people.services.audit import record_event


@transaction.atomic
def create_person(
    *,
    email: str,
    family_name: str,
    given_name: str = "",
    family_kana: str = "",
    given_kana: str = "",
    password: str | None = None,
    is_fictional: bool = False,
) -> Person:
    """Store a person whose e-mail address is known to be theirs.

    Without a password nobody can sign in by one. Raises ValidationError when the password does
    not fit the policy (see `people.passwords`). Names are stored as given.
    """
    person = Person(
        email=email,
        family_name=family_name,
        given_name=given_name,
        family_kana=family_kana,
        given_kana=given_kana,
        is_fictional=is_fictional,
    )
    person.clean()
    if password is not None:
        validate_password(password, person)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def change_name(
    *,
    person: Person,
    family_name: str,
    given_name: str,
    family_kana: str,
    given_kana: str,
    ip: str | None = None,
) -> Person:
    """Change how a person is called from now on; acts already recorded keep their reference."""
    person.family_name = family_name
    person.given_name = given_name
    person.family_kana = family_kana
    person.given_kana = given_kana
    person.save(update_fields=["family_name", "given_name", "family_kana", "given_kana"])
    record_event(kind=AuditKind.NAME_CHANGED, person=person, ip=ip)
    return person
