"""What a procedure is made of: states, act types, moves of money, deadlines. Plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from comipla.core.access import Permission

if TYPE_CHECKING:
    from comipla.core.clauses import Clause
    from comipla.core.docket.standing import Question, Standing, Surroundings

START: Final = ""
"""The state before the first act."""

RESUME: Final = "<resume>"
"""As a target: the state in which the case stood before it entered the present one."""

DRAFT: Final = "draft"
SEND_BACK: Final = "send_back"
PULL_BACK: Final = "pull_back"


class Side(StrEnum):
    """Who has to act next in a state or for a deadline."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"

    @property
    def label(self) -> str:
        """The side in Japanese."""
        return {"prefecture": "県", "municipality": "市町村"}[self.value]


@dataclass(frozen=True)
class State:
    """A state of a procedure: what it is called, who must act, and what is happening in it."""

    key: str
    label: str
    tone: str
    owner: Side | None
    says: str

    @property
    def final(self) -> bool:
        """Tell whether nobody has to act any more."""
        return self.owner is None


@dataclass(frozen=True)
class Move:
    """How an act moves a money account: `fact` names the field that holds the yen.

    `how` is "set", "add" or "subtract". With `like`, the yen are those that stand on that other
    account; a Move without either moves 0. The moves of an act are made in their order.
    """

    account: str
    how: str = "set"
    fact: str | None = "amount"
    like: str | None = None


@dataclass(frozen=True)
class Fork:
    """The state to which an act leads instead of its target while a fact of it is not 0."""

    fact: str
    target: str


@dataclass(frozen=True)
class Due:
    """A deadline that an act started, with the day computed when the act was recorded."""

    key: str
    label: str
    owner: Side
    on: date


@dataclass(frozen=True)
class Deadline:
    """A rule that starts a deadline and the act kinds that meet it.

    Whatever runs ends with the case, except a `lasting` one: it is to be kept after completion.
    """

    key: str
    label: str
    owner: Side
    met_by: frozenset[str]
    due: Callable[[Question], date | None]
    lasting: bool = False


@dataclass(frozen=True)
class Act:
    """Something that was done: immutable, numbered from 1 within its case.

    `on` is the day the act takes effect, `recorded_at` the instant the server recorded it.
    `of` is the drafted kind when `kind` is "draft". `dues` are the deadlines it started.
    """

    kind: str
    number: int
    on: date
    facts: Any
    by: int | None = None
    of: str | None = None
    dues: tuple[Due, ...] = ()
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class ActType:
    """The declaration of one kind of act.

    `source` are the states in which it is open, `target` the state it leads to (None: stays),
    `fork` the state it may lead to instead.
    `permission` is what doing it takes; for a `drafted` type that is the decider's permission
    and drafting takes `Permission.DRAFT_DECISION`. `facts` is the frozen dataclass of its facts,
    `form` the code of the prescribed form that collects them, `issues` the paper it issues.
    `voids_draft` lets it happen while a draft waits, which it then makes void. An `internal` act
    and the fields that an act `keeps` are the prefecture's own (see `core.sight`). `describes`
    names what its facts are a version of: versions of one thing are compared with each other.
    `waives` names the fact that holds the key of the deadline from which it releases the case.
    `after_close` is what must be known of it once the year's accounts are closed; {next} stands
    for the year after.
    """

    key: str
    label: str
    done: str
    permission: Permission
    source: frozenset[str]
    target: str | None
    facts: type
    form: str | None = None
    drafted: bool = False
    issues: str | None = None
    moves: tuple[Move, ...] = ()
    clauses: tuple[Clause, ...] = ()
    starts: tuple[Deadline, ...] = ()
    notice: str | None = None
    voids_draft: bool = False
    grave: bool = False
    internal: bool = False
    keeps: frozenset[str] = frozenset()
    describes: str = ""
    help: str = ""
    fork: Fork | None = None
    after_close: str = ""
    waives: str = ""

    def told(self, around: Surroundings) -> str:
        """What it is for, and what its year's closed accounts make of it."""
        if not (self.after_close and around.accounts_closed):
            return self.help
        return self.help + self.after_close.format(next=around.year.next.label)


@dataclass(frozen=True)
class Subject:
    """What a case is about, as its acts tell it: for lists, papers and search."""

    title: str
    category: str = ""
    priority: int = 1
    platform: int | None = None


@dataclass(frozen=True)
class Procedure:
    """A menu as plain data: states, act types, accounts, and how a case draws on envelopes.

    `reserves` tells, from a standing, how many yen the case holds of each envelope kind as
    (soft, hard): an earmark reserves softly, a decision hard (programme G.4 rule 24). `subject`
    tells what the case is about, `turn` who has to act next, `suggest` what the form of an act
    kind can be filled with beforehand.
    """

    key: str
    label: str
    menu: str
    states: Mapping[str, State]
    act_types: Mapping[str, ActType]
    accounts: Mapping[str, str]
    reserves: Callable[[Standing], Mapping[str, tuple[int, int]]]
    subject: Callable[[Standing], Subject]
    turn: Callable[[Standing], Side | None]
    suggest: Callable[[str, Standing, Surroundings], dict[str, Any]]

    def state(self, key: str) -> State:
        """The declared state; KeyError for an unknown key."""
        return self.states[key]

    @cached_property
    def met_by(self) -> Mapping[str, tuple[str, ...]]:
        """Act kind → keys of the deadlines it meets."""
        table: dict[str, list[str]] = {}
        for act_type in self.act_types.values():
            for deadline in act_type.starts:
                for kind in deadline.met_by:
                    table.setdefault(kind, []).append(deadline.key)
        return {kind: tuple(keys) for kind, keys in table.items()}

    @cached_property
    def waivers(self) -> Mapping[str, str]:
        """Act kind → the fact that holds the key of the deadline it waives."""
        return {t.key: t.waives for t in self.act_types.values() if t.waives}

    @cached_property
    def lasting(self) -> frozenset[str]:
        """Keys of the deadlines that the completion of a case does not end."""
        return frozenset(d.key for t in self.act_types.values() for d in t.starts if d.lasting)

    @cached_property
    def internal_kinds(self) -> frozenset[str]:
        """Stored kinds of the acts that only the prefecture sees (`core.sight`)."""
        return frozenset({DRAFT, *(t.key for t in self.act_types.values() if t.internal)})

    @cached_property
    def opening(self) -> tuple[ActType, ...]:
        """The act types that open a new case."""
        return tuple(t for t in self.act_types.values() if START in t.source)
