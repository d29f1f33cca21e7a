"""The list of platforms: its filter, its counts, its rows, in a fixed number of statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from comipla.communities.models import MemberBody, Platform
from comipla.core.access import Actor
from comipla.core.registry import Stage
from comipla.core.search import fold_text

ORDERS = {
    "place": ("municipality__code", "kana_key", "name"),
    "name": ("kana_key", "name"),
    "since": ("stage_since", "kana_key"),
}
"""Ways to order the list; a minus before the key turns it round."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the registry is asked for; empty parts ask for everything."""

    text: str = ""
    stages: tuple[Stage, ...] = ()
    municipality: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is left out."""
        return not (self.text or self.stages or self.municipality)


class PlatformList:
    """The platforms that an actor sees, narrowed down by a choice."""

    def __init__(self, actor: Actor, choice: Choice) -> None:
        self.actor, self.choice = actor, choice

    def places(self) -> list[Any]:
        """The municipalities in sight with code, name and number of platforms."""
        return list(
            self._near(stages=True, place=False)
            .values("municipality__code", "municipality__name")
            .annotate(count=Count("pk"))
            .order_by("municipality__code")
        )

    def stages(self) -> dict[Stage, int]:
        """Numbers by stage under the rest of the choice, in the order of a life."""
        counts = dict(
            self._near(stages=False, place=True)
            .order_by()
            .values_list("stage")
            .annotate(count=Count("pk"))
        )
        return {stage: counts[stage] for stage in Stage if stage in counts}

    def rows(self, sort: str = "") -> QuerySet[Platform]:
        """The platforms with their municipality and the number of members."""
        key = sort.removeprefix("-")
        names = ORDERS.get(key, ORDERS["place"])
        if sort.startswith("-"):
            names = tuple(f"-{name}" for name in names)
        members = (
            MemberBody.objects.filter(platform=OuterRef("pk"), left_on=None)
            .order_by()
            .values("platform")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return (
            self._near(stages=True, place=True)
            .select_related("municipality")
            .annotate(members_now=Subquery(members))
            .order_by(*names, "pk")
        )

    def lines(self, sort: str = "") -> Iterator[Platform]:
        """Every row of the list, for a file."""
        return self.rows(sort).iterator(chunk_size=500)

    def _near(self, *, stages: bool, place: bool) -> QuerySet[Platform]:
        rows = Platform.objects.visible_to(self.actor)
        for word in self.choice.text.split():
            rows = rows.filter(search_key__contains=fold_text(word))
        if stages and self.choice.stages:
            rows = rows.filter(stage__in=self.choice.stages)
        if place and self.choice.municipality:
            rows = rows.filter(municipality__code=self.choice.municipality)
        return rows
