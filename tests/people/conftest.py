"""Two municipalities, a prefecture and people in them; real rows in a real database.

Models are imported late: this file is read before Django is set up.
"""

from datetime import date

import pytest

PASSWORD = "みかんの木と白い雲を数えると五つ"
BEGAN = date(2024, 4, 1)


@pytest.fixture
def prefecture(db):
    from comipla.people.services import establish_prefecture

    return establish_prefecture("46")


@pytest.fixture
def amagi(prefecture):
    return prefecture.children.get(code="465313")


@pytest.fixture
def nagashima(prefecture):
    return prefecture.children.get(code="464040")


@pytest.fixture
def member_of():
    """Make a person with a role in a body: ``member_of(body, "muni_officer")``."""
    from comipla.people.services import begin_membership, create_person

    def make(body, role, email="", *, starts_on=BEGAN, ends_on=None, is_fictional=False):
        person = create_person(
            email=email or f"{role}.{body.code}@example.jp",
            family_name="架空",
            given_name="花子",
            family_kana="カクウ",
            given_kana="ハナコ",
            password=PASSWORD,
            is_fictional=is_fictional,
        )
        return begin_membership(
            person=person, body=body, role=role, starts_on=starts_on, ends_on=ends_on
        )

    return make


@pytest.fixture
def decider(amagi, member_of):
    """Somebody who manages the members of 天城町."""
    return member_of(amagi, "muni_decider")


@pytest.fixture
def officer(amagi, member_of):
    """Somebody in 天城町 who manages nobody."""
    return member_of(amagi, "muni_officer")


@pytest.fixture
def by(decider):
    """The actor who manages 天城町."""
    from comipla.people.services import actor_for

    return actor_for(decider)
