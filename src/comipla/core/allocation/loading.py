"""A scheme from TOML, strictly: an unknown word is an error, not a comment."""

import dataclasses
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from comipla.core.allocation.adjustments import METHODS
from comipla.core.allocation.component import Component, Kind
from comipla.core.allocation.components import (
    Bracket,
    CappedActual,
    Coef,
    Fixed,
    Named,
    NamedAmount,
    OneOff,
    Proposal,
    ThresholdUnit,
    Unit,
)
from comipla.core.allocation.metrics import Metric
from comipla.core.allocation.numbers import AllocationError
from comipla.core.allocation.pools import Pool, PoolEqual, PoolShare
from comipla.core.allocation.scheme import AllocationScheme
from comipla.core.allocation.tables import Row, Table

T = TypeVar("T")

KINDS: Final[Mapping[Kind, type[Component]]] = {
    part.kind: part
    for part in (
        Fixed,
        Unit,
        PoolEqual,
        PoolShare,
        Bracket,
        Coef,
        ThresholdUnit,
        CappedActual,
        Proposal,
        Named,
        OneOff,
    )
}
"""The components by their kind; ADJUST has a class for each of its methods (`METHODS`)."""

LAST_YEAR: Final = "previous"
"""The word that makes last year's total the amount of a pool."""

_FLAGS: Final = frozenset({"from_threshold", "together", "include_foreigners"})
_TEXTS: Final = frozenset(
    {
        *("key", "label", "when", "metric", "pool", "ratio", "ratio_of", "already", "old"),
        *("municipality", "legal_basis", "source", "exclusions", "platform", "reason"),
    }
)
_LISTS: Final = frozenset({"metrics", "years", "named", "table"})


def parse_scheme(text: str) -> AllocationScheme:
    """Read a scheme file; its words are those of the dataclasses.

    Raises AllocationError that names the place: the component by position and label, the word.
    """
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise AllocationError(
            f"TOML として読めません（{error}）。書き方を確かめてください。"
        ) from None
    return scheme_from(data)


def scheme_from(data: Mapping[str, Any]) -> AllocationScheme:
    """A scheme from the words of its file, however they were stored; raises as `parse_scheme`."""
    components = _tables(data, "components", "算定の項目")
    words: dict[str, Any] = {
        **data,
        "version": str(data.get("version", "1")),
        "components": tuple(component_from(part, i) for i, part in enumerate(components, 1)),
        "pools": tuple(_pool(key, pool) for key, pool in _named(data, "pools").items()),
        "metrics": tuple(_metric(code, one) for code, one in _named(data, "metrics").items()),
    }
    return _built(AllocationScheme, words, "算定のファイル")


def component_from(data: Mapping[str, Any], number: int) -> Component:
    """A component from its TOML table; the number is its position, for messages."""
    place = f"{number}番目の項目"
    if isinstance(data.get("label"), str):
        place += f"「{data['label']}」"
    words = dict(data)
    kind = words.pop("kind", None)
    if kind == Kind.ADJUST:
        method = words.pop("method", None)
        if method not in METHODS:
            raise AllocationError(
                f"{place}の調整の方法（method）「{method}」は知りません。"
                f"{'、'.join(METHODS)} から選んでください。"
            )
        return _built(METHODS[method], words, place)
    if kind not in KINDS:
        known = "、".join((*KINDS, Kind.ADJUST))
        raise AllocationError(
            f"{place}の種類（kind）「{kind}」は知りません。{known} から選んでください。"
        )
    if "table" in words:
        words["table"] = _table(words.pop("table"), words.pop("mode", "step"), place)
    if "named" in words:
        words["named"] = tuple(
            _built(NamedAmount, entry, f"{place}の{i}番目の団体")
            for i, entry in enumerate(_tables(words, "named", place), 1)
        )
    return _built(KINDS[kind], words, place)


def _table(rows: object, mode: object, place: str) -> Table:
    listed = _tables({"table": rows}, "table", place)
    built = tuple(_built(Row, row, f"{place}の表の{i}段目") for i, row in enumerate(listed, 1))
    try:
        return Table(built, mode)  # type: ignore[arg-type]
    except AllocationError as error:
        raise AllocationError(f"{place}の{error}") from None


def _pool(key: str, data: object) -> Pool:
    place = f"配分総額「{key}」"
    words = {**_mapping(data, place), "key": key}
    if words.get("amount") == LAST_YEAR:
        words["amount"] = None
    return _built(Pool, words, place)


def _metric(code: str, data: object) -> Metric:
    place = f"指標「{code}」"
    words = {**_mapping(data, place), "code": code}
    day = words.get("base_date")
    if day is not None and type(day) is not date:
        raise AllocationError(f"{place}の base_date は 2025-04-01 のように日付で書いてください。")
    return _built(Metric, words, place)


def _built(kind: type[T], words: Mapping[str, Any], place: str) -> T:
    """The dataclass of these words; unknown, missing and ill-typed words are named."""
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for word, value in words.items():
        if word not in fields:
            raise AllocationError(
                f"{place}に知らない語「{word}」があります。"
                f"書ける語は {'、'.join(sorted(fields))} です。"
            )
        _check_type(word, value, place)
    for name, field in fields.items():
        bare = field.default is dataclasses.MISSING
        if name not in words and bare and field.default_factory is dataclasses.MISSING:
            raise AllocationError(f"{place}に {name} を書いてください。")
    try:
        return kind(**words)
    except AllocationError as error:
        # A component without label is known by its kind alone; the position tells which one.
        named = str(error) if place.startswith("算定") else f"{place}: {error}"
        raise AllocationError(named) from None


def _check_type(word: str, value: object, place: str) -> None:
    if word in _TEXTS and not isinstance(value, str):
        raise AllocationError(f'{place}の {word} は文字で書いてください（"…" で囲みます）。')
    if word in _FLAGS and not isinstance(value, bool):
        raise AllocationError(f"{place}の {word} は true か false で書いてください。")
    if word == "weights" and not isinstance(value, dict):
        raise AllocationError(f'{place}の {word} は {{ R7 = "1/3" }} の形で書いてください。')
    listed = isinstance(value, list | tuple | Table) or (
        word == "metrics" and isinstance(value, str)
    )
    if word in _LISTS and not listed:
        raise AllocationError(f"{place}の {word} は [ ] の並びで書いてください。")


def _tables(data: Mapping[str, Any], word: str, place: str) -> list[Mapping[str, Any]]:
    """A list of TOML tables; raises AllocationError for anything else."""
    rows = data.get(word, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AllocationError(f"{place}（{word}）は表の並び（[[{word}]]）で書いてください。")
    return rows


def _named(data: Mapping[str, Any], word: str) -> Mapping[str, Any]:
    return _mapping(data.get(word, {}), word)


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise AllocationError(f"{place}は [{place}.名前] の形で書いてください。")
    return value
