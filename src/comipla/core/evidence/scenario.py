"""Households that move in every year, and how many of them a goal needs.

With constant ratios the population grows in a straight line with the number of households, so
that P(k) = P(0) + k · G: the baseline and the response to one household a year are reckoned once,
every other number follows by one multiplication, and the number that reaches a goal is
k = (goal - P(0)) / G.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from comipla.core.evidence.population import FEMALE, MALE, YEARS, Counts, children
from comipla.core.evidence.projecting import Projection, advance


@dataclass(frozen=True, slots=True)
class Household:
    """A kind of household that moves in: `members` are (sex, age, people) of one of them."""

    key: str
    label: str
    members: tuple[tuple[int, int, float], ...]

    @property
    def size(self) -> float:
        """How many people one such household has."""
        return sum(people for _, _, people in self.members)


HOUSEHOLDS: Final[Mapping[str, Household]] = {
    kind.key: kind
    for kind in (
        Household("Y20", "20代前半の男女", ((MALE, 20, 1), (FEMALE, 20, 1))),
        Household(
            "FAM30",
            "30代前半の夫婦と4歳以下の子1人",
            ((MALE, 30, 1), (FEMALE, 30, 1), (MALE, 0, 0.5), (FEMALE, 0, 0.5)),
        ),
        Household("S60", "60代前半の夫婦", ((MALE, 60, 1), (FEMALE, 60, 1))),
    )
}
"""The three kinds that the 1% rule of thumb is reckoned with; a child is half boy, half girl."""

EQUAL_MIX: Final[Mapping[str, float]] = dict.fromkeys(HOUSEHOLDS, 1.0)
"""One household of each kind."""


class Goal(StrEnum):
    """What is to be kept at a share of today's number."""

    TOTAL = "total"
    CHILDREN = "children"

    def of(self, population: Counts) -> Counts:
        """The number of people the goal looks at; the last two axes are sex and class."""
        if self is Goal.CHILDREN:
            return children(population)
        total: Counts = population.sum(axis=(-2, -1))
        return total

    @property
    def label(self) -> str:
        """Its name on a page."""
        return "総人口" if self is Goal.TOTAL else "0〜14歳"


GOALS: Final[Mapping[Goal, float]] = {Goal.TOTAL: 0.9, Goal.CHILDREN: 0.9}
"""Nine tenths of today, both of all people and of the children."""


def arrivals(per_year: Mapping[str, float], *, classes: int) -> Counts:
    """People who arrive in five years, (sex, class), for households a year by kind.

    `{"FAM30": 2}` are two families a year: ten couples and ten children a step.
    """
    people = np.zeros((2, classes))
    for key, number in per_year.items():
        if key not in HOUSEHOLDS:
            known = "、".join(HOUSEHOLDS)
            raise ValueError(f"世帯の型「{key}」はありません。{known} から選んでください。")
        if not 0 <= number < np.inf:
            raise ValueError(f"世帯の型「{key}」の数は 0 以上にしてください（いまは {number}）。")
        for sex, age, count in HOUSEHOLDS[key].members:
            people[sex, min(age // YEARS, classes - 1)] += YEARS * number * count
    return people


@dataclass(frozen=True)
class Response:
    """What a mix of households, one of it a year, adds to a baseline.

    `baseline` and `added` are (step, area, sex, class); `mix` is households a year by kind.
    """

    baseline: Counts
    added: Counts
    mix: Mapping[str, float]

    def population(self, times: float) -> Counts:
        """The population with so many times the mix a year; needs no new projection."""
        return self.baseline + times * self.added

    def gain(self, goal: Goal, step: int = -1) -> Counts:
        """G: how many people one mix a year means at a step (area)."""
        return goal.of(self.added[step])

    def needed(self, goal: Goal, share: float, step: int = -1) -> Counts:
        """How many times the mix a year keeps `share` of today's number at a step (area).

        0 where the baseline does so by itself, infinity where the mix adds nobody of them.
        """
        if not 0 <= share < np.inf:
            raise ValueError("目標の割合は 0 以上の数（9割なら 0.9）にしてください。")
        missing = share * goal.of(self.baseline[0]) - goal.of(self.baseline[step])
        gain = self.gain(goal, step)
        times = np.divide(missing, gain, out=np.full_like(missing, np.inf), where=gain > 0)
        return np.where(missing <= 0, 0.0, times)

    def prescribe(self, goals: Mapping[Goal, float] = GOALS, step: int = -1) -> "Prescription":
        """What reaches all the goals at a step: the largest of the numbers they need."""
        by_goal = {goal: self.needed(goal, share, step) for goal, share in goals.items()}
        times = np.max(list(by_goal.values()), axis=0)
        return Prescription(by_goal, times, self.mix, Goal.TOTAL.of(self.baseline[0]))


@dataclass(frozen=True)
class Prescription:
    """How many households a year an area needs; all arrays are by area.

    `by_goal` and `times` count mixes a year, `today` is the present population.
    """

    by_goal: Mapping[Goal, Counts]
    times: Counts
    mix: Mapping[str, float]
    today: Counts

    @cached_property
    def households(self) -> Counts:
        """Households of all kinds a year."""
        return self.times * sum(self.mix.values())

    @cached_property
    def people(self) -> Counts:
        """People a year."""
        return self.times * sum(HOUSEHOLDS[key].size * n for key, n in self.mix.items())

    @cached_property
    def share_of_today(self) -> Counts:
        """People a year against the present population; infinity where nobody lives."""
        none = np.full_like(self.today, np.inf)
        return np.divide(self.people, self.today, out=none, where=self.today > 0)


def response(projection: Projection, mix: Mapping[str, float] = EQUAL_MIX) -> Response:
    """How the projection answers to the mix of households a year; control totals are left aside."""
    raw = projection.raw
    if not mix or not any(mix.values()):
        raise ValueError("転入する世帯を1つ以上選んでください。")
    added = advance(
        np.zeros(raw.shape[1:]),
        projection.ratios,
        steps=len(raw) - 1,
        arrivals=arrivals(mix, classes=raw.shape[-1]),
    )
    return Response(raw, added, dict(mix))
