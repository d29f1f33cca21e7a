"""Block grants (包括的交付金): a scheme of components, metrics, and what each platform gets.

Exact fractions inside, whole yen out; every line says how it came about. Source:
community-platform.md D2.
"""

from comipla.core.allocation.adjusting import (
    Adjust,
    Band,
    Budget,
    Ceiling,
    Floor,
    Leftover,
    Months,
    Transition,
)
from comipla.core.allocation.component import Component, Kind, Line
from comipla.core.allocation.components import (
    Bracket,
    CappedActual,
    Coef,
    Fixed,
    Named,
    NamedAmount,
    OneOff,
    Proposal,
    ThresholdUnit,
    Unit,
)
from comipla.core.allocation.metrics import Metric, Metrics, PlatformMetrics
from comipla.core.allocation.numbers import AllocationError, Rounding
from comipla.core.allocation.pools import Pool, PoolEqual, PoolShare
from comipla.core.allocation.reckoning import allocate
from comipla.core.allocation.result import AllocationResult, PlatformAllocation, Residual
from comipla.core.allocation.scheme import AllocationScheme
from comipla.core.allocation.tables import Mode, Row, Table

__all__ = [
    "Adjust",
    "AllocationError",
    "AllocationResult",
    "AllocationScheme",
    "Band",
    "Bracket",
    "Budget",
    "CappedActual",
    "Ceiling",
    "Coef",
    "Component",
    "Fixed",
    "Floor",
    "Kind",
    "Leftover",
    "Line",
    "Metric",
    "Metrics",
    "Mode",
    "Months",
    "Named",
    "NamedAmount",
    "OneOff",
    "PlatformAllocation",
    "PlatformMetrics",
    "Pool",
    "PoolEqual",
    "PoolShare",
    "Proposal",
    "Residual",
    "Rounding",
    "Row",
    "Table",
    "ThresholdUnit",
    "Transition",
    "Unit",
    "allocate",
]
