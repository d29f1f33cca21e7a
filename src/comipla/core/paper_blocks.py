"""What stands on an official paper, as data.

A procedure builds a `Content`; the documents app numbers it, stores it as JSON, prints it and can
print it again years later. Everything here is the printed word itself: amounts and dates are
already written out, so that a later change of a format never changes an issued paper.

The order on the sheet follows the usual letter of a Japanese office (programme.md G.2 common
fields; conventions B3): addressee, sender, title, opening, blocks under 記, closing, remedies,
attachments, contact.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

JSON: TypeAlias = "str | int | list[JSON] | dict[str, JSON] | None"
Align = Literal["start", "center", "end"]
Layout = Literal["letter", "form", "booklet"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who a paper comes from or goes to, line by line.

    The honorific (様) follows the last line of an addressee; a sender's is not printed.
    """

    lines: tuple[str, ...]
    honorific: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """The desk that answers questions (担当)."""

    office: str
    person: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with their values. Without a heading each pair is a numbered item of the paper."""

    rows: tuple[tuple[str, str], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `share` divides the width left over, 0 means as wide as the words in it."""

    label: str
    align: Align = "start"
    share: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: `unit` above it at the right, `totals` set off at its foot, `note` beneath."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    unit: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows + self.totals:
            if len(row) != len(self.columns):
                raise ValueError(f"row {row} does not fit {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation: what, how it was worked out, and what came out."""

    label: str
    working: str
    result: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The basis of calculation (算出基礎), line by line; the last line is the amount itself."""

    steps: tuple[Step, ...]
    heading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Running text."""

    texts: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with its sub-items (ア, イ, …)."""

    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """A numbered list of duties (交付の条件), each on its own so that it can be cited."""

    items: tuple[Condition, ...]
    heading: str = ""
    lead: str = ""


Block = Pairs | Table | Steps | Paragraphs | Conditions
_BLOCKS: dict[str, type[Block]] = {
    "pairs": Pairs,
    "table": Table,
    "steps": Steps,
    "paragraphs": Paragraphs,
    "conditions": Conditions,
}
_BLOCK_NAMES: dict[type[object], str] = {block: name for name, block in _BLOCKS.items()}


@dataclass(frozen=True, slots=True)
class Annex:
    """A sheet of its own behind the paper (別紙), numbered afresh."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All words of a paper except its number, its date and its verification code."""

    title: str
    layout: Layout = "letter"
    form_label: str = ""
    addressee: Party | None = None
    sender: Party | None = None
    opening: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    closing: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    contact: Contact | None = None


def to_json(content: Content) -> dict[str, JSON]:
    """The content as plain JSON values; `from_json` gives the equal content back."""
    encoded = _encode(content)
    assert isinstance(encoded, dict)
    return encoded


def from_json(data: Mapping[str, JSON]) -> Content:
    """The content that `to_json` wrote.

    Raises:
        ValueError: a field is unknown, missing or of another type. The message names its path,
            for example `blocks.0.rows.2`.
    """
    decoded = _decode(Content, dict(data), "content")
    assert isinstance(decoded, Content)
    return decoded


def _encode(value: object) -> JSON:
    if is_dataclass(value) and not isinstance(value, type):
        encoded = {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
        name = _BLOCK_NAMES.get(type(value))
        return encoded | {"kind": name} if name else encoded
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no JSON for {value!r}")


def _decode(wanted: Any, value: JSON, path: str) -> object:
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (UnionType, Union):
        return _decode_union(arguments, value, path)
    if origin is tuple:
        return _decode_tuple(arguments, value, path)
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{path}: {value!r} is none of {arguments}")
        return value
    if is_dataclass(wanted):
        return _decode_dataclass(wanted, value, path)
    if type(value) is not wanted:
        raise ValueError(f"{path}: {value!r} is no {wanted.__name__}")
    return value


def _decode_union(choices: tuple[Any, ...], value: JSON, path: str) -> object:
    """Either an optional dataclass or a block, told apart by its `kind`."""
    if value is None and type(None) in choices:
        return None
    if type(None) in choices:
        (wanted,) = (choice for choice in choices if choice is not type(None))
        return _decode(wanted, value, path)
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or kind not in _BLOCKS:
        raise ValueError(f"{path}: no block of kind {kind!r}")
    rest = {key: item for key, item in value.items() if key != "kind"}
    return _decode(_BLOCKS[kind], rest, path)


def _decode_tuple(arguments: tuple[Any, ...], value: JSON, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{path}: {value!r} is no list")
    kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else list(arguments)
    if len(kinds) != len(value):
        raise ValueError(f"{path}: {len(value)} values instead of {len(kinds)}")
    return tuple(
        _decode(kind, item, f"{path}.{index}")
        for index, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _decode_dataclass(wanted: Any, value: JSON, path: str) -> object:
    """Fields added since the paper was stored take their defaults."""
    hints = get_type_hints(wanted)
    required = {
        field.name
        for field in fields(wanted)
        if field.default is MISSING and field.default_factory is MISSING
    }
    if not isinstance(value, dict) or not required <= set(value) <= set(hints):
        found = sorted(value) if isinstance(value, dict) else value
        raise ValueError(f"{path}: fields {found} instead of {sorted(hints)}")
    return wanted(**{name: _decode(hints[name], value[name], f"{path}.{name}") for name in value})
