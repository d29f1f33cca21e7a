"""Reading a form's declaration from TOML, strictly: an unknown word is an error, not a comment."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from comipla.core.codes import CODE_LISTS
from comipla.core.course_codes import COURSE_CODE_LISTS
from comipla.core.forms.declaration import (
    Choice,
    Condition,
    Field,
    FormError,
    Kind,
    RowCheck,
    RowRule,
    Section,
    SumCheck,
    Term,
)

_LISTS = {**CODE_LISTS, **COURSE_CODE_LISTS}
_FIELD_WORDS = frozenset(field.name for field in dataclasses.fields(Field))
_TUPLES = frozenset({"totals", "accept", "of", "avoid"})


def section_from(data: Mapping[str, Any]) -> Section:
    """Build a section from its TOML table."""
    place = f"section {data.get('key')}"
    _only(data, {"key", "title", "lead", "fields"}, place)
    fields = tuple(field_from(field, place) for field in data.get("fields", ()))
    return Section(
        required_text(data, "key", place),
        required_text(data, "title", place),
        data.get("lead", ""),
        fields,
    )


def field_from(data: Mapping[str, Any], place: str) -> Field:
    """Build a field (or a column) from its TOML table."""
    place = f"{place}, field {data.get('key')}"
    _only(data, _FIELD_WORDS, place)
    words: dict[str, Any] = {
        key: tuple(value) if key in _TUPLES else value for key, value in data.items()
    }
    try:
        words["kind"] = Kind(required_text(data, "kind", place))
    except ValueError as error:
        raise FormError(f"{place}: {error}") from error
    if "choices" in data:
        words["choices"] = _choices(data["choices"], place)
    if "columns" in data:
        words["columns"] = tuple(field_from(column, place) for column in data["columns"])
    if "checks" in data:
        words["checks"] = tuple(_row_check(check, place) for check in data["checks"])
    for key in ("visible_when", "required_when"):
        if key in data:
            words[key] = _condition(data[key], place)
    try:
        return Field(**words)
    except (TypeError, FormError) as error:
        raise FormError(f"{place}: {error}") from error


def sum_check_from(data: Mapping[str, Any]) -> SumCheck:
    """Build a comparison of two sums from its TOML table."""
    _only(data, {"left", "right"}, "check")
    return SumCheck(_term(data["left"]), _term(data["right"]))


def _term(data: Mapping[str, Any]) -> Term:
    _only(data, {"label", "field", "column", "only"}, "check")
    only = _condition(data["only"], "check") if "only" in data else None
    return Term(
        required_text(data, "label", "check"),
        required_text(data, "field", "check"),
        data.get("column", ""),
        only,
    )


def _choices(declared: Any, place: str) -> tuple[Choice, ...]:
    """The answers on offer: the name of a code list, or [code, label] pairs."""
    if isinstance(declared, str):
        if declared not in _LISTS:
            raise FormError(f"{place}: no code list {declared!r}")
        return tuple(Choice(member.value, member.label) for member in _LISTS[declared])
    return tuple(Choice(code, label) for code, label in declared)


def _condition(data: Mapping[str, Any], place: str) -> Condition:
    _only(data, {"field", "in"}, place)
    return Condition(required_text(data, "field", place), tuple(data["in"]))


def _row_check(data: Mapping[str, Any], place: str) -> RowCheck:
    _only(data, {"rule", "field", "by"}, place)
    return RowCheck(RowRule(data["rule"]), required_text(data, "field", place), tuple(data["by"]))


def _only(data: Mapping[str, Any], words: frozenset[str] | set[str], place: str) -> None:
    if unknown := data.keys() - words:
        raise FormError(f"{place}: unknown words {sorted(unknown)}")


def required_text(data: Mapping[str, Any], key: str, place: str) -> str:
    """A word that must stand in a TOML table. Raises FormError naming the place."""
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise FormError(f"{place}: {key} missing")
    return value
