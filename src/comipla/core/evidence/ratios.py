"""How a population changed from one table to the next, as ratios.

Cohort change ratios (Hamilton-Perry, コーホート変化率法): who is counted in a class, against those
who were in the class below five years before; the open class against the two it is fed from.
Children are counted against women of an age window (child-woman ratio, 子ども女性比).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comipla.core.evidence.population import FEMALE, MALE, Counts

CEILING: Final = 3.0
"""A cohort that more than triples in five years tells of an event, not of a trend."""

_EVEN: Final = 1.0
"""What is taken where nobody anywhere can say: a cohort stays as it is, as many boys as girls."""


@dataclass(frozen=True)
class Ratios:
    """What happened in five years, area by area.

    `ccr` (area, sex, class): people now in the class for each who could have come to be in it; the
    first class, into which nobody ages, holds 0. `cwr` (area): children of 0-4 for each woman of
    the classes `women`. `sr` (area): boys for each girl of 0-4. `clipped` and `borrowed` (area,
    sex, class) flag the change ratios cut to the ceiling and those taken from the municipality
    because nobody stood in the denominator.
    """

    ccr: Counts
    cwr: Counts
    sr: Counts
    women: slice
    clipped: NDArray[np.bool_]
    borrowed: NDArray[np.bool_]

    @cached_property
    def retention(self) -> Counts:
        """在地域率: of those born here, how many live here at each class; 1 at the first.

        The product of the change ratios up to the class (area, sex, class), all but the open one,
        in which many ages stand together.
        """
        chain = self.ccr[..., :-1].copy()
        chain[..., 0] = 1.0
        np.cumprod(chain, axis=-1, out=chain)
        return chain


@dataclass(frozen=True)
class Measure:
    """How ratios are measured: window of women, shrinkage, ceiling, a sex ratio from elsewhere.

    `kappa` is how many people with the municipality's ratio are added to each denominator.
    """

    women: slice
    kappa: float = 0.0
    clip: float = CEILING
    sex_ratio: float | None = None


@dataclass(frozen=True)
class Municipalities:
    """To which municipality (0, 1, …) each area belongs, and how many there are."""

    of_area: NDArray[np.intp]
    count: int

    def sums(self, table: Counts) -> Counts:
        """The table of every municipality, from those of its areas (first axis)."""
        if self.count == 1:
            whole: Counts = table.sum(axis=0, keepdims=True)
            return whole
        sums = np.zeros((self.count, *table.shape[1:]))
        np.add.at(sums, self.of_area, table)
        return sums

    def spread(self, tables: Sequence[Counts]) -> list[Counts]:
        """What belongs to the municipalities, for each of their areas."""
        if self.count == 1:
            return list(tables)
        return [table[self.of_area] for table in tables]


def mean_of(periods: Sequence[Ratios]) -> Ratios:
    """The plain mean of the ratios of several periods; flagged where any of them is."""
    if len(periods) == 1:
        return periods[0]
    return Ratios(
        ccr=np.mean([period.ccr for period in periods], axis=0),
        cwr=np.mean([period.cwr for period in periods], axis=0),
        sr=np.mean([period.sr for period in periods], axis=0),
        women=periods[0].women,
        clipped=np.any([period.clipped for period in periods], axis=0),
        borrowed=np.any([period.borrowed for period in periods], axis=0),
    )


def ratios_between(
    base0: Counts,
    base1: Counts,
    how: Measure,
    towns: Municipalities,
    reference: tuple[Counts, Counts] | None = None,
) -> Ratios:
    """The ratios between two tables five years apart, each area leaning on its municipality.

    `reference` are the municipalities' own tables; without it the sums of their areas. They are
    looked at only where something is to be shrunk, or nobody stands in a denominator.
    """
    ccr = feeders(base0)  # becomes the ratios in place
    cwr = base1[:, FEMALE, how.women].sum(axis=-1)
    sr = base1[:, FEMALE, 0].copy()
    boys, babies = base1[:, MALE, 0], base1[:, :, 0].sum(axis=-1)
    borrowed = ccr == 0
    childless, odd = cwr == 0, (sr == 0) | (boys == 0)
    gaps = bool(borrowed.any() or childless.any() or odd.any())
    with np.errstate(divide="ignore", invalid="ignore"):
        if not (gaps or how.kappa):
            np.divide(base1, ccr, out=ccr)
            np.divide(babies, cwr, out=cwr)
            return _finished(ccr, cwr, boys / sr, how, borrowed)
        whole = reference or (towns.sums(base0), towns.sums(base1))
        town_ccr, town_cwr, town_sr = towns.spread(_of_municipalities(*whole, how))
        _shrink(base1, ccr, how.kappa, town_ccr)
        _shrink(babies, cwr, how.kappa, town_cwr)
        np.divide(boys, sr, out=sr)
    np.copyto(ccr, town_ccr, where=borrowed)
    np.copyto(cwr, town_cwr, where=childless)
    np.copyto(sr, town_sr, where=odd)
    return _finished(ccr, cwr, sr, how, borrowed)


def _shrink(number: Counts, by: Counts, kappa: float, common: Counts) -> None:
    """Put (number + κ · common) / (by + κ) in the place of `by`."""
    if kappa:
        number = number + kappa * common
        by += kappa
    np.divide(number, by, out=by)


def feeders(table: Counts) -> Counts:
    """Who can be in each class five years later: the class below, for the open one both.

    The first class, which births fill, holds 1 so that it can be divided by.
    """
    fed = np.empty(table.shape)  # in rows, whatever the order of the table
    fed.reshape(-1)[1:] = table.reshape(-1)[:-1]
    fed[..., -1] += table[..., -1]
    fed[..., 0] = 1.0
    return fed


def _of_municipalities(base0: Counts, base1: Counts, how: Measure) -> tuple[Counts, Counts, Counts]:
    """CCR, CWR and SR of the municipalities; where one has nobody of a sex, that of both sexes."""
    fed = feeders(base0)
    both = _divided(
        base1.sum(axis=1, keepdims=True), fed.sum(axis=1, keepdims=True), np.array(_EVEN)
    )
    mothers = base1[:, FEMALE, how.women].sum(axis=-1)
    sr = _divided(base1[:, MALE, 0], base1[:, FEMALE, 0], np.array(_EVEN))
    return (
        _divided(base1, fed, both),
        _divided(base1[:, :, 0].sum(axis=-1), mothers, np.array(0.0)),
        np.where(sr > 0, sr, _EVEN),
    )


def _finished(
    ccr: Counts, cwr: Counts, sr: Counts, how: Measure, borrowed: NDArray[np.bool_]
) -> Ratios:
    """Cut the change ratios to the ceiling, and put the given sex ratio in place of the measured."""
    ccr[..., 0] = 0.0
    clipped = ccr > how.clip
    if clipped.any():
        np.minimum(ccr, how.clip, out=ccr)
    if how.sex_ratio is not None:
        sr = np.full_like(sr, how.sex_ratio)
    return Ratios(ccr, cwr, sr, how.women, clipped, borrowed)


def _divided(number: Counts, by: Counts, otherwise: Counts) -> Counts:
    """number / by, and `otherwise` where there is nothing to divide by."""
    quotient = np.array(np.broadcast_to(otherwise, number.shape), dtype=np.float64)
    return np.divide(number, by, out=quotient, where=by > 0)
