"""A scheme from TOML: every key is known, every value has its kind, every defect is a sentence."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from comipla.core.scoring.scales import Scale, SchemeError, read_number
from comipla.core.scoring.scheme import (
    Criterion,
    Method,
    PassLine,
    Quorum,
    Rounding,
    RoundMode,
    Scheme,
    Tie,
    TieStep,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Table = Mapping[str, object]

REMARKS: Final = frozenset({"reference", "basis"})
"""Where a scheme is written down and how settled that is: kept in the file, of no effect."""


def parse_scheme(text: str) -> Scheme:
    """Read a scheme from TOML text; raises SchemeError."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(
            [f"TOML として読めません（{error}）。書き方を直してください。"]
        ) from error
    return read_scheme(table)


def read_scheme(table: Table) -> Scheme:
    """Make a scheme of what its TOML holds; raises SchemeError."""
    _known(table, "", SCHEME_KEYS | REMARKS)
    scale = _scale("scale", _table(table, "scale")) if "scale" in table else Scale()
    return Scheme(
        title=_text(table, "title", "", needed=True),
        method=_choice(Method, table, "method", "", Method.MEAN),
        trim=_whole(table, "trim", "", 1),
        scale=scale,
        scale_to=_number(table, "scale_to", "") if "scale_to" in table else None,
        rounding=_rounding(_table(table, "rounding")) if "rounding" in table else None,
        quorum=_quorum(_table(table, "quorum")) if "quorum" in table else Quorum(),
        no_lowest_grade=_flag(table, "no_lowest_grade", ""),
        factors={
            name: _number(_table(table, "factors"), name, "factors の")
            for name in _table(table, "factors")
        },
        criteria=tuple(_rows(table, "criteria", _criterion)),
        pass_lines=tuple(_rows(table, "pass_lines", _pass_line)),
        ties=tuple(_rows(table, "ties", _tie)),
    )


SCHEME_KEYS: Final = frozenset(Scheme.__dataclass_fields__)


def _scale(where: str, table: Table) -> Scale:
    _known(table, where, {"least", "most", "step", "grades"})
    if "grades" in table:
        if len(table) > 1:
            raise SchemeError([f"{where}: grades を書くときは、least、most、step を書きません。"])
        grades = _table(table, "grades")
        return Scale(grades={name: _number(grades, name, where) for name in grades})
    return Scale(
        _number(table, "least", where, Fraction(0)),
        _number(table, "most", where),
        _number(table, "step", where, Fraction(1)),
    )


def _criterion(where: str, row: Table) -> Criterion:
    _known(row, where, {"key", "label", "coefficient", "scale", "groups"})
    key = _text(row, "key", where, needed=True)
    return Criterion(
        key,
        _text(row, "label", where),
        _number(row, "coefficient", where, Fraction(1)),
        _scale(f"{where} scale", _table(row, "scale")) if "scale" in row else None,
        frozenset(_texts(row, "groups", where)),
    )


def _pass_line(where: str, row: Table) -> PassLine:
    _known(row, where, {"at_least", "criteria", "each"})
    written = row.get("at_least")
    share = isinstance(written, str) and (written.rstrip().endswith("%") or "/" in written)
    return PassLine(
        _number(row, "at_least", where),
        share,
        _texts(row, "criteria", where),
        _flag(row, "each", where),
    )


def _tie(where: str, row: Table) -> Tie:
    _known(row, where, {"by", "criterion", "grade", "seed"})
    if "by" not in row:
        raise SchemeError([f"{where}: by に、{_choices(TieStep)}のどれかを書いてください。"])
    return Tie(
        _choice(TieStep, row, "by", where, TieStep.LOT),
        _text(row, "criterion", where),
        str(row.get("grade", "")),
        str(row.get("seed", "")),
    )


def _rounding(table: Table) -> Rounding:
    _known(table, "rounding", {"digits", "mode"})
    mode = _choice(RoundMode, table, "mode", "rounding ", RoundMode.HALF_UP)
    return Rounding(_whole(table, "digits", "rounding ", 0), mode)


def _quorum(table: Table) -> Quorum:
    _known(table, "quorum", {"share", "least"})
    share = _number(table, "share", "quorum ", Fraction(0))
    return Quorum(share, _whole(table, "least", "quorum ", 1))


def _rows(table: Table, key: str, read: Callable[[str, Table], T]) -> Iterator[T]:
    rows = table.get(key, [])
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        raise SchemeError([f"{key} は [[{key}]] を重ねて書いてください。"])
    for number, row in enumerate(rows, start=1):
        yield read(f"{key} の{number}番目", row)


def _known(table: Table, where: str, keys: set[str] | frozenset[str]) -> None:
    unknown = [key for key in table if key not in keys]
    if unknown:
        raise SchemeError(
            [
                f"{where or '配点表'}: 「{'、'.join(unknown)}」という項目はありません。"
                f"書けるのは {'、'.join(sorted(keys))} です。"
            ]
        )


def _table(table: Table, key: str) -> Table:
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise SchemeError([f"{key} は {{ }} か [{key}] の形で書いてください。"])
    return value


def _text(table: Table, key: str, where: str, *, needed: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise SchemeError([f"{where}{key} に文字を書いてください。"])
    return value.strip()


def _texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        raise SchemeError([f'{where}{key} は ["…", "…"] の形で書いてください。'])
    return tuple(value)


def _flag(table: Table, key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise SchemeError([f"{where}{key} は true か false で書いてください。"])
    return value


def _whole(table: Table, key: str, where: str, default: int) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SchemeError([f"{where}{key} は整数で書いてください。"])
    return value


def _number(table: Table, key: str, where: str, default: Fraction | None = None) -> Fraction:
    """An exact number: 5, 0.5, "1/2" or "60%"."""
    value = table.get(key, default)
    if isinstance(value, str):
        share = value.strip().removesuffix("%")
        found = read_number(share)
        if found is not None:
            return found / 100 if share != value.strip() else found
    elif isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, OverflowError):  # nan and inf, which TOML can write
            pass
    raise SchemeError([f'{where}{key} は数で書いてください（例 5、"1/2"、"60%"）。'])


def _choice(kind: type[E], table: Table, key: str, where: str, default: E) -> E:
    try:
        return kind(str(table.get(key, default)))
    except ValueError:
        raise SchemeError([f"{where}{key} は、{_choices(kind)}から選んでください。"]) from None


def _choices(kind: type[StrEnum]) -> str:
    return "、".join(kind)
