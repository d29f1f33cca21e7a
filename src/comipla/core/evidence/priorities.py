"""Ranking by points, by the rule that is published before the vote.

The sum of the points decides; where it is equal, the number of first places; where that is equal
too, a draw, whose seed is written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

FIRST_PLACE: Final = 5
"""The points of a first place: everybody gives 5, 4, 3, 2, 1."""


@dataclass(frozen=True, slots=True)
class Priority:
    """An item in the ranking: `spread` says how many people gave 1, 2, … `first` points."""

    place: int
    item: str
    points: int
    first_places: int
    spread: tuple[int, ...]
    drawn: bool


def rank_priorities(
    items: Sequence[str], points: ArrayLike, *, seed: int, first: int = FIRST_PLACE
) -> tuple[Priority, ...]:
    """Rank items by the points of (person, item); 0 where a person gave none.

    `drawn` marks those whose place only the draw decided. Raises ValueError for points that are
    not whole numbers from 0 to `first`.
    """
    given = np.asarray(points)
    if given.ndim != 2 or given.shape[1] != len(items):
        raise ValueError("点数は（人、項目）の表にし、項目の数をそろえてください。")
    if not np.isin(given, range(first + 1)).all():
        raise ValueError(f"点数は 0 から {first} までの整数にしてください。")
    sums = given.sum(axis=0).astype(int).tolist()
    firsts = (given == first).sum(axis=0).tolist()
    draw = np.random.default_rng(seed).permutation(len(items)).tolist()
    order = sorted(range(len(items)), key=lambda i: (-sums[i], -firsts[i], draw[i]))
    standing = list(zip(sums, firsts, strict=True))
    return tuple(
        Priority(
            place,
            items[i],
            sums[i],
            firsts[i],
            tuple(int((given[:, i] == value).sum()) for value in range(1, first + 1)),
            standing.count(standing[i]) > 1,
        )
        for place, i in enumerate(order, start=1)
    )
