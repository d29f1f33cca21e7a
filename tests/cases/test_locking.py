"""What is read under lock by statements of its own is what the ORM reads."""

import pytest
from django.db.models import Model

from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.locking import lock_case, lock_envelopes, past_of
from comipla.cases.services.surroundings import envelopes_for

pytestmark = pytest.mark.django_db
SUBSIDY = PROCEDURES["subsidy"]


def values(row: Model) -> dict[str, object]:
    """Every column that has been read, by field."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in row.get_deferred_fields()
    }


def test_locked_case_comes_whole_with_its_year_and_both_sides(world, django_assert_num_queries):
    opened = world.granted()
    read = Case.objects.for_system("compare").defer("search").get(pk=opened.pk)
    with django_assert_num_queries(1):
        locked = lock_case(opened.pk)
        parts = (locked, locked.programme_year, locked.owner, locked.prefecture)
    assert locked.get_deferred_fields() == {"search"}
    assert [values(part) for part in parts] == [
        values(part) for part in (read, read.programme_year, read.owner, read.prefecture)
    ]
    assert locked.owner.path == world.town.path


def test_case_that_is_not_there_is_named_as_missing(world):
    with pytest.raises(Case.DoesNotExist):
        lock_case(0)


def test_past_is_what_the_acts_of_the_model_say(world):
    case = world.completed()
    rows = Act.objects.filter(case=case).select_related("paper").order_by("number")
    past = past_of(case, SUBSIDY)
    assert tuple(stored.act for stored in past) == acts_of(SUBSIDY, rows)
    assert [(stored.key, stored.paper) for stored in past] == [
        (row.key, row.paper.number if row.paper else None) for row in rows
    ]


def test_past_is_the_same_when_it_is_read_again(world):
    case = world.granted()
    assert past_of(case, SUBSIDY) == past_of(case, SUBSIDY)


def test_envelopes_are_those_of_the_municipality_and_the_prefecture_in_order(world):
    row = lock_case(world.granted().pk)
    locked = lock_envelopes(row, menu="3")
    free = envelopes_for(year=row.programme_year, owner=row.owner, menu="3")
    assert {kind: values(one) for kind, one in locked.items()} == {
        kind: values(one) for kind, one in free.items()
    }
    assert set(locked) == {"CAP", "BUDGET"}
    ids = [envelope.pk for envelope in locked.values()]
    assert ids == sorted(ids)


def test_both_statements_lock_their_rows_and_no_others(world, django_assert_num_queries):
    case = world.open()
    with django_assert_num_queries(2) as asked:
        lock_envelopes(lock_case(case.pk), menu="3")
    first, second = (query["sql"].split() for query in asked)
    assert first[-4:] == ["FOR", "UPDATE", "OF", "c"]
    assert second[-5:] == ["ORDER", "BY", "e.id", "FOR", "UPDATE"]
