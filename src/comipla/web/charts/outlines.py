"""Places by their true outlines, in panels: far islands keep a scale that can be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Final, NamedTuple

from markupsafe import Markup

from comipla.core.outlines import STEPS, doubled_area, straightened
from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import EDGE, SOFT_INK, drawing, el, join, link, text
from comipla.web.charts.tiles import TONES, TileState, legend, name_lines

_GAP: Final = 16
_CAPTION: Final = 20
_MAIN: Final = 430  # px of the first panel on a wide page
_TALLEST: Final = 560
_SMALLEST: Final = 0.01
"""Rings below so much of the panel's largest do not widen its frame."""
_WIDE, _NARROW = 720, 340

Outline = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A place: its panel, its rings (longitude, latitude in grid steps), its state and number."""

    panel: str
    name: str
    rings: Sequence[Outline]
    state: TileState
    number: int
    href: str | None = None


class _Frame(NamedTuple):
    """Where a panel stands in the drawing, and which part of the world it shows."""

    x: int
    y: int
    west: int
    north: int
    across: float  # px a step of longitude
    down: float  # px a step of latitude
    edges: tuple[int, int, int, int]  # west, east, south, north in steps

    def holds(self, points: Outline) -> bool:
        """Whether a ring lies in the part of the world that is shown."""
        west, east, south, north = self.edges
        return all(west <= x <= east and south <= y <= north for x, y in points)

    def ring(self, points: Outline) -> list[tuple[int, int]]:
        """A ring in px, corners only; empty where it is too small to be seen."""
        places: list[tuple[int, int]] = []
        for longitude, latitude in points:
            place = (
                self.x + round((longitude - self.west) * self.across),
                self.y + round((self.north - latitude) * self.down),
            )
            if not places or places[-1] != place:
                places.append(place)
        if len(places) > 1 and places[0] == places[-1]:
            places.pop()
        return list(straightened(places))


def outline_map(
    key: str,
    title: str,
    summary: str,
    shapes: Sequence[Shape],
    *,
    states: Sequence[TileState],
    unit: str,
) -> Chart:
    """Draw the shapes, the first panel large and the others beside it (beneath on narrow pages).

    `states` gives the order of the legend, `unit` is that of the numbers.
    """
    panels: dict[str, list[Shape]] = {}
    for shape in shapes:
        panels.setdefault(shape.panel, []).append(shape)
    rows = tuple((shape.name, shape.state.label, shape.number) for shape in shapes)
    wide, narrow = (
        drawing(
            drawing_key,
            title,
            summary,
            *_body(panels, _present(shapes, states), width, unit),
            linked=any(shape.href for shape in shapes),
        )
        for drawing_key, width in ((key, _WIDE), (f"{key}-n", _NARROW))
    )
    return Chart(key, title, summary, wide, narrow, Table(("市町村", "状態", unit), rows, unit))


def _present(shapes: Sequence[Shape], states: Sequence[TileState]) -> list[tuple[TileState, int]]:
    counted = [(state, sum(shape.state == state for shape in shapes)) for state in states]
    return [(state, count) for state, count in counted if count]


def _body(
    panels: Mapping[str, Sequence[Shape]],
    present: Sequence[tuple[TileState, int]],
    width: int,
    unit: str,
) -> tuple[int, int, Markup]:
    """Each panel goes where there is most room: two columns on wide pages, one on narrow ones."""
    head, top = legend(present, width)
    columns = [(0, _MAIN), (_MAIN + _GAP, width - _MAIN - _GAP)] if width == _WIDE else [(0, width)]
    filled = [top] * len(columns)
    parts = [head]
    for name, shapes in panels.items():
        column = filled.index(min(filled))
        (x, room), y = columns[column], filled[column]
        frame, height = _framed(shapes, x, y + _CAPTION, room)
        parts.append(text(name, x, y + 14, font_size=13, fill=SOFT_INK))
        parts += [_drawn(shape, frame) for shape in shapes]
        parts += [_label(shape, frame, unit) for shape in shapes]
        filled[column] += _CAPTION + height + _GAP
    return width, max(filled), join(parts)


def _framed(shapes: Sequence[Shape], x: int, y: int, room: int) -> tuple[_Frame, int]:
    """The frame that fills a room with all but small rings beside larger ones, and its height.

    A rock far out at sea would leave everything else too small to be read.
    """
    largest = [max(shape.rings, key=doubled_area) for shape in shapes]
    least = max(map(doubled_area, largest)) * _SMALLEST
    shown = [ring for shape in shapes for ring in shape.rings if doubled_area(ring) >= least]
    points = [point for ring in (*largest, *shown) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2 / STEPS))
    down = min(room / max((east - west) * squeeze, 1), _TALLEST / max(north - south, 1))
    frame = _Frame(x, y, west, north, down * squeeze, down, (west, east, south, north))
    return frame, round((north - south) * down) + 2


def _drawn(shape: Shape, frame: _Frame) -> Markup:
    fill, _, _ = TONES[shape.state.tone]
    paths = "".join(_path(frame.ring(ring)) for ring in shape.rings if frame.holds(ring))
    return el("path", d=paths, fill=fill, stroke=EDGE, stroke_width=0.8)


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """A ring in relative steps, which are short."""
    if not ring:
        return ""
    steps = "".join(_steps(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{steps.strip()}z"


def _steps(ring: Sequence[tuple[int, int]]) -> Iterator[str]:
    for (x0, y0), (x1, y1) in pairwise(ring):
        across, down = x1 - x0, y1 - y0
        yield f"{'' if across < 0 else ' '}{across}{'' if down < 0 else ' '}{down}"


def _label(shape: Shape, frame: _Frame, unit: str) -> Markup:
    """Name, mark and number in the middle of the largest ring."""
    largest = max(shape.rings, key=doubled_area)
    xs, ys = [p[0] for p in largest], [p[1] for p in largest]
    x = frame.x + round(((min(xs) + max(xs)) / 2 - frame.west) * frame.across)
    y = frame.y + round((frame.north - (min(ys) + max(ys)) / 2) * frame.down)
    _, ink, _ = TONES[shape.state.tone]
    halo = {
        "text_anchor": "middle",
        "fill": ink,
        "stroke": "#ffffff",
        "stroke_width": 3,
        "paint_order": "stroke",
    }
    names = "".join(name_lines(shape.name, 11, 200))
    return link(
        shape.href,
        f"{shape.name} {shape.state.label} {shape.number:,}{unit}",
        text(names, x, y - 2, font_size=11, **halo),
        text(
            f"{shape.state.mark}{shape.number:,}", x, y + 12, font_size=12, font_weight=700, **halo
        ),
    )
