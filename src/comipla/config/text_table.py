"""Tables for the terminal, in columns that stay straight where characters are two cells wide."""

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """How many cells a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in text)


def text_table(rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """Lines of a table whose first row is its heading.

    The first `left` columns begin at their left edge, the others, figures, end at their right.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for number, (cell, room) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (room - width(cell))
            cells.append(cell + blanks if number < left else blanks + cell)
        lines.append("  ".join(cells).rstrip())
    return lines
