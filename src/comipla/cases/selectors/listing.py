"""The list of cases: which rows a person sees, how many there are of each kind, what they add up to.

Nothing here reads the whole set. Counts and sums are grouped by the database from indexes that
hold all they need, a few hundred groups however many cases there are, and are added up for every
chip at once; of the cases themselves only one page is read, or a stream for a file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db import connections
from django.db.models import Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Case as Choose

from comipla.cases.models import ACCOUNTS, Case
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.searching import found_by
from comipla.core.access import Actor
from comipla.core.docket import Side
from comipla.programme.models import ProgrammeYear
from comipla.programme.selectors import years_of

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
    opened: datetime
    updated: datetime
    requested: int
    earmarked: int
    applied: int
    decided: int
    claimed: int
    paid: int
    determined: int
    ordered_back: int
    repaid: int
    reclaimed: int
    waived: int
    revoked: int


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

    `years` holds the Western years of the prefecture's programme years by their ids, newest first;
    who has read them already passes them.

    What the prefecture has drafted and not decided is its own (see `core.sight`): to others no case
    has a waiting draft.
    """

    def __init__(
        self,
        actor: Actor,
        chosen: CaseFilter,
        *,
        today: date,
        years: Iterable[ProgrammeYear] | None = None,
    ) -> None:
        self.actor, self.today = actor, today
        known = years_of(actor) if years is None else years
        self.years = {year.pk: year.year for year in known}
        self.sees_drafts = actor.side == Side.PREFECTURE
        hidden = chosen.turn == PENDING and not self.sees_drafts
        self.chosen = replace(chosen, turn="") if hidden else chosen

    def page(self, *, sort: str, start: int, size: int) -> list[Line]:
        """`size` lines from the one at `start` (from 0), sorted by a key of `ORDERS`.

        Where rows have to be sorted or skipped, the ids of the page are found first, so that only
        its own rows are joined and fetched.
        """
        rows = _ordered(self._cases(), sort)
        if sort or start:
            ids = rows.values("pk")[start : start + size]
            rows = _ordered(Case.objects.visible_to(self.actor).filter(pk__in=ids), sort)
        return [self._line(row) for row in rows.values_list(*_FIELDS)[:size]]

    def lines(self, *, sort: str) -> Iterator[Line]:
        """All lines, fetched in pieces from a cursor on the server, so that memory stays small."""
        rows = _ordered(self._cases(), sort).values_list(*_FIELDS)
        return map(self._line, rows.iterator(chunk_size=_CHUNK))

    def summary(self, accounts: Sequence[str]) -> Summary:
        """Count the list, add up `accounts`, and count what every other choice would leave."""
        found = self._narrowed_to_place(self._found)
        adding = _Adding(self, accounts)
        for group in self._groups(found, accounts):
            adding.take(group)
        return adding.summary()

    def places(self) -> list[Place]:
        """The municipalities that have cases under the other filters, in the order of codes."""
        found = self._narrowed_to_kind(self._narrowed_to_turn(self._found))
        counts = found.order_by().values("owner").annotate(cases=Count("*"))
        sql, params = counts.query.sql_with_params()
        # Names are joined to the counts, not to the cases that are counted.
        named = f"""
            SELECT code, name, cases FROM ({sql}) AS counted
            JOIN people_body ON people_body.id = counted.owner ORDER BY code
        """  # noqa: S608 - Django's own statement, its values apart
        return [Place(*row) for row in _fetched(found, named, params)]

    def _line(self, row: tuple[Any, ...]) -> Line:
        line = Line._make(row)
        return line if self.sees_drafts else line._replace(pending="")

    def _cases(self) -> QuerySet[Case]:
        found = self._narrowed_to_turn(self._narrowed_to_place(self._found))
        return self._narrowed_to_kind(found)

    @cached_property
    def _found(self) -> QuerySet[Case]:
        return found_by(Case.objects.visible_to(self.actor), self.chosen.text)

    def _narrowed_to_place(self, found: QuerySet[Case]) -> QuerySet[Case]:
        code = self.chosen.municipality
        return found.filter(owner__code=code) if code else found

    def _narrowed_to_turn(self, found: QuerySet[Case]) -> QuerySet[Case]:
        if not self.chosen.turn:
            return found
        conditions = {
            MINE: Q(turn=self.actor.side),
            WAITING: ~Q(turn__in=("", self.actor.side)),
            LATE: Q(due_on__lt=self.today),
            PENDING: ~Q(pending=""),
        }
        return found.filter(conditions[self.chosen.turn])

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
        late = Q(due_on__lt=self.today)
        summed = late if self.chosen.turn == LATE else None
        rows = (
            found.order_by()
            .values_list("programme_year", "state", "turn", "category", "pending")
            .annotate(
                cases=Count("*"),
                late=Count("due_on", filter=late),
                **{f"sum_{name}": Sum(name, filter=summed) for name in accounts},
            )
        )
        for row in _fetched(found, *rows.query.sql_with_params()):
            yield _Group._make((self.years[row[0]], *row[1:7], row[7:]))


def _fetched(found: QuerySet[Case], sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The rows of a statement, from the database of a queryset, as they come.

    Django would take each of a thousand figures through a converter of its own, which takes longer
    than all the rest.
    """
    with connections[found.db].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _ordered(found: QuerySet[Case], sort: str) -> QuerySet[Case]:
    """Sort by a key of `ORDERS`, empty values last; newest first among equals and by default."""
    terms = ORDERS.get(sort.removeprefix("-"), ())
    if sort.startswith("-"):
        return found.order_by(*(term.desc(nulls_last=True) for term in terms), "-id")
    return found.order_by(*(term.asc(nulls_last=True) for term in terms), "-id")


class _Group(NamedTuple):
    """Cases that stand alike, how many of them are late, and what their accounts add up to."""

    year: int
    state: str
    turn: str
    category: str
    pending: str
    cases: int
    late: int
    sums: tuple[Decimal | None, ...]


class _Adding:
    """Adds groups up: a group counts for a choice when it fits all *other* filters."""

    def __init__(self, listed: CaseList, accounts: Sequence[str]) -> None:
        self.chosen, self.accounts = listed.chosen, accounts
        self.side, self.sees_drafts = listed.actor.side, listed.sees_drafts
        self.count = 0
        self.totals = [0] * len(accounts)
        self.everything = Counter[str]()
        self.turns, self.states = Counter[str](), Counter[str]()
        self.categories, self.years = Counter[str](), Counter[int]()

    def take(self, group: _Group) -> None:
        """Add a group to everything it counts for."""
        chosen, turns = self.chosen, self._turns(group)
        cases = group.late if chosen.turn == LATE else group.cases
        turn_fits = not chosen.turn or chosen.turn in turns
        state_fits = not chosen.states or group.state in chosen.states
        category_fits = not chosen.category or group.category == chosen.category
        year_fits = not chosen.year or group.year == chosen.year
        unfit = (turn_fits, state_fits, category_fits, year_fits).count(False)
        if unfit > 1:
            return
        if not unfit:
            self.count += cases
            for place, more in enumerate(group.sums):
                self.totals[place] += int(more or 0)
        if not unfit or not turn_fits:
            self.turns.update(turns)
            self.everything["turn"] += group.cases
        if not unfit or not state_fits:
            self.states[group.state] += cases
            self.everything["state"] += cases
        if not unfit or not category_fits:
            self.categories[group.category] += cases
            self.everything["category"] += cases
        if not unfit or not year_fits:
            self.years[group.year] += cases
            self.everything["year"] += cases

    def summary(self) -> Summary:
        """What it has come to."""
        return Summary(
            count=self.count,
            totals=dict(zip(self.accounts, self.totals, strict=True)),
            turns=Facet(self.everything["turn"], self.turns),
            states=Facet(self.everything["state"], self.states),
            categories=Facet(self.everything["category"], self.categories),
            years=Facet(self.everything["year"], self.years),
        )

    def _turns(self, group: _Group) -> dict[str, int]:
        """How many cases of the group are in each of `TURNS`."""
        turns = {LATE: group.late}
        if group.turn:
            turns[MINE if group.turn == self.side else WAITING] = group.cases
        if group.pending and self.sees_drafts:
            turns[PENDING] = group.cases
        return turns
