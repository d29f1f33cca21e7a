"""Pages as the people of `tests.world` see them, read as elements."""

import re
import time
from typing import Any

from django.test import Client

from comipla.core.access import Actor
from comipla.people.models import Person
from tests.web.markup import Element, Page


def entered(actor: Actor) -> Client:
    """A browser in which this person has signed in; who has a password can be asked for it."""
    person = Person.objects.get(pk=actor.person_id)
    if not person.has_usable_password():
        person.set_password("ふつうの言葉を四つ並べる")
        person.save()
    client = Client()
    client.force_login(person)
    return client


def proved(actor: Actor) -> Client:
    """The same, with a fresh proof of identity."""
    client = entered(actor)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(actor.person_id)
    session.save()
    return client


def page_of(response: Any) -> Page:
    """The elements of an answer."""
    return Page(response.content.decode())


def words(element: Element) -> str:
    """All text of an element on one line."""
    return re.sub(r"\s+", " ", element.text).strip()


def of_class(page: Page, name: str) -> list[str]:
    """The text of every element with a class."""
    return [words(element) for element in page.elements if name in element.classes]


def heading(page: Page) -> str:
    """The one h1."""
    return words(page.one("h1"))
