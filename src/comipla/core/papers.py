"""Declarations of the papers that acts issue: which exist, from whom, in which series.

The words and the layout of a paper are data (`core.wording`, `core.paper_blocks`); a `PaperType`
ties one to a procedure: `build` turns the case as it stands after the act into its `Content`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comipla.core.docket import Act, Procedure, Side, Standing, Surroundings
from comipla.core.paper_blocks import Contact, Content, Party


class Seal(StrEnum):
    """How a paper is authenticated (conventions B3). Stored; never rename."""

    OMITTED = "OMITTED"
    STAMPED = "STAMPED"
    ELECTRONIC = "ELECTRONIC"


@dataclass(frozen=True)
class PaperContext:
    """What a paper may speak of: the case after the act, its people and its surroundings."""

    procedure: Procedure
    standing: Standing
    act: Act
    number: str
    surroundings: Surroundings
    prefecture: Party
    municipality: Party
    contact: Contact
    earlier: Mapping[str, tuple[str, Any]]
    """Number and day of the latest earlier paper of each kind, to cite it."""


@dataclass(frozen=True)
class PaperType:
    """A paper that an act issues. `sender` tells whose number series it takes."""

    key: str
    label: str
    series: str
    sender: Side
    seal: Seal
    build: Callable[[PaperContext], Content]
