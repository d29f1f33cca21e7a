"""A committee's work in the size the goal names: proposals, judges, criteria."""

import random
from fractions import Fraction

from comipla.core.scoring import Criterion, PassLine, Scheme, Sheet, Tie, TieStep

PROPOSALS, JUDGES, CRITERIA = 300, 7, 8


def scheme() -> Scheme:
    """A weighted mean with pass lines on total and criteria, and a tie chain of three steps."""
    return Scheme(
        "審査",
        tuple(Criterion(f"項目{n}", coefficient=Fraction(n)) for n in range(1, CRITERIA + 1)),
        pass_lines=(PassLine(Fraction(3, 5), of_full=True), PassLine(Fraction(2), each=True)),
        ties=(Tie(TieStep.CRITERION, f"項目{CRITERIA}"), Tie(TieStep.COUNT), Tie(TieStep.LOT)),
    )


def sheets() -> list[Sheet]:
    """Every judge's sheet for every proposal, the same on every run; many totals are equal."""
    dice = random.Random(1)
    keys = [criterion.key for criterion in scheme().criteria]
    return [
        Sheet(f"提案{proposal}", f"委員{judge}", {key: dice.randint(2, 5) for key in keys})
        for proposal in range(PROPOSALS)
        for judge in range(JUDGES)
    ]
