"""A town with the four platforms of the worked example, its metrics, and its scheme."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.blockgrants.models import Scheme
from comipla.blockgrants.services import (
    Details,
    ask_approval,
    import_before,
    import_metrics,
    open_scheme,
    save_scheme,
)
from comipla.communities.models import Platform
from comipla.communities.services import register_platforms
from comipla.core.access import Actor
from tests.communities.registry import Registry, registration

PEOPLE = (4_200, 2_600, 1_500, 700)
BEFORE = (2_600_000, 2_600_000, 2_600_000, 2_200_000)
PLAN: dict[str, Any] = {
    "unit": "1000",
    "pools": {"main": {"label": "配分総額", "amount": "10,000,000"}},
    "components": [
        {"kind": "POOL_EQUAL", "label": "均等割", "share": "30%", "pool": "main"},
        {
            "kind": "POOL_SHARE",
            "label": "人口割",
            "share": "70%",
            "metric": "people",
            "pool": "main",
        },
    ],
}
BAND = {
    "kind": "ADJUST",
    "method": "BAND",
    "label": "激変緩和",
    "band": "1/3",
    "leftover": "leave",
}


@dataclass(frozen=True)
class Grant:
    """The registry of the town, its platforms in the order of the example, and its scheme."""

    registry: Registry
    platforms: tuple[Platform, ...]
    scheme: Scheme

    @property
    def officer(self) -> Actor:
        """Who prepares."""
        return self.registry.officer

    @property
    def mayor(self) -> Actor:
        """Who decides."""
        return self.registry.mayor

    def fresh(self) -> Scheme:
        """The scheme as it stands now."""
        rows = Scheme.objects.for_system("look")
        return rows.select_related("municipality").get(pk=self.scheme.pk)

    def table(self, numbers: tuple[Any, ...], heading: str) -> bytes:
        """A table of one number for each platform."""
        rows = [f"{p.slug},{n}" for p, n in zip(self.platforms, numbers, strict=True)]
        return "\n".join([f"番号,{heading}", *rows]).encode()

    def count(self, numbers: tuple[Any, ...] = PEOPLE, **more: Any) -> Any:
        """Take the people of all platforms in."""
        words = {"name": "jinko.csv", "day": date(2024, 4, 1), "source": "住民基本台帳"} | more
        return import_metrics(
            municipality=self.scheme.municipality,
            content=self.table(numbers, "人口（人）"),
            by=self.officer,
            **words,
        )

    def remember(self) -> Scheme:
        """Take last year's amounts in."""
        return import_before(
            scheme=self.scheme,
            content=self.table(BEFORE, "交付額"),
            name="r5.csv",
            by=self.officer,
        )

    def write(self, plan: dict[str, Any] | None = None, **more: Any) -> Scheme:
        """Save the plan of the example, or another."""
        details = {
            "name": "地域づくり交付金",
            "legal_basis": "交付要綱（架空）",
            "counted_on": date(2024, 4, 1),
            "recognised_only": False,
            "heads": "people",
        }
        row = self.fresh()
        return save_scheme(
            scheme=row,
            details=Details(**details | more),
            plan=plan or PLAN,
            edits=row.edits,
            by=self.officer,
        )

    def ask(self) -> Any:
        """Keep the run and ask for approval."""
        return ask_approval(scheme=self.fresh(), by=self.officer, key=uuid.uuid4())


def build_grant(registry: Registry) -> Grant:
    """The town with a fourfold example and a scheme that has not been counted for."""
    names = ("桜坂校区協議会（架空）", "松原校区協議会（架空）")
    more = register_platforms([registration(registry.world.town, name) for name in names])
    scheme = open_scheme(
        municipality=registry.world.town,
        year=2024,
        name="地域づくり交付金",
        preset="pool",
        by=registry.officer,
        key=uuid.uuid4(),
    )
    grant = Grant(registry, (registry.platform, registry.neighbour, *more), scheme)
    grant.write()
    return grant
