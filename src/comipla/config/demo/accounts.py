"""The people of the demo as cards on the page of entry: who they are and what to try as them."""

from dataclasses import dataclass

from comipla.config.demo.office import prefecture_address, town_address
from comipla.config.demo.tables import read
from comipla.core.access import ROLES
from comipla.people.models import Membership


@dataclass(frozen=True)
class DemoAccount:
    """A person whom one click enters; `to_try` is filled for the `featured` ones."""

    person_id: int
    membership_id: int
    email: str
    name: str
    role: str
    role_label: str
    body_code: str
    body: str
    label: str
    sentence: str
    to_try: str

    @property
    def featured(self) -> bool:
        """Whether the page of entry shows a card of its own."""
        return bool(self.to_try)


def demo_accounts() -> list[DemoAccount]:
    """Every invented person with a term, the featured ones first; empty without the demo."""
    cards = _cards()
    memberships = (
        Membership.objects.filter(person__is_fictional=True, person__is_active=True, ended_at=None)
        .select_related("person", "body")
        .order_by("pk")
    )
    places = {address: place for place, address in enumerate(cards)}
    accounts = [_account(membership, cards) for membership in memberships]
    return sorted(accounts, key=lambda account: places.get(account.email, len(places)))


def _account(membership: Membership, cards: dict[str, tuple[str, str]]) -> DemoAccount:
    person, body, role = membership.person, membership.body, ROLES[membership.role]
    label, to_try = cards.get(person.email, (role.label, ""))
    return DemoAccount(
        person_id=person.pk,
        membership_id=membership.pk,
        email=person.email,
        name=person.name,
        role=role.key,
        role_label=role.label,
        body_code=body.code,
        body=body.name,
        label=f"{body.name} {label}",
        sentence=role.sentence,
        to_try=to_try,
    )


def _cards() -> dict[str, tuple[str, str]]:
    """Label and what to try by address, in the order of the cards."""
    people = read("people")
    cards = {
        prefecture_address(row["key"]): (row["label"], row["try"])
        for row in (*people["prefecture"], *people["branch"])
    }
    for row in people["card"]:
        cards[town_address(row["municipality"], row["role"])] = (row["label"], row["try"])
    return cards
