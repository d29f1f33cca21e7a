"""What the core reckons without a database, on tasks of the size that was promised."""

import random
from datetime import date, timedelta
from functools import cache

from bench.goals import Goal
from comipla.core.assignment import Slot, Student, assign
from comipla.core.zengin import Bank, Client, Transfer, write_transfers

PAYEES = 10_000
TASKS = ((200, 300, Goal(wall=5_000)), (5_000, 5_000, Goal(wall=120_000)))
"""Students, slots and the goal."""

FILE = Goal(wall=2_000)
PAY_ON = date(2024, 8, 30)
_FIRST = date(2024, 7, 1)
_SKILLS = ("写真", "動画", "英語", "運転")
_BANKS = {
    f"{bank:04}": Bank("カゴシマ", {f"{branch:03}": "ホンテン" for branch in range(100)})
    for bank in range(10)
}
_CLIENT = Client("0046000123", "カゴシマケンカイケイカンリシャ", "0001", "041", "12345")


def write_file() -> int:
    """Write all payees into a transfer file; its size."""
    return len(write_transfers(_CLIENT, _transfers(), PAY_ON, banks=_BANKS))


def propose(students: int, slots: int) -> int:
    """Assign students to slots; the number of places filled. The optimum must be proven."""
    plan = assign(*_task(students, slots))
    if not plan.proven:
        raise RuntimeError(f"{students}×{slots} was not solved to a proven optimum")
    return len(plan.assignments)


@cache
def _transfers() -> tuple[Transfer, ...]:
    return tuple(
        Transfer(
            f"{number % 10:04}",
            f"{number % 100:03}",
            f"{number:07}",
            f"トクテイヒエイリカツドウホウジン サト{number}",
            1 + number,
        )
        for number in range(PAYEES)
    )


@cache
def _task(students: int, slots: int) -> tuple[tuple[Student, ...], tuple[Slot, ...]]:
    """Students free on a third of sixty days, and slots a day each, within a degree."""
    dice = random.Random(20240401)
    days = [_FIRST + timedelta(days=day) for day in range(60)]
    offered = tuple(
        Slot(
            f"s{number}",
            f"活動{number}",
            dice.choice(days),
            (31.2 + dice.random(), 130.2 + dice.random()),
            skills=frozenset(dice.sample(_SKILLS, dice.choice((0, 0, 1)))),
        )
        for number in range(slots)
    )
    helping = tuple(
        Student(
            f"p{number}",
            f"学生{number}",
            frozenset(dice.sample(days, 20)),
            (31.2 + dice.random(), 130.2 + dice.random()),
            frozenset(dice.sample(_SKILLS, 2)),
            tuple(f"s{slot}" for slot in dice.sample(range(slots), 5)),
            furthest=40.0,
        )
        for number in range(students)
    )
    return helping, offered
