"""The list of cases: which rows a person sees, how many there are of each kind, what they add up to.

Nothing here reads the whole set. Counts and sums are grouped by the database from indexes that
hold all they need, a few hundred groups however many cases there are, and are added up for every
chip at once; of the cases themselves only one page is read, or a stream for a file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Case as Choose
from django.db.models.functions import Cast

from comipla.cases.models import ACCOUNTS, Case
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.searching import found_by
from comipla.core.access import Actor
from comipla.core.docket import Side
from comipla.people.models import Body
from comipla.programme.models import ProgrammeYear

MINE, WAITING, LATE, PENDING = "mine", "waiting", "late", "pending"
TURNS: Final = (MINE, WAITING, LATE, PENDING)
"""Whose turn it is: ours, the other side's; beyond the due day; a draft waits for a decision."""

_CHUNK: Final = 1_000  # rows fetched at a time for a file


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to; empty means everything.

    `text` is searched for, `turn` one of `TURNS`, `states` keys of states, `category` and
    `municipality` codes, `year` the Western year in which the programme year begins.
    """

    text: str = ""
    turn: str = ""
    states: tuple[str, ...] = ()
    category: str = ""
    municipality: str = ""
    year: int = 0

    @property
    def blank(self) -> bool:
        """Tell whether nothing is left out."""
        return self == CaseFilter()


class Line(NamedTuple):
    """A case as a list knows it; amounts in yen."""

    number: str
    title: str
    municipality: str
    municipality_code: str
    year: int
    procedure: str
    category: str
    priority: int
    state: str
    turn: str
    pending: str
    due_on: date | None
    due_label: str
    opened_at: datetime
    updated_at: datetime
    requested: int
    earmarked: int
    applied: int
    decided: int
    claimed: int
    paid: int
    determined: int
    ordered_back: int
    repaid: int


_FIELDS: Final = (
    "number", "title", "owner__name", "owner__code", "programme_year__year", "procedure",
    "category", "priority", "state", "turn", "pending", "due_on", "due_label", "opened_at",
    "last_act_at", *ACCOUNTS,
)  # fmt: skip


_STATES: Final = [key for procedure in PROCEDURES.values() for key in procedure.states]
ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "number": (F("programme_year__year"), F("procedure"), F("serial")),
    "title": (F("title"),),
    "municipality": (F("owner__municipality__kana_key"),),
    "category": (F("category"),),
    "state": (Choose(*(When(state=key, then=Value(place)) for place, key in enumerate(_STATES))),),
    "due": (F("due_on"),),
    "opened": (F("opened_at"),),
    "updated": (F("last_act_at"),),
    **{account: (F(account),) for account in ACCOUNTS},
}
"""What a list can be sorted by, rising; a minus before the key lets it fall."""


@dataclass(frozen=True, slots=True)
class Facet:
    """For each value of one filter, the cases there would be if it were chosen and the others stay.

    `everything` counts them with this filter dropped.
    """

    everything: int
    of: Counter[Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many cases a filter leaves, what their accounts add up to, and what each choice leaves."""

    count: int
    totals: dict[str, int]
    turns: Facet
    states: Facet
    categories: Facet
    years: Facet


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with the number of cases that choosing it would leave."""

    code: str
    name: str
    count: int


class CaseList:
    """The cases that a person sees under a filter; `today` decides which of them are late.

    What the prefecture has drafted and not decided is its own (see `core.sight`): to others no case
    has a waiting draft.
    """

    def __init__(self, actor: Actor, chosen: CaseFilter, *, today: date) -> None:
        self.actor, self.today = actor, today
        self.sees_drafts = actor.side == Side.PREFECTURE
        hidden = chosen.turn == PENDING and not self.sees_drafts
        self.chosen = replace(chosen, turn="") if hidden else chosen

    @cached_property
    def years(self) -> dict[int, int]:
        """Western years of the prefecture's programme years by their ids, latest first."""
        rows = ProgrammeYear.objects.filter(prefecture__code=self.actor.body_path[0])
        return dict(rows.order_by("-year").values_list("pk", "year"))

    def page(self, *, sort: str, start: int, size: int) -> list[Line]:
        """`size` lines from the one at `start` (from 0), sorted by a key of `ORDERS`.

        The ids of the page are found first, so that only its own rows are joined and fetched.
        """
        ids = _ordered(self._cases(), sort).values("pk")[start : start + size]
        rows = _ordered(Case.objects.visible_to(self.actor).filter(pk__in=ids), sort)
        return [self._line(row) for row in rows.values_list(*_FIELDS)]

    def lines(self, *, sort: str) -> Iterator[Line]:
        """All lines, fetched in pieces from a cursor on the server, so that memory stays small."""
        rows = _ordered(self._cases(), sort).values_list(*_FIELDS)
        return map(self._line, rows.iterator(chunk_size=_CHUNK))

    def summary(self, accounts: Sequence[str]) -> Summary:
        """Count the list, add up `accounts`, and count what every other choice would leave."""
        found = self._narrowed_to_place(self._found())
        late = found.filter(due_on__lt=self.today)
        adding = _Adding(self, accounts)
        adding.take(self._groups(found, accounts))
        if self.chosen.turn == LATE:
            adding.take(self._groups(late, accounts), late=True)
        else:
            adding.of["turn"][LATE] = self._narrowed_to_kind(late).count()
        return adding.summary()

    def places(self) -> list[Place]:
        """The municipalities that have cases under the other filters, in the order of codes."""
        found = self._narrowed_to_kind(self._narrowed_to_turn(self._found()))
        counts = dict(found.order_by().values_list("owner").annotate(cases=Count("*")))
        bodies = Body.objects.filter(pk__in=counts).order_by("code")
        return [
            Place(code, name, counts[pk])
            for pk, code, name in bodies.values_list("pk", "code", "name")
        ]

    def _line(self, row: tuple[Any, ...]) -> Line:
        line = Line._make(row)
        return line if self.sees_drafts else line._replace(pending="")

    def _cases(self) -> QuerySet[Case]:
        found = self._narrowed_to_turn(self._narrowed_to_place(self._found()))
        return self._narrowed_to_kind(found)

    def _found(self) -> QuerySet[Case]:
        return found_by(Case.objects.visible_to(self.actor), self.chosen.text)

    def _narrowed_to_place(self, found: QuerySet[Case]) -> QuerySet[Case]:
        code = self.chosen.municipality
        return found.filter(owner__code=code) if code else found

    def _narrowed_to_turn(self, found: QuerySet[Case]) -> QuerySet[Case]:
        side = self.actor.side
        conditions = {
            MINE: Q(turn=side),
            WAITING: ~Q(turn__in=("", side)),
            LATE: Q(due_on__lt=self.today),
            PENDING: ~Q(pending=""),
        }
        return found.filter(conditions.get(self.chosen.turn, Q()))

    def _narrowed_to_kind(self, found: QuerySet[Case]) -> QuerySet[Case]:
        chosen = self.chosen
        if chosen.states:
            found = found.filter(state__in=chosen.states)
        if chosen.category:
            found = found.filter(category=chosen.category)
        if chosen.year:
            wanted = [pk for pk, year in self.years.items() if year == chosen.year]
            found = found.filter(programme_year__in=wanted)
        return found

    def _groups(self, found: QuerySet[Case], accounts: Sequence[str]) -> Iterator["_Group"]:
        """Group cases by all that chips ask for, in the order of the index `case_standing`."""
        kinds = found.order_by().values_list(
            "programme_year", "state", "turn", "category", "pending"
        )
        # The database adds bigints up to a numeric; as a bigint it comes over as an int.
        sums = {f"sum_{name}": Cast(Sum(name), BigIntegerField()) for name in accounts}
        for row in kinds.annotate(cases=Count("*"), **sums):
            yield _Group(self.years[row[0]], *row[1:6], row[6:])


def _ordered(found: QuerySet[Case], sort: str) -> QuerySet[Case]:
    """Sort by a key of `ORDERS`, empty values last; newest first among equals and by default."""
    terms = ORDERS.get(sort.removeprefix("-"), ())
    if sort.startswith("-"):
        return found.order_by(*(term.desc(nulls_last=True) for term in terms), "-id")
    return found.order_by(*(term.asc(nulls_last=True) for term in terms), "-id")


class _Group(NamedTuple):
    """Cases that stand alike, and what their accounts add up to."""

    year: int
    state: str
    turn: str
    category: str
    pending: str
    cases: int
    sums: tuple[int, ...]


class _Adding:
    """Adds groups up: a group counts for a choice when it fits all *other* filters."""

    def __init__(self, listed: CaseList, accounts: Sequence[str]) -> None:
        self.listed, self.chosen, self.accounts = listed, listed.chosen, accounts
        self.count = 0
        self.totals = Counter[str]()
        self.everything = Counter[str]()
        self.of = {name: Counter[Any]() for name in ("turn", "state", "category", "year")}

    def take(self, groups: Iterable[_Group], *, late: bool = False) -> None:
        """Add groups: all cases once, and again (`late`) those that are beyond their due day."""
        for group in groups:
            turns = {LATE} if late else self._turns(group)
            values = {
                "turn": turns,
                "state": {group.state},
                "category": {group.category},
                "year": {group.year},
            }
            unfit = [name for name in values if not self._fits(name, values[name], late)]
            if len(unfit) > 1:
                continue
            if not unfit:
                self.count += group.cases
                self.totals.update(dict(zip(self.accounts, group.sums, strict=True)))
            for name in unfit or values:
                self.of[name].update(dict.fromkeys(values[name], group.cases))
                if not (late and name == "turn"):  # counted among all cases already
                    self.everything[name] += group.cases

    def summary(self) -> Summary:
        """What it has come to."""
        turns, states, categories, years = (
            Facet(self.everything[name], counts) for name, counts in self.of.items()
        )
        totals = {name: self.totals[name] for name in self.accounts}
        return Summary(self.count, totals, turns, states, categories, years)

    def _turns(self, group: _Group) -> set[str]:
        turns = {PENDING} if group.pending and self.listed.sees_drafts else set()
        if group.turn:
            turns.add(MINE if group.turn == self.listed.actor.side else WAITING)
        return turns

    def _fits(self, name: str, values: set[Any], late: bool) -> bool:
        chosen = self.chosen
        if name == "turn":
            return chosen.turn in values or (not chosen.turn and not late)
        if name == "state":
            return not chosen.states or not values.isdisjoint(chosen.states)
        wanted = getattr(chosen, name)
        return not wanted or wanted in values
