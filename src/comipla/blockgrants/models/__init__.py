"""What a municipality divides among its platforms, by what it counts, and what came out."""

from comipla.blockgrants.models.metrics import MetricDef, MetricFile, MetricValue
from comipla.blockgrants.models.runs import AllocationRun, AllocationSheet
from comipla.blockgrants.models.schemes import Scheme, SchemeState, SchemeStep, StepKind

__all__ = [
    "AllocationRun",
    "AllocationSheet",
    "MetricDef",
    "MetricFile",
    "MetricValue",
    "Scheme",
    "SchemeState",
    "SchemeStep",
    "StepKind",
]
