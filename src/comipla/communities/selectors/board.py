"""The board: platforms by stage over the municipalities, and districts that have none."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from comipla.communities.models import AreaPart, Platform
from comipla.communities.selectors.platform import in_force
from comipla.core.access import Actor, BodyKind
from comipla.core.registry import Stage
from comipla.people.models import Body
from comipla.places.models import District, DistrictKind

_COUNTED = (DistrictKind.ELEMENTARY, DistrictKind.COMPULSORY)
"""Districts of these schools make up the whole of a municipality, each place once."""


@dataclass(frozen=True)
class BoardLine:
    """A municipality: its living platforms by stage, its districts, and those without any."""

    body: Body
    stages: Counter[Stage]
    districts: int
    without: int

    @property
    def platforms(self) -> int:
        """How many platforms live here, dormant ones among them."""
        return sum(self.stages.values())

    def among(self, *stages: Stage) -> int:
        """How many are at one of the stages."""
        return sum(self.stages[stage] for stage in stages)


@dataclass(frozen=True)
class DistrictLine:
    """A district of a municipality and the platforms that hold it or a part of it."""

    district: District
    platforms: tuple[Platform, ...]


def board_of(actor: Actor, day: date) -> list[BoardLine]:
    """The municipalities in an actor's reach, in the order of their codes, in four statements."""
    towns = list(_towns(actor))
    stages: dict[int, Counter[Stage]] = defaultdict(Counter)
    living = Platform.objects.visible_to(actor).exclude(stage__in=(Stage.MERGED, Stage.DISSOLVED))
    for town, stage in living.order_by().values_list("municipality", "stage"):
        stages[town][stage] += 1
    own = [town.municipality_id for town in towns]
    rows = _open_districts(day).filter(municipality__in=own)
    districts: Counter[int | None] = Counter(rows.order_by().values_list("municipality", flat=True))
    held = rows.filter(pk__in=_held(day))
    covered: Counter[int | None] = Counter(held.order_by().values_list("municipality", flat=True))
    return [
        BoardLine(
            town,
            stages[town.pk],
            districts[town.municipality_id],
            districts[town.municipality_id] - covered[town.municipality_id],
        )
        for town in towns
    ]


def districts_of(municipality: Body, day: date) -> list[DistrictLine]:
    """The districts of a municipality with their platforms, in three statements."""
    rows = list(
        _open_districts(day)
        .filter(municipality=municipality.municipality_id)
        .select_related("municipality")
    )
    parts = (
        AreaPart.objects.filter(in_force(day, "valid_from", "valid_to"), district__in=rows)
        .exclude(platform__stage__in=(Stage.MERGED, Stage.DISSOLVED))
        .select_related("platform")
    )
    holders: dict[int, list[Platform]] = defaultdict(list)
    for part in parts:
        holders[part.district_id].append(part.platform)
    return [DistrictLine(row, tuple(holders[row.pk])) for row in rows]


def _towns(actor: Actor) -> list[Body]:
    inside = (
        Q(lineage__overlap=sorted(actor.serves))
        if actor.serves
        else Q(lineage__contains=[actor.body_code])
    )
    rows = Body.objects.filter(
        inside | Q(code__in=actor.body_path), kind=BodyKind.MUNICIPALITY.value
    )
    return list(rows.select_related("municipality").order_by("code"))


def _open_districts(day: date) -> QuerySet[District]:
    return District.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day), kind__in=[kind.value for kind in _COUNTED]
    )


def _held(day: date) -> QuerySet[AreaPart, Any]:
    return (
        AreaPart.objects.filter(in_force(day, "valid_from", "valid_to"))
        .exclude(platform__stage__in=(Stage.MERGED, Stage.DISSOLVED))
        .values("district")
    )
