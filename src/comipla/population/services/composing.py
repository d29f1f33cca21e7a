"""Put the area of a platform together from the small areas of its municipality."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.core.access import Actor, Permission, may
from comipla.core.evidence import SmallArea, district_tables, merged_units
from comipla.core.facts import canonical
from comipla.people.models import Body
from comipla.population.models import FileKind, PopulationTable, Source, TableFile
from comipla.population.selectors import small_areas
from comipla.programme.clock import now


@transaction.atomic
def compose_platform(
    *, body: Body, parts: Mapping[str, Fraction], by: Actor
) -> list[PopulationTable]:
    """Give a platform tables made of small areas, for every day that its municipality has them.

    `parts` maps the code of a small area (or the name of an area of the register) to the share of
    its people. Areas that the census counts together must come together.

    Raises PermissionDenied, and ValidationError in words; nothing is stored then.
    """
    if not may(by, Permission.MAKE_PROJECTION, body.path):
        raise PermissionDenied
    assert body.parent is not None
    composed = _composed(body.parent, parts)
    told = {code: str(Fraction(share)) for code, share in parts.items()}
    file = TableFile.objects.create(
        kind=FileKind.COMPOSED,
        name=f"{body.parent.name}の小地域{len(parts)}か所から組み立て",
        sha256=hashlib.sha256(canonical(told)).hexdigest(),
        parts=told,
        imported_at=now(),
        by_id=by.known_person,
    )
    return PopulationTable.objects.bulk_create(
        PopulationTable(
            file=file,
            body=body,
            name=body.name,
            day=day,
            source=source,
            men=list(table[0]),
            women=list(table[1]),
        )
        for (source, day), table in composed.items()
    )


def _composed(municipality: Body, parts: Mapping[str, Fraction]) -> dict[tuple[Source, date], Any]:
    """The tables by source and day; areas that any census joins stay joined in all of them."""
    weights = {code: float(share) for code, share in parts.items()}
    by_source: dict[Source, dict[date, list[SmallArea]]] = defaultdict(lambda: defaultdict(list))
    for row in small_areas(municipality):
        by_source[row.source][row.day].append(row.small_area)
    found: dict[tuple[Source, date], Any] = {}
    reasons = []
    for source, censuses in by_source.items():
        units = merged_units(list(censuses.values()))
        try:
            tables = district_tables(units, weights)
        except ValueError as slip:
            reasons.append(str(slip))
        else:
            found |= {(source, day): t for day, t in zip(censuses, tables, strict=True)}
    if not found:
        nothing = f"{municipality.name}の小地域の表がまだありません。先に取り込んでください。"
        raise ValidationError(reasons or [nothing])
    return found
