"""Load reference data about places."""

from pathlib import Path

from django.db import transaction

from comipla.places.models import BranchOffice, Municipality
from comipla.places.prefecture_file import (
    MunicipalityEntry,
    PrefectureFile,
    read_prefecture,
    read_prefecture_file,
)


@transaction.atomic
def load_prefecture(code: str, *, path: Path | None = None) -> PrefectureFile:
    """Store the municipalities and branch offices of a prefecture; return what was read.

    `code` is the two-digit number of the prefecture. `path` names a file other than the one in
    the package. Loading again brings the rows up to date and removes none: a municipality that
    has been merged away stays, because old cases point at it.

    Raises PrefectureFileError with every slip in the file; nothing is stored then.
    """
    prefecture = read_prefecture_file(path) if path else read_prefecture(code)
    office_of: dict[str, BranchOffice] = {}
    for position, entry in enumerate(prefecture.branch_offices, start=1):
        office, _ = BranchOffice.objects.update_or_create(
            code=entry.code,
            defaults={
                "name": entry.name,
                "prefecture_code": prefecture.code,
                "position": position,
            },
        )
        office_of.update(dict.fromkeys(entry.serves, office))
    stored = Municipality.objects.filter(prefecture_code=prefecture.code).in_bulk(field_name="code")
    for municipality in prefecture.municipalities:
        row = stored.get(municipality.code) or Municipality(code=municipality.code)
        _fill(row, municipality, prefecture, office_of.get(municipality.code))
        row.save()
    return prefecture


def _fill(
    row: Municipality,
    entry: MunicipalityEntry,
    prefecture: PrefectureFile,
    office: BranchOffice | None,
) -> None:
    has_figures = entry.population is not None or entry.households is not None
    row.prefecture_code = prefecture.code
    row.name = entry.name
    row.kana = entry.kana
    row.latitude = entry.latitude
    row.longitude = entry.longitude
    row.branch_office = office
    row.population = entry.population
    row.households = entry.households
    row.figures_on = prefecture.figures_on if has_figures else None
    row.figures_source = prefecture.figures_source if has_figures else ""
