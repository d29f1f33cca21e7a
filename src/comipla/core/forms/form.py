"""A prescribed form in one edition, ready to be shown, read and written."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comipla.core.forms.declaration import (
    Field,
    FormError,
    Kind,
    Section,
    SumCheck,
    Values,
    check_order,
)
from comipla.core.forms.loading import required_text, section_from, sum_check_from
from comipla.core.forms.reading import (
    Raw,
    Reading,
    cell_name,
    read_form,
    row_indices,
    typed,
    write_form,
)

Rule = Callable[[Values], int | None]
"""A rule named by a computed field: from the form's values to an amount, None while unknown."""


class SectionState(StrEnum):
    """How far a section is filled: the status words of the task list."""

    EMPTY = "未入力"
    STARTED = "入力中"
    DONE = "入力済み"
    OPTIONAL = "任意"


@dataclass(frozen=True, slots=True)
class Form:
    """A form's code and edition, its words, sections and the sums that must agree.

    `style` is the number the guideline gives the form (様式第1号), where it has one.
    """

    code: str
    edition: str
    title: str
    style: str
    lead: str
    sections: tuple[Section, ...]
    checks: tuple[SumCheck, ...] = ()

    def __post_init__(self) -> None:
        """Refuse keys used twice and checks of fields that are not there."""
        keys = [field.key for field in self.fields]
        if len(set(keys)) != len(keys):
            raise FormError(f"{self.code}: a field appears twice")
        check_order(self.fields, self.code)
        for term in (side for check in self.checks for side in (check.left, check.right)):
            field = self.field(term.field)
            summed = field.column(term.column) if term.column else field
            if summed.kind is not Kind.AMOUNT:
                raise FormError(f"{self.code}: {term.label} is no sum of amounts")

    @classmethod
    def from_toml(cls, text: str) -> "Form":
        """Read a form's edition from TOML. Raises FormError for anything it does not know."""
        data = tomllib.loads(text)
        words = {"code", "edition", "title", "style", "lead", "sections", "checks"}
        if unknown := data.keys() - words:
            raise FormError(f"unknown words {sorted(unknown)}")
        code = required_text(data, "code", "form")
        return cls(
            code=code,
            edition=required_text(data, "edition", code),
            title=required_text(data, "title", code),
            style=data.get("style", ""),
            lead=data.get("lead", ""),
            sections=tuple(section_from(section) for section in data.get("sections", ())),
            checks=tuple(sum_check_from(check) for check in data.get("checks", ())),
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all sections, in order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def fact_keys(self) -> tuple[str, ...]:
        """Keys of the fields that yield a value: the fields of the form's facts."""
        return tuple(field.key for field in self.fields if field.is_stored)

    def field(self, key: str) -> Field:
        """The field of that key. Raises FormError when there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise FormError(f"{self.code} has no field {key!r}")

    def read(self, raw: Raw) -> Reading:
        """Read what was typed; nothing is refused outright, everything is kept (see Reading)."""
        return read_form(self.fields, self.checks, raw)

    def write(self, values: Values) -> dict[str, str | list[str]]:
        """The raw strings that `read` reads as `values`, for filling a form with known facts."""
        return write_form(self.fields, values)

    def compute(self, values: Values, rules: Mapping[str, Rule]) -> dict[str, int | None]:
        """The computed amounts by HTML name, from read `values`.

        `sum` and `difference` are known here; every other rule the form names must be in `rules`.
        Raises KeyError for a rule nobody gave.
        """
        known: dict[str, Any] = dict(values)
        shown: dict[str, int | None] = {}
        for field in self.fields:
            if field.kind is Kind.COMPUTED:
                known[field.key] = shown[field.key] = _apply(field, known, rules)
            for index, row in enumerate(values.get(field.key, ()) if field.columns else ()):
                for column in field.columns:
                    if column.kind is Kind.COMPUTED:
                        shown[cell_name(field, index, column)] = _apply(column, row, rules)
        return shown

    def progress(self, reading: Reading) -> dict[str, SectionState]:
        """How far each section (by key) is filled."""
        return {section.key: _state(section, reading) for section in self.sections}


def _apply(field: Field, values: Values, rules: Mapping[str, Rule]) -> int | None:
    """One computed amount; None while something it needs is missing."""
    if field.rule not in ("sum", "difference"):
        return rules[field.rule](values)
    amounts = [amount for name in field.of for amount in _amounts(name, values)]
    if None in amounts:
        return None
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if field.rule == "sum" else known[0] - sum(known[1:])


def _amounts(name: str, values: Values) -> list[int | None]:
    """The amounts behind `field` or `rows.column`."""
    key, _, column = name.partition(".")
    if not column:
        return [values.get(key)]
    return [row[column] for row in values.get(key, ())]


def _state(section: Section, reading: Reading) -> SectionState:
    keys = {field.key for field in section.fields}
    problems = [item for item in reading.errors if item.path.split("-")[0] in keys]
    entered = any(_is_entered(field, reading.raw) for field in section.fields)
    if problems:
        return SectionState.STARTED if entered else SectionState.EMPTY
    return SectionState.DONE if entered else SectionState.OPTIONAL


def _is_entered(field: Field, raw: Raw) -> bool:
    if not field.columns:
        return bool(typed(raw, field.key))
    return any(
        typed(raw, cell_name(field, index, column))
        for index in row_indices(field, raw)
        for column in field.columns
    )
