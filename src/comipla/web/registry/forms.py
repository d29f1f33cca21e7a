"""Forms of the registry: declared as fields, read tolerantly, keeping what was typed.

A form works without script: rows are added and removed by submit buttons. What could not be read
or was refused stands beside its field, and every field shows again what was typed.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from comipla.core.digits import squeeze_ascii
from comipla.core.money import MoneyError, parse_yen
from comipla.core.wareki import DateError, parse_date

LONGEST = 2000
MOST_ROWS = 30
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """A field: `kind` is text, long, date, number, yes, choice, choices, file or rows.

    `columns` are the fields of a row; rows without anything typed are passed over.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    required: bool = True
    options: Options = ()
    columns: tuple["Field", ...] = ()
    limit: int = 200
    unit: str = ""


@dataclass
class Form:
    """What was typed, what it was read as, and every problem with it as (field id, sentence)."""

    fields: tuple[Field, ...]
    raw: dict[str, Any]
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str | None, str]] = field(default_factory=list)

    @property
    def wrong(self) -> dict[str | None, str]:
        """The first problem of each field, by id."""
        return dict(reversed(self.problems))

    def cell_errors(self, name: str) -> dict[tuple[int, str], str]:
        """Problems in the cells of a table of rows."""
        found = {}
        for at, sentence in self.problems:
            parts = (at or "").split("-")
            if len(parts) == 3 and parts[0] == name:
                found[int(parts[1]), parts[2]] = sentence
        return found

    def refuse(self, error: ValidationError) -> None:
        """Take a refusal of a service beside the fields it names; the rest stands above."""
        known = {each.name for each in self.fields}
        if hasattr(error, "error_dict"):
            for name, sentences in error.message_dict.items():
                place = name if name in known else None
                self.problems.extend((place, sentence) for sentence in sentences)
        else:
            self.problems.extend((None, sentence) for sentence in error.messages)


def blank(fields: tuple[Field, ...], initial: Mapping[str, Any]) -> Form:
    """A form to be filled, with what is known."""
    raw: dict[str, Any] = {}
    for each in fields:
        value = initial.get(each.name, [] if each.kind in ("rows", "choices") else "")
        raw[each.name] = value
    return Form(fields, raw, str(uuid.uuid4()))


def read(fields: tuple[Field, ...], typed: QueryDict) -> Form:
    """Read a posted form; the values stand under their names where they could be read."""
    form = Form(fields, {}, typed.get("key", "") or str(uuid.uuid4()))
    for each in fields:
        if each.kind == "rows":
            form.raw[each.name] = _typed_rows(each, typed)
            form.values[each.name] = _rows(form, each)
        elif each.kind == "choices":
            form.raw[each.name] = typed.getlist(each.name)
            form.values[each.name] = form.raw[each.name]
        elif each.kind != "file":
            form.raw[each.name] = typed.get(each.name, "").strip()
            _read(form, each, each.name, form.raw[each.name], form.values)
    return form


def change_rows(form: Form, order: str) -> None:
    """Add or remove a row as the pressed button says: ``add:NAME`` or ``remove:NAME:0``."""
    verb, _, rest = order.partition(":")
    name, _, number = rest.partition(":")
    rows = form.raw.get(name)
    if not isinstance(rows, list):
        return
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif verb == "remove" and number.isdigit() and int(number) < len(rows):
        del rows[int(number)]
    form.problems.clear()


def _typed_rows(each: Field, typed: QueryDict) -> list[dict[str, str]]:
    rows = []
    for number in range(MOST_ROWS):
        names = {column.name: f"{each.name}-{number}-{column.name}" for column in each.columns}
        if not any(name in typed for name in names.values()):
            break
        rows.append({key: typed.get(name, "").strip() for key, name in names.items()})
    return rows


def _rows(form: Form, each: Field) -> list[dict[str, Any]]:
    found = []
    for number, row in enumerate(form.raw[each.name]):
        if not any(row.values()):
            continue
        values: dict[str, Any] = {}
        for column in each.columns:
            place = f"{each.name}-{number}-{column.name}"
            _read(form, column, place, row[column.name], values)
        found.append(values)
    if each.required and not found:
        form.problems.append((each.name, f"{each.label}を1行以上入れてください。"))
    return found


def _read(form: Form, each: Field, place: str, text: str, values: dict[str, Any]) -> None:
    if each.kind == "yes":
        values[each.name] = text == "1"
        return
    if not text:
        if each.required:
            form.problems.append((place, f"{each.label}を入れてください。"))
        values[each.name] = None if each.kind in ("date", "number") else ""
        return
    try:
        values[each.name] = _READERS[each.kind](each, text)
    except (DateError, MoneyError, ValueError) as problem:
        form.problems.append((place, f"{each.label}：{str(problem).removesuffix('。')}。"))


def _text(each: Field, text: str) -> str:
    limit = LONGEST if each.kind == "long" else each.limit
    if len(text) > limit:
        raise ValueError(f"{limit}文字以内にしてください")
    return text


def _number(_each: Field, text: str) -> int:
    plain = squeeze_ascii(text).replace(",", "")
    if not plain.isdigit() or len(plain) > 9:
        raise ValueError("0以上の数字で入力してください")
    return parse_yen(plain)


def _choice(each: Field, text: str) -> str:
    if text not in {key for key, _ in each.options}:
        raise ValueError("一覧から選んでください")
    return text


_READERS: dict[str, Callable[[Field, str], Any]] = {
    "text": _text,
    "long": _text,
    "date": lambda _each, text: parse_date(text),
    "number": _number,
    "choice": _choice,
}
