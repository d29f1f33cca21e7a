"""Lines over years: what was counted, what is to come, how far chance carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from comipla.web.charts.model import Cell, Chart, Table
from comipla.web.charts.svg import (
    EDGE,
    SERIES,
    SOFT_INK,
    TRACK,
    drawing,
    el,
    join,
    text,
    text_width,
)

_HEIGHT: Final = 220
_TOP: Final = 16
_GRIDS: Final = 4
_LEFT: Final = 48  # px for the figures beside the grid
_HUES: Final = (2, 3, 5)  # blue, purple, orange: told apart by their labels as well


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its name at its end; `with_change` is drawn dashed and can be moved by a script.

    `key` names the line for that script.
    """

    key: str
    name: str
    values: tuple[float, ...]
    with_change: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Years:
    """The years of the values; those before `first_future` were counted, the others are to come."""

    labels: tuple[str, ...]
    first_future: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values stand in a drawing."""

    width: int
    right: int  # px kept for the names
    top: float  # the value at the upper edge
    count: int

    def x(self, position: int) -> int:
        room = self.width - self.right - _LEFT - 8
        return _LEFT + position * room // max(self.count - 1, 1)

    def y(self, value: float) -> int:
        return round(_TOP + _HEIGHT * (1 - value / self.top))

    def path(self, values: Sequence[float], start: int = 0) -> str:
        points = (f"{self.x(start + i)} {self.y(value)}" for i, value in enumerate(values))
        return "M" + "L".join(points)


def lines(
    key: str,
    title: str,
    summary: str,
    years: Years,
    series: Sequence[Line],
    *,
    unit: str,
    change: str = "",
    band: tuple[Sequence[float], Sequence[float]] | None = None,
) -> Chart:
    """Draw the series from zero. `band` (lower, upper) surrounds the first, over the future years.

    `change` names what the dashed lines show; without it there are none.
    """
    highest = max(
        (
            *(value for line in series for value in (*line.values, *line.with_change)),
            *(band[1] if band else ()),
            1.0,
        )
    )
    top = _round_up(highest)
    wide, narrow = (
        _draw(drawing_key, (title, summary), years, series, band, top, width, change)
        for drawing_key, width in ((key, 720), (f"{key}-n", 340))
    )
    return Chart(key, title, summary, wide, narrow, _table(years, series, unit, change, band))


def _round_up(value: float) -> float:
    """The next number that divides into four round steps."""
    step = 4.0
    while True:
        for factor in (1, 2, 2.5, 5):
            if value <= step * factor:
                return step * factor
        step *= 10


def _draw(
    key: str,
    words: tuple[str, str],
    years: Years,
    series: Sequence[Line],
    band: tuple[Sequence[float], Sequence[float]] | None,
    top: float,
    width: int,
    change: str,
) -> Markup:
    right = max((text_width(line.name, 13) for line in series), default=0) + 12
    frame = _Frame(width, right, top, len(years.labels))
    now = years.first_future - 1
    parts = [_grid(frame), _axis(frame, years)]
    if band is not None:
        upper = frame.path(band[1], now)
        lower = "L".join(
            f"{frame.x(now + i)} {frame.y(value)}" for i, value in reversed([*enumerate(band[0])])
        )
        parts.append(el("path", d=f"{upper}L{lower}Z", fill="#c9d8ff", stroke="none"))
    for place, line in enumerate(series):
        parts += _line(frame, line, SERIES[_HUES[place % len(_HUES)]].colour, now, bool(change))
    parts.append(_names(frame, series))
    body = el(
        "g",
        *parts,
        data_future_xs=" ".join(str(frame.x(i)) for i in range(now, len(years.labels))),
        data_future_zero=frame.y(0),
        data_future_top=_TOP,
        data_future_people=round(top),
    )
    return drawing(key, *words, width, _HEIGHT + _TOP + 30, body, linked=False)


def _grid(frame: _Frame) -> Markup:
    parts = []
    for step in range(_GRIDS + 1):
        value = frame.top * step / _GRIDS
        y = frame.y(value)
        end = frame.width - frame.right
        parts += [
            el("path", d=f"M{_LEFT} {y}H{end}", stroke=TRACK if step else EDGE),
            text(f"{value:,.0f}", _LEFT - 6, y + 4, font_size=12, fill=SOFT_INK, text_anchor="end"),
        ]
    return join(parts)


def _axis(frame: _Frame, years: Years) -> Markup:
    gap = frame.x(1) - frame.x(0) if frame.count > 1 else frame.width
    every = 1 if gap > text_width(years.labels[0], 12) + 8 else 2
    now = years.first_future - 1
    marks = [
        text(
            label,
            frame.x(place),
            _TOP + _HEIGHT + 20,
            font_size=12,
            text_anchor="middle",
            font_weight=700 if place == now else None,
        )
        for place, label in enumerate(years.labels)
        if (place - now) % every == 0
    ]
    x = frame.x(now)
    edge = el("path", d=f"M{x} {_TOP}V{_TOP + _HEIGHT}", stroke=EDGE, stroke_dasharray="2 4")
    return join([edge, *marks])


def _line(frame: _Frame, line: Line, colour: str, now: int, change: bool) -> list[Markup]:
    stroke = {"fill": "none", "stroke": colour, "stroke_width": 3}
    parts = [
        el("path", d=frame.path(line.values), **stroke),
        el("circle", cx=frame.x(now), cy=frame.y(line.values[now]), r=4, fill=colour),
    ]
    if change:
        drawn = frame.path(line.with_change, now) if line.with_change else f"M{frame.x(now)} 0"
        parts.append(
            el("path", d=drawn, data_future_line=line.key, stroke_dasharray="7 4", **stroke)
        )
    return parts


def _names(frame: _Frame, series: Sequence[Line]) -> Markup:
    """The names at the ends of the lines, kept apart."""
    ends = sorted((frame.y(line.values[-1]), place) for place, line in enumerate(series))
    parts, lowest = [], 0
    for y, place in ends:
        base = max(y + 5, lowest)
        lowest = base + 17
        colour = SERIES[_HUES[place % len(_HUES)]].colour
        x = frame.width - frame.right + 2
        parts.append(text(series[place].name, x, base, font_size=13, font_weight=700, fill=colour))
    return join(parts)


def _table(
    years: Years,
    series: Sequence[Line],
    unit: str,
    change: str,
    band: tuple[Sequence[float], Sequence[float]] | None,
) -> Table:
    now = years.first_future - 1
    columns = ["年", *(line.name for line in series)]
    if band is not None:
        columns += ["幅の下", "幅の上"]
    changed = [line for line in series if change and line.with_change]
    columns += [f"{line.name}（{change}）" for line in changed]
    rows = []
    for place, label in enumerate(years.labels):
        later = place - now
        row: list[Cell] = [label, *(round(line.values[place]) for line in series)]
        if band is not None:
            row += [round(side[later]) if later >= 0 else None for side in band]
        row += [round(line.with_change[later]) if later >= 0 else None for line in changed]
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows), unit)
