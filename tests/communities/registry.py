"""A platform in its municipality, with districts and people; all of it is fictional (架空)."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.communities.models import ChangeNotice, Platform, PlatformEvent
from comipla.communities.services import (
    Registration,
    record_platform_event,
    register_platform,
    submit_change,
)
from comipla.core.access import Actor
from comipla.core.registry import Event, EventKind, Stage, Subject
from comipla.people.models import Body
from comipla.places.models import District, DistrictKind
from tests.world import World, build, person

FOUNDED = date(2022, 5, 22)


@dataclass(frozen=True)
class Registry:
    """The world, a platform of its town, and one of the other town."""

    world: World
    platform: Platform
    neighbour: Platform
    foreign: Platform
    secretary: Actor
    treasurer: Actor

    @property
    def officer(self) -> Actor:
        """The town's officer, who confirms."""
        return self.world.officer

    @property
    def mayor(self) -> Actor:
        """The town's decider, who recognises."""
        return self.world.mayor

    def event(self, kind: EventKind, on: date = date(2024, 4, 1), **more: Any) -> PlatformEvent:
        """Record an event of the platform by the town's decider."""
        more = {"evidence": "総会の議事録", "by": self.mayor, "key": uuid.uuid4()} | more
        return record_platform_event(
            platform=more.pop("of", self.platform), kind=kind, on=on, **more
        )

    def change(self, subject: Subject, by: Actor | None = None, **payload: Any) -> ChangeNotice:
        """Hand in a change, by the secretariat unless said otherwise."""
        return submit_change(
            platform=self.platform,
            subject=subject,
            payload=payload,
            reason="5月の総会で決めたため",
            by=by or self.secretary,
            key=uuid.uuid4(),
        )


def registration(town: Body, name: str, **more: Any) -> Registration:
    """A founded platform to be entered."""
    founded = (Event(EventKind.ENTERED, FOUNDED, "設立総会の議事録", Stage.FOUNDED),)
    return Registration(municipality=town, name=name, **{"history": founded} | more)


def district(town: Body, number: int, name: str) -> District:
    """A school district of a town."""
    return District.objects.create(
        code=f"X{town.code}{number:04d}",
        prefecture_code="46",
        municipality=town.municipality,
        kind=DistrictKind.ELEMENTARY,
        school_name=name,
    )


def build_registry() -> Registry:
    """Set the registry up."""
    world = build()
    for number, name in enumerate(("汐見小学校", "大楠小学校", "桜坂小学校"), start=1):
        district(world.town, number, name)
    district(world.other_town, 1, "花野小学校")
    platform, neighbour = (
        register_platform(registration=registration(world.town, name, kana=kana), by=world.officer)
        for name, kana in (
            ("汐見校区協議会（架空）", "しおみこうくきょうぎかい"),
            ("大楠校区協議会（架空）", "おおくすこうくきょうぎかい"),
        )
    )
    foreign = register_platform(
        registration=registration(world.other_town, "花野協議会（架空）"), by=world.stranger
    )
    return Registry(
        world,
        platform,
        neighbour,
        foreign,
        person(platform.body, "platform_secretary"),
        person(platform.body, "platform_treasurer"),
    )
