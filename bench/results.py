"""From samples to medians, ratios, verdicts and a table."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.goals import Goal

HEAD = ("対象", "件数", "CPU ms", "床 ms", "床比", "件数比", "時計 ms", "SQL", "kB", "目標")


@dataclass(frozen=True)
class Figures:
    """One target on one database: medians in milliseconds, `floor` of CPU; None where no floor."""

    cases: int
    cpu: float
    wall: float
    floor: float | None
    times_floor: float | None
    queries: int
    bytes: int
    peak: int
    samples: int


@dataclass(frozen=True)
class Result:
    """One target on every database, smallest first; `misses` are the goals not reached, in words."""

    key: str
    label: str
    figures: tuple[Figures, ...]
    growth: float
    misses: tuple[str, ...]


def figures(cases: int, examined: dict[str, Any], samples: Sequence[dict[str, float]]) -> Figures:
    """The medians of one target on one database; the ratio is taken sample by sample."""
    floors = [sample["floor"] for sample in samples if "floor" in sample]
    return Figures(
        cases=cases,
        cpu=median(sample["cpu"] for sample in samples),
        wall=median(sample["wall"] for sample in samples),
        floor=median(floors) if floors else None,
        times_floor=median(s["cpu"] / s["floor"] for s in samples) if floors else None,
        queries=examined["queries"],
        bytes=examined["bytes"],
        peak=examined["peak"],
        samples=len(samples),
    )


def judged(
    key: str,
    label: str,
    goal: Goal,
    examined: dict[int, dict[str, Any]],
    samples: dict[int, Sequence[dict[str, float]]],
) -> Result:
    """One target judged by its goal; both arguments by the number of cases of the database."""
    sizes = sorted(samples)
    rows = tuple(figures(cases, examined[cases], samples[cases]) for cases in sizes)
    pairs = zip(samples[sizes[0]], samples[sizes[-1]], strict=True)
    growth = median(large["wall"] / small["wall"] for small, large in pairs)
    return Result(key, label, rows, growth, tuple(_misses(goal, rows, growth)))


def _misses(goal: Goal, rows: tuple[Figures, ...], growth: float) -> list[str]:
    first, last = rows[0], rows[-1]
    most = max(row.times_floor or 0 for row in rows)
    checks = (
        (goal.floor, most, f"床の{most:.1f}倍(目標{goal.floor}倍)"),
        (goal.growth, growth, f"件数で{growth:.2f}倍(目標{goal.growth}倍)"),
        (goal.queries, last.queries, f"SQL {last.queries}回(目標{goal.queries}回)"),
        (goal.wall, last.wall, f"{last.wall:.0f}ミリ秒(目標{goal.wall}ミリ秒)"),
        (goal.memory, last.peak / (first.peak or 1), f"記憶 {first.peak}→{last.peak}バイト"),
    )
    misses = [said for limit, reached, said in checks if limit is not None and reached > limit]
    if goal.queries is not None and len({row.queries for row in rows}) > 1:
        misses.append("SQLの回数が件数で変わる")
    return misses


def table(results: Sequence[Result]) -> str:
    """The results as lines of text, for people."""
    rows = [HEAD, *(line for result in results for line in _lines(result))]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    """One line: the words of the first and last column begin, figures end, below each other."""
    cells = [" " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=True)]
    return "  ".join([row[0] + " " * (widths[0] - _width(row[0])), *cells[1:-1], row[-1]])


def _lines(result: Result) -> list[tuple[str, ...]]:
    verdict = "、".join(result.misses) or "○"
    last = len(result.figures) - 1
    return [
        (
            "" if place else result.label,
            f"{row.cases:,}",
            f"{row.cpu:.2f}",
            "" if row.floor is None else f"{row.floor:.2f}",
            "" if row.times_floor is None else f"{row.times_floor:.1f}",
            f"{result.growth:.2f}" if place == last and last else "",
            f"{row.wall:.2f}",
            str(row.queries),
            f"{row.bytes / 1_000:.0f}",
            verdict if place == last else "",
        )
        for place, row in enumerate(result.figures)
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in text)
