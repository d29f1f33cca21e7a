"""The invented office: who works where, which platforms stand in the registry, how a year moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import product
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from comipla.config.demo.dice import Dice
from comipla.config.demo.tables import MARK, YearRow, read, years
from comipla.core.access import Actor, BodyKind
from comipla.core.kana import kana_key
from comipla.people.models import Body, Membership, Person
from comipla.people.services import actor_for, establish_prefecture
from comipla.programme.clock import standing_on
from comipla.programme.models import CallKind, Envelope, EnvelopeKind, ProgrammeYear
from comipla.programme.parameters import parameters
from comipla.programme.services import (
    advance_year,
    open_year,
    set_call,
    set_caps,
    set_envelope_limit,
)

PREFECTURE = "46"
IN_OFFICE_SINCE = date(2020, 4, 1)
UNUSABLE = "!"  # no password fits it: the demo's people enter by one click
HEAD = "長"  # follows the name: 鹿児島市長, 大隅地域振興局長
SECTIONS = (
    "企画課 地域振興係",
    "市民協働課 コミュニティ係",
    "まちづくり推進課 地域づくり係",
    "総務課 自治振興係",
    "地域政策課 協働推進係",
)
TOWN_SECTIONS = tuple(section for section in SECTIONS if not section.startswith("市民"))
WEST_AND_SOUTH = ("46-kagoshima", "46-nansatsu", "46-oshima")
"""Branch offices whose municipalities the second officer looks after."""


@dataclass(frozen=True)
class Post:
    """A person to be: in which body, in which role, under which address and name."""

    key: str
    body: str
    role: str
    email: str
    family: tuple[str, str]
    given: tuple[str, str]


@dataclass(frozen=True)
class Office:
    """The bodies by code and the people by (body code, post key) as actors."""

    prefecture: Body
    bodies: dict[str, Body]
    actors: dict[tuple[str, str], Actor]

    def actor(self, who: str, municipality: str) -> Actor:
        """The person who does something about a municipality's case."""
        if who.startswith("muni_"):
            return self.actors[municipality, who]
        if who != "officer":
            return self.actors[PREFECTURE, who]
        town = self.bodies[municipality].municipality
        branch = town.branch_office.code if town and town.branch_office else ""
        return self.actors[PREFECTURE, "officer2" if branch in WEST_AND_SOUTH else "officer1"]


def furnish() -> Office:
    """Set up the prefecture with its municipalities, sections and people."""
    prefecture = establish_prefecture(PREFECTURE)
    bodies = {
        body.code: body for body in Body.objects.select_related("municipality__branch_office")
    }
    _put_up_signs(bodies)
    employed = employ(posts(bodies), bodies)
    actors = {(post.body, post.key): actor_for(membership) for post, membership in employed}
    return Office(bodies[prefecture.code], bodies, actors)


def posts(bodies: dict[str, Body]) -> Iterator[Post]:
    """Everybody who works in the demo: the prefecture, a branch, two in each municipality."""
    people = read("people")
    for row in people["prefecture"]:
        yield _post(row, PREFECTURE, prefecture_address(row["key"]))
    for row in people["branch"]:
        yield _post(row, row["office"], prefecture_address(row["key"]))
    names = product(people["names"]["given"], people["names"]["family"])
    drawn = [(tuple(family), tuple(given)) for given, family in names]
    codes = sorted(code for code, body in bodies.items() if body.kind == BodyKind.MUNICIPALITY)
    for number, (code, role) in enumerate(product(codes, ("muni_officer", "muni_decider"))):
        family, given = drawn[number * 47 % len(drawn)]  # coprime steps: no name comes twice
        yield Post(role, code, role, town_address(code, role), family, given)


def prefecture_address(key: str) -> str:
    """The address of somebody at the prefecture, in a domain kept for examples."""
    return f"{key}@ken.example.jp"


def town_address(code: str, role: str) -> str:
    """The address of somebody at a municipality, in a domain kept for examples."""
    local = "tantou" if role == "muni_officer" else "kachou"
    return f"{local}@m{code}.example.jp"


def _post(row: dict[str, Any], body: str, email: str) -> Post:
    return Post(row["key"], body, row["role"], email, tuple(row["family"]), tuple(row["given"]))


def employ(filling: Iterable[Post], bodies: dict[str, Body]) -> list[tuple[Post, Membership]]:
    """Store the people in a few statements; their terms have long begun."""
    filled = list(filling)
    since = datetime.combine(IN_OFFICE_SINCE, time(9), timezone.get_default_timezone())
    persons = Person.objects.bulk_create(
        Person(
            email=post.email,
            password=UNUSABLE,
            family_name=post.family[0],
            given_name=f"{post.given[0]}{MARK}",
            family_kana=post.family[1],
            given_kana=post.given[1],
            kana_key=kana_key(f"{post.family[1]}{post.given[1]}"),
            is_fictional=True,
            created_at=since,
        )
        for post in filled
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in persons
    )
    memberships = Membership.objects.bulk_create(
        Membership(person=person, body=bodies[post.body], role=post.role, starts_on=IN_OFFICE_SINCE)
        for post, person in zip(filled, persons, strict=True)
    )
    return list(zip(filled, memberships, strict=True))


def _put_up_signs(bodies: dict[str, Body]) -> None:
    """Give every office its section, its telephone (no such exchange exists) and its head."""
    names = read("people")["names"]
    for code, body in bodies.items():
        dice = Dice(f"office/{code}")
        body.phone = f"000-{code[-4:].rjust(4, '0')}-0000" if code.isdigit() else "000-0000-0000"
        if body.kind == BodyKind.PREFECTURE:
            body.section, body.head_title = "共生協働推進課 地域コミュニティ係（架空）", "知事"
        elif body.kind == BodyKind.BRANCH:
            body.section, body.head_title = "総務企画課 地域振興係", HEAD
        else:
            own = SECTIONS if body.name.endswith("市") else TOWN_SECTIONS
            body.section, body.head_title = dice.pick("section", own), HEAD
        family, given = dice.pick("family", names["family"]), dice.pick("given", names["given"])
        body.head_name = f"{family[0]} {given[0]}{MARK}"
    Body.objects.bulk_update(bodies.values(), ["section", "phone", "head_title", "head_name"])


def open_years(office: Office) -> dict[str, ProgrammeYear]:
    """Prepare the years, each on its own day: its caps and its windows."""
    opened = {}
    for row in years():
        with standing_on(row.opened_on):
            opened[row.code] = _open(office, row)
    return opened


def _open(office: Office, row: YearRow) -> ProgrammeYear:
    keeper = office.actors[PREFECTURE, "admin"]
    year = open_year(
        prefecture=office.prefecture,
        year=row.fiscal,
        parameters_edition=row.parameters,
        forms=row.forms,
        by=keeper,
    )
    cap = parameters(row.parameters).at(row.fiscal.start).yen("cap_per_municipality")
    set_caps(year=year, limit=cap, on=row.opened_on, by=keeper, reason="要綱の上限額")
    windows = [(CallKind.NEEDS_SURVEY, row.survey), (CallKind.APPLICATION, row.application)]
    for kind, window in windows:
        if window:
            set_call(year=year, kind=kind, opens_on=window[0], closes_on=window[1], by=keeper)
    return year


def move_year(office: Office, year: ProgrammeYear, row: YearRow, day: date) -> None:
    """Do what the year's table has for the day: change the budget line, take a step."""
    keeper = office.actors[PREFECTURE, "admin"]
    for on, limit, why in row.limits:
        if on == day:
            budget = Envelope.objects.get(programme_year=year, kind=EnvelopeKind.BUDGET)
            set_envelope_limit(envelope=budget, limit=limit, on=day, by=keeper, reason=why)
    for on, state, why in row.steps:
        if on == day:
            advance_year(year=year, to=state, on=day, by=keeper, reason=why)
