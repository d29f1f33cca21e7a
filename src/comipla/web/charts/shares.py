"""How many people gave each answer: lying bars with count and share, long words above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import (
    EDGE,
    INK,
    PAPER,
    SERIES,
    SOFT_INK,
    TRACK,
    drawing,
    el,
    join,
    text,
    text_width,
)

_WIDE, _NARROW = 720, 340
_FIGURE = 104
"""Room for the words right of a bar."""
_BAR = 20
_LINE = 18
HIDDEN = "少数のため非表示"


@dataclass(frozen=True, slots=True)
class Share:
    """One answer; `count` is None where it is hidden. `silent` marks those who gave none."""

    label: str
    count: int | None
    silent: bool = False


def shares(key: str, title: str, summary: str, rows: Sequence[Share], *, n: int) -> Chart:
    """Bars on the scale of `n` people, each with its count and percent of them.

    A hidden count is drawn as an empty frame with words, never as nothing.
    """
    table = Table(
        ("答え", "人数", "割合"),
        tuple(
            (row.label, row.count if row.count is not None else HIDDEN, _percent(row.count, n))
            for row in rows
        ),
        "人",
    )
    wide = _draw(key, title, summary, rows, n, _WIDE)
    narrow = _draw(f"{key}-n", title, summary, rows, n, _NARROW)
    return Chart(key, title, summary, wide, narrow, table)


def percent(count: int, n: int) -> str:
    """A share in whole percent, halves away from zero: 12%."""
    return f"{(200 * count + n) // (2 * n)}%" if n else "—"


def _percent(count: int | None, n: int) -> str:
    return HIDDEN if count is None else percent(count, n)


def _draw(key: str, title: str, summary: str, rows: Sequence[Share], n: int, width: int) -> Markup:
    y, parts = 0, []
    if not rows:
        y, parts = 32, [text("まだ答えがありません", 0, 20)]
    for row in rows:
        lines = _wrapped(row.label, width)
        for line in lines:
            y += _LINE
            parts.append(text(line, 0, y, fill=SOFT_INK if row.silent else INK))
        y += 6
        parts.append(_bar(row, y, n, width))
        y += _BAR + 10
    return drawing(key, title, summary, width, y, join(parts), linked=False)


def _bar(row: Share, y: int, n: int, width: int) -> Markup:
    room = width - _FIGURE
    track = el("rect", x=0, y=y, width=room, height=_BAR, fill=TRACK)
    if row.count is None:
        frame = el(
            "rect", x=1, y=y + 1, width=room - 2, height=_BAR - 2,
            fill=PAPER, stroke=EDGE, stroke_dasharray="4 4",
        )  # fmt: skip
        return join([frame, text(HIDDEN, 10, y + 15, font_size=12, fill=SOFT_INK)])
    filled = row.count * room // n if n else 0
    colour = SERIES[4].colour if row.silent else SERIES[2].colour
    words = f"{row.count:,}人 {percent(row.count, n)}"
    return join(
        [
            track,
            el("rect", x=0, y=y, width=filled, height=_BAR, fill=colour),
            text(words, width, y + 15, text_anchor="end"),
        ]
    )


def _wrapped(label: str, width: int) -> list[str]:
    """The label in lines that fit."""
    lines = [""]
    for letter in label:
        if text_width(lines[-1] + letter) > width:
            lines.append("")
        lines[-1] += letter
    return lines
