"""A sheet of cells, wherever it came from, with the names people know cells by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

CellValue: TypeAlias = str | int | Decimal | bool | date | None
"""What a cell may hold; numbers are exact, an empty cell is None or blank text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, row by row; `sheet` is empty for a CSV file, which has no name."""

    sheet: str
    rows: tuple[tuple[CellValue, ...], ...]

    def at(self, row: int, column: int) -> CellValue:
        """The value of a cell by 0-based position; None beyond the edge."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The cell as text without outer blanks; empty cells are empty text."""
        value = self.at(row, column)
        return "" if value is None else str(value).strip()

    def place(self, row: int, column: int) -> str:
        """Where a cell is, in words: シート『総括表』のC5."""
        name = address(row, column)
        return f"シート『{self.sheet}』の{name}" if self.sheet else f"{name}のセル"


def address(row: int, column: int) -> str:
    """The name of a cell by 0-based position: (4, 2) is C5, (0, 26) is AA1."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
