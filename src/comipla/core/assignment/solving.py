"""The optimum: as many places filled as can be, at the least cost, and proven.

Where everyone helps once at most, a matching is found by an exact algorithm. Otherwise:
Student → day → slot is a network with whole capacities, so that the linear programme has whole
optima and its dual values prove them. Only the cheapest pairs are put before the solver at first;
the dual values then price every other pair, and those that could lower the cost are added, until
none is left. What comes out is the optimum over all pairs.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import coo_array

from comipla.core.assignment.pairs import Floats, Integers, Pairs

CHEAPEST: Final = 25
"""Pairs of each student and of each slot that the solver sees first."""

LARGEST_TABLE: Final = 40_000_000
"""Cells of the table of a matching, of eight bytes each."""

NEAR: Final = 0.03
"""How near to helping a pair is taken in as well, as a share of the range of costs."""

_TOLERANCE: Final = 1e-6


@dataclass(frozen=True)
class Capacities:
    """How many times each student may help, how many students each slot wants, days of slots.

    `again` is the cost of each slot of a student beyond the first.
    """

    limits: Integers
    needed: Integers
    days: Integers
    again: int


@dataclass(frozen=True)
class Optimum:
    """The pairs chosen, by their number, what they cost, and the least any choice could cost.

    Cost and bound are equal when the optimum is proven, as far as the solver's floats can say.
    """

    chosen: Integers
    cost: int
    bound: float


def optimum(pairs: Pairs, capacities: Capacities) -> Optimum:
    """Choose pairs: first as many as possible, then the cheapest such choice.

    Where everyone helps once at most it is a matching, for which an exact algorithm needs no
    programme; otherwise, or where its table would be too large, the programme is solved.
    """
    if not len(pairs.cost):
        return Optimum(np.empty(0, dtype=np.int64), 0, 0.0)
    cells = len(capacities.limits) * int(capacities.needed.sum())
    if capacities.limits.max() <= 1 and cells <= LARGEST_TABLE:
        return _matching(pairs, capacities)
    return _programme(pairs, capacities)


def _matching(pairs: Pairs, capacities: Capacities) -> Optimum:
    """The matching of students and single places, by an algorithm that is exact on whole costs.

    A place is a column; a pair that does not fit costs more than all that do together, so that
    there are as few of them as can be, and they are left out.
    """
    students, needed = len(capacities.limits), capacities.needed
    first = np.concatenate([[0], np.cumsum(needed)])
    dear = (int(pairs.cost.max()) + 1) * (min(students, int(first[-1])) + 1)
    table = np.full((students, int(first[-1])), float(dear))
    times = needed[pairs.slot]
    pair = np.repeat(np.arange(len(times)), times)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    table[pairs.student[pair], first[pairs.slot[pair]] + within] = pairs.cost[pair]
    student, place = linear_sum_assignment(table)
    fits = table[student, place] < dear
    slot = np.searchsorted(first, place[fits], side="right") - 1
    keys = pairs.student * len(needed) + pairs.slot  # ascending, as pairs come in order
    chosen = np.searchsorted(keys, student[fits] * len(needed) + slot)
    cost = int(pairs.cost[chosen].sum())
    return Optimum(chosen, cost, float(cost))


def _programme(pairs: Pairs, capacities: Capacities) -> Optimum:
    """The linear programme over all pairs.

    Every pair is rewarded, so that the cheapest choice is also a full one. Whether it is as full
    as can be is checked, against the plain bound or else by a programme that only counts; a
    reward too small for that is raised.
    """
    task = _Task(pairs, capacities)
    reward = 4 * (int(pairs.cost.max()) + capacities.again + 1)
    best = task.settle(pairs.cost - reward, capacities.again)
    if len(best.chosen) < task.plain_bound():
        most = len(task.settle(np.full_like(pairs.cost, -1), 0).chosen)
        while len(best.chosen) < most:
            reward *= 4
            best = task.settle(pairs.cost - reward, capacities.again)
    helped = np.bincount(pairs.student[best.chosen], minlength=len(capacities.limits))
    again = capacities.again * int(np.maximum(helped - 1, 0).sum())
    total = int(pairs.cost[best.chosen].sum()) + again
    return Optimum(best.chosen, total, best.bound + reward * len(best.chosen))


@dataclass(frozen=True)
class _Answer:
    """A solved programme: the pairs it takes, the bound its dual values prove, and these values."""

    chosen: Integers
    bound: float
    students: Floats
    slots: Floats
    days: Floats


class _Task:
    """The programme over growing sets of pairs."""

    def __init__(self, pairs: Pairs, capacities: Capacities) -> None:
        self.pairs = pairs
        self.capacities = capacities
        _, day = np.unique(capacities.days, return_inverse=True)
        self.day_of = pairs.student * (int(day.max()) + 1) + day[pairs.slot]
        self.several = np.flatnonzero(capacities.limits > 1)
        self.seen = np.union1d(
            _cheapest(pairs.student, pairs.cost), _cheapest(pairs.slot, pairs.cost)
        )

    def plain_bound(self) -> int:
        """No choice has more pairs than students with a pair can take, or slots with one want."""
        limits = self.capacities.limits[np.unique(self.pairs.student)].sum()
        return int(min(limits, self.capacities.needed[np.unique(self.pairs.slot)].sum()))

    def settle(self, cost: Integers, again: int) -> _Answer:
        """Solve over the pairs seen, price the others, and go on until none could help."""
        near = NEAR * float(np.ptp(cost))
        while True:
            answer = self._solve(cost, again)
            reduced = cost - answer.students[self.pairs.student] - answer.slots[self.pairs.slot]
            reduced -= answer.days[self.day_of]
            reduced[self.seen] = np.inf
            if reduced.min() >= -_TOLERANCE:
                return answer
            helpful = np.flatnonzero(reduced <= near)
            best = helpful[_cheapest(self.pairs.slot[helpful], reduced[helpful])]
            self.seen = np.union1d(self.seen, best)

    def _solve(self, cost: Integers, again: int) -> _Answer:
        """The programme over the pairs seen, and a variable for each student who may help twice.

        Rows: each student once, or more often at the cost of `again`; each slot up to what it
        needs; each student once a day.
        """
        students, slots = len(self.capacities.limits), len(self.capacities.needed)
        days, day_row = np.unique(self.day_of[self.seen], return_inverse=True)
        count, extra = len(self.seen), len(self.several)
        columns = np.arange(count)
        rows = (
            self.pairs.student[self.seen],
            students + self.pairs.slot[self.seen],
            students + slots + day_row,
            self.several,
        )
        places = (columns, columns, columns, count + np.arange(extra))
        entries = np.concatenate([np.ones(3 * count), -np.ones(extra)])
        at_most = (
            np.minimum(self.capacities.limits, 1),
            self.capacities.needed,
            np.ones(len(days)),
        )
        upper = (np.full(count, np.inf), self.capacities.limits[self.several] - 1.0)
        solved = linprog(
            np.concatenate([cost[self.seen], np.full(extra, again)]).astype(np.float64),
            A_ub=coo_array(
                (entries, (np.concatenate(rows), np.concatenate(places))),
                shape=(students + slots + len(days), count + extra),
            ).tocsc(),
            b_ub=np.concatenate(at_most),
            bounds=np.column_stack([np.zeros(count + extra), np.concatenate(upper)]),
            method="highs-ds",
        )
        if solved.status != 0:
            raise RuntimeError(f"the solver gave up: {solved.message}")
        values = solved.ineqlin.marginals
        by_day: Floats = np.zeros(int(self.day_of.max()) + 1)
        by_day[days] = values[students + slots :]
        return _Answer(
            chosen=self.seen[np.rint(solved.x[:count]).astype(bool)],
            bound=float(
                values @ np.concatenate(at_most)
                + solved.upper.marginals[count:] @ (self.capacities.limits[self.several] - 1.0)
            ),
            students=values[:students],
            slots=values[students : students + slots],
            days=by_day,
        )


def _cheapest(keys: Integers, cost: Integers | Floats) -> Integers:
    """The numbers of the cheapest pairs of each key, CHEAPEST of them."""
    order = np.lexsort((cost, keys))
    sorted_keys = keys[order]
    starts = np.flatnonzero(np.diff(sorted_keys, prepend=-1))
    lengths = np.diff(np.append(starts, len(order)))
    place = np.arange(len(order)) - np.repeat(starts, lengths)
    return np.asarray(order[place < CHEAPEST], dtype=np.int64)
