"""Read the file that describes a prefecture: its municipalities and branch offices.

One TOML file per prefecture stands in `places/data`; a prefecture that is not there is added by
writing one more file of the same shape. Every slip in a file is named at once, before anything is
stored.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from comipla.core.identifiers import is_municipality_code


class PrefectureFileError(Exception):
    """The file cannot be used; the message lists every reason in Japanese, one a line."""


@dataclass(frozen=True)
class BranchOfficeEntry:
    """A branch office and the codes of the municipalities it looks after."""

    code: str
    name: str
    serves: tuple[str, ...]


@dataclass(frozen=True)
class MunicipalityEntry:
    """A municipality as published; coordinates in decimal degrees."""

    code: str
    name: str
    kana: str
    latitude: Decimal
    longitude: Decimal
    population: int | None
    households: int | None


@dataclass(frozen=True)
class PrefectureFile:
    """A whole prefecture, checked. `figures_on` is None where no figures are given."""

    code: str
    name: str
    kana: str
    figures_on: date | None
    figures_source: str
    branch_offices: tuple[BranchOfficeEntry, ...]
    municipalities: tuple[MunicipalityEntry, ...]


def read_prefecture(code: str) -> PrefectureFile:
    """Return the prefecture with the two-digit `code` from the files of this package.

    Raises PrefectureFileError when no file describes it.
    """
    for entry in sorted(resources.files("comipla.places").joinpath("data").iterdir(), key=str):
        if entry.name.endswith(".toml"):
            found = parse_prefecture(entry.read_text(encoding="utf-8"))
            if found.code == code:
                return found
    raise PrefectureFileError(
        f"都道府県番号 {code} のファイルがありません。"
        "kagoshima.toml と同じ形のファイルを作り、その場所を指定してください。"
    )


def read_prefecture_file(path: Path) -> PrefectureFile:
    """Return the prefecture that the TOML file at `path` describes."""
    return parse_prefecture(path.read_text(encoding="utf-8"))


def parse_prefecture(text: str) -> PrefectureFile:
    """Return the prefecture described by TOML `text`, or raise with every slip in it."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
        prefecture = _prefecture(table)
    except tomllib.TOMLDecodeError as error:
        raise PrefectureFileError(f"TOMLとして読めません。{error}") from error
    except KeyError as error:
        raise PrefectureFileError(
            f"項目 {error.args[0]} がありません。書き足してください。"
        ) from error
    if slips := list(_slips(prefecture)):
        raise PrefectureFileError("\n".join(slips))
    return prefecture


def _prefecture(table: Mapping[str, Any]) -> PrefectureFile:
    head = table["prefecture"]
    figures = table.get("figures", {})
    return PrefectureFile(
        code=head["code"],
        name=head["name"],
        kana=head["kana"],
        figures_on=figures.get("on"),
        figures_source=figures.get("source", ""),
        branch_offices=tuple(
            BranchOfficeEntry(row["code"], row["name"], tuple(row["serves"]))
            for row in table.get("branch_office", [])
        ),
        municipalities=tuple(
            MunicipalityEntry(
                code=row["code"],
                name=row["name"],
                kana=row["kana"],
                latitude=Decimal(row["latitude"]),
                longitude=Decimal(row["longitude"]),
                population=row.get("population"),
                households=row.get("households"),
            )
            for row in table["municipality"]
        ),
    )


def _slips(prefecture: PrefectureFile) -> Iterator[str]:
    codes = [municipality.code for municipality in prefecture.municipalities]
    for municipality in prefecture.municipalities:
        if not is_municipality_code(municipality.code):
            yield f"{municipality.name}の団体コード {municipality.code} は検査数字が合いません。"
        elif not municipality.code.startswith(prefecture.code):
            yield f"{municipality.name}の団体コード {municipality.code} は{prefecture.name}のものではありません。"
        if _has_figures(municipality) and not (prefecture.figures_on and prefecture.figures_source):
            yield f"{municipality.name}に人口か世帯数がありますが、[figures] に基準日と出典がありません。"
    for code in _repeated(codes):
        yield f"団体コード {code} が2回出てきます。"
    served = [code for office in prefecture.branch_offices for code in office.serves]
    for code in _repeated(served):
        yield f"団体コード {code} を2つの地域振興局・支庁が所管しています。1つにしてください。"
    for code in sorted(set(served) - set(codes)):
        yield f"地域振興局・支庁が所管する団体コード {code} の市町村がありません。"


def _has_figures(municipality: MunicipalityEntry) -> bool:
    return municipality.population is not None or municipality.households is not None


def _repeated(codes: Iterable[str]) -> list[str]:
    return sorted(code for code, times in Counter(codes).items() if times > 1)
