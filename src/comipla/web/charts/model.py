"""What a chart is: drawings, words and the table beneath."""

from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

Cell: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart; ``unit`` belongs to its numbers. Goes to the page and into a CSV."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A finding (``title``), the sentence that says it in full, two drawings and the table.

    ``narrow`` is drawn for pages of 340 px, with the same figures.
    """

    key: str
    title: str
    summary: str
    wide: Markup
    narrow: Markup
    table: Table
