"""The people of the demo as cards on the page of entry: who they are and what to try as them."""

from django.utils import timezone

from comipla.config.demo.furnishing import platform_address
from comipla.config.demo.office import prefecture_address, town_address
from comipla.config.demo.tables import read
from comipla.core.access import ROLES
from comipla.people.demo import DemoAccount
from comipla.people.models import Membership
from comipla.people.selectors import current


def demo_accounts() -> list[DemoAccount]:
    """Every invented person with a term, the featured ones first; empty without the demo."""
    cards = _cards()
    memberships = (
        Membership.objects.filter(current(timezone.localdate()), person__is_fictional=True)
        .select_related("person", "body")
        .order_by("pk")
    )
    places = {address: place for place, address in enumerate(cards)}
    accounts = [_account(membership, cards) for membership in memberships]
    return sorted(
        accounts,
        key=lambda account: (not account.featured, places.get(account.email, len(places))),
    )


def _account(membership: Membership, cards: dict[str, tuple[str, str]]) -> DemoAccount:
    person = membership.person
    label, to_try = cards.get(person.email, (ROLES[membership.role].label, ""))
    return DemoAccount(
        email=person.email,
        name=person.name,
        body=membership.body.name,
        label=label,
        to_try=to_try,
    )


def _cards() -> dict[str, tuple[str, str]]:
    """Label and what to try (if anything) by address, in the order of the cards."""
    people = read("people")
    cards = {
        prefecture_address(row["key"]): (row["label"], row.get("try", ""))
        for row in (*people["prefecture"], *people["branch"])
    }
    for row in people["card"]:
        cards[town_address(row["municipality"], row["role"])] = (row["label"], row["try"])
    for row in read("registry")["people"]:
        cards[platform_address(row["key"])] = (row["label"], row["try"])
    return cards
