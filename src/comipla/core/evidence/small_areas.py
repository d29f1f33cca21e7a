"""What may be said of a small area: its band by chance, and what is not shown at all.

In a few hundred people every birth and every move shifts the ratios. Below 500 people the numbers
are shrunk toward the municipality and shown with a band; below 200 they are counts and retention,
without a curve of thirty years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from comipla.core.evidence.population import (
    FEMALE,
    MALE,
    WOMEN,
    Counts,
    children,
    counts_of,
    same_shape,
    window,
)
from comipla.core.evidence.projecting import advance
from comipla.core.evidence.ratios import (
    Measure,
    Municipalities,
    Ratios,
    feeders,
    ratios_between,
)

BAND_BELOW: Final = 500
"""Fewer people than this: shrink, and show a band."""

CURVE_FROM: Final = 200
"""Fewer people than this: no curve."""

KAPPA: Final = 20.0
"""People with the municipality's ratio that are added to the denominators of a small area."""


class Showing(StrEnum):
    """What may be shown of an area."""

    CURVE = "curve"
    BAND = "band"
    COUNTS = "counts"

    @property
    def sentence(self) -> str:
        """What a reader is told beside the numbers; empty where there is nothing to say."""
        return {
            Showing.CURVE: "",
            Showing.BAND: f"人口が{BAND_BELOW}人より少ないため、偶然のゆれの幅とあわせて見てください。",
            Showing.COUNTS: (
                f"人口が{CURVE_FROM}人より少ないため、先の線は引けません。"
                "いまの人数と在地域率を見てください。"
            ),
        }[self]


def showing(people: float) -> Showing:
    """What may be shown of an area with so many people today."""
    if people < CURVE_FROM:
        return Showing.COUNTS
    return Showing.BAND if people < BAND_BELOW else Showing.CURVE


@dataclass(frozen=True)
class Band:
    """How far chance alone carries: `totals` and `children` are (lower, middle, upper; step)."""

    totals: Counts
    children: Counts


def band(
    base0: ArrayLike,
    base1: ArrayLike,
    *,
    steps: int,
    reference: Sequence[ArrayLike] | None = None,
    kappa: float = KAPPA,
    women: str | tuple[int, int] = WOMEN,
    draws: int = 1_000,
    percent: float = 95,
    seed: int = 0,
) -> Band:
    """The band of one area: its five years drawn again and again, and projected from today.

    Of those who could be in a class each one is with the chance of the change ratio; what a ratio
    has above 1 arrives as a Poisson number, and so do children. `reference` are the two tables of
    the municipality to shrink toward; without them nothing is shrunk. The same seed gives the same
    band. Future chance, families that move together and real change are left out: the truth
    scatters further.
    """
    tables = counts_of("base0", base0), counts_of("base1", base1)
    same_shape(("base0", "base1"), tables)
    before, now = tables
    if now.shape[0] != 1:
        raise ValueError("幅は1つの地区ずつ計算します。地区を1つにしてください。")
    if not 1 <= draws <= 100_000 or not 0 < percent < 100:
        raise ValueError("draws は 1 から 100000、percent は 0 と 100 のあいだにしてください。")
    town = None
    if reference is not None:
        whole = [counts_of(f"reference[{i}]", table) for i, table in enumerate(reference)]
        if len(whole) != 2 or any(table.shape != now.shape for table in whole):
            raise ValueError(
                f"reference（市町村の表）は 2 時点、形 {now.shape} でそろえてください。"
            )
        town = whole[0], whole[1]
    how = Measure(window(women, now.shape[2]), kappa if town else 0.0)
    one = Municipalities(np.zeros(1, dtype=np.intp), 1)
    # drawn around what was counted: shrunk once, each draw scatters around the projection itself
    likely = ratios_between(before, now, Measure(how.women), one, town)
    drawn = _draw(before, likely, draws, np.random.default_rng(seed))
    many = Municipalities(np.zeros(draws, dtype=np.intp), 1)
    same = np.broadcast_to(before, drawn.shape)
    steady = Measure(how.women, how.kappa, sex_ratio=float(likely.sr[0]))
    ratios = ratios_between(same, drawn, steady, many, town or (before, now))
    future = advance(np.broadcast_to(now, drawn.shape), ratios, steps=steps)
    tail = (100 - percent) / 200
    marks = (tail, 0.5, 1 - tail)
    return Band(
        totals=np.quantile(future.sum(axis=(-2, -1)), marks, axis=1),
        children=np.quantile(children(future), marks, axis=1),
    )


def _draw(before: Counts, likely: Ratios, draws: int, chance: np.random.Generator) -> Counts:
    """Tables that the same five years might have led to (draw, sex, class)."""
    fed = np.rint(feeders(before))
    fed[..., 0] = 0
    shape = (draws, *before.shape[1:])
    stayed = chance.binomial(fed.astype(np.int64), np.minimum(likely.ccr, 1), size=shape)
    drawn: Counts = stayed + chance.poisson(fed * np.maximum(likely.ccr - 1, 0), size=shape).astype(
        float
    )
    mothers = drawn[:, FEMALE, likely.women].sum(axis=-1)
    babies = chance.poisson(likely.cwr * mothers)
    boys = chance.binomial(babies, likely.sr / (1 + likely.sr))
    drawn[:, MALE, 0] = boys
    drawn[:, FEMALE, 0] = babies - boys
    return drawn
