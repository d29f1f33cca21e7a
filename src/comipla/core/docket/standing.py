"""Where a case stands and what surrounds it: all that a clause may ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comipla.core.access import Actor
from comipla.core.calendar import OfficeCalendar
from comipla.core.docket.declarations import Act, ActType, Due
from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import ParametersAt


@dataclass(frozen=True)
class Room:
    """What an envelope still holds: yen limit, and what others have reserved softly and hard."""

    limit: int
    soft: int
    hard: int

    @property
    def free(self) -> int:
        """Yen neither earmarked nor decided elsewhere: an earmark given is kept free for its case."""
        return self.limit - self.soft - self.hard


@dataclass(frozen=True)
class PlatformStanding:
    """What the registry says of a platform on the day of the question."""

    id: int
    name: str
    stage: str
    founded_on: date | None


@dataclass(frozen=True)
class Surroundings:
    """Everything outside the case that a clause may ask about; rooms exclude the case itself.

    `enacted`: the year's budget has passed. `accounts_closed`: its accounts are closed (出納閉鎖).
    """

    today: date
    year: FiscalYear
    enacted: bool
    parameters: ParametersAt
    calendar: OfficeCalendar
    rooms: Mapping[str, Room] = field(default_factory=dict)
    platforms: Mapping[int, PlatformStanding] = field(default_factory=dict)
    accounts_closed: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a case stands: folded from its acts, never set."""

    state: str
    balances: Mapping[str, int]
    dues: tuple[Due, ...]
    pending: Act | None
    resumes: str | None
    acts: tuple[Act, ...]

    def balance(self, account: str) -> int:
        """Yen on an account; 0 where no act has moved it."""
        return self.balances.get(account, 0)

    def last(self, *kinds: str) -> Act | None:
        """The latest act of one of these kinds."""
        return next((act for act in reversed(self.acts) if act.kind in kinds), None)


@dataclass(frozen=True)
class Question:
    """May this act be done here and now by this person with these facts? Clauses are asked this."""

    standing: Standing
    surroundings: Surroundings
    act_type: ActType
    on: date
    actor: Actor | None = None
    facts: Any = None
