"""The tile map: equal tiles roughly where the places lie, so that a village counts like a city."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import INK, drawing, el, join, link, text, text_width

_GAP = 4
_EMPTY_WIDTH = 340
_SUFFIXES = ("市", "町", "村")

# Fill, ink and edge per tone; the same tones as the state tags.
TONES = {
    "neutral": ("#ffffff", INK, "#666666"),
    "action": ("#ffeee2", "#8b3200", "#c74700"),
    "progress": ("#e8f1fe", "#00118f", "#0017c1"),
    "success": ("#e6f5ec", "#115a36", "#197a4b"),
    "error": ("#fdeeee", "#a90000", "#ce0000"),
    "done": ("#f2f2f2", INK, "#666666"),
}


@dataclass(frozen=True, slots=True)
class TileState:
    """A state in a word, a mark that needs no colour (one character), and a tone of the tags."""

    label: str
    mark: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where it stands (in tiles), its name, its state, one number, where it leads."""

    row: float
    column: float
    name: str
    state: TileState
    number: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Size:
    """Width and height of a tile, type of name and number."""

    width: int
    height: int
    name: int
    number: int
    line: int  # widest line of a name, in px


_WIDE = _Size(width=89, height=56, name=14, number=16, line=80)
_NARROW = _Size(width=42, height=56, name=12, number=12, line=37)


def tile_map(
    key: str,
    title: str,
    summary: str,
    tiles: Sequence[Tile],
    *,
    states: Sequence[TileState],
    unit: str,
) -> Chart:
    """Draw the tiles under a legend that counts them by state.

    ``states`` gives the order of the legend and holds every state of the tiles; ``unit`` is that
    of the number.
    """
    counts = Counter(tile.state for tile in tiles)
    present = [(state, counts[state]) for state in states if counts[state]]
    table = Table(
        columns=("市町村", "状態", unit),
        rows=tuple((tile.name, tile.state.label, tile.number) for tile in tiles),
        unit=unit,
    )
    wide, narrow = (
        drawing(
            drawing_key, title, summary, *_map_body(tiles, present, size, unit),
            linked=any(tile.href for tile in tiles),
        )
        for drawing_key, size in ((key, _WIDE), (f"{key}-n", _NARROW))
    )  # fmt: skip
    return Chart(key, title, summary, wide, narrow, table)


def _map_body(
    tiles: Sequence[Tile], present: Sequence[tuple[TileState, int]], size: _Size, unit: str
) -> tuple[int, int, Markup]:
    """Width, height and content of the drawing."""
    if not tiles:
        return _EMPTY_WIDTH, 32, text("まだ数字がありません", 0, 20)
    width = round(max(tile.column + 1 for tile in tiles) * size.width)
    rows = max(tile.row + 1 for tile in tiles)
    head, top = legend(present, width)
    body = join([head, *(_draw_tile(tile, size, top, unit) for tile in tiles)])
    return width, top + round(rows * size.height), body


def legend(present: Sequence[tuple[TileState, int]], width: int) -> tuple[Markup, int]:
    """States beside their marks with how many places have them, and how high they stand."""
    parts: list[Markup] = []
    x = y = 0
    for state, count in present:
        fill, ink, edge = TONES[state.tone]
        words = f"{state.label} {count}"
        step = 26 + text_width(words) + 18
        if x and x + step > width:
            x, y = 0, y + 28
        parts += [
            el("rect", x=x + 1, y=y + 1, width=20, height=20, rx=3, fill=fill, stroke=edge),
            text(state.mark, x + 11, y + 16, text_anchor="middle", fill=ink),
            text(words, x + 26, y + 16),
        ]
        x += step
    return join(parts), y + 36


def _draw_tile(tile: Tile, size: _Size, top: int, unit: str) -> Markup:
    fill, ink, edge = TONES[tile.state.tone]
    x = round(tile.column * size.width)
    y = top + round(tile.row * size.height)
    middle = x + (size.width - _GAP) // 2
    lines = name_lines(tile.name, size.name, size.line)
    line_height = size.name + 2
    first = y + 2 + size.name + (0 if len(lines) > 1 else line_height // 2)
    centre = {"text_anchor": "middle", "fill": ink}
    parts = [
        el(
            "rect",
            x=x + 1,
            y=y + 1,
            width=size.width - _GAP,
            height=size.height - _GAP,
            rx=4,
            fill=fill,
            stroke=edge,
        ),
        *(
            text(line, middle, first + i * line_height, font_size=size.name, **centre)
            for i, line in enumerate(lines)
        ),
        text(
            f"{tile.state.mark}{tile.number:,}",
            middle,
            y + size.height - _GAP - 6,
            font_size=size.number,
            font_weight=700,
            **centre,
        ),
    ]
    return link(tile.href, f"{tile.name} {tile.state.label} {tile.number:,}{unit}", *parts)


def name_lines(name: str, size: int, room: int) -> tuple[str, ...]:
    """A name for a tile: without 市町村, on two even lines when one is too narrow."""
    short = name[:-1] if name.endswith(_SUFFIXES) and len(name) > 2 else name
    if text_width(short, size) <= room:
        return (short,)
    half = -(-len(short) // 2)
    return (short[:half], short[half:])
