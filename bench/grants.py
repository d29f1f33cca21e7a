"""A block grant in the size the goal names: platforms, components, metrics, last year's amounts."""

import random
from fractions import Fraction
from functools import cache
from typing import Final

from bench.goals import Goal
from comipla.core.allocation import (
    AllocationScheme,
    Band,
    Bracket,
    CappedActual,
    Coef,
    Fixed,
    Metrics,
    Mode,
    Named,
    NamedAmount,
    OneOff,
    Pool,
    PoolEqual,
    PoolShare,
    Proposal,
    Row,
    Table,
    ThresholdUnit,
    Unit,
    allocate,
)

PLATFORMS: Final = 1_500
COMPONENTS: Final = 12
ALLOCATION: Final = Goal(wall=500)

_STEPS = Table((Row(upto=100, rate=300), Row(upto=500, rate=200), Row(rate=100)), Mode.MARGINAL)
_AGED = Table((Row(below="0.3", amount="0.3"), Row(below="0.5", amount="0.5"), Row(amount=1)))


@cache
def _scheme() -> AllocationScheme:
    """One component of every kind."""
    return AllocationScheme(
        municipality="見本市（架空）",
        fiscal_year="R7",
        pools=(Pool(key="main", amount=1_000_000_000, unit=1_000),),
        components=(
            PoolEqual(share="30%"),
            PoolShare(share="70%", metric="people"),
            Fixed(amount=100_000),
            Unit(rate=600, metric="households"),
            Bracket(metric="households", table=_STEPS),
            Coef(rate=100, metric="people", ratio="aged", ratio_of="people", table=_AGED),
            ThresholdUnit(rate=600, metric="km", threshold=2, quantum="0.1"),
            CappedActual(rate="1/3", metrics=("cost",), cap=60_000),
            Proposal(metrics=("proposal",), cap=300_000),
            Named(named=(NamedAmount("0003", 500_000, "専任2人"),), amount=300_000),
            OneOff(amount=200_000, metric="new"),
            Band(band="1/3", leftover="redistribute"),
        ),
    )


@cache
def _metrics() -> Metrics:
    chance = random.Random(1)
    return Metrics.of(
        {
            f"{number:04}": {
                "people": chance.randrange(100, 9_000),
                "households": chance.randrange(50, 3_000),
                "aged": chance.randrange(10, 100),
                "km": Fraction(chance.randrange(100, 2_000), 100),
                "cost": chance.randrange(1_000_000),
                "proposal": chance.randrange(300_000),
                "new": number % 2,
            }
            for number in range(PLATFORMS)
        }
    )


@cache
def _previous() -> dict[str, int]:
    chance = random.Random(2)
    return {code: chance.randrange(500_000, 4_500_000) for code in _metrics().codes}


def allocated() -> int:
    """Reckon all platforms."""
    allocate(_scheme(), _metrics(), _previous())
    return 0
