"""Children of school age, from five-year classes.

A five-year class is taken as evenly filled: of 5-9 four fifths and of 10-14 two fifths are 6 to 11
(小学生), the other three fifths of 10-14 are 12 to 14 (中学生).
"""

from typing import NamedTuple

from comipla.core.evidence.population import Counts

_YOUNGER, _OLDER = 1, 2  # classes 5-9 and 10-14


class Pupils(NamedTuple):
    """Children of the ages of 小学校 and of 中学校, wherever they go to school."""

    elementary: Counts
    junior_high: Counts


def pupils(population: Counts) -> Pupils:
    """The pupils of a population; its last two axes are sex and class."""
    people = population.sum(axis=-2)
    younger, older = people[..., _YOUNGER], people[..., _OLDER]
    return Pupils(younger * 4 / 5 + older * 2 / 5, older * 3 / 5)
