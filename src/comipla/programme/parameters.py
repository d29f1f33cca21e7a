"""The editions of parameters that a programme year, and each of its cases, is pinned to."""

from datetime import date
from functools import cache
from importlib.resources import files

from comipla.core.parameters import Parameters, ParametersAt
from comipla.programme.models import ProgrammeYear


@cache
def parameters(edition: str) -> Parameters:
    """Read an edition by its name, e.g. "r6"; FileNotFoundError where there is none."""
    source = files("comipla.programme").joinpath("data", f"{edition}.toml")
    return Parameters.load(source.read_text(encoding="utf-8"))


def parameters_at(year: ProgrammeYear, day: date) -> ParametersAt:
    """The parameters of the year's edition in force on a day."""
    return parameters(year.parameters).at(day)
