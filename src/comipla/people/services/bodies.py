"""Set up the bodies of a prefecture."""

from pathlib import Path

from django.db import transaction

from comipla.core.access import BodyKind
from comipla.people.models import Body
from comipla.places.models import BranchOffice
from comipla.places.selectors import municipalities_of
from comipla.places.services import load_prefecture


@transaction.atomic
def establish_prefecture(code: str, *, path: Path | None = None) -> Body:
    """Load the places of a prefecture and make a body of each: itself, its branches, its towns.

    `code` is the two-digit number, `path` an own file of places (see `load_prefecture`). Doing it
    again adds what is new and leaves names and contacts that an office has changed alone.
    """
    place = load_prefecture(code, path=path)
    prefecture, _ = Body.objects.get_or_create(
        code=code, defaults={"kind": BodyKind.PREFECTURE, "name": place.name}
    )
    for office in BranchOffice.objects.filter(prefecture_code=code):
        Body.objects.get_or_create(
            code=office.code,
            defaults={"kind": BodyKind.BRANCH, "name": office.name, "parent": prefecture},
        )
    for municipality in municipalities_of(code):
        Body.objects.get_or_create(
            code=municipality.code,
            defaults={
                "kind": BodyKind.MUNICIPALITY,
                "name": municipality.name,
                "parent": prefecture,
                "municipality": municipality,
            },
        )
    return prefecture
