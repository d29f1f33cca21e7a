"""The docket: a case is its acts in order, and everything else is folded from them.

A `Procedure` is a declaration of states and act types. `fold` rebuilds state, balances, due
dates and the waiting draft from the acts; `offers` gives the buttons of one person; `objections`
gives every reason against an act in the clauses' own words; `perform` makes the next act or
raises `Refused` with all of them. Nothing here knows a menu, a database or a page.

Decisions that need a second person (起案・決裁) are ordinary act types marked `drafted`: one
person's `draft` act carries the proposed facts, and another person's act of the drafted kind,
with exactly these facts, decides them (programme G.5: drafter ≠ decider).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from comipla.core.access import Actor, Permission, may
from comipla.core.clauses import Clause, Objection

if TYPE_CHECKING:
    from comipla.core.calendar import OfficeCalendar
    from comipla.core.fiscal import FiscalYear
    from comipla.core.parameters import ParametersAt

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

    `how` is "set", "add" or "subtract"; a Move without `fact` sets the account to 0.
    """

    account: str
    how: str = "set"
    fact: str | None = "amount"


@dataclass(frozen=True)
class Due:
    """A deadline that an act started, with the day computed when the act was recorded."""

    key: str
    label: str
    owner: Side
    on: date


@dataclass(frozen=True)
class Deadline:
    """A rule that starts a deadline and the act kinds that meet it."""

    key: str
    label: str
    owner: Side
    met_by: frozenset[str]
    due: Callable[[Question], date | None]


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

    `source` are the states in which it is open, `target` the state it leads to (None: stays).
    `permission` is what doing it takes; for a `drafted` type that is the decider's permission
    and drafting takes `Permission.DRAFT_DECISION`. `facts` is the frozen dataclass of its facts,
    `form` the code of the prescribed form that collects them, `issues` the paper it issues.
    `voids_draft` lets it happen while a draft waits, which it then makes void. An `internal` act
    and the fields that an act `keeps` are the prefecture's own (see `core.sight`). `describes`
    names what its facts are a version of: versions of one thing are compared with each other.
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
    def opening(self) -> tuple[ActType, ...]:
        """The act types that open a new case."""
        return tuple(t for t in self.act_types.values() if START in t.source)


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
    """Everything outside the case that a clause may ask about; rooms exclude the case itself."""

    today: date
    year: FiscalYear
    enacted: bool
    parameters: ParametersAt
    calendar: OfficeCalendar
    rooms: Mapping[str, Room] = field(default_factory=dict)
    platforms: Mapping[int, PlatformStanding] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Offer:
    """An act that could be open to a person: a button, and the reasons why it is closed."""

    act_type: ActType
    step: str
    objections: tuple[Objection, ...]

    @property
    def open(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.objections

    @property
    def label(self) -> str:
        """What the button says: drafting and deciding are named apart."""
        if self.step == DRAFT:
            return f"{self.act_type.done}を起案する"
        return self.act_type.label


class Refused(Exception):
    """The act cannot be done; `objections` holds every reason."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" / ".join(o.message for o in self.objections))


def fold(procedure: Procedure, acts: Iterable[Act]) -> Standing:
    """Rebuild where a case stands from its acts in order."""
    state, resumes, pending = START, None, None
    balances: dict[str, int] = {}
    dues: dict[str, Due] = {}
    met_by = procedure.met_by
    act_types, states = procedure.act_types, procedure.states
    acts = tuple(acts)
    for act in acts:
        kind = act.kind
        for key in met_by.get(kind, ()):
            dues.pop(key, None)
        for due in act.dues:
            dues[due.key] = due
        if kind == DRAFT:
            pending = act
            continue
        pending = None
        declared = act_types[kind]
        for move in declared.moves:
            balances[move.account] = _moved(balances.get(move.account, 0), move, act.facts)
        target = declared.target
        if target is not None:
            if target == RESUME:
                target = resumes or state
            elif target != state:
                resumes = state
            state = target
            if states[state].owner is None:
                dues.clear()
    return Standing(state, balances, tuple(dues.values()), pending, resumes, acts)


def _moved(balance: int, move: Move, facts: Any) -> int:
    if move.fact is None:
        return 0
    amount: int = getattr(facts, move.fact)
    if move.how == "set":
        return amount
    return balance + amount if move.how == "add" else balance - amount


def offers(
    procedure: Procedure,
    standing: Standing,
    *,
    actor: Actor,
    owner_path: tuple[str, ...],
    surroundings: Surroundings,
) -> tuple[Offer, ...]:
    """The acts that the state opens to this person, each with the reasons why it may be closed."""
    found = []
    for act_type in procedure.act_types.values():
        if standing.state not in act_type.source:
            continue
        step = _step(standing, act_type)
        if step is None or not may(actor, _needed(standing, procedure, act_type, step), owner_path):
            continue
        facts = standing.pending.facts if step == "decide" and standing.pending else None
        question = Question(standing, surroundings, act_type, surroundings.today, actor, facts)
        found.append(Offer(act_type, step, objections(procedure, question, step=step)))
    return tuple(found)


def _step(standing: Standing, act_type: ActType) -> str | None:
    """How the act type can be taken up now: "do", "draft", "decide", or not at all."""
    pending = standing.pending
    if act_type.key in (SEND_BACK, PULL_BACK):
        return "do" if pending else None
    if not act_type.drafted:
        return "do"
    return "decide" if pending and pending.of == act_type.key else DRAFT


def _needed(standing: Standing, procedure: Procedure, act_type: ActType, step: str) -> Permission:
    if step == DRAFT:
        return Permission.DRAFT_DECISION
    if act_type.key == SEND_BACK and standing.pending and standing.pending.of:
        # whoever could decide the draft may send it back
        return procedure.act_types[standing.pending.of].permission
    return act_type.permission


def objections(
    procedure: Procedure, question: Question, *, step: str = "do"
) -> tuple[Objection, ...]:
    """Every reason against the act asked about, the state's first and then the clauses'."""
    found = list(_engine_objections(procedure, question, step))
    if question.standing.state in question.act_type.source:
        for clause in question.act_type.clauses:
            found.extend(clause.objections(question))
    return tuple(found)


def _engine_objections(procedure: Procedure, question: Question, step: str) -> Iterable[Objection]:
    standing, act_type = question.standing, question.act_type
    if standing.state not in act_type.source:
        label = procedure.states[standing.state].label if standing.state else "未提出"
        yield Objection(
            "state",
            f"いまの状態は「{label}」なので、{act_type.done}はできません。"
            "案件の画面を開き直して、次にすることを確かめてください。",
        )
        return
    pending, actor = standing.pending, question.actor
    drafter_is_here = pending is not None and actor is not None and pending.by == actor.person_id
    if step == "decide" or act_type.key == SEND_BACK:
        if drafter_is_here:
            yield Objection(
                "two_persons", "起案した人は決裁できません。別の決裁者に決裁を頼んでください。"
            )
    elif act_type.key == PULL_BACK:
        if not drafter_is_here:
            yield Objection("own_draft", "引き戻せるのは起案した人だけです。")
    elif pending is not None and not act_type.voids_draft:
        yield Objection("pending", _waiting(procedure, pending, actor))


def _waiting(procedure: Procedure, pending: Act, actor: Actor | None) -> str:
    """Why a waiting draft closes an act; what is drafted is told to the drafter's side alone."""
    if actor is not None and actor.side == Side.MUNICIPALITY:
        return "いま県がこの案件の手続を進めています。終わると通知が届くので、そのあとで行えます。"
    waiting = procedure.act_types[pending.of or ""].done
    return f"「{waiting}」の決裁待ちです。決裁、差戻し、引戻しのどれかのあとで行えます。"


def perform(
    procedure: Procedure,
    standing: Standing,
    *,
    kind: str,
    actor: Actor,
    owner_path: tuple[str, ...],
    surroundings: Surroundings,
    facts: Any = None,
    of: str | None = None,
    on: date | None = None,
) -> Act:
    """Make the next act, or raise `Refused` with every reason against it.

    To draft, pass kind="draft" and the drafted kind as `of`; to decide, pass the drafted kind:
    its facts are those of the waiting draft, whoever sends others.
    """
    act_type = procedure.act_types[of if kind == DRAFT and of else kind]
    step = DRAFT if kind == DRAFT else _step(standing, act_type) or "do"
    if step == "decide" and standing.pending:
        facts = standing.pending.facts
    if (kind == DRAFT) != (step == DRAFT) or (kind == DRAFT and not act_type.drafted):
        raise Refused(
            [Objection("two_persons", f"{act_type.done}には、起案と別の人の決裁が要ります。")]
        )
    if not may(actor, _needed(standing, procedure, act_type, step), owner_path):
        raise Refused([Objection("permission", f"あなたの役割では、{act_type.done}はできません。")])
    if not isinstance(facts, act_type.facts):
        raise TypeError(f"{kind} takes {act_type.facts.__name__}, not {type(facts).__name__}")
    day = on or surroundings.today
    question = Question(standing, surroundings, act_type, day, actor, facts)
    against = objections(procedure, question, step=step)
    if against:
        raise Refused(against)
    dues = () if kind == DRAFT else started(question)
    return Act(kind, len(standing.acts) + 1, day, facts, actor.person_id, of, dues)


def started(question: Question) -> tuple[Due, ...]:
    """The deadlines that the act starts, each with its day computed now and kept with the act."""
    started = []
    for rule in question.act_type.starts:
        day = rule.due(question)
        if day is not None:
            started.append(Due(rule.key, rule.label, rule.owner, day))
    return tuple(started)
