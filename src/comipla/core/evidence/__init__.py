"""The future in numbers: population tables, projections, scenarios, small areas, opinions.

`project` takes tables (area, sex, class) five years apart and lets all areas grow older at once;
`response` and `prescribe` say what households that move in would change; `band` says how far
chance alone carries a small area. The importers read the tables that offices have.
"""

from comipla.core.evidence.census import CensusFile, CensusTable, census_from_csv, pooled
from comipla.core.evidence.districts import district_tables
from comipla.core.evidence.households import headship_rates, households
from comipla.core.evidence.opinions import (
    Bars,
    OpinionMap,
    Statements,
    opinion_groups,
    statements_of,
)
from comipla.core.evidence.population import class_labels
from comipla.core.evidence.priorities import Priority, rank_priorities
from comipla.core.evidence.projecting import (
    Projection,
    Variant,
    advance,
    project,
    survival_ratios,
    variants,
)
from comipla.core.evidence.ratios import Ratios
from comipla.core.evidence.register import (
    RegisteredArea,
    RegisterSheet,
    register_from_grid,
)
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
from comipla.core.evidence.series import Series, series_from_csv
from comipla.core.evidence.small_area_files import (
    SmallArea,
    SmallAreaFile,
    Unit,
    Units,
    merged_units,
    small_areas_from_csv,
)
from comipla.core.evidence.small_areas import KAPPA, Band, Showing, band, showing
from comipla.core.evidence.tables import Refusal, TableRefused

__all__ = [
    "EQUAL_MIX",
    "HOUSEHOLDS",
    "KAPPA",
    "Band",
    "Bars",
    "CensusFile",
    "CensusTable",
    "Goal",
    "Household",
    "OpinionMap",
    "Prescription",
    "Priority",
    "Projection",
    "Ratios",
    "Refusal",
    "RegisterSheet",
    "RegisteredArea",
    "Response",
    "Series",
    "Showing",
    "SmallArea",
    "SmallAreaFile",
    "Statements",
    "TableRefused",
    "Unit",
    "Units",
    "Variant",
    "advance",
    "arrivals",
    "band",
    "census_from_csv",
    "class_labels",
    "district_tables",
    "headship_rates",
    "households",
    "merged_units",
    "opinion_groups",
    "pooled",
    "project",
    "rank_priorities",
    "register_from_grid",
    "response",
    "series_from_csv",
    "showing",
    "small_areas_from_csv",
    "statements_of",
    "survival_ratios",
    "variants",
]
