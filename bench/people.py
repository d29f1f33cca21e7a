"""The future in numbers in the size the goals name: areas to project, draws, people who vote."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from comipla.core.evidence import band, opinion_groups, project

AREAS, CLASSES, STEPS = 20_000, 18, 6
DRAWS = 1_000
VOTERS, STATEMENTS = 500, 100

Table = NDArray[np.float64]


@cache
def tables() -> tuple[Table, Table]:
    """Two tables of all areas; one class in sixty is empty, as in small areas."""
    chance = np.random.default_rng(1)
    before, after = chance.integers(0, 60, (2, AREAS, 2, CLASSES)).astype(float)
    return before, after


@cache
def _result() -> Table:
    return project(*tables(), steps=STEPS).population[1:]


@cache
def _votes() -> Table:
    chance = np.random.default_rng(1)
    return chance.choice([1.0, -1.0, 0.0, np.nan], (VOTERS, STATEMENTS))


def projected() -> int:
    """Project all areas."""
    project(*tables(), steps=STEPS)
    return 0


def copied() -> None:
    """Copy what a projection must at least read and write: both tables and every step."""
    for array in (*tables(), _result()):
        array.copy()


def drawn() -> int:
    """The band of one area, shrunk toward its municipality."""
    before, after = tables()
    whole = before.sum(axis=0), after.sum(axis=0)
    band(before[0], after[0], steps=STEPS, reference=whole, draws=DRAWS)
    return 0


def grouped() -> int:
    """The groups of a large round of voting."""
    opinion_groups(_votes())
    return 0
