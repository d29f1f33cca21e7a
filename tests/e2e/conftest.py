"""The small world behind a real server, as a demo: one-click log-ins, the office's day pinned."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.visitor import Visitor


def name_people_by_their_roles() -> None:
    """「架空 県担当」: the pictures of the manual show who acts."""
    from comipla.core.access import ROLES
    from comipla.people.models import Membership

    for member in Membership.objects.select_related("person"):
        member.person.given_name = ROLES[member.role].label
        member.person.save(update_fields=["given_name"])


@pytest.fixture
def site(live_server: Any, settings: Any, transactional_db: None, tmp_path: Any) -> Iterator[Any]:
    """The world, and a door for each of its people: ``site.visitor("clerk")``."""
    from tests.world import TODAY, build

    settings.DEMO = True
    settings.COMIPLA_TODAY = TODAY
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_URL = live_server.url
    world = build()
    name_people_by_their_roles()
    visitors: list[Visitor] = []

    class Site:
        """What the story needs: the world, and people who come to it."""

        def __init__(self, browser: Any) -> None:
            self.world, self.browser, self.url = world, browser, live_server.url

        def visitor(self, role: str, size: dict[str, int]) -> Visitor:
            email = f"{world.people[role].role}.{world.people[role].body_code}@example.jp"
            visitors.append(Visitor(self.browser, self.url, email, size))
            return visitors[-1]

    yield Site
    for visitor in visitors:
        visitor.context.close()
