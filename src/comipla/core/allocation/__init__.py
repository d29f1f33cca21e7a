"""Block grants (包括的交付金): a scheme of components, metrics, and what each platform gets.

Exact fractions inside, whole yen out; every line says how it came about. Source:
community-platform.md D2.
"""

from comipla.core.allocation.adjusting import Adjust, Leftover
from comipla.core.allocation.adjustments import (
    Band,
    Budget,
    Ceiling,
    Floor,
    Months,
    Transition,
)
from comipla.core.allocation.comparing import Change, Comparison, Outcome, compare
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
from comipla.core.allocation.loading import parse_scheme, scheme_from
from comipla.core.allocation.metrics import Metric, Metrics, PlatformMetrics
from comipla.core.allocation.numbers import AllocationError, Rounding
from comipla.core.allocation.pools import Pool, PoolEqual, PoolShare
from comipla.core.allocation.reckoning import allocate
from comipla.core.allocation.result import AllocationResult, PlatformAllocation, Residual
from comipla.core.allocation.scheme import AllocationScheme
from comipla.core.allocation.sheets import decode, parse_metrics, parse_previous
from comipla.core.allocation.simulating import Knob, Simulation, knobs, simulate
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
    "Change",
    "Coef",
    "Comparison",
    "Component",
    "Fixed",
    "Floor",
    "Kind",
    "Knob",
    "Leftover",
    "Line",
    "Metric",
    "Metrics",
    "Mode",
    "Months",
    "Named",
    "NamedAmount",
    "OneOff",
    "Outcome",
    "PlatformAllocation",
    "PlatformMetrics",
    "Pool",
    "PoolEqual",
    "PoolShare",
    "Proposal",
    "Residual",
    "Rounding",
    "Row",
    "Simulation",
    "Table",
    "ThresholdUnit",
    "Transition",
    "Unit",
    "allocate",
    "compare",
    "decode",
    "knobs",
    "parse_metrics",
    "parse_previous",
    "parse_scheme",
    "scheme_from",
    "simulate",
]
