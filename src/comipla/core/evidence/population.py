"""Tables of people by area, sex and five-year age class, as arrays.

Every table has the axes (area, sex, class); sex 0 is male, 1 is female; class `a` holds the ages
5a to 5a + 4 and the last one is open. How many classes there are says where the open one begins:
16 classes end with 75+, 18 with 85+, 19 with 90+.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts: TypeAlias = NDArray[np.float64]
"""People, or ratios of people; fractions are kept and rounded for display only."""

MALE: Final = 0
FEMALE: Final = 1
SEXES: Final = ("男", "女")
YEARS: Final = 5
"""The width of a class, of the gap between two tables and of a step, in years."""

WOMEN: Final = "15-49"
"""The ages of women that children are counted against unless told otherwise."""

_CHILDREN: Final = 3  # classes 0-4, 5-9, 10-14
_ELDERS: Final = 13  # class 65-69 and those above


def class_labels(count: int) -> tuple[str, ...]:
    """The names of the classes: 18 of them are 0-4, 5-9, … 80-84, 85+."""
    closed = (f"{start}-{start + 4}" for start in range(0, YEARS * (count - 1), YEARS))
    return (*closed, f"{YEARS * (count - 1)}+")


def counts_of(name: str, table: ArrayLike) -> Counts:
    """The table as (area, sex, class); one of (sex, class) is taken as that of a single area.

    Raises ValueError, in words, for another shape and for what is no number of people.
    """
    try:
        counts = np.asarray(table, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name}に数でないところがあるか、行の長さがそろっていません。数の表にしてください。"
        ) from None
    counts = counts[np.newaxis] if counts.ndim == 2 else counts
    if counts.ndim != 3 or counts.shape[1] != 2 or counts.shape[2] < 2:
        raise ValueError(
            f"{name}は（地区、男女、年齢階級）の表にしてください。いまの形は {np.shape(table)} です。"
        )
    if counts.size and not (counts.min() >= 0 and counts.max() < np.inf):
        raise ValueError(f"{name}の{_odd(counts)}人口は 0 以上の数にしてください。")
    return np.ascontiguousarray(counts)


def _odd(counts: Counts) -> str:
    """Where the first cell is that holds no number of people, and what it holds."""
    area, sex, band = (int(i) for i in np.argwhere(~((counts >= 0) & (counts < np.inf)))[0])
    label = class_labels(counts.shape[2])[band]
    return f"{area + 1}番目の地区の{SEXES[sex]}・{label}歳が {counts[area, sex, band]:g} です。"


def same_shape(names: Sequence[str], tables: Sequence[Counts]) -> None:
    """Raise ValueError where the tables differ in areas or classes."""
    for name, table in zip(names, tables, strict=True):
        if table.shape != tables[0].shape:
            raise ValueError(
                f"{names[0]}の形 {tables[0].shape} と{name}の形 {table.shape} がちがいます。"
                "地区と年齢階級をそろえてください。"
            )


def window(women: str | tuple[int, int], count: int) -> slice:
    """The classes of the women that children are counted against: 15-49 is `slice(3, 10)`.

    `women` is written as 15-49 or (15, 49), both ends included; the ends must be those of classes
    and lie below the open one of `count` classes.
    """
    written = (
        re.fullmatch(r"\s*(\d+)\s*[-〜～]\s*(\d+)\s*", women) if isinstance(women, str) else None
    )
    try:
        low, high = (int(age) for age in (written.groups() if written else women))
    except (TypeError, ValueError):
        raise ValueError(f"女性の年齢は 15-49 のように書いてください（いまは {women}）。") from None
    if low % YEARS or (high + 1) % YEARS or not 0 <= low < high:
        raise ValueError(
            f"女性の年齢 {low}-{high} は5歳階級の境目に合いません。15-49 や 20-39 のようにしてください。"
        )
    top = YEARS * (count - 1)
    if high >= top:
        raise ValueError(
            f"女性の年齢 {low}-{high} は最後の階級（{top}歳以上）にかかります。より若い年齢にしてください。"
        )
    return slice(low // YEARS, (high + 1) // YEARS)


def children(population: Counts) -> Counts:
    """People of 0 to 14, both sexes; the last two axes are sex and class."""
    result: Counts = population[..., :_CHILDREN].sum(axis=(-2, -1))
    return result


def elders(population: Counts) -> Counts:
    """People of 65 and over, both sexes. Raises ValueError where the open class begins earlier."""
    if population.shape[-1] <= _ELDERS:
        raise ValueError("最後の階級が65歳より前に始まる表では、65歳以上の人口は分かりません。")
    result: Counts = population[..., _ELDERS:].sum(axis=(-2, -1))
    return result
