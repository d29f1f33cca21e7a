"""What comes from a browser, as a form's entries: one part of a form at a time, as typed.

A part is the whole form, or one of its sections where it has many. Rows are numbered without gaps
and rows in which nothing was typed are left out; otherwise nothing is changed, dropped or read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.http import QueryDict

from comipla.cases.services.entries import Entries
from comipla.core.forms import Field, Kind, Raw, cell_name, row_indices
from comipla.core.forms.reading import typed

MANY = frozenset({Kind.CHOICES, Kind.FILES})
"""Kinds of fields that hold several strings."""


def strings(posted: QueryDict) -> dict[str, list[str]]:
    """Posted fields with all their strings, without the one character no database can hold."""
    return {
        name: [str(text).replace("\x00", "") for text in values] for name, values in posted.lists()
    }


def part_of(fields: Iterable[Field], raw: Raw) -> Entries:
    """The entries of some fields, the rows renumbered; blank ones are left out."""
    part: Entries = {}
    for field in fields:
        if field.kind is Kind.ROWS:
            _take_rows(field, raw, part)
        elif field.is_stored:
            _take(field, raw, field.key, part, field.key)
    return part


def _take_rows(field: Field, raw: Raw, part: Entries) -> None:
    columns = [column for column in field.columns if column.is_stored]
    place = 0
    for index in row_indices(field, raw):
        row: Entries = {}
        target = index if field.fixed else place
        for column in columns:
            _take(
                column, raw, cell_name(field, index, column), row, cell_name(field, target, column)
            )
        if row:
            part.update(row)
            place += 1


def _take(field: Field, raw: Raw, name: str, part: Entries, target: str) -> None:
    """Take the strings under `name` over to `target`, as they were typed."""
    if not typed(raw, name):
        return
    entered = raw[name]
    texts = [entered] if isinstance(entered, str) else list(entered)
    part[target] = texts if field.kind in MANY else texts[-1]


def merged(raw: Raw, fields: Sequence[Field], part: Entries) -> Entries:
    """The whole form's entries with those of some fields replaced."""
    keys = {field.key for field in fields}
    rest = {name: value for name, value in raw.items() if name.split("-", 1)[0] not in keys}
    return {**rest, **part}


def without_row(field: Field, raw: Raw, index: int) -> dict[str, str | list[str]]:
    """The entries without one row of a table."""
    gone = {cell_name(field, index, column) for column in field.columns}
    return {name: value for name, value in raw.items() if name not in gone}


def imprint(fields: Sequence[Field], raw: Raw) -> str:
    """A short mark of what some fields hold: equal marks mean that nobody changed them."""
    part = {
        name: typed({name: value}, name) for name, value in sorted(part_of(fields, raw).items())
    }
    spelled = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()[:16]


def differing(fields: Iterable[Field], mine: Raw, theirs: Raw) -> tuple[Field, ...]:
    """The fields in which two versions of a part differ."""
    return tuple(field for field in fields if imprint((field,), mine) != imprint((field,), theirs))


def as_hidden(entries: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    """Entries as (name, value) pairs, to be carried through a page unseen."""
    return [
        (name, text)
        for name, entered in entries.items()
        for text in ([entered] if isinstance(entered, str) else entered)
    ]
