"""What is to be reached, and whether it was."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Limits of one target; None where there is none.

    `floor`: times the CPU of the floor. `growth`: times the clock on the smallest database, reached
    on the largest. `queries`: SQL statements, the same on every database. `wall`: milliseconds on
    the largest database. `memory`: times the peak of memory on the smallest database.
    """

    floor: float | None = None
    growth: float | None = None
    queries: int | None = None
    wall: float | None = None
    memory: float | None = None


NONE = Goal()
PAGE = Goal(floor=3, growth=1.3, queries=15)
ACT = Goal(floor=6)
EXPORT = Goal(wall=1_000, memory=2)
PAPER = Goal(wall=20)
FOLD = Goal(wall=300)
RANK = Goal(wall=50)
PROJECTION = Goal(floor=5)
DRAWS = Goal(wall=200)
GROUPS = Goal(wall=1_000)
