"""Population tables of places and the projections made from them."""

from comipla.population.models.runs import ProjectionRun, RunState
from comipla.population.models.tables import FileKind, PopulationTable, Source, TableFile

__all__ = [
    "FileKind",
    "PopulationTable",
    "ProjectionRun",
    "RunState",
    "Source",
    "TableFile",
]
