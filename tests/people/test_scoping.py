"""Rows of an office are never read without saying for whom or why."""

import pytest
from django.db import models
from django.db.models import Prefetch, Q
from django.test.utils import isolate_apps

from comipla.people.scoping import ScopedManager, Unscoped
from comipla.people.services import actor_for, invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped():
    """A scoped view of the invitations and of the bodies they belong to."""
    with isolate_apps("comipla.people"):

        class Office(models.Model):
            code = models.CharField(max_length=32)

            class Meta:
                app_label = "people"
                db_table = "people_body"

        class Letter(models.Model):
            email = models.EmailField()
            body = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="letters")
            objects = ScopedManager()

            class Meta:
                app_label = "people"
                db_table = "people_invitation"

            @classmethod
            def scope(cls, actor):
                return Q(body__code=actor.body_code)

        yield Office, Letter


@pytest.fixture
def letters(prefecture, amagi, nagashima, member_of):
    """One invitation of each of two municipalities."""
    admin = actor_for(member_of(prefecture, "pref_admin"))
    for body in (amagi, nagashima):
        invite(email=f"{body.code}@example.jp", body=body, role="muni_officer", by=admin)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda letter: letter.objects.all(),
        lambda letter: letter.objects.filter(email="a@example.jp"),
        lambda letter: letter.objects.get(email="a@example.jp"),
        lambda letter: letter.objects.first(),
        lambda letter: letter.objects.count(),
        lambda letter: letter.objects.exists(),
        lambda letter: letter.objects.values_list("email"),
        lambda letter: letter.objects.select_for_update(),
        lambda letter: letter.objects.update(email="a@example.jp"),
        lambda letter: letter.objects.get_or_create(email="a@example.jp"),
        lambda letter: letter.objects.in_bulk(),
        lambda letter: letter.objects.raw("SELECT * FROM people_invitation"),
        lambda letter: list(letter.objects.get_queryset()),
        lambda letter: letter.objects.get_queryset().order_by("pk").count(),
        lambda letter: letter.objects.get_queryset().filter(pk=1).exists(),
        lambda letter: letter.objects.get_queryset().update(email="a@example.jp"),
        lambda letter: letter.objects.get_queryset().delete(),
        lambda letter: letter.objects.get_queryset().aggregate(models.Count("pk")),
        lambda letter: next(letter.objects.get_queryset().iterator()),
        lambda letter: letter.objects.get_queryset().explain(),
    ],
)
def test_reading_or_changing_without_a_scope_is_refused(scoped, letters, attempt):
    with pytest.raises(Unscoped, match="Letter"):
        attempt(scoped[1])


def test_an_actor_sees_only_what_the_model_says(scoped, letters, decider, amagi):
    _, letter = scoped
    visible = letter.objects.visible_to(actor_for(decider))
    assert [row.email for row in visible] == [f"{amagi.code}@example.jp"]
    assert visible.filter(email__contains="464040").count() == 0


def test_nobody_sees_nothing(scoped, letters):
    assert not scoped[1].objects.visible_to(None).exists()


def test_the_system_sees_everything_and_says_why(scoped, letters):
    _, letter = scoped
    assert letter.objects.for_system("counts invitations in a test").count() == 2
    with pytest.raises(ValueError, match="say why"):
        letter.objects.for_system(" ")


def test_related_rows_are_read_with_a_scope_too(scoped, letters, decider, amagi, nagashima):
    office, _ = scoped
    actor = actor_for(decider)
    assert office.objects.get(code=amagi.code).letters.visible_to(actor).count() == 1
    assert office.objects.get(code=nagashima.code).letters.visible_to(actor).count() == 0
    with pytest.raises(Unscoped):
        office.objects.get(code=amagi.code).letters.all()


def test_prefetching_needs_a_scope(scoped, letters, decider, amagi):
    office, letter = scoped
    with pytest.raises(Unscoped):
        list(office.objects.prefetch_related("letters"))
    own = Prefetch("letters", letter.objects.visible_to(actor_for(decider)), to_attr="own")
    counts = {row.code: len(row.own) for row in office.objects.prefetch_related(own)}
    assert {code for code, count in counts.items() if count} == {amagi.code}


def test_an_unscoped_subquery_is_refused(scoped, letters):
    office, letter = scoped
    with pytest.raises(Unscoped):
        list(office.objects.filter(letters__in=letter.objects.get_queryset()))


def test_what_a_row_points_at_is_followed(scoped, letters, decider, amagi):
    row = scoped[1].objects.visible_to(actor_for(decider)).get()
    assert row.body.code == amagi.code
    row.refresh_from_db()
    assert row.email == f"{amagi.code}@example.jp"
