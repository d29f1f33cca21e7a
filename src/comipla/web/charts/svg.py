"""Writing SVG: elements with escaped attributes, the palette, patterns and lines of text.

All lengths are whole px of the drawing. Text is 14 px; a Japanese character is as wide as it is
high and a Latin one about 0.6 of that, which is how the width of a label is judged.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

FONT = "'Noto Sans JP', -apple-system, BlinkMacSystemFont, sans-serif"
TEXT = 14
INK = "#1a1a1a"
SOFT_INK = "#4d4d4d"
LINK = "#0017c1"
PAPER = "#ffffff"
TRACK = "#f2f2f2"
EDGE = "#666666"
WARNING = "#ce0000"
_DIAGONAL = "M-2 2l4-4M0 8l8-8M6 10l4-4"


class Fill(NamedTuple):
    """A colour and the strokes over it; the strokes tell fills apart on a grey printer."""

    colour: str
    strokes: str = ""
    ink: str = PAPER


# Menu colours first (①-④), then gray-700 and orange-800: six hues, each at least 4.5:1 on white.
SERIES = (
    Fill("#197a4b", "M1 2h2M5 6h2"),
    Fill("#006f83", _DIAGONAL),
    Fill("#0017c1"),
    Fill("#5c10be", "M4 0v8"),
    Fill("#4d4d4d", "M0 4h8"),
    Fill("#c74700", "M4 0v8M0 4h8"),
)
FIRM = SERIES[2]  # decided money
SOFT = Fill("#e8f1fe", _DIAGONAL, "#0017c1")  # money only earmarked


def el(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """One element. Attribute names are written with ``_`` for ``-``; ``None`` leaves one out."""
    inside = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(escape(child) for child in children)
    if not content:
        return Markup(f"<{name}{inside}/>")  # noqa: S704 - every part is escaped above
    return Markup(f"<{name}{inside}>{content}</{name}>")  # noqa: S704 - every part is escaped above


def join(parts: Iterable[Markup]) -> Markup:
    """Elements one after another."""
    return Markup("").join(parts)


def text(words: str, x: int, y: int, **attributes: object) -> Markup:
    """A line of text on its base line; 14 px dark ink unless told otherwise."""
    return el("text", words, **({"x": x, "y": y, "fill": INK, "font_size": TEXT} | attributes))


def text_width(words: str, size: int = TEXT) -> int:
    """About how wide a line of text will be."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in words)
    return (wide * 10 + (len(words) - wide) * 6) * size // 10


def hit_area(x: int, y: int, width: int, height: int) -> Markup:
    """White ground under the parts of a link, so that all of it can be pressed."""
    return el("rect", x=x, y=y, width=width, height=height, fill=PAPER)


def link(href: str | None, label: str, *children: Markup) -> Markup:
    """Children as a link with its own name, or as they are when there is nowhere to go."""
    if href is None:
        return join(children)
    return el("a", *children, href=href, aria_label=label)


class Palette:
    """The fills of one drawing, under ids that begin with the drawing's key."""

    def __init__(self, key: str, fills: Sequence[Fill]) -> None:
        self._key = key
        self._fills = tuple(fills)

    def definitions(self) -> Markup:
        """Patterns of the fills that have strokes."""
        drawn = (
            el(
                "pattern",
                el("rect", width=8, height=8, fill=fill.colour),
                el("path", d=fill.strokes, stroke=fill.ink, stroke_width=1.5, fill="none"),
                id=f"{self._key}-p{index}",
                width=8,
                height=8,
                patternUnits="userSpaceOnUse",
            )
            for index, fill in enumerate(self._fills)
            if fill.strokes
        )
        return el("defs", *drawn)

    def swatch(self, index: int, x: int, y: int, width: int, height: int) -> Markup:
        """A rectangle in the fill of that index."""
        fill = self._fills[index]
        paint = f"url(#{self._key}-p{index})" if fill.strokes else fill.colour
        return el("rect", x=x, y=y, width=width, height=height, fill=paint)

    def legend(self, names: Sequence[str], width: int) -> tuple[Markup, int]:
        """Names beside their fills, wrapped to ``width``, and how high they stand."""
        parts: list[Markup] = []
        x = y = 0
        for index, name in enumerate(names):
            step = 22 + text_width(name) + 18
            if x and x + step > width:
                x, y = 0, y + 24
            parts += [self.swatch(index, x, y + 2, 16, 16), text(name, x + 22, y + 15)]
            x += step
        return join(parts), y + 32


def drawing(
    key: str, title: str, summary: str, width: int, height: int, body: Markup, *, linked: bool
) -> Markup:
    """The root element with its name and description.

    A drawing with links is a group, because the children of an image are hidden from readers.
    """
    return el(
        "svg",
        el("title", title, id=f"{key}-title"),
        el("desc", summary, id=f"{key}-desc"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart__svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group" if linked else "img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        font_family=FONT,
    )
