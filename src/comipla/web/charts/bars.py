"""Lying bars: the budget from 予算 to 確定, and the cap board of the municipalities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from comipla.core.money import format_thousand_yen, format_yen
from comipla.web.charts.model import Chart, Table
from comipla.web.charts.svg import (
    EDGE,
    FIRM,
    INK,
    LINK,
    PAPER,
    SERIES,
    SOFT,
    SOFT_INK,
    TRACK,
    WARNING,
    Fill,
    Palette,
    drawing,
    el,
    hit_area,
    join,
    link,
    text,
    text_width,
)

_BAR = 28


class _Size(NamedTuple):
    """Width of a drawing, height of a row, and whether labels stand above their bar."""

    width: int
    pitch: int
    above: bool


class _Place(NamedTuple):
    """What is kept free left and right of the bars, and the yen that fill the rest."""

    left: int
    right: int
    top: int


_WIDE = _Size(720, 44, above=False)
_NARROW = _Size(340, 64, above=True)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, in whole yen; parts of the same place in their bars are one series."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and where its figure leads."""

    label: str
    segments: tuple[Segment, ...]
    href: str | None = None

    @property
    def total(self) -> int:
        """Whole yen of all parts."""
        return sum(segment.value for segment in self.segments)


@dataclass(frozen=True, slots=True)
class CapUse:
    """A municipality's room under its cap: decided (hard), earmarked beyond that (soft), yen."""

    name: str
    decided: int
    earmarked: int
    cap: int
    href: str | None = None

    @property
    def left(self) -> int:
        """Whole yen still free; below zero when the cap is passed."""
        return self.cap - self.decided - self.earmarked


def stacked_bars(
    key: str, title: str, summary: str, bars: Sequence[Bar], *, hues: Sequence[int] = ()
) -> Chart:
    """Bars under one another on one scale, each parted into the same series.

    Used for 予算 → 内示 → 決定 → 支払 → 確定: the eye runs down and sees what is not yet moved.
    Every bar carries its total; parts wide enough carry their own figure. ``hues`` are places in
    the palette (0-3 are menus ①-④), in order from 0 unless given.
    """
    names = tuple(segment.name for segment in bars[0].segments) if bars else ()
    if len(names) > len(SERIES):
        raise ValueError(f"at most {len(SERIES)} series can be told apart, not {len(names)}")
    fills = [SERIES[hue] for hue in (hues or range(len(names)))]
    several = len(names) > 1
    table = Table(
        columns=("", *names, "計") if several else ("", *(names or ("額",))),
        rows=tuple(
            (bar.label, *(part.value for part in bar.segments), *((bar.total,) if several else ()))
            for bar in bars
        ),
        unit="円",
    )
    wide, narrow = (
        drawing(
            drawing_key, title, summary, size.width, *_bars_body(drawing_key, bars, fills, size),
            linked=any(bar.href for bar in bars),
        )
        for drawing_key, size in ((key, _WIDE), (f"{key}-n", _NARROW))
    )  # fmt: skip
    return Chart(key, title, summary, wide, narrow, table)


def _bars_body(
    key: str, bars: Sequence[Bar], fills: Sequence[Fill], size: _Size
) -> tuple[int, Markup]:
    """Height and content of the drawing."""
    if not bars:
        return 32, text("まだ数字がありません", 0, 20)
    palette = Palette(key, fills)
    head, y = Markup(""), 0
    if len(fills) > 1:
        head, y = palette.legend([part.name for part in bars[0].segments], size.width)
    parts = [palette.definitions(), head]
    longest = max(text_width(bar.label) for bar in bars)
    place = _Place(
        left=0 if size.above else longest + 16,
        right=0 if size.above else 120,
        top=max(bar.total for bar in bars),
    )
    for bar in bars:
        parts.append(_draw_bar(palette, bar, y, size, place))
        y += size.pitch
    return y, join(parts)


def _draw_bar(palette: Palette, bar: Bar, y: int, size: _Size, place: _Place) -> Markup:
    bar_y = y + 24 if size.above else y + 8
    line = bar_y - 8 if size.above else bar_y + 19
    room = size.width - place.left - place.right
    ink = LINK if bar.href else INK
    return link(
        bar.href,
        f"{bar.label} {format_yen(bar.total)}",
        hit_area(0, y, size.width, size.pitch),
        text(bar.label, 0, line, font_weight=700, fill=ink),
        el("rect", x=place.left, y=bar_y, width=room, height=_BAR, fill=TRACK),
        *_segments(palette, bar, bar_y, room, place),
        text(format_thousand_yen(bar.total, note=False), size.width, line, text_anchor="end"),
    )


def _segments(palette: Palette, bar: Bar, y: int, room: int, place: _Place) -> Iterator[Markup]:
    done = 0
    for index, segment in enumerate(bar.segments):
        start = place.left + (done * room // place.top if place.top else 0)
        done += segment.value
        end = place.left + (done * room // place.top if place.top else 0)
        if end <= start:
            continue
        yield palette.swatch(index, start, y, max(end - start - 2, 1), _BAR)
        words = format_thousand_yen(segment.value, note=False)
        need = text_width(words, 12) + 12
        if len(bar.segments) > 1 and end - start > need + 8:
            yield el("rect", x=start + 4, y=y + 5, width=need, height=18, fill=PAPER, rx=3)
            yield text(words, start + 4 + need // 2, y + 18, font_size=12, text_anchor="middle")


def cap_board(key: str, title: str, summary: str, uses: Sequence[CapUse]) -> Chart:
    """How much of its cap each municipality has used: 決定 solid, 内示 striped, the rest empty.

    Two columns on a wide page, one on a narrow; a passed cap is named in words.
    """
    table = Table(
        columns=("市町村", "交付決定", "内示", "残り", "上限"),
        rows=tuple((use.name, use.decided, use.earmarked, use.left, use.cap) for use in uses),
        unit="円",
    )
    wide, narrow = (
        drawing(
            drawing_key, title, summary, size.width,
            *_board_body(drawing_key, uses, columns, pitch),
            linked=any(use.href for use in uses),
        )
        for drawing_key, size, columns, pitch in (
            (key, _WIDE, 2, 26),  # pressed with a pointer
            (f"{key}-n", _NARROW, 1, 44),  # pressed with a finger
        )
    )  # fmt: skip
    return Chart(key, title, summary, wide, narrow, table)


def _board_body(key: str, uses: Sequence[CapUse], columns: int, pitch: int) -> tuple[int, Markup]:
    """Height and content of the drawing."""
    if not uses:
        return 32, text("まだ数字がありません", 0, 20)
    palette = Palette(key, (FIRM, SOFT, Fill(PAPER)))
    head, top = palette.legend(("交付決定", "内示", "残り"), _NARROW.width)
    frames = join(
        el("rect", x=x, y=2, width=16, height=16, fill="none", stroke=EDGE) for x in (96, 164)
    )
    per_column = -(-len(uses) // columns)
    parts = [palette.definitions(), head, frames]
    for index, use in enumerate(uses):
        column, row = divmod(index, per_column)
        x, y = column * (_WIDE.width - _NARROW.width), top + row * pitch
        parts.append(
            link(
                use.href,
                f"{use.name} {_left_words(use)}",
                hit_area(x, y, _NARROW.width, pitch),
                _draw_use(palette, use, x, y + pitch // 2),
            )
        )
    return top + per_column * pitch + 4, join(parts)


def _left_words(use: CapUse) -> str:
    if use.left < 0:
        return f"{format_thousand_yen(-use.left, note=False)}超過"
    return f"残り {format_thousand_yen(use.left, note=False)}"


def _draw_use(palette: Palette, use: CapUse, x: int, middle: int) -> Markup:
    """One row of 340 px: name, bar of 130 px, what is left in words."""
    bar_x, room, y = x + 96, 130, middle - 8
    whole = max(use.cap, use.decided + use.earmarked, 1)
    hard = use.decided * room // whole
    soft = (use.decided + use.earmarked) * room // whole - hard
    grave = use.left <= 0
    return join(
        [
            text(use.name, x, middle + 5, font_size=13, fill=LINK if use.href else INK),
            palette.swatch(0, bar_x, y, hard, 16) if hard else Markup(""),
            palette.swatch(1, bar_x + hard, y, soft, 16) if soft else Markup(""),
            el("rect", x=bar_x, y=y, width=room, height=16, fill="none", stroke=EDGE),
            text(
                _left_words(use),
                x + _NARROW.width,
                middle + 5,
                text_anchor="end",
                font_size=13,
                fill=WARNING if use.left < 0 else INK if grave else SOFT_INK,
                font_weight=700 if grave else 400,
            ),
        ]
    )
