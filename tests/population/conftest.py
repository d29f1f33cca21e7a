"""A platform with the tables of the worked example, in a town with a prefecture above it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.core.evidence import district

DAYS = (date(2015, 10, 1), date(2020, 10, 1))


@pytest.fixture
def registry(db: None) -> Iterator[Any]:
    """The registry on the world's day."""
    from comipla.programme.clock import standing_on
    from tests.communities.registry import build_registry
    from tests.world import TODAY

    with standing_on(TODAY):
        yield build_registry()


@dataclass(frozen=True)
class Hamlet:
    """Tables of so many times the worked example, to make small places of it."""

    share: float = 1.0

    def store(self, body: Any, *, code: str = "", kind: str = "SYNTHETIC") -> None:
        """Keep them as the small-area tables of a body."""
        from comipla.population.models import FileKind, PopulationTable, Source, TableFile
        from comipla.programme.clock import now

        file = TableFile.objects.create(
            kind=FileKind.of(kind), name="テスト校区.csv", sha256="0" * 64, imported_at=now()
        )
        for day, table in zip(DAYS, (district.PEOPLE_2015, district.PEOPLE_2020), strict=True):
            men, women = (table * self.share).tolist()
            PopulationTable.objects.create(
                file=file,
                body=body,
                code=code,
                name=body.name,
                day=day,
                source=Source.SMALL_AREA,
                men=men,
                women=women,
            )


@pytest.fixture
def counted(registry: Any) -> Any:
    """The registry, whose platform has the tables of the worked example."""
    Hamlet().store(registry.platform.body)
    return registry
