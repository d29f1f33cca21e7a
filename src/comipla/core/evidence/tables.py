"""Reading files of people: bytes to rows of text, and what is said of a row that is refused."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from comipla.core.digits import squeeze_ascii

_ENCODINGS: Final = ("utf-8", "cp932")
_BOM: Final = b"\xef\xbb\xbf"
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is not taken: `row` counts from 1 as editors do, `column` is a heading or empty."""

    row: int
    column: str
    reason: str

    @property
    def sentence(self) -> str:
        """Place and reason, for a list."""
        column = f"の「{self.column}」" if self.column else ""
        return f"{self.row}行目{column}：{self.reason}"


class TableRefused(ValueError):
    """A file that is taken whole or not at all; reads as its first refusals, line by line."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(sorted(refusals, key=lambda refusal: refusal.row))
        lines = [refusal.sentence for refusal in self.refusals[:_MOST_SHOWN]]
        if len(self.refusals) > _MOST_SHOWN:
            lines.append(f"ほかに {len(self.refusals) - _MOST_SHOWN} 件あります。")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number as editors count, and its cells without outer blanks."""

    number: int
    cells: tuple[str, ...]

    def at(self, position: int) -> str:
        """A cell by 0-based position; beyond the edge there is empty text."""
        return self.cells[position] if position < len(self.cells) else ""


def csv_rows(data: bytes) -> tuple[tuple[Row, ...], tuple[Refusal, ...]]:
    """The rows of a CSV file in UTF-8 or cp932, and those whose characters are broken.

    The encoding is the one in which fewer lines are broken, so that one bad row is named instead
    of the file being read as gibberish. Empty rows are passed over.
    """
    lines = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    encoding = min(_ENCODINGS, key=lambda name: sum(_broken(line, name) for line in lines))
    refusals = [
        _characters(number, line, encoding)
        for number, line in enumerate(lines, start=1)
        if _broken(line, encoding)
    ]
    bad = {refusal.row for refusal in refusals}
    reader = csv.reader(
        ("" if number in bad else line.decode(encoding)) + "\n"
        for number, line in enumerate(lines, start=1)
    )
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(start, tuple(cell.strip() for cell in cells)))
            start = reader.line_num + 1
    except csv.Error:
        reason = '引用符（"）が閉じていないため、ここから先を読めません。閉じてください。'
        refusals.append(Refusal(start, "", reason))
    return tuple(rows), tuple(refusals)


def _characters(number: int, line: bytes, encoding: str) -> Refusal:
    """Why a line with broken characters is refused: the first cell that cannot be read."""
    cells = enumerate(line.split(b","), start=1)
    column = next((place for place, cell in cells if _broken(cell, encoding)), 1)
    reason = "文字がこわれています。元の表からこの行を作り直してください。"
    return Refusal(number, f"{column}列目", reason)


def _broken(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def people_in(text: str) -> float | str:
    """The number of people that a cell holds, or the reason why it holds none."""
    written = squeeze_ascii(text).replace(",", "")
    if not written:
        return "人数がありません。0人のときは 0 と書いてください。"
    if not _NUMBER.fullmatch(written):
        return f"「{text}」は数ではありません。人数を数字で書いてください。"
    number = float(written)
    if number < 0:
        return f"人口が {written} です。0 以上の数にしてください。"
    return number


def whole_number(text: str) -> int | None:
    """A whole number as written, full-width or not; None for anything else."""
    written = squeeze_ascii(text)
    return int(written) if re.fullmatch(r"\d{1,4}", written) else None
