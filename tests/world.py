"""A small prefecture in a real database: bodies, people in their roles, a year with its money."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.cases.models import Act, Case
from comipla.cases.services import Opening, record_act
from comipla.core.access import Actor
from comipla.people.models import Body, Membership
from comipla.people.services import (
    actor_for,
    begin_membership,
    create_person,
    establish_prefecture,
)
from comipla.programme.clock import standing_on
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear, YearState
from tests import examples as x

TODAY = date(2024, 5, 1)
KAGOSHIMA, KANOYA = "462012", "462039"


@dataclass(frozen=True)
class World:
    """The prefecture, two of its municipalities, the year, and who acts for whom."""

    prefecture: Body
    town: Body
    other_town: Body
    year: ProgrammeYear
    people: dict[str, Actor]

    def __getattr__(self, role: str) -> Actor:
        """The actor of a role: world.clerk, world.chief, world.treasury, world.officer …"""
        return self.people[role]

    def do(self, case: Case | Opening, kind: str, by: Actor, facts: Any = None, **more: Any) -> Act:
        """Record one act on the world's day."""
        more.setdefault("key", uuid.uuid4())
        with standing_on(more.pop("day", TODAY)):
            return record_act(case=case, kind=kind, facts=facts, by=by, **more)

    def decide(self, case: Case, kind: str, facts: Any, **more: Any) -> Act:
        """Draft by the clerk and decide by the chief, or by the treasury for a payment."""
        self.do(case, "draft", self.clerk, facts, of=kind, **more)
        by = self.treasury if kind.startswith("pay_") else self.chief
        return self.do(case, kind, by, **more)

    def open(self, **changes: Any) -> Case:
        """A case with its need handed in by the town's officer."""
        opening = Opening("subsidy", self.year, self.town)
        return self.do(opening, "submit_need", self.officer, x.need(**changes)).case

    def earmarked(self, amount: int = 617_000) -> Case:
        """A case with its earmark."""
        case = self.open()
        self.decide(case, "earmark", x.earmark(amount))
        return case

    def applied(self, amount: int = 617_000) -> Case:
        """A case with its application."""
        case = self.earmarked(amount)
        self.do(case, "apply", self.officer, x.application(grant=amount))
        return case

    def granted(self, amount: int = 617_000) -> Case:
        """A case with its grant decision."""
        case = self.applied(amount)
        self.do(case, "review", self.clerk, x.review(amount))
        self.decide(case, "decide_grant", x.decision(amount))
        return case

    def completed(self) -> Case:
        """A case gone through to the last yen: advance 431,000, determined 500,000."""
        case = self.granted()
        self.do(case, "start", self.officer, x.start())
        self.do(case, "claim_advance", self.officer, x.advance_claim(431_000))
        self.decide(case, "pay_advance", x.payment(431_000))
        self.do(case, "report", self.officer, x.report(1_000_000, 500_000))
        self.do(case, "inspect", self.clerk, x.inspection(1_000_000))
        self.decide(case, "determine", x.determination(500_000, 1_000_000))
        self.do(case, "claim_settlement", self.officer, x.settlement_claim(69_000))
        self.decide(case, "pay_settlement", x.payment(69_000))
        self.do(case, "close", self.clerk, x.close())
        return case

    def envelope(self, kind: str, body: Body | None = None) -> Envelope:
        """An envelope as it stands in the database now."""
        owner = body or (self.town if kind == EnvelopeKind.CAP else self.prefecture)
        return Envelope.objects.get(programme_year=self.year, kind=kind, body=owner)


def build(*, budget: int = 30_000_000, cap: int = 1_000_000) -> World:
    """Set the world up; every body is real, every person is fictional (架空)."""
    prefecture = establish_prefecture("46")
    town = Body.objects.get(code=KAGOSHIMA)
    other = Body.objects.get(code=KANOYA)
    year = ProgrammeYear.objects.create(
        prefecture=prefecture,
        year=2024,
        code="R6",
        state=YearState.RUNNING,
        enacted_on=date(2024, 3, 22),
        parameters="r6",
        forms="r6-1",
    )
    Envelope.objects.create(
        programme_year=year, menu="3", kind=EnvelopeKind.BUDGET, body=prefecture, limit=budget
    )
    for body in (town, other):
        Envelope.objects.create(
            programme_year=year, menu="3", kind=EnvelopeKind.CAP, body=body, limit=cap
        )
    people = {
        "clerk": person(prefecture, "pref_officer"),
        "chief": person(prefecture, "pref_decider"),
        "treasury": person(prefecture, "pref_accounts"),
        "keeper": person(prefecture, "pref_admin"),
        "auditor": person(prefecture, "auditor"),
        "officer": person(town, "muni_officer"),
        "mayor": person(town, "muni_decider"),
        "stranger": person(other, "muni_officer"),
    }
    return World(prefecture, town, other, year, people)


def person(body: Body, role: str) -> Actor:
    """A fictional person in a role, as actor."""
    return actor_for(membership(body, role))


def membership(body: Body, role: str) -> Membership:
    """A fictional person in a role since the year began."""
    someone = create_person(
        email=f"{role}.{body.code}@example.jp",
        family_name="架空",
        given_name=role,
        is_fictional=True,
    )
    return begin_membership(person=someone, body=body, role=role, starts_on=date(2023, 4, 1))
