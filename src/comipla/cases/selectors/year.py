"""The year at a glance: budget, caps, where each municipality stands, how many cases are where.

Money that gates decisions is read from the envelopes, everything else from one grouped count of
the cases; both cost the same however many cases there are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Cast

from comipla.cases.models import Case
from comipla.cases.next_steps import unsettled
from comipla.cases.procedures import PROCEDURES
from comipla.core.access import Actor
from comipla.core.docket import Side, State
from comipla.core.procedures.subsidy.states import AT_WORK
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear

COMPLETED: Final = "completed"
_ACCOUNTS: Final = ("earmarked", "decided", "paid", "determined")
TONES: Final = ("error", "action", "progress", "success", "done")
"""How urgent what happens in a municipality is, most urgent first; error is a case past due."""


@dataclass(frozen=True)
class Money:
    """The five figures of a year in yen: what may be spent, and how far it has come.

    `limit` is the budget for the prefecture and the cap (or their sum) for everybody else; `soft`
    and `hard` are what is earmarked and decided of it now. `earmarked` counts what has been decided
    since as well, `decided` also what a determination has freed, `paid` not what has come back.
    """

    limit: int
    soft: int
    hard: int
    earmarked: int
    decided: int
    paid: int
    determined: int

    @property
    def free(self) -> int:
        """Yen neither earmarked nor decided."""
        return self.limit - self.soft - self.hard


@dataclass(frozen=True)
class Place:
    """A municipality: its cap with what is used of it, and its cases with the most urgent tone.

    `tone` is empty where there is no case.
    """

    code: str
    name: str
    limit: int
    soft: int
    hard: int
    cases: int
    late: int
    tone: str

    @property
    def free(self) -> int:
        """Yen of the cap neither earmarked nor decided."""
        return self.limit - self.soft - self.hard


@dataclass(frozen=True)
class Standing:
    """A state with its number of cases and what they ask for and were granted, in yen."""

    state: State
    cases: int
    requested: int
    decided: int


@dataclass(frozen=True)
class Year:
    """The figures of one year that one person may see.

    `holding` names, for each account in `Money`, the states whose cases make its figure up.
    """

    money: Money
    holding: Mapping[str, tuple[str, ...]]
    places: tuple[Place, ...]
    standings: tuple[Standing, ...]
    cases: int
    late: int
    turns: Counter[str]


class _Group(NamedTuple):
    """Cases of one municipality in one state; amounts in yen."""

    procedure: str
    owner: str
    state: str
    turn: str
    cases: int
    late: int
    requested: int
    earmarked: int
    decided: int
    paid: int
    determined: int

    @property
    def declared(self) -> State:
        return PROCEDURES[self.procedure].states[self.state]

    def figure(self, account: str) -> int:
        """Yen for one of the figures; an earmark counts no more once its case has been given up."""
        given_up = self.declared.final and self.state != COMPLETED
        amount: int = getattr(self, account)
        return 0 if account == "earmarked" and given_up else amount


def year_of(actor: Actor, year: ProgrammeYear, *, menu: str, today: date) -> Year:
    """Add the year up for what the actor may see; two queries."""
    envelopes = list(_envelopes(actor, year, menu))
    groups = _groups(actor, year, menu, today)
    return Year(
        money=_money(actor, envelopes, groups),
        holding=_holding(groups),
        places=_places(envelopes, groups),
        standings=_standings(groups),
        cases=sum(group.cases for group in groups),
        late=sum(group.late for group in groups),
        turns=_turns(groups),
    )


def left_undone(actor: Actor, year: ProgrammeYear) -> tuple[int, int]:
    """How many cases of a year are still at work, and in how many money has still to move."""
    counts = (
        Case.objects.visible_to(actor)
        .filter(programme_year=year)
        .aggregate(
            working=Count("pk", filter=Q(state__in=AT_WORK)),
            unsettled=Count("pk", filter=unsettled()),
        )
    )
    return counts["working"], counts["unsettled"]


def _envelopes(actor: Actor, year: ProgrammeYear, menu: str) -> QuerySet[Envelope]:
    """The envelopes of a menu that the actor may look into, by the code of their bodies."""
    found = Envelope.objects.filter(programme_year=year, menu=menu).select_related("body")
    if actor.serves:
        found = found.filter(body__code__in=actor.serves)
    elif actor.side == Side.MUNICIPALITY:
        found = found.filter(body__code=actor.body_code)
    return found.order_by("body__code")


def _groups(actor: Actor, year: ProgrammeYear, menu: str, today: date) -> list[_Group]:
    kinds = [key for key, procedure in PROCEDURES.items() if procedure.menu == menu]
    rows = (
        Case.objects.visible_to(actor)
        .filter(programme_year=year, procedure__in=kinds)
        .values_list("procedure", "owner__code", "state", "turn")
        .annotate(
            cases=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=today)),
            sum_requested=_sum("requested"),
            sum_earmarked=_sum("earmarked"),
            sum_decided=_sum("decided"),
            sum_paid=Cast(Sum(F("paid") - F("repaid")), BigIntegerField()),
            sum_determined=_sum("determined"),
        )
        .order_by()
    )
    return [_Group._make(row) for row in rows]


def _sum(account: str) -> Cast:
    """Add bigints up as a bigint: by itself the database would answer with a numeric."""
    return Cast(Sum(account), BigIntegerField())


def _money(actor: Actor, envelopes: Iterable[Envelope], groups: Sequence[_Group]) -> Money:
    whole = actor.side == Side.PREFECTURE and not actor.serves
    kind = EnvelopeKind.BUDGET if whole else EnvelopeKind.CAP
    limits = [envelope for envelope in envelopes if envelope.kind == kind]
    return Money(
        limit=sum(envelope.limit for envelope in limits),
        soft=sum(envelope.soft for envelope in limits),
        hard=sum(envelope.hard for envelope in limits),
        **{account: sum(group.figure(account) for group in groups) for account in _ACCOUNTS},
    )


def _holding(groups: Iterable[_Group]) -> dict[str, tuple[str, ...]]:
    held = list(groups)
    return {
        account: tuple(sorted({group.state for group in held if group.figure(account)}))
        for account in _ACCOUNTS
    }


def _places(envelopes: Iterable[Envelope], groups: Sequence[_Group]) -> tuple[Place, ...]:
    cases, late = Counter[str](), Counter[str]()
    tones: dict[str, set[str]] = {}
    for group in groups:
        cases[group.owner] += group.cases
        late[group.owner] += group.late
        tones.setdefault(group.owner, set()).add("error" if group.late else group.declared.tone)
    return tuple(
        Place(
            code=envelope.body.code,
            name=envelope.body.name,
            limit=envelope.limit,
            soft=envelope.soft,
            hard=envelope.hard,
            cases=cases[envelope.body.code],
            late=late[envelope.body.code],
            tone=_most_urgent(tones.get(envelope.body.code, set())),
        )
        for envelope in envelopes
        if envelope.kind == EnvelopeKind.CAP
    )


def _most_urgent(tones: set[str]) -> str:
    return next((tone for tone in TONES if tone in tones), "")


def _standings(groups: Iterable[_Group]) -> tuple[Standing, ...]:
    """The states that hold cases, in the order of their declaration."""
    totals: dict[tuple[str, str], Counter[str]] = {}
    for group in groups:
        total = totals.setdefault((group.procedure, group.state), Counter())
        total.update(cases=group.cases, requested=group.requested, decided=group.decided)
    return tuple(
        Standing(state, total["cases"], total["requested"], total["decided"])
        for key, procedure in PROCEDURES.items()
        for state in procedure.states.values()
        if (total := totals.get((key, state.key), Counter()))
    )


def _turns(groups: Iterable[_Group]) -> Counter[str]:
    turns = Counter[str]()
    for group in groups:
        turns[group.turn] += group.cases
    return turns
