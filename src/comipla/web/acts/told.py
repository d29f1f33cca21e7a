"""Answers of a form in words: as pages of answers show them, and where nothing can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comipla.core.forms import Field, Kind, cell_name, show_entry
from comipla.core.money import format_yen
from comipla.web.acts.sheet import Sheet

_FIGURES = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.DECIMAL, Kind.COMPUTED})


@dataclass(frozen=True)
class Table:
    """The rows of an answer that is a table; `numeric` tells which columns hold figures."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]


def shown_answer(sheet: Sheet, field: Field) -> str:
    """The answer to a field that is no table."""
    value = sheet.reading.values.get(field.key)
    if field.kind is Kind.COMPUTED:
        amount = sheet.computed.get(field.key)
        return "" if amount is None else format_yen(amount)
    if field.kind is Kind.PLATFORM:
        platform = sheet.ground.surroundings.platforms.get(value or 0)
        return platform.name if platform else ""
    if field.kind is Kind.CHOICES:
        return "\n".join(f"・{field.label_of(code)}" for code in value or ())
    return show_entry(field, value)


def shown_table(sheet: Sheet, field: Field) -> Table | None:
    """The rows of a field; columns in which nothing stands are left out, None without rows."""
    rows = sheet.reading.values.get(field.key, ())
    shown = [
        tuple(_cell(sheet, field, index, column, row) for column in field.columns)
        for index, row in enumerate(rows)
    ]
    kept = [place for place in range(len(field.columns)) if any(cells[place] for cells in shown)]
    if not kept:
        return None
    columns = [field.columns[place] for place in kept]
    return Table(
        columns=tuple(column.label for column in columns),
        numeric=tuple(column.kind in _FIGURES for column in columns),
        rows=tuple(tuple(cells[place] for place in kept) for cells in shown),
        totals=_totals(field, columns, rows),
    )


def _cell(sheet: Sheet, field: Field, index: int, column: Field, row: dict[str, Any]) -> str:
    if column.kind is Kind.COMPUTED:
        amount = sheet.computed.get(cell_name(field, index, column))
        return format_yen(amount) if amount else ""
    value = row.get(column.key)
    return "" if value is False else show_entry(column, value)


def _totals(
    field: Field, columns: Sequence[Field], rows: Sequence[dict[str, Any]]
) -> tuple[str, ...]:
    """A foot with the sums of the columns that the form adds up; empty where it adds none."""
    if not field.totals:
        return ()
    foot = []
    for column in columns:
        amounts = [row.get(column.key) for row in rows] if column.key in field.totals else [None]
        foot.append("" if None in amounts else format_yen(sum(filter(None, amounts))))
    return tuple(foot)
