"""Import the ministry's list of schools as districts, each row taken or refused with its reason."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction

from comipla.core.identifiers import municipality_code
from comipla.places.models import District, DistrictKind, Municipality

NEEDED = ("school_code", "kind", "pref_code", "name", "address", "abolish_date", "code5")
"""Columns without which a file is no list of schools."""

_FIELDS = (
    "prefecture_code",
    "municipality_id",
    "kind",
    "school_name",
    "founder",
    "address",
    "closed_on",
    "latitude",
    "longitude",
    "position_source",
)


class SchoolFileError(Exception):
    """The file cannot be used at all; the message is for the person."""


@dataclass
class SchoolReport:
    """What an import did or would do: counts, and the refused rows as (row number, reason)."""

    added: int = 0
    changed: int = 0
    same: int = 0
    elsewhere: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_schools(
    path: Path, *, prefecture_code: str = "46", dry_run: bool = False
) -> SchoolReport:
    """Store the schools of a prefecture as districts; `dry_run` only tells what would happen.

    `path` is the ministry's list (学校コード一覧) as CSV in UTF-8, plain or gzipped. Schools of
    other prefectures are counted as `elsewhere`. A school that is no more keeps its district with
    its last day, and its successor where the list names one. Raises SchoolFileError.
    """
    with transaction.atomic():
        report = _Import(prefecture_code).run(_rows(path))
        if dry_run:
            transaction.set_rollback(True)
    return report


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchoolFileError(
            "文字コードがUTF-8ではありません。UTF-8のCSVで保存し直してください。"
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise SchoolFileError(
            f"列 {'・'.join(missing)} がありません。学校コード一覧のCSVを選んでください。"
        )
    for row in reader:
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


class _Import:
    """One run over a file; successors are tied when all rows are known."""

    def __init__(self, prefecture_code: str) -> None:
        self.prefecture_code = prefecture_code
        self.report = SchoolReport()
        self.towns = Municipality.objects.filter(prefecture_code=prefecture_code).in_bulk(
            field_name="code"
        )
        known = District.objects.filter(prefecture_code=prefecture_code)
        self.known = {district.code: district for district in known}
        self.successors: dict[str, tuple[int, str]] = {}

    def run(self, rows: Iterator[tuple[int, dict[str, str]]]) -> SchoolReport:
        new: dict[str, District] = {}
        changed: list[District] = []
        for number, row in rows:
            if row["pref_code"] != self.prefecture_code:
                self.report.elsewhere += 1
                continue
            try:
                values = self._values(row)
                if row["school_code"] in new:
                    raise ValueError("同じ学校コードが2回出てきます")
            except ValueError as slip:
                self.report.refused.append((number, f"{row['name'] or '名前なし'}：{slip}"))
                continue
            code = row["school_code"]
            if row.get("moved_to_code"):
                self.successors[code] = (number, row["moved_to_code"])
            if code not in self.known:
                new[code] = District(code=code, **values)
            elif _differs(self.known[code], values):
                changed.append(_fill(self.known[code], values))
            else:
                self.report.same += 1
        District.objects.bulk_create(new.values())
        District.objects.bulk_update(changed, _FIELDS)
        self.report.added, self.report.changed = len(new), len(changed)
        self._tie({**self.known, **new})
        return self.report

    def _values(self, row: Mapping[str, str]) -> dict[str, Any]:
        if not row["school_code"] or not row["name"]:
            raise ValueError("学校コードか学校名が空です")
        if row["kind"] not in DistrictKind.values:
            raise ValueError(f"種類「{row['kind']}」は小・中・義務教育学校ではありません")
        code5 = row["code5"]
        if len(code5) != 5 or not (code5.isascii() and code5.isdigit()):
            raise ValueError("市町村コードが5桁の数字ではありません")
        town = self.towns.get(municipality_code(code5))
        if town is None:
            raise ValueError(f"市町村コード {code5} の市町村がありません")
        return {
            "prefecture_code": self.prefecture_code,
            "municipality_id": town.pk,
            "kind": row["kind"],
            "school_name": row["name"],
            "founder": row.get("founder", "")[:10],
            "address": row["address"],
            "closed_on": _day(row["abolish_date"]),
            **_position(row),
        }

    def _tie(self, districts: Mapping[str, District]) -> None:
        tied = []
        for code, (number, target) in self.successors.items():
            district, successor = districts[code], districts.get(target)
            if successor is None or successor is district:
                self.report.refused.append(
                    (number, f"{district.school_name}：統合先 {target} がこの県の一覧にありません")
                )
            elif district.successor_id != successor.pk:
                district.successor = successor
                tied.append(district)
        District.objects.bulk_update(tied, ["successor"])


def _differs(district: District, values: Mapping[str, Any]) -> bool:
    return any(getattr(district, name) != value for name, value in values.items())


def _fill(district: District, values: Mapping[str, Any]) -> District:
    for name, value in values.items():
        setattr(district, name, value)
    return district


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"廃止の日「{text}」を読めません（例 2024-04-01）") from error


def _position(row: Mapping[str, str]) -> dict[str, Any]:
    """Where the school is, as near as the list says; all empty where it does not."""
    if not row.get("lat") or not row.get("lng"):
        return {"latitude": None, "longitude": None, "position_source": ""}
    try:
        latitude, longitude = Decimal(row["lat"]), Decimal(row["lng"])
    except InvalidOperation as error:
        raise ValueError("緯度・経度が数字ではありません") from error
    if not (20 <= latitude <= 46 and 122 <= longitude <= 154):
        raise ValueError("緯度・経度が日本の中にありません")
    micro = Decimal("0.000001")
    return {
        "latitude": latitude.quantize(micro),
        "longitude": longitude.quantize(micro),
        "position_source": row.get("geo_level", ""),
    }
