"""What a prescribed form (様式) is made of: sections, fields, rows and the arithmetic inside a row.

Everything here is data read from an edition's TOML file.  A declaration that contradicts itself
is refused when it is built, so that a form that loads can be shown, read and written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]
"""Read values by field key: see `Kind` for the type each kind of field yields."""


class FormError(ValueError):
    """A form's declaration contradicts itself; the message names the place."""


class Kind(StrEnum):
    """Kinds of fields, with the value each yields (blank optional fields yield the second)."""

    TEXT = "text"  # one line: str, ""
    LONG_TEXT = "long_text"  # paragraphs: str, ""
    AMOUNT = "amount"  # whole yen: int, None
    INTEGER = "integer"  # int, None
    DECIMAL = "decimal"  # Decimal, None
    DATE = "date"  # date, None
    CHOICE = "choice"  # one code: str, None
    CHOICES = "choices"  # several codes: tuple[str, ...], ()
    YES_NO = "yes_no"  # bool; a blank optional one means no
    ROWS = "rows"  # a table: tuple[dict[str, Any], ...], ()
    FILES = "files"  # SHA-256 of attached files: tuple[str, ...], ()
    PLATFORM = "platform"  # id in the registry of platforms: int, None
    COMPUTED = "computed"  # shown, never typed: no value


NUMBERS = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.DECIMAL})
MANY = frozenset({Kind.CHOICES, Kind.FILES})
_COUNTED = MANY | {Kind.ROWS}
_DEFAULT_LENGTH = {Kind.TEXT: 100, Kind.LONG_TEXT: 2000}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer: the stored code and the word people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds while another field of the same form (or row) has one of `values`.

    Codes stand for choices, `yes`/`no` for yes_no, and the empty string for a blank field.
    """

    field: str
    values: tuple[str, ...]

    def holds(self, values: Values) -> bool:
        """Ask the values read so far."""
        return any(code in self.values for code in _codes(values.get(self.field)))


def _codes(value: Any) -> tuple[str, ...]:
    """A value as the codes a condition compares."""
    if value is None or value in ("", ()):
        return ("",)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else (str(value),)


class RowRule(StrEnum):
    """Arithmetic that must hold inside one row."""

    PRODUCT = "product"  # `field` = the product of `by`, fractions of a yen dropped; fills a blank
    AT_MOST = "at_most"  # `field` is not larger than by[0]
    EXPLAIN = "explain"  # text `field` is needed when by[0] is smaller than by[1]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A rule between the columns of a row; its problem is shown at `field`."""

    rule: RowRule
    field: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A sum a check compares: a field, or a column of rows, of those rows `only` lets through."""

    label: str
    field: str
    column: str = ""
    only: Condition | None = None

    def amount(self, values: Values) -> int | None:
        """The sum in yen; None while one of its amounts is missing."""
        if not self.column:
            amount: int | None = values.get(self.field)
            return amount
        rows = [row for row in values[self.field] if self.only is None or self.only.holds(row)]
        amounts = [row[self.column] for row in rows]
        return None if None in amounts else sum(amounts)


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Two sums of a form that must be equal, such as revenue and expense."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form, or one column of a table of rows."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    example: str = ""
    unit: str = ""
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    places: int = 2
    avoid: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    columns: tuple["Field", ...] = ()
    checks: tuple[RowCheck, ...] = ()
    totals: tuple[str, ...] = ()
    fixed: bool = False
    min_items: int = 0
    max_items: int | None = None
    accept: tuple[str, ...] = ()
    visible_when: Condition | None = None
    required_when: Condition | None = None
    rule: str = ""
    of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse contradictions: choices without answers, checks of unknown columns."""
        _demand(self.key.isidentifier(), f"{self.key!r} is no key")
        _demand(bool(self.label), f"{self.key}: label missing")
        offers = self.kind in (Kind.CHOICE, Kind.CHOICES)
        _demand(offers == bool(self.choices), f"{self.key}: choices do not fit {self.kind}")
        _demand((self.kind is Kind.ROWS) == bool(self.columns), f"{self.key}: columns")
        _demand((self.kind is Kind.COMPUTED) == bool(self.rule), f"{self.key}: rule")
        _demand((self.kind is Kind.FILES) == bool(self.accept), f"{self.key}: accept")
        _demand(not self.avoid or self.kind in _DEFAULT_LENGTH, f"{self.key}: avoid")
        counted = self.min_items or self.max_items is not None
        _demand(not counted or self.kind in _COUNTED, f"{self.key}: min_items, max_items")
        self._check_columns()

    def _check_columns(self) -> None:
        known = {column.key: column for column in self.columns}
        _demand(len(known) == len(self.columns), f"{self.key}: a column appears twice")
        nested = {Kind.ROWS, Kind.FILES, Kind.PLATFORM}
        for column in self.columns:
            _demand(column.kind not in nested, f"{self.key}.{column.key}: {column.kind} in rows")
        for check in self.checks:
            named = {check.field, *check.by}
            _demand(named <= known.keys(), f"{self.key}: check of unknown columns {named}")
            order = [column.key for column in self.columns if column.key in named]
            filled = check.rule is not RowRule.PRODUCT or order[-1] == check.field
            _demand(filled, f"{self.key}: {check.field} must stand behind its factors")
        for total in self.totals:
            summed = known.get(total)
            _demand(summed is not None and summed.kind is Kind.AMOUNT, f"{self.key}: {total}")
        if self.fixed:
            _demand(bool(self.columns[0].choices), f"{self.key}: fixed rows need their choices")
        check_order(self.columns, self.key)

    @property
    def is_stored(self) -> bool:
        """Whether the field yields a value (computed ones are only shown)."""
        return self.kind is not Kind.COMPUTED

    @property
    def length_limit(self) -> int | None:
        """Most characters a text may have."""
        return self.max_length or _DEFAULT_LENGTH.get(self.kind)

    @property
    def fewest(self) -> int:
        """How many rows, files or choices are needed at least."""
        return max(self.min_items, 1) if self.required else self.min_items

    def blank(self) -> Any:
        """The value of the field when nothing is entered."""
        if self.kind in _COUNTED:
            return ()
        if self.kind in (Kind.TEXT, Kind.LONG_TEXT):
            return ""
        return False if self.kind is Kind.YES_NO and not self.required else None

    def label_of(self, code: str) -> str:
        """The word for a code on offer."""
        return next(choice.label for choice in self.choices if choice.code == code)

    def column(self, key: str) -> "Field":
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form with a heading of its own: one entry of the task list."""

    key: str
    title: str
    lead: str
    fields: tuple[Field, ...]


def check_order(fields: tuple[Field, ...], place: str) -> None:
    """Conditions may look only at fields that stand before them, so one pass reads a form."""
    seen: set[str] = set()
    for field in fields:
        for condition in (field.visible_when, field.required_when):
            if condition is not None:
                _demand(
                    condition.field in seen,
                    f"{place}.{field.key}: {condition.field} does not stand before it",
                )
        seen.add(field.key)


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise FormError(message)
