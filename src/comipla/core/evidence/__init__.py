"""The future in numbers: population tables, projections, scenarios, small areas, opinions.

`project` takes tables (area, sex, class) five years apart and lets all areas grow older at once;
`response` and `prescribe` say what households that move in would change; `band` says how far
chance alone carries a small area. The importers read the tables that offices have.
"""

from comipla.core.evidence.households import headship_rates, households
from comipla.core.evidence.population import class_labels
from comipla.core.evidence.projecting import (
    Projection,
    Variant,
    advance,
    project,
    survival_ratios,
    variants,
)
from comipla.core.evidence.ratios import Ratios
from comipla.core.evidence.scenario import (
    EQUAL_MIX,
    HOUSEHOLDS,
    Goal,
    Household,
    Prescription,
    Response,
    arrivals,
    response,
)

__all__ = [
    "EQUAL_MIX",
    "HOUSEHOLDS",
    "Goal",
    "Household",
    "Prescription",
    "Projection",
    "Ratios",
    "Response",
    "Variant",
    "advance",
    "arrivals",
    "class_labels",
    "headship_rates",
    "households",
    "project",
    "response",
    "survival_ratios",
    "variants",
]
