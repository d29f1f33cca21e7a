"""A town with people in it, and a notice to them.

Models are imported late: this file is read before Django is set up.
"""

from datetime import date

import pytest

from tests.notices.relay import Relay

BEGAN = date(2024, 4, 1)
CASE = {
    "case": "③-R6-017",
    "title": "買い物支援の試行（架空）",
    "municipality": "天城町",
    "says": "県が交付申請書を審査しています。",
    "due": "2024-07-12",
    "due_label": "補正の期限",
}


@pytest.fixture
def prefecture(db):
    from comipla.people.services import establish_prefecture

    return establish_prefecture("46")


@pytest.fixture
def amagi(prefecture):
    from comipla.people.models import Body

    return Body.objects.get(code="465313")


@pytest.fixture
def nagashima(prefecture):
    from comipla.people.models import Body

    return Body.objects.get(code="464040")


@pytest.fixture
def member_of():
    """Make a person with a role in a body: ``member_of(body, "muni_officer")``."""

    from comipla.people.services import begin_membership, create_person

    def make(body, role: str = "muni_officer", email: str = "", **term):
        person = create_person(
            email=email or f"{role}.{body.code}@example.jp",
            family_name="架空",
            given_name="花子",
            family_kana="カクウ",
            given_kana="ハナコ",
        )
        return begin_membership(person=person, body=body, role=role, **{"starts_on": BEGAN, **term})

    return make


@pytest.fixture
def officer(amagi, member_of):
    return member_of(amagi)


@pytest.fixture
def post(amagi):
    """Post a notice to 天城町: ``post("act:1", urgency=…)``."""

    from django.db import transaction

    from comipla.notices.services import post_notice

    @transaction.atomic
    def tell(unique: str = "act:1", **changes):
        return post_notice(
            **{
                "body": amagi,
                "kind": "case.decide_grant",
                "subject": "交付決定の通知が届きました",
                "facts": CASE,
                "path": "/cases/3-R6-017/",
                "unique": unique,
                **changes,
            }
        )

    return tell


@pytest.fixture
def relay(settings):
    """A mail relay that takes letters; the settings name it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "127.0.0.1", ""
    with Relay() as relay:
        settings.EMAIL_PORT = relay.port
        yield relay
