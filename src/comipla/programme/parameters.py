"""The editions of parameters that a programme year, and each of its cases, is pinned to."""

from datetime import date
from functools import cache
from importlib.resources import files

from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import Parameters, ParametersAt
from comipla.programme.clock import today
from comipla.programme.models import ProgrammeYear

_DATA = files("comipla.programme") / "data"


@cache
def parameters(edition: str) -> Parameters:
    """Read an edition by its name, e.g. "r6"; FileNotFoundError where there is none."""
    return Parameters.load((_DATA / f"{edition}.toml").read_text(encoding="utf-8"))


def parameters_at(year: ProgrammeYear, day: date) -> ParametersAt:
    """The parameters of the year's edition in force on a day."""
    return parameters(year.parameters).at(day)


def in_force(year: ProgrammeYear) -> ParametersAt:
    """What is set for a year: as of today, before it begins and after it ends as of its edge."""
    fiscal = year.fiscal
    return parameters_at(year, min(max(today(), fiscal.start), fiscal.end))


@cache
def editions() -> tuple[str, ...]:
    """The names of all editions, oldest year first."""
    names = (file.name for file in _DATA.iterdir())
    found = [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
    return tuple(sorted(found, key=_year_of))


def edition_for(year: FiscalYear, *, at_least: str = "") -> str:
    """The newest edition that is not for a later year, and none older than `at_least`.

    LookupError where every edition is for a later year.
    """
    fitting = [name for name in editions() if _year_of(name) <= year]
    if at_least:
        fitting.append(at_least)
    if not fitting:
        raise LookupError(f"no parameters for {year.code} or before")
    return max(fitting, key=_year_of)


def _year_of(edition: str) -> FiscalYear:
    return FiscalYear.parse(edition)
