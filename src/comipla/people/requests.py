"""What a request carries once it has passed the middleware; views annotate with these."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from comipla.core.access import Actor
from comipla.people.models import Membership, Person


class PersonRequest(HttpRequest):
    """A request of a signed-in person, who may belong to no body today."""

    user: Person
    actor: Actor | None
    membership: Membership | None
    memberships: list[Membership]


class ActingRequest(PersonRequest):
    """A request of a person who acts for a body."""

    actor: Actor
    membership: Membership


def person_of(request: HttpRequest) -> Person:
    """The signed-in person of a request that has one."""
    return cast(Person, request.user)


def client_ip(request: HttpRequest) -> str | None:
    """The address of the client, seen through the trusted proxies; None when there is none.

    Requests made up by code (a sign-in by the test client) come from nowhere.
    """
    if not request.META.get("REMOTE_ADDR"):
        return None
    return get_adapter().get_client_ip(request)
