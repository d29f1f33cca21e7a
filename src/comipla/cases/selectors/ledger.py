"""The ledger of grants (交付台帳, programme G.12): what became of every project's money in one year.

The cases hold where their accounts stand; how they came there (the decision before a change,
advance and settlement apart) is added up from the postings of the acts, in one query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from comipla.cases.models import Act, Case
from comipla.core.access import Actor

DECISION, DETERMINATION = "decide_grant", "determine"
ADVANCE, SETTLEMENT = "pay_advance", "pay_settlement"
AMOUNTS: Final = {
    "requested": "要望",
    "earmarked": "内示",
    "applied": "申請",
    "granted": "決定",
    "changed": "変更後",
    "advanced": "概算払",
    "determined": "実績（確定）",
    "settled": "精算払",
    "repaid": "返還",
    "rest": "残",
}
"""The columns of the ledger in yen, in the order in which the money moves."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one project or the sums of several, in yen.

    `granted` is the first decision, `changed` what is decided now: the same where nothing was
    changed, and 0 where the grant was withdrawn. `rest` is what is still to be paid: the
    determined amount (less what was asked back after it, plus what was forgiven), or the decided
    one before the determination, less what has been paid and not been returned. It is negative
    while something is to be returned.
    """

    requested: int = 0
    earmarked: int = 0
    applied: int = 0
    granted: int = 0
    changed: int = 0
    advanced: int = 0
    determined: int = 0
    settled: int = 0
    repaid: int = 0
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One project in the ledger."""

    municipality_code: str
    municipality: str
    number: str
    title: str
    category: str
    procedure: str
    state: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Section:
    """The projects of one municipality with their sums."""

    code: str
    name: str
    entries: tuple[Entry, ...]

    @property
    def amounts(self) -> Amounts:
        """The sums of the municipality."""
        return total(entry.amounts for entry in self.entries)


_FIELDS: Final = (
    "owner__code", "owner__name", "number", "title", "category", "procedure", "state",
    "requested", "earmarked", "applied", "first_decision", "decided", "advanced",
    "is_determined", "determined", "settled", "repaid", "reclaimed", "waived",
)  # fmt: skip


class Ledger:
    """The ledger of a year (Western) as a person may see it; category and municipality by code."""

    def __init__(
        self, actor: Actor, *, year: int, category: str = "", municipality: str = ""
    ) -> None:
        self.actor, self.year = actor, year
        self.category, self.municipality = category, municipality

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every project, by municipality code and case number; one query."""
        rows: Iterable[Any] = self._cases().values_list(*_FIELDS)
        return tuple(
            Entry(code, name, number, title, category, procedure, state, _amounts(*money))
            for code, name, number, title, category, procedure, state, *money in rows
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        """The projects by municipality."""
        by_place = groupby(self.entries, key=lambda e: (e.municipality_code, e.municipality))
        return tuple(Section(*place, tuple(entries)) for place, entries in by_place)

    @property
    def amounts(self) -> Amounts:
        """The sums of everything shown."""
        return total(entry.amounts for entry in self.entries)

    def _cases(self) -> QuerySet[Any]:
        found = Case.objects.visible_to(self.actor).filter(programme_year__year=self.year)
        if self.category:
            found = found.filter(category=self.category)
        if self.municipality:
            found = found.filter(owner__code=self.municipality)
        determinations = Act.objects.filter(case=OuterRef("pk"), kind=DETERMINATION)
        return found.annotate(
            first_decision=_posted("decided", DECISION),
            advanced=_posted("paid", ADVANCE),
            settled=_posted("paid", SETTLEMENT),
            is_determined=Exists(determinations),
        ).order_by("owner__code", "procedure", "serial")


def total(amounts: Iterable[Amounts]) -> Amounts:
    """Add amounts up, column by column."""
    rows = list(amounts)
    return Amounts(**{key: sum(getattr(row, key) for row in rows) for key in AMOUNTS})


def _posted(account: str, kind: str) -> Coalesce:
    """What acts of a kind have moved on an account, as a bigint."""
    moved = Sum("postings__amount", filter=Q(postings__account=account, postings__act__kind=kind))
    return Coalesce(Cast(moved, BigIntegerField()), 0)


def _amounts(
    requested: int,
    earmarked: int,
    applied: int,
    first_decision: int,
    decided: int,
    advanced: int,
    is_determined: bool,
    determined: int,
    settled: int,
    repaid: int,
    reclaimed: int,
    waived: int,
) -> Amounts:
    due = determined - reclaimed + waived if is_determined else decided
    return Amounts(
        requested=requested,
        earmarked=earmarked,
        applied=applied,
        granted=first_decision,
        changed=decided,
        advanced=advanced,
        determined=determined,
        settled=settled,
        repaid=repaid,
        rest=due - advanced - settled + repaid,
    )
