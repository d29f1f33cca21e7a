"""Import the outlines of municipalities and school districts (国土数値情報 N03 and A27)."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from comipla.core.identifiers import municipality_code
from comipla.core.outlines import Ring, rings_of
from comipla.places.models import District, Municipality, Outline

_FIVE_DIGITS: Final = re.compile(r"\d{5}")
_LARGEST: Final = 400 * 1024 * 1024
_TOWN_CODE: Final = ("N03_007", "code5", "code")


class BoundaryFileError(Exception):
    """The file cannot be used at all; the message is for the person."""


@dataclass
class BoundaryReport:
    """What an import did or would do; the refused features as (number, reason)."""

    municipalities: int = 0
    districts: int = 0
    elsewhere: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_boundaries(
    path: Path, *, prefecture_code: str = "46", dry_run: bool = False
) -> BoundaryReport:
    """Store the outlines of a prefecture from GeoJSON, in place of those there were.

    N03 gives municipalities, by their code; A27 gives school districts, by municipality and name
    of the school. Every feature is taken or refused with its reason. Raises BoundaryFileError.
    """
    data = _read(path)
    report = BoundaryReport()
    found = _Places(prefecture_code)
    rings: dict[Municipality | District, list[Ring]] = defaultdict(list)
    for number, feature in enumerate(_features(data), start=1):
        try:
            place = found.of(feature.get("properties") or {})
            if place is None:
                report.elsewhere += 1
                continue
            rings[place] += rings_of(feature.get("geometry"))
        except ValueError as slip:
            report.refused.append((number, str(slip)))
    outlines = _outlines(rings, path.name, hashlib.sha256(data).hexdigest())
    report.municipalities = sum(outline.municipality is not None for outline in outlines)
    report.districts = len(outlines) - report.municipalities
    if not dry_run:
        _store(outlines)
    return report


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise BoundaryFileError(
                f"{path.name} が大きすぎます。都道府県ごとのファイルを選んでください。"
            )
        return path.read_bytes()
    except OSError as error:
        raise BoundaryFileError(f"{path} を読めません。場所と名前を確かめてください。") from error


def _features(data: bytes) -> Iterator[Mapping[str, Any]]:
    try:
        features = json.loads(data)["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise BoundaryFileError(
            "GeoJSON として読めません。国土数値情報の N03 か A27 の GeoJSON を選んでください。"
        ) from error
    return iter(features)


class _Places:
    """The municipalities and districts of a prefecture, by what files call them."""

    def __init__(self, prefecture_code: str) -> None:
        self.prefecture_code = prefecture_code
        self.towns = Municipality.objects.filter(prefecture_code=prefecture_code).in_bulk(
            field_name="code"
        )
        rows = District.objects.filter(prefecture_code=prefecture_code)
        self.districts = {
            (district.municipality.code, name): district
            for district in rows.select_related("municipality")
            for name in _names(district)
        }

    def of(self, properties: Mapping[str, Any]) -> Municipality | District | None:
        """The place of a feature; None outside the prefecture. Raises ValueError, in words."""
        school = any(key.startswith("A27") for key in properties)
        code = self._code(properties, school=school)
        if not code.startswith(self.prefecture_code):
            return None
        town = self.towns.get(municipality_code(code))
        if town is None:
            raise ValueError(f"市町村コード {code} の市町村がありません。")
        return self._district(town, properties) if school else town

    def _code(self, properties: Mapping[str, Any], *, school: bool) -> str:
        values = properties.values() if school else (properties.get(key) for key in _TOWN_CODE)
        for value in values:
            if isinstance(value, str) and _FIVE_DIGITS.fullmatch(value):
                return value
        if properties.get("N03_001"):
            raise ValueError("市町村コード（N03_007）がありません。所属未定地は取り込みません。")
        raise ValueError("市町村コードの項目がありません。N03 か A27 のファイルを選んでください。")

    def _district(self, town: Municipality, properties: Mapping[str, Any]) -> District:
        for value in properties.values():
            district = self.districts.get((town.code, str(value).strip()))
            if district is not None:
                return district
        names = "、".join(str(value) for value in properties.values() if value)
        raise ValueError(f"学校区が見つかりません（{names}）。学校の一覧を先に取り込んでください。")


def _names(district: District) -> tuple[str, ...]:
    """A school with and without its municipality: 鹿児島市立川上小学校, 川上小学校."""
    short = district.school_name.removeprefix(f"{district.municipality.name}立")
    return district.school_name, short


def _outlines(
    rings: Mapping[Municipality | District, list[Ring]], name: str, sha256: str
) -> list[Outline]:
    moment = timezone.now()
    return [
        Outline(
            municipality=place if isinstance(place, Municipality) else None,
            district=place if isinstance(place, District) else None,
            rings=drawn,
            file_name=name[:200],
            sha256=sha256,
            imported_at=moment,
        )
        for place, drawn in rings.items()
        if drawn
    ]


@transaction.atomic
def _store(outlines: list[Outline]) -> None:
    towns = [row.municipality_id for row in outlines if row.municipality_id]
    districts = [row.district_id for row in outlines if row.district_id]
    Outline.objects.filter(municipality__in=towns).delete()
    Outline.objects.filter(district__in=districts).delete()
    Outline.objects.bulk_create(outlines)
