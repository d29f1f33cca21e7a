"""Standing bars over time, and a line small enough for a table cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import (
    EDGE,
    SERIES,
    SOFT_INK,
    drawing,
    el,
    join,
    link,
    text,
    text_width,
)

_BLUE = SERIES[2].colour
_PLOT = 160


@dataclass(frozen=True, slots=True)
class Point:
    """One column: its label under it, its value (not below zero) over it."""

    label: str
    value: int
    href: str | None = None


def columns(key: str, title: str, summary: str, points: Sequence[Point], *, unit: str) -> Chart:
    """Columns side by side from zero, each with its figure; the largest fills the height."""
    table = Table(("", unit), tuple((point.label, point.value) for point in points), unit)
    wide = _draw_columns(key, title, summary, points, 720)
    narrow = _draw_columns(f"{key}-n", title, summary, points, 340)
    return Chart(key, title, summary, wide, narrow, table)


def _draw_columns(
    key: str, title: str, summary: str, points: Sequence[Point], width: int
) -> Markup:
    base = _PLOT + 24
    top = max((point.value for point in points), default=0)
    parts = [el("path", d=f"M0 {base}h{width}", stroke=EDGE)]
    if not points:
        parts.append(text("まだ数字がありません", 0, 20))
    step = width // max(len(points), 1)
    size = 14 if all(text_width(point.label) <= step for point in points) else 11
    every = 1 if all(text_width(point.label, size) <= step for point in points) else 2
    for index, point in enumerate(points):
        height = point.value * _PLOT // top if top else 0
        middle = index * step + step // 2
        thick = max(step * 6 // 10, 2)
        pieces = [
            el("rect", x=middle - thick // 2, y=base - height, width=thick, height=height, fill=_BLUE),
            text(f"{point.value:,}", middle, base - height - 6, text_anchor="middle", font_size=size),
        ]  # fmt: skip
        if index % every == 0:
            pieces.append(
                text(point.label, middle, base + 18, text_anchor="middle", font_size=size)
            )
        parts.append(link(point.href, f"{point.label} {point.value:,}", *pieces))
    linked = any(point.href for point in points)
    return drawing(key, title, summary, width, base + 28, join(parts), linked=linked)


def sparkline(key: str, title: str, values: Sequence[int]) -> Chart:
    """A line without axes beside a figure; the last value is marked and written.

    Both drawings are the same: 120 by 32 px.
    """
    table = Table(("順", "値"), tuple(enumerate(values, 1)))
    summary = f"{values[0]:,}から{values[-1]:,}まで" if values else "まだ数字がありません"
    svg = drawing(key, title, summary, 120, 32, _line(values), linked=False)
    return Chart(key, title, summary, svg, svg, table)


def _line(values: Sequence[int]) -> Markup:
    if not values:
        return text("—", 0, 20, fill=SOFT_INK)
    words = f"{values[-1]:,}"
    room = 112 - text_width(words, 12)
    low, high = min(values), max(values)
    span = max(high - low, 1)
    gaps = max(len(values) - 1, 1)
    places = [
        (4 + i * (room - 8) // gaps, 26 - (value - low) * 20 // span)
        for i, value in enumerate(values)
    ]
    last_x, last_y = places[-1]
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    return join(
        [
            el("path", d=path, fill="none", stroke=_BLUE, stroke_width=2),
            el("circle", cx=last_x, cy=last_y, r=3, fill=_BLUE),
            text(words, 120, 20, text_anchor="end", font_size=12),
        ]
    )
