"""Two versions of what was written into forms, laid side by side in the form's own words.

Fields are compared by key, so two editions, or two forms that share fields, can be compared as
far as they share them. Rows of a table are aligned: a row that was only changed stands beside
itself, and a row put in or taken out stands alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Any

from comipla.core.forms.declaration import Field, Kind, Values
from comipla.core.forms.entries import show_entry

Show = Callable[[Field, Any], str]
Row = tuple[str, ...]


class RowFate(StrEnum):
    """What became of a row."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after, as shown; a side that does not exist is None, its number too."""

    fate: RowFate
    number_before: int | None
    number_after: int | None
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose entry is another one now; a table holds its columns and all of its rows."""

    key: str
    label: str
    before: str
    after: str
    columns: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()


def compare(
    fields: Iterable[Field], before: Values, after: Values, *, show: Show = show_entry
) -> tuple[FieldChange, ...]:
    """The fields, of those that both versions have, whose entries differ."""
    changes = (
        _compare_rows(field, before[field.key], after[field.key], show)
        if field.kind is Kind.ROWS
        else _compare_entry(field, before[field.key], after[field.key], show)
        for field in fields
        if field.is_stored and field.key in before and field.key in after
    )
    return tuple(change for change in changes if change is not None)


def _compare_entry(field: Field, before: Any, after: Any, show: Show) -> FieldChange | None:
    if before == after:
        return None
    return FieldChange(field.key, field.label, show(field, before), show(field, after))


def _compare_rows(
    field: Field, before: Sequence[Values], after: Sequence[Values], show: Show
) -> FieldChange | None:
    columns = [column for column in field.columns if column.is_stored]
    shown = [
        [tuple(show(column, row.get(column.key)) for column in columns) for row in rows]
        for rows in (before, after)
    ]
    rows = tuple(align(*shown))
    if all(row.fate is RowFate.SAME for row in rows):
        return None
    return FieldChange(
        field.key,
        field.label,
        f"{len(before)}行",
        f"{len(after)}行",
        tuple(column.label for column in columns),
        rows,
    )


def align(before: Sequence[Row], after: Sequence[Row]) -> list[RowChange]:
    """Pair the rows of two tables in their order so that as little as possible differs."""
    costs = _costs(before, after)
    changes: list[RowChange] = []
    i, j = len(before), len(after)
    while i or j:
        if i and j and costs[i][j] == costs[i - 1][j - 1] + _beside(before[i - 1], after[j - 1]):
            i, j = i - 1, j - 1
            fate = RowFate.SAME if before[i] == after[j] else RowFate.CHANGED
            changes.append(RowChange(fate, i + 1, j + 1, before[i], after[j]))
        elif j and costs[i][j] == costs[i][j - 1] + _alone(after[j - 1]):
            j -= 1
            changes.append(RowChange(RowFate.ADDED, None, j + 1, None, after[j]))
        else:
            i -= 1
            changes.append(RowChange(RowFate.REMOVED, i + 1, None, before[i], None))
    return changes[::-1]


def _costs(before: Sequence[Row], after: Sequence[Row]) -> list[list[int]]:
    """For the first i and j rows, the least that differs when they are laid side by side."""
    costs = [list(accumulate(map(_alone, after), initial=0))]
    for i, row in enumerate(before):
        line = [costs[i][0] + _alone(row)]
        for j, other in enumerate(after):
            beside = costs[i][j] + _beside(row, other)
            line.append(min(beside, costs[i][j + 1] + _alone(row), line[j] + _alone(other)))
        costs.append(line)
    return costs


def _beside(row: Row, other: Row) -> int:
    """What it costs to call two rows one: twenty for each cell that differs."""
    if row == other:
        return 0
    return 20 * sum(cell != opposite for cell, opposite in zip(row, other, strict=True))


def _alone(row: Row) -> int:
    """What a row without its like costs: two such cost more than a pair that differs by 70 %."""
    return 7 * len(row)
