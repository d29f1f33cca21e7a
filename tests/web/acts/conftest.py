"""The world in front of its pages, and people signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

PASSWORD = "みかんの木と白い雲を数えると五つ"


@pytest.fixture
def world(db, settings, tmp_path) -> Iterator[Any]:
    """A small prefecture on the world's day, its files in a folder of their own."""
    from comipla.programme.clock import standing_on
    from tests.world import TODAY, build

    settings.MEDIA_ROOT = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False
    with standing_on(TODAY):
        yield build()


@pytest.fixture
def enter(settings) -> Callable[..., Client]:
    """Sign somebody in: ``enter(world.officer).get(…)``; ``proved`` a moment ago, if asked for."""
    from comipla.people.models import Person
    from tests.web.matrix import session_of

    def sign_in(actor: Any, *, proved: bool = False) -> Client:
        person = Person.objects.get(pk=actor.person_id)
        if not person.has_usable_password():
            person.set_password(PASSWORD)
            person.save()
        client = Client(headers={"Accept": "text/html"})
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person, proved=proved)
        return client

    return sign_in
