"""The facts of an act: frozen dataclasses, and the strict codec between them and JSON.

Acts are kept for ever and hashed, so the codec promises three things: what was written is read
back equal; anything that does not fit its declaration is refused with its place; and equal facts
have one canonical spelling in bytes.

Declarations may use `int`, `str`, `bool`, `date`, `Decimal`, `Fraction`, a `StrEnum`, a nested
frozen dataclass, `tuple[T, ...]` of those, and `T | None`.  Floats are refused everywhere.  A
field with a default may be absent from stored facts: that is how a field is added later without
rewriting history.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

T = TypeVar("T")
JsonDict = dict[str, Any]


class FactsError(ValueError):
    """Facts or their stored form do not fit the declaration; `path` names the place."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(f"{path or 'facts'}: {message}")


class _Codec(NamedTuple):
    """How one declared type is written to and read from JSON; both get the path for errors."""

    encode: Callable[[Any, str], Any]
    decode: Callable[[Any, str], Any]


def to_json(facts: object) -> JsonDict:
    """Write `facts` (a frozen dataclass instance) as plain JSON data.

    Raises `FactsError` when a value does not have the type its field declares.
    """
    return cast(JsonDict, _dataclass_codec(cast(Any, type(facts))).encode(facts, ""))


def from_json(cls: type[T], data: Mapping[str, Any]) -> T:
    """Read facts of class `cls` back from JSON data.

    Raises `FactsError` for unknown keys, for missing keys without a default, and for wrong types.
    """
    return cast(T, _dataclass_codec(cast(Any, cls)).decode(dict(data), ""))


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one spelling of JSON data in bytes, for hashing: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def facts_from(values: Mapping[str, object], cls: type[T]) -> T:
    """Build facts of class `cls` from the values a form has read (see `comipla.core.forms`).

    Keys must be exactly the fields of `cls`; rows become nested facts and codes become members.
    """
    return from_json(cls, {key: _plain(value) for key, value in values.items()})


def values_from(facts: object) -> dict[str, Any]:
    """The form values of `facts`, to fill a form with what is already known."""
    return {
        field.name: _loosen(getattr(facts, field.name))
        for field in dataclasses.fields(cast(Any, facts))
    }


def _loosen(value: Any) -> Any:
    """A field's value as forms hold it: rows as dictionaries, codes as strings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return values_from(value)
    if isinstance(value, tuple):
        return tuple(_loosen(item) for item in value)
    return str(value) if isinstance(value, StrEnum) else value


def _plain(value: Any) -> Any:
    """A form value as JSON data."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return spell_decimal(value) if isinstance(value, Decimal) else value


def spell_decimal(value: Decimal) -> str:
    """The one plain spelling of a finite decimal: no exponent, no trailing zeros."""
    if not value.is_finite():
        raise ValueError(f"{value} is no quantity")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _check_text(value: str, path: str) -> str:
    """Refuse characters that neither UTF-8 nor the database can hold."""
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise FactsError(path, "text holds a character that cannot be stored")
    return value


def _exactly(kind: type[Any], value: Any, path: str) -> Any:
    """`value`, whose type must be `kind` itself: True is no int, a datetime is no date."""
    if type(value) is not kind:
        raise FactsError(path, f"expected {kind.__name__}, got {type(value).__name__} {value!r}")
    return value


def _scalar_codec(kind: type[Any]) -> _Codec:
    def keep(value: Any, path: str) -> Any:
        return _exactly(kind, value, path)

    return _Codec(keep, keep)


def _text_codec() -> _Codec:
    def keep(value: Any, path: str) -> str:
        return _check_text(_exactly(str, value, path), path)

    return _Codec(keep, keep)


def _spelled_codec(
    kind: type[Any], write: Callable[[Any], str], read: Callable[[str], Any]
) -> _Codec:
    """A type kept in JSON as text; only its canonical spelling is read back."""

    def encode(value: Any, path: str) -> str:
        try:
            return write(_exactly(kind, value, path))
        except (ValueError, ArithmeticError) as error:
            raise FactsError(path, f"{value!r} cannot be written") from error

    def decode(value: Any, path: str) -> Any:
        text = _exactly(str, value, path)
        try:
            result, spelling = read(text), write(read(text))
        except (ValueError, ArithmeticError) as error:
            raise FactsError(path, f"{text!r} is not a {kind.__name__}") from error
        if spelling != text:
            raise FactsError(path, f"{text!r} is not the canonical {spelling!r}")
        return result

    return _Codec(encode, decode)


def _write_fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _enum_codec(kind: type[StrEnum]) -> _Codec:
    def encode(value: Any, path: str) -> str:
        return str(_exactly(kind, value, path).value)

    def decode(value: Any, path: str) -> StrEnum:
        text = _exactly(str, value, path)
        try:
            return kind(text)
        except ValueError as error:
            raise FactsError(path, f"{text!r} is no {kind.__name__}") from error

    return _Codec(encode, decode)


def _tuple_codec(item: _Codec) -> _Codec:
    def encode(value: Any, path: str) -> list[Any]:
        rows = _exactly(tuple, value, path)
        return [item.encode(row, f"{path}[{index}]") for index, row in enumerate(rows)]

    def decode(value: Any, path: str) -> tuple[Any, ...]:
        rows = _exactly(list, value, path)
        return tuple(item.decode(row, f"{path}[{index}]") for index, row in enumerate(rows))

    return _Codec(encode, decode)


def _optional_codec(inner: _Codec) -> _Codec:
    def encode(value: Any, path: str) -> Any:
        return None if value is None else inner.encode(value, path)

    def decode(value: Any, path: str) -> Any:
        return None if value is None else inner.decode(value, path)

    return _Codec(encode, decode)


@cache
def _dataclass_codec(cls: type[Any]) -> _Codec:
    """Compile the codec of a frozen dataclass; declarations that cannot be stored are refused."""
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{cls.__name__} is not a frozen dataclass")
    hints = typing.get_type_hints(cls)
    fields = {
        field.name: _codec(hints[field.name], f"{cls.__name__}.{field.name}")
        for field in dataclasses.fields(cls)
    }
    required = {
        field.name
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    def encode(value: Any, path: str) -> JsonDict:
        _exactly(cls, value, path)
        return {
            name: codec.encode(getattr(value, name), _join(path, name))
            for name, codec in fields.items()
        }

    def decode(value: Any, path: str) -> Any:
        data = _exactly(dict, value, path)
        if unknown := data.keys() - fields.keys():
            raise FactsError(_join(path, min(unknown)), f"unknown key of {cls.__name__}")
        if missing := required - data.keys():
            raise FactsError(_join(path, min(missing)), f"missing key of {cls.__name__}")
        return cls(
            **{name: fields[name].decode(item, _join(path, name)) for name, item in data.items()}
        )

    return _Codec(encode, decode)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_SCALARS: Mapping[Any, _Codec] = {
    int: _scalar_codec(int),
    bool: _scalar_codec(bool),
    str: _text_codec(),
    date: _spelled_codec(date, date.isoformat, date.fromisoformat),
    Decimal: _spelled_codec(Decimal, spell_decimal, Decimal),
    Fraction: _spelled_codec(Fraction, _write_fraction, Fraction),
}


def _codec(hint: Any, place: str) -> _Codec:
    """The codec of one annotation; `place` names the declaration for the programmer."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    arguments = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _tuple_codec(_codec(arguments[0], place))
    if origin in (types.UnionType, typing.Union) and len(arguments) == 2:
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            return _optional_codec(_codec(inner[0], place))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum_codec(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass_codec(hint)
    raise TypeError(f"{place}: facts cannot hold {hint!r}")
