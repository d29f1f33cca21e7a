"""Outlines of places from GeoJSON, made coarse enough to be drawn.

Every vertex is moved to the nearest point of a grid, so that the line two neighbours share stays
one line: vertices that fall together are dropped, and so are those in the middle of a straight
piece. Coordinates are kept as whole steps of the grid (longitude, latitude).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

STEPS: Final = 1_000
"""Steps of the grid in a degree: 0.001° is about 100 m."""

_WEST, _EAST, _SOUTH, _NORTH = 122.0, 154.0, 20.0, 46.0

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = tuple[Point, ...]


def rings_of(geometry: Mapping[str, Any] | None, *, steps: int = STEPS) -> tuple[Ring, ...]:
    """The rings of a Polygon or MultiPolygon on the grid, those left with an area.

    Raises ValueError, in words, for another geometry and for what does not lie in Japan.
    """
    kind = (geometry or {}).get("type")
    if geometry is None or kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(
            f"図形「{kind}」は面ではありません。行政区域か学校区の面を選んでください。"
        )
    parts = geometry.get("coordinates") or ()
    polygons = [parts] if kind == "Polygon" else parts
    found = (coarse(ring, steps=steps) for polygon in polygons for ring in polygon)
    return tuple(ring for ring in found if ring)


def coarse(ring: Sequence[Sequence[float]], *, steps: int = STEPS) -> Ring:
    """A ring on the grid without its closing point; empty where nothing is left of it."""
    points: list[Point] = []
    for place in ring:
        longitude, latitude = _degrees(place)
        if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
            raise ValueError(
                f"経度 {longitude:g}、緯度 {latitude:g} は日本の中にありません。"
                "緯度経度（JGD2011）のファイルを選んでください。"
            )
        point = round(longitude * steps), round(latitude * steps)
        if not points or points[-1] != point:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return straightened(points)


def _degrees(place: Sequence[float]) -> tuple[float, float]:
    try:
        return float(place[0]), float(place[1])
    except (TypeError, ValueError, IndexError):
        raise ValueError("図形の形がこわれています。元のファイルを選び直してください。") from None


def straightened(points: Sequence[Point]) -> Ring:
    """The corners of a closed ring; empty for one without an area."""
    kept = [
        here
        for before, here, after in _corners(points)
        if (here[0] - before[0]) * (after[1] - here[1])
        != (here[1] - before[1]) * (after[0] - here[0])
    ]
    return tuple(kept) if len(kept) > 2 and doubled_area(kept) else ()


def _corners(points: Sequence[Point]) -> Iterator[tuple[Point, Point, Point]]:
    count = len(points)
    return ((points[i - 1], points[i], points[(i + 1) % count]) for i in range(count))


def doubled_area(ring: Sequence[Point]) -> int:
    """Twice the area inside a ring, in steps of its grid."""
    closed = [*ring, ring[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed)))
