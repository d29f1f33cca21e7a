"""Every pair of a student and a slot that fits, with its cost, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comipla.core.assignment.parties import EARTH_KM, Slot, Student

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What counts how much, in tenths of a kilometre: a wish one rank lower is 10 km further.

    `unwished` is the cost of a slot the student did not ask for; `again` that of every slot of a
    student beyond the first, so that work is spread.
    """

    rank: int = 100
    unwished: int = 1_000
    again: int = 300

    def __post_init__(self) -> None:
        for weight in (self.rank, self.unwished, self.again):
            if isinstance(weight, bool) or not isinstance(weight, int) or weight < 0:
                raise ValueError(f"重みは0以上の整数で入力してください: {weight}")


@dataclass(frozen=True)
class Pairs:
    """Pairs by the numbers of student and slot, and the cost of each in whole points."""

    student: Integers
    slot: Integers
    cost: Integers


def fitting_pairs(students: Sequence[Student], slots: Sequence[Slot], weights: Weights) -> Pairs:
    """Find the pairs against which nothing stands (see `objections`), student by student."""
    frame = _Slots(slots)
    found: list[tuple[Integers, Integers]] = [frame.of(student, weights) for student in students]
    counts = [len(chosen) for chosen, _ in found]
    empty = np.empty(0, dtype=np.int64)
    return Pairs(
        student=np.repeat(np.arange(len(students)), counts),
        slot=np.concatenate([empty, *(chosen for chosen, _ in found)]),
        cost=np.concatenate([empty, *(cost for _, cost in found)]),
    )


class _Slots:
    """The slots as arrays, against which one student after the other is held."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.number = {slot.key: number for number, slot in enumerate(slots)}
        self.days = np.array([slot.day.toordinal() for slot in slots], dtype=np.int64)
        self.adults = np.array([slot.adults_only for slot in slots], dtype=bool)
        known = {wanted: place for place, wanted in enumerate({slot.skills for slot in slots})}
        self.wanted = list(known)
        self.skills = np.array([known[slot.skills] for slot in slots], dtype=np.int64)
        self.placed = np.array([slot.position is not None for slot in slots], dtype=bool)
        places = [slot.position or (0.0, 0.0) for slot in slots]
        self.places = np.radians(np.array(places, dtype=np.float64).reshape(-1, 2))

    def of(self, student: Student, weights: Weights) -> tuple[Integers, Integers]:
        """The slots that fit a student, and their costs."""
        if student.limit == 0 or (student.minor and not student.consented):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        able = np.array([wanted <= student.skills for wanted in self.wanted], dtype=bool)
        free = np.array([day.toordinal() for day in student.days], dtype=np.int64)
        fits = np.isin(self.days, free)
        fits &= able[self.skills] if len(able) else fits
        if student.minor:
            fits &= ~self.adults
        chosen = np.flatnonzero(fits)
        tenths = self._tenths(student, chosen)
        if student.furthest is not None:
            near = tenths <= student.furthest * 10 + 1e-9
            chosen, tenths = chosen[near], tenths[near]
        points = np.full(len(self.days), weights.unwished, dtype=np.int64)
        for rank, key in enumerate(student.wishes):
            points[self.number[key]] = rank * weights.rank
        return chosen, tenths + points[chosen]

    def _tenths(self, student: Student, chosen: Integers) -> Integers:
        """Distances in tenths of a kilometre, 0 where a place is not known."""
        if student.position is None:
            return np.zeros(len(chosen), dtype=np.int64)
        lat, lon = np.radians(student.position)
        to_lat, to_lon = self.places[chosen].T
        chord = (
            np.sin((to_lat - lat) / 2) ** 2
            + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
        )
        km = 2 * EARTH_KM * np.arcsin(np.sqrt(chord))
        return np.where(self.placed[chosen], np.rint(km * 10), 0).astype(np.int64)
