"""What the schema itself refuses about people, bodies and terms."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from comipla.people.models import AuditEvent, AuditKind, Body, Membership, Person
from comipla.people.services import record_event

pytestmark = pytest.mark.django_db


def refused(write, error=IntegrityError, match=None):
    with pytest.raises(error, match=match), transaction.atomic():
        write()


def test_names_are_stored_byte_for_byte():
    name = "髙﨑\u9089\U000e0101神\ufa19𠮷"
    Person.objects.create(email="a@example.jp", family_name=name)
    assert Person.objects.get().family_name.encode() == name.encode()


def test_an_address_is_one_person_in_whatever_case_it_is_typed():
    Person.objects.create_user("Hanako@Example.JP", family_name="架空")
    assert Person.objects.get_by_natural_key(" HANAKO@example.jp ").email == "hanako@example.jp"
    refused(lambda: Person.objects.create_user("hanako@EXAMPLE.jp", family_name="架空"))


def test_the_schema_refuses_an_address_in_capitals_and_a_person_without_a_name():
    person = Person.objects.create_user("a@example.jp", family_name="架空")
    rows = Person.objects.filter(pk=person.pk)
    refused(lambda: rows.update(email="A@example.jp"), match="person_email_is_lower_case")
    refused(lambda: rows.update(family_name=""), match="person_has_a_name")


def test_a_changed_reading_changes_the_sorting_key():
    person = Person.objects.create_user("a@example.jp", family_name="架空", family_kana="カクウ")
    person.family_kana = "ガクウ"
    person.save(update_fields=["family_kana"])
    assert Person.objects.get().kana_key == "かくう がくう"


def test_a_body_knows_its_place_in_the_tree(amagi):
    assert amagi.path == ("46", "465313")
    assert amagi.prefecture_code == "46"


def test_only_a_prefecture_stands_at_the_root_and_every_municipality_is_named(prefecture, amagi):
    rows = Body.objects.filter(pk=amagi.pk)
    refused(lambda: rows.update(parent=None), match="body_at_the_root")
    refused(lambda: rows.update(municipality=None), match="body_names_its_municipality")
    refused(lambda: rows.update(kind="VILLAGE"))


def test_a_term_ends_on_or_after_the_day_it_starts(officer):
    rows = Membership.objects.filter(pk=officer.pk)
    rows.update(ends_on=officer.starts_on)
    refused(lambda: rows.update(ends_on=date(2024, 3, 31)), match="membership_ends_after")


def test_two_terms_of_one_role_never_overlap(officer):
    def again(starts_on, ends_on=None):
        return Membership.objects.create(
            person=officer.person,
            body=officer.body,
            role=officer.role,
            starts_on=starts_on,
            ends_on=ends_on,
        )

    refused(lambda: again(date(2025, 4, 1)), match="do_not_overlap")
    Membership.objects.filter(pk=officer.pk).update(ends_on=date(2025, 3, 31))
    refused(lambda: again(date(2025, 3, 31)), match="do_not_overlap")
    assert again(date(2025, 4, 1)).pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditevent SET kind = 'signed_out'",
        "DELETE FROM people_auditevent",
    ],
)
def test_the_audit_is_only_ever_added_to(statement):
    record_event(kind=AuditKind.SIGNED_IN)

    def write():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    refused(write, DatabaseError, "only ever added")
    assert AuditEvent.objects.get().kind == AuditKind.SIGNED_IN


def test_the_audit_is_emptied_only_where_maintenance_says_so():
    record_event(kind=AuditKind.SIGNED_IN)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL comipla.maintenance = 'off'")

        def write():
            cursor.execute("TRUNCATE people_auditevent")

        refused(write, DatabaseError, "only ever added")
        cursor.execute("SET LOCAL comipla.maintenance = 'on'")
        write()
    assert not AuditEvent.objects.exists()
