"""Bars to both sides of a line: who gains and who loses."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from comipla.core.money import format_yen
from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import EDGE, INK, SERIES, Palette, drawing, el, join, text, text_width

_GAIN, _LOSS = 0, 1
_FILLS = (SERIES[2], SERIES[5])
_PITCH = 40
_BAR = 16


@dataclass(frozen=True, slots=True)
class Difference:
    """One row: whole yen before and now."""

    label: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """What is more; below zero, what is less."""
        return self.after - self.before


def differences(key: str, title: str, summary: str, rows: Sequence[Difference]) -> Chart:
    """Gains to the right and losses to the left of one line, each with its name and figure."""
    table = Table(
        columns=("", "前年度", "今年度", "増減"),
        rows=tuple((row.label, row.before, row.after, row.change) for row in rows),
        unit="円",
    )
    wide, narrow = (
        drawing(drawing_key, title, summary, width, *_body(drawing_key, rows, width), linked=False)
        for drawing_key, width in ((key, 720), (f"{key}-n", 340))
    )
    return Chart(key, title, summary, wide, narrow, table)


def _body(key: str, rows: Sequence[Difference], width: int) -> tuple[int, Markup]:
    if not rows:
        return 32, text("まだ数字がありません", 0, 20)
    palette = Palette(key, _FILLS)
    head, top = palette.legend(("増", "減"), width)
    largest = max(abs(row.change) for row in rows) or 1
    middle, room = width // 2, width // 2 - 4
    parts = [palette.definitions(), head]
    for number, row in enumerate(rows):
        parts += _row(
            palette, row, top + number * _PITCH, middle, abs(row.change) * room // largest
        )
    height = top + len(rows) * _PITCH
    line = el("line", x1=middle, y1=top, x2=middle, y2=height, stroke=EDGE)
    return height + 4, join([*parts, line])


def _row(palette: Palette, row: Difference, y: int, middle: int, length: int) -> list[Markup]:
    sign = "＋" if row.change > 0 else "△" if row.change < 0 else "±"
    figure = f"{sign}{format_yen(abs(row.change))}"
    width = 2 * middle
    label = row.label
    while text_width(label) > width - text_width(figure) - 24 and len(label) > 4:
        label = f"{label[:-2]}…"
    parts = [
        text(label, 0, y + 16, font_size=13, fill=INK),
        text(figure, width, y + 16, text_anchor="end", font_size=13, font_weight=700),
    ]
    if length:
        gains = row.change > 0
        x = middle if gains else middle - length
        parts.append(palette.swatch(_GAIN if gains else _LOSS, x, y + 21, length, _BAR))
    return parts
