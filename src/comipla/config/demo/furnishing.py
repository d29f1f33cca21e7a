"""Fill the invented registry: districts, members, groups, officers, by-laws, rules, people.

Everything is drawn from the platform's own place, so it is the same in every load, and stored in
a few statements.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from comipla.communities.models import (
    AreaPart,
    Bylaw,
    Group,
    MemberBody,
    OfficerTerm,
    Platform,
    RecognitionRuleSet,
)
from comipla.communities.services import submit_change
from comipla.config.demo.dice import Dice
from comipla.config.demo.office import Office, Post, employ
from comipla.config.demo.registry import NAMESPACE
from comipla.config.demo.tables import MARK, PlatformRow, platforms, read
from comipla.core.access import Actor
from comipla.core.registry import BaseKind, MemberKind, Rules, Stage, Subject, rules_to_json
from comipla.core.registry import Post as Seat
from comipla.people.services import actor_for
from comipla.places.models import District, DistrictKind
from comipla.programme.clock import now

SHOWN = ("462012", "汐見")
"""The platform whose people can be entered by one click."""

RULES_FROM = date(2022, 4, 1)
_DETAILS = (
    "households",
    "neighbourhoods",
    "office_address",
    "office_phone",
    "base_kind",
    "base_facility",
    "is_published",
    "public_text",
    "public_contact",
)


@dataclass
class _Rows:
    """What is to be stored, by table."""

    parts: list[AreaPart] = field(default_factory=list)
    members: list[MemberBody] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    officers: list[OfficerTerm] = field(default_factory=list)
    bylaws: list[Bylaw] = field(default_factory=list)

    def store(self) -> None:
        """Write all rows; officers point at groups, so these come first."""
        AreaPart.objects.bulk_create(self.parts)
        MemberBody.objects.bulk_create(self.members)
        Group.objects.bulk_create(self.groups)
        OfficerTerm.objects.bulk_create(self.officers)
        Bylaw.objects.bulk_create(self.bylaws)


def furnish_registry(office: Office) -> None:
    """Fill every platform of the demo, then let the people of one of them act."""
    table, names = read("registry"), read("people")["names"]
    rows = {(row.municipality, row.area): row for row in platforms()}
    stored = Platform.objects.for_system("furnish the demo").select_related("body", "municipality")
    places = {platform.name: platform for platform in stored}
    found = {place: places[row.name] for place, row in rows.items()}
    districts = _districts(office, rows)
    filled = _Rows()
    for place, platform in found.items():
        _Furnisher(table, names, rows[place], platform, filled).furnish(districts[place])
    filled.store()
    Platform.objects.for_system("furnish the demo").bulk_update(found.values(), _DETAILS)
    _rules(office, table["rules"])
    _people(found[SHOWN], table["people"])


def platform_address(key: str) -> str:
    """The address of somebody at the platform, in a domain kept for examples."""
    return f"{key}@shiomi.example.jp"


def _districts(
    office: Office, rows: dict[tuple[str, str], PlatformRow]
) -> dict[tuple[str, str], District]:
    """A school district for each area, as invented as the area."""
    made = {
        place: District(
            code=f"Z{place[0]}{number:04d}",
            prefecture_code="46",
            municipality=office.bodies[place[0]].municipality,
            kind=DistrictKind.ELEMENTARY,
            school_name=f"{MARK}{place[1]}小学校",
        )
        for number, place in enumerate(rows, start=1)
    }
    District.objects.bulk_create(made.values())
    return made


class _Furnisher:
    """Draws what one platform has, by its stage."""

    def __init__(
        self,
        table: dict[str, Any],
        names: dict[str, Any],
        row: PlatformRow,
        platform: Platform,
        rows: _Rows,
    ) -> None:
        self.table, self.row, self.platform, self.rows = table, row, platform, rows
        self.dice = Dice(f"registry/{platform.slug}")
        self.since = platform.founded_on or row.history[0][0]
        self.people = names
        self.members: list[MemberBody] = []

    def furnish(self, district: District) -> None:
        """Draw everything; who is still studying has neither by-laws nor officers."""
        self.rows.parts.append(
            AreaPart(
                platform=self.platform,
                district=district,
                weight=Fraction(1),
                valid_from=self.since,
                valid_to=self.platform.stage_since if self.platform.life.stage.over else None,
            )
        )
        self._members()
        self.rows.members.extend(self.members)
        self._details()
        if self.platform.stage is Stage.STUDY:
            return
        self._organs()
        if self.platform.founded_on:
            self._bylaws()

    def _members(self) -> None:
        names = self.table["associations"]
        count = self.dice.roll("associations", 3, 8)
        for number, name in enumerate(names[:count]):
            homes = self.dice.roll(f"homes/{number}", 18, 160)
            self._member(MemberKind.JICHIKAI, f"{self.row.area}{name}自治会", homes)
        for kind, name, percent in self.table["members"]:
            chance = percent // 2 if self.platform.stage is Stage.STUDY else percent
            if self.dice.chance(f"member/{kind}", chance):
                self._member(MemberKind.of(kind), f"{self.row.area}{name}")

    def _member(self, kind: MemberKind, name: str, households: int = 0) -> None:
        self.members.append(
            MemberBody(
                platform=self.platform,
                kind=kind,
                name=f"{name}{MARK}",
                households=households,
                joined_on=self.since,
                key=uuid.uuid5(NAMESPACE, f"{self.platform.slug}/{name}"),
            )
        )

    def _details(self) -> None:
        """Office, base and figures; who is well established shows itself to the public."""
        platform, dice = self.platform, self.dice
        homes = [m.households for m in self.members if m.households]
        associations = len(homes)
        platform.neighbourhoods = associations + dice.roll("missing", 0, 2)
        platform.households = sum(homes) * dice.roll("share", 105, 140) // 100
        kind, name = dice.pick("base", self.table["bases"])
        platform.base_kind = BaseKind.of(kind)
        platform.base_facility = f"{self.row.area}{name}{MARK}" if name else ""
        platform.office_address = f"{platform.municipality.name}{self.row.area}1番地{MARK}"
        platform.office_phone = f"000-{platform.slug[2:6]}-{dice.roll('phone', 1000, 9999)}"
        platform.is_published = platform.stage in (Stage.SUSTAIN, Stage.RECOGNISED)
        platform.public_text = dice.pick("text", self.table["texts"])
        platform.public_contact = f"事務局 {platform.office_phone}"

    def _organs(self) -> None:
        groups = [
            Group(
                platform=self.platform,
                name=name,
                purpose=purpose,
                starts_on=self.since,
                key=uuid.uuid5(NAMESPACE, f"{self.platform.slug}/{name}"),
            )
            for name, purpose in self.table["groups"]
            if self.platform.founded_on and self.dice.chance(f"group/{name}", 70)
        ]
        self.rows.groups.extend(groups)
        shown = (self.row.municipality, self.row.area) == SHOWN
        later = 0 if shown else self.dice.roll("term", 0, 1)
        begins = max(self.since, date(2023 + later, 4, 1))
        ends = date(begins.year + (begins.month > 3) + 1, 3, 31)
        for number, post in enumerate(self.table["posts"]):
            self._officer(number, Seat.of(post), begins, ends)
        for number, group in enumerate(groups, start=10):
            self._officer(number, Seat.GROUP_HEAD, begins, ends, group)

    def _officer(
        self, number: int, post: Seat, begins: date, ends: date, group: Group | None = None
    ) -> None:
        families = self.people["family"]
        family = families[(self.dice.roll("family", 0, 99) + number) % len(families)]
        given = self.dice.pick(f"given/{number}", self.people["given"])
        self.rows.officers.append(
            OfficerTerm(
                platform=self.platform,
                post=post,
                group=group,
                person_name=f"{family[0]} {given[0]}{MARK}",
                starts_on=begins,
                ends_on=ends,
                ex_officio_of=f"{self.row.area}東自治会長{MARK}" if post is Seat.VICE_CHAIR else "",
                contact=f"000-0000-{self.dice.roll(f'contact/{number}', 1000, 9999)}",
                name_is_public=post is Seat.CHAIR,
            )
        )

    def _bylaws(self) -> None:
        self.rows.bylaws.append(
            Bylaw(
                platform=self.platform,
                version=1,
                adopted_on=self.since,
                quorum=self.dice.pick("quorum", (Fraction(1, 2), Fraction(1, 3))),
                ordinary_majority=Fraction(1, 2),
                special_majority=self.dice.pick("special", (Fraction(2, 3), Fraction(3, 4))),
                evote_allowed=self.dice.chance("evote", 20),
                term_years=2,
                auditors=2,
                fee_per_household=100 * self.dice.roll("fee", 0, 12),
            )
        )


def _rules(office: Office, table: Iterable[dict[str, Any]]) -> None:
    """The rules of the municipalities that have some."""
    RecognitionRuleSet.objects.bulk_create(
        RecognitionRuleSet(
            municipality=office.bodies[row["municipality"]],
            version=1,
            in_force_from=RULES_FROM,
            source=row["source"],
            content=rules_to_json(
                Rules(
                    coverage=Fraction(row["coverage"]),
                    kinds=tuple(MemberKind.of(kind) for kind in row["kinds"]),
                    kinds_needed=row.get("kinds_needed"),
                    checklist=tuple(row["checklist"]),
                )
            ),
            made_at=now(),
            key=uuid.uuid5(NAMESPACE, f"rules/{row['municipality']}"),
        )
        for row in table
    )


def _people(platform: Platform, table: list[dict[str, Any]]) -> None:
    """The people of one platform: accounts of their own, tied to their terms as officers."""
    posts = [
        Post(
            row["key"],
            platform.body.code,
            row["role"],
            platform_address(row["key"]),
            tuple(row["family"]),
            tuple(row["given"]),
        )
        for row in table
    ]
    actors: dict[str, Actor] = {}
    terms = []
    for row, (post, membership) in zip(
        table, employ(posts, {platform.body.code: platform.body}), strict=True
    ):
        term = (
            OfficerTerm.objects.for_system("the demo's people")
            .filter(platform=platform, post=row["post"])
            .first()
        )
        if term is not None:
            term.person, term.person_name = membership.person, membership.person.name
            terms.append(term)
        actors[post.role] = actor_for(membership)
    OfficerTerm.objects.for_system("the demo's people").bulk_update(
        terms, ["person", "person_name"]
    )
    submit_change(
        platform=platform,
        subject=Subject.LEGAL_FORM,
        payload={"legal_form": "NINKA_CHIEN"},
        reason="拠点の建物を団体の名前で登記するため、令和6年12月の臨時総会で決めた（架空）",
        by=actors["platform_secretary"],
        key=uuid.uuid5(NAMESPACE, "a notice that waits"),
    )
