"""From two or more tables to the years to come, all areas at once.

P(t+5, a, s) = P(t, a-1, s) · CCR(a, s), the open class from itself and the one below; children of
0-4 at t+5 = CWR · women of the window at t+5, split by the sex ratio. People who move in by a
scenario are added at the end of a step: they have children and grow older from the next one on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comipla.core.evidence.population import (
    FEMALE,
    MALE,
    WOMEN,
    Counts,
    children,
    counts_of,
    elders,
    same_shape,
    window,
)
from comipla.core.evidence.ratios import (
    CEILING,
    Measure,
    Municipalities,
    Ratios,
    mean_of,
    ratios_between,
)

MOST_STEPS: Final = 40
"""Two hundred years; what lies beyond says nothing about a village."""


@dataclass(frozen=True)
class Projection:
    """People at every step, and the ratios they come from.

    `population` (step, area, sex, class): step 0 is the latest table, step n lies 5n years later;
    controlled where control totals were given. `raw` is the same before control.
    """

    population: Counts
    raw: Counts
    ratios: Ratios

    @cached_property
    def totals(self) -> Counts:
        """All people (step, area)."""
        total: Counts = self.population.sum(axis=(-2, -1))
        return total

    @cached_property
    def children(self) -> Counts:
        """People of 0 to 14 (step, area)."""
        return children(self.population)

    @cached_property
    def elders(self) -> Counts:
        """People of 65 and over (step, area)."""
        return elders(self.population)

    @cached_property
    def ageing_rate(self) -> Counts:
        """高齢化率: the share of people of 65 and over (step, area); 0 where nobody lives."""
        rate = np.zeros_like(self.totals)
        return np.divide(self.elders, self.totals, out=rate, where=self.totals > 0)


class Variant(StrEnum):
    """Over which past the ratios are measured."""

    LAST = "last"
    MEAN_OF_2 = "mean_of_2"
    MEAN_OF_3 = "mean_of_3"

    @property
    def periods(self) -> int:
        """How many periods of five years it looks at."""
        return 1 + tuple(Variant).index(self)

    @property
    def label(self) -> str:
        """Its name on a page."""
        return "直近5年" if self is Variant.LAST else f"直近{self.periods}期間の平均"


def project(
    base0: ArrayLike,
    base1: ArrayLike,
    *,
    steps: int,
    women: str | tuple[int, int] = WOMEN,
    earlier: Sequence[ArrayLike] = (),
    kappa: float = 0.0,
    clip: float = CEILING,
    sex_ratio: float | None = None,
    groups: Sequence[int] | NDArray[np.intp] | None = None,
    reference: Sequence[ArrayLike] | None = None,
    survival: ArrayLike | None = None,
    arrivals: ArrayLike | None = None,
    control: ArrayLike | None = None,
) -> Projection:
    """Project `steps` times five years from the tables `base0` and, five years later, `base1`.

    Tables are (area, sex, class), or (sex, class) for one area; they are not changed.

    - `women`: the ages of women children are counted against, such as "15-49" or (20, 39).
    - `earlier`: tables before `base0`, oldest first, five years apart: the ratios are then the mean
      over all the periods.
    - `kappa`, `reference`, `groups`: shrinkage toward the municipality's ratios, as so many people
      who have them. `groups` says to which municipality (0, 1, …) each area belongs, all to one
      without it; `reference` holds the municipalities' own tables, as many as there are tables,
      the sums of the areas without it.
    - `clip`: change ratios above it are cut to it and flagged in `Projection.ratios.clipped`.
    - `sex_ratio`: boys for each girl of 0-4; measured in each area without it.
    - `survival`: 封鎖人口, nobody moves: the share of those who feed a class that live to be in it
      (broadcast to area, sex, class), in place of the change ratios.
    - `arrivals`: people added at the end of each step (broadcast to area, sex, class).
    - `control`: totals to agree with, (step, sex, class) or (step,), with `groups` a further axis
      after the step: what an area has is multiplied by total / sum of the areas. A class that no
      area has anybody in stays empty.

    Raises ValueError, with a sentence to act on, for tables and options that do not fit.
    """
    tables = [counts_of(f"earlier[{i}]", table) for i, table in enumerate(earlier)]
    tables += [counts_of("base0", base0), counts_of("base1", base1)]
    names = [*(f"earlier[{i}]" for i in range(len(earlier))), "base0", "base1"]
    same_shape(names, tables)
    start = tables[-1]
    towns = _municipalities(groups, start.shape[0])
    how = _measure(window(women, start.shape[2]), kappa, clip, sex_ratio)
    ratios = _ratios_over(tables, how, towns, reference)
    if survival is not None:
        ratios = _closed(ratios, survival)
    raw = advance(start, ratios, steps=steps, arrivals=arrivals)
    population = raw if control is None else _controlled(raw, towns, control)
    return Projection(population, raw, ratios)


def variants(
    tables: Sequence[ArrayLike], *, steps: int, **options: Any
) -> dict[Variant, Projection]:
    """The projections over the last period and the means of 2 and 3, as far as tables reach back.

    `tables` are five years apart, oldest first; `options` are those of `project`.
    """
    if len(tables) < 2:
        raise ValueError("推計には5年おきの表が2つ以上要ります。")
    return {
        variant: project(
            tables[-2],
            tables[-1],
            steps=steps,
            earlier=tables[-1 - variant.periods : -2],
            **options,
        )
        for variant in Variant
        if variant.periods < len(tables)
    }


def advance(
    start: ArrayLike, ratios: Ratios, *, steps: int, arrivals: ArrayLike | None = None
) -> Counts:
    """Let a table grow older by ratios: (step, area, sex, class), step 0 being the table itself."""
    now = counts_of("start", start)
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise ValueError("steps（5年を1とする回数）は整数にしてください。")
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"steps（5年を1とする回数）は 1 から {MOST_STEPS} までにしてください。")
    added = None if arrivals is None else _broadcast("arrivals", arrivals, now.shape)
    result = np.empty((steps + 1, *now.shape))
    result[0] = now
    girls_share = 1.0 / (1.0 + ratios.sr)
    top = ratios.ccr[..., -1]
    for before, after in pairwise(result):
        # one run over the whole array: the first class of each row gets the row above times 0
        np.multiply(before.reshape(-1)[:-1], ratios.ccr.reshape(-1)[1:], out=after.reshape(-1)[1:])
        after[..., -1] += before[..., -1] * top
        babies = ratios.cwr * after[:, FEMALE, ratios.women].sum(axis=-1)
        girls = babies * girls_share
        after[:, FEMALE, 0] = girls
        after[:, MALE, 0] = babies - girls
        if added is not None:
            after += added
    return result


def survival_ratios(person_years: ArrayLike) -> Counts:
    """Survival into each class from a life table's person-years lived nLx, (…, class).

    S(a) = L(a) / L(a-1), for the open class T(top) / T(top-1); the first class holds 0. The last
    axis must be as long as that of the tables to project.
    """
    lived = np.asarray(person_years, dtype=np.float64)
    if lived.ndim == 0 or lived.shape[-1] < 2 or not (lived > 0).all():
        raise ValueError("生命表の定常人口（nLx）は、2階級以上の正の数にしてください。")
    survival = np.zeros_like(lived)
    survival[..., 1:-1] = lived[..., 1:-1] / lived[..., :-2]
    survival[..., -1] = lived[..., -1] / (lived[..., -2] + lived[..., -1])
    return survival


def _ratios_over(
    tables: Sequence[Counts],
    how: Measure,
    towns: Municipalities,
    reference: Sequence[ArrayLike] | None,
) -> Ratios:
    """The mean ratios over the periods between the tables."""
    if reference is None:
        return mean_of(
            [ratios_between(before, after, how, towns) for before, after in pairwise(tables)]
        )
    whole = [counts_of(f"reference[{i}]", table) for i, table in enumerate(reference)]
    expected = (towns.count, *tables[0].shape[1:])
    if len(whole) != len(tables) or any(table.shape != expected for table in whole):
        raise ValueError(
            f"reference（市町村の表）は {len(tables)} 時点、形 {expected} でそろえてください。"
        )
    return mean_of(
        [
            ratios_between(tables[i], tables[i + 1], how, towns, (whole[i], whole[i + 1]))
            for i in range(len(tables) - 1)
        ]
    )


def _measure(women: slice, kappa: float, clip: float, sex_ratio: float | None) -> Measure:
    if not 0 <= kappa < np.inf:
        raise ValueError("kappa（市町村の比に寄せる人数）は 0 以上の数にしてください。")
    if not clip > 0:
        raise ValueError("clip（変化率の上限）は 0 より大きい数にしてください。")
    if sex_ratio is not None and not 0 < sex_ratio < np.inf:
        raise ValueError("sex_ratio（女児1人に対する男児）は 0 より大きい数にしてください。")
    return Measure(women, kappa, clip, sex_ratio)


def _municipalities(groups: Sequence[int] | NDArray[np.intp] | None, areas: int) -> Municipalities:
    if groups is None:
        return Municipalities(np.zeros(areas, dtype=np.intp), 1)
    given = np.asarray(groups)
    whole = given.ndim == 1 and np.issubdtype(given.dtype, np.integer)
    if not whole or len(given) != areas or (areas and given.min() < 0):
        raise ValueError("groups（地区の市町村）は、地区と同じ数の 0 以上の整数にしてください。")
    return Municipalities(given.astype(np.intp), int(given.max(initial=0)) + 1)


def _closed(ratios: Ratios, survival: ArrayLike) -> Ratios:
    """The ratios of a population nobody moves into or out of."""
    ccr = _broadcast("survival", survival, ratios.ccr.shape).copy()
    ccr[..., 0] = 0.0
    if not ((ccr >= 0) & (ccr <= 1)).all():
        raise ValueError("survival（生残率）は 0 から 1 までの数にしてください。")
    none = np.zeros_like(ratios.clipped)
    return Ratios(ccr, ratios.cwr, ratios.sr, ratios.women, none, none)


def _controlled(raw: Counts, towns: Municipalities, control: ArrayLike) -> Counts:
    """The population after each step, multiplied so that the municipalities' sums agree."""
    wanted = np.asarray(control, dtype=np.float64)
    steps, towns_axis = raw.shape[0] - 1, (towns.count,) if towns.count > 1 else ()
    by_class = (steps, *towns_axis, *raw.shape[2:])
    if (
        wanted.shape not in (by_class, by_class[:-2])
        or not ((wanted >= 0) & (wanted < np.inf)).all()
    ):
        raise ValueError(
            f"control（合わせる総数）は形 {by_class} か {by_class[:-2]} の 0 以上の数にしてください。"
        )
    whole = wanted.shape != by_class
    population = raw.copy()
    for target, step in zip(wanted, population[1:], strict=True):
        sums = towns.sums(step)
        goal = target.reshape(-1, 1, 1) if whole else target.reshape(sums.shape)
        sums = sums.sum(axis=(1, 2), keepdims=True) if whole else sums
        factor = np.divide(goal, sums, out=np.zeros_like(sums), where=sums > 0)
        step *= factor[towns.of_area]
    return population


def _broadcast(name: str, given: ArrayLike, shape: tuple[int, ...]) -> Counts:
    """The array as if it had that shape. Raises ValueError where it has another, or holds NaN."""
    try:
        wide = np.broadcast_to(np.asarray(given, dtype=np.float64), shape)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name}の形 {np.shape(given)} は（地区、男女、年齢階級）の {shape} に合いません。"
        ) from None
    if not np.isfinite(wide).all():
        raise ValueError(f"{name}に数でないところがあります。")
    return wide
