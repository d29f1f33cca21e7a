"""Declarations of the papers that acts issue: which exist, from whom, in which series.

The words and the layout of a paper are data (`core.wording`, `core.paper_blocks`); a `PaperType`
ties one to a procedure: `build` turns the case as it stands after the act into its `Content`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comipla.core.docket import Act, Procedure, Side, Standing, Surroundings
from comipla.core.paper_blocks import Contact, Content, Party


class Seal(StrEnum):
    """How a paper is authenticated (conventions B3). Stored; never rename."""

    OMITTED = "OMITTED"
    STAMPED = "STAMPED"
    ELECTRONIC = "ELECTRONIC"


@dataclass(frozen=True)
class Cited:
    """An earlier paper as a later one cites it: 令和6年5月28日付け共生第45号."""

    number: str
    on: date


@dataclass(frozen=True)
class PaperContext:
    """What a paper may speak of: the case after the act, its people and its surroundings."""

    procedure: Procedure
    standing: Standing
    act: Act
    case_number: str
    surroundings: Surroundings
    prefecture: Party
    municipality: Party
    contact: Contact
    cited: Mapping[str, Cited]
    """The latest paper that an act of each kind has issued, by kind."""
    labels: Callable[[str], Mapping[str, str]]
    """Labels of the fields of a prescribed form, by the form's code."""


@dataclass(frozen=True)
class PaperType:
    """A paper that an act issues. `sender` tells whose number series it takes."""

    key: str
    label: str
    series: str
    sender: Side
    seal: Seal
    build: Callable[[PaperContext], Content]
