"""The population pyramid: men to the left, women to the right, now filled and later outlined."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from comipla.web.charts.model import Cell, Chart, Table
from comipla.web.charts.svg import EDGE, INK, SERIES, drawing, el, join, text

_ROW: Final = 16
_HEAD: Final = 44
_MIDDLE: Final = 44  # px between the sexes, for the ages
_MEN, _WOMEN = SERIES[1].colour, SERIES[3].colour
_SOFT_MEN, _SOFT_WOMEN = "#b5dde3", "#dccdf5"

Sides = tuple[Sequence[float], Sequence[float]]


def pyramid(
    key: str,
    title: str,
    summary: str,
    classes: Sequence[str],
    *,
    now: tuple[str, Sides],
    then: tuple[str, Sides] | None,
) -> Chart:
    """Draw men and women by class. `now` and `then` are a name and (men, women) each."""
    sides = [side for shown in (now, then) if shown for side in shown[1]]
    top = max((max(side) for side in sides), default=0) or 1
    wide, narrow = (
        _draw(drawing_key, (title, summary), classes, now, then, top, width)
        for drawing_key, width in ((key, 720), (f"{key}-n", 340))
    )
    shown = [now, *([then] if then else [])]
    columns = ["年齢", *(f"{sex} {name}" for name, _ in shown for sex in ("男", "女"))]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{label}歳", *(round(side[place]) for _, both in shown for side in both))
        for place, label in reversed([*enumerate(classes)])
    )
    return Chart(key, title, summary, wide, narrow, Table(tuple(columns), rows, "人"))


def _draw(
    key: str,
    words: tuple[str, str],
    classes: Sequence[str],
    now: tuple[str, Sides],
    then: tuple[str, Sides] | None,
    top: float,
    width: int,
) -> Markup:
    half = (width - _MIDDLE) // 2
    scale = (half - 4) / top
    floor = _HEAD + _ROW * len(classes)
    parts = [_legend(now[0], then and then[0]), _sexes(half)]
    for place, label in enumerate(classes):
        y = floor - _ROW * (place + 1)
        middle = half + _MIDDLE // 2
        parts.append(text(label, middle, y + 12, font_size=11, text_anchor="middle"))
        for side, soft in ((0, _SOFT_MEN), (1, _SOFT_WOMEN)):
            wide = round(now[1][side][place] * scale)
            x = half - wide if side == 0 else half + _MIDDLE
            parts.append(el("rect", x=x, y=y + 1, width=wide, height=_ROW - 2, fill=soft))
    if then:
        parts += [
            el("path", d=_outline(then[1][0], half, scale, floor, -1), fill="none", stroke=_MEN, stroke_width=2.5),
            el("path", d=_outline(then[1][1], half + _MIDDLE, scale, floor, 1), fill="none", stroke=_WOMEN, stroke_width=2.5),
        ]  # fmt: skip
    return drawing(key, *words, width, floor + 4, join(parts), linked=False)


def _outline(people: Sequence[float], axis: int, scale: float, floor: int, way: int) -> str:
    """A stair from the foot to the top, away from the axis."""
    steps = [f"M{axis} {floor}"]
    for place, number in enumerate(people):
        steps.append(f"H{axis + way * round(number * scale)}V{floor - _ROW * (place + 1)}")
    return "".join([*steps, f"H{axis}"])


def _legend(now: str, then: str | None) -> Markup:
    parts = [
        el("rect", x=1, y=2, width=18, height=14, fill=_SOFT_MEN),
        text(now, 25, 14),
    ]
    if then:
        parts += [
            el("rect", x=131, y=3, width=16, height=12, fill="none", stroke=_MEN, stroke_width=2.5),
            text(then, 155, 14),
        ]
    return join(parts)


def _sexes(half: int) -> Markup:
    line = el("path", d=f"M0 {_HEAD - 4}H{2 * half + _MIDDLE}", stroke=EDGE)
    men = text("男", half - 4, _HEAD - 9, text_anchor="end", fill=INK)
    women = text("女", half + _MIDDLE + 4, _HEAD - 9, fill=INK)
    return join([line, men, women])
