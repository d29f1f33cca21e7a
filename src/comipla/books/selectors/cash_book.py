"""The cash book (出納帳): booked vouchers in the order in which money moved, with balances."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, Sum

from comipla.books.models import BooksYear, Entry
from comipla.books.selectors.balances import SIGNED, booked
from comipla.core.access import Actor
from comipla.core.books import Side
from comipla.core.money import Yen

ROWS = 50
"""Vouchers on one page."""


@dataclass(frozen=True)
class Sieve:
    """What a page of the cash book shows; `account` takes the accounts below it along."""

    bank: int | None = None
    book: int | None = None
    account: str = ""
    grant: int | None = None
    month: int | None = None
    text: str = ""
    without_transfers: bool = False

    @property
    def whole_bank(self) -> bool:
        """Whether everything of one bank, or of all, is shown: only then a balance can run."""
        return not (self.account or self.grant or self.month or self.text or self.without_transfers)

    def __call__(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The vouchers that pass."""
        if self.bank is not None:
            entries = entries.filter(bank=self.bank)
        if self.book is not None:
            entries = entries.filter(book=self.book)
        if self.account:
            code = Q(account__code=self.account) | Q(account__parent=self.account)
            entries = entries.filter(code)
        if self.grant is not None:
            entries = entries.filter(grant=self.grant)
        if self.month is not None:
            entries = entries.filter(paid_on__month=self.month)
        if self.without_transfers:
            entries = entries.filter(transfer=None)
        if self.text:
            words = Q(payee__icontains=self.text) | Q(memo__icontains=self.text)
            entries = entries.filter(words)
        return entries


@dataclass(frozen=True)
class Row:
    """A voucher in the cash book; `balance` is None where none can run."""

    entry: Entry
    balance: Yen | None


@dataclass(frozen=True)
class CashBook:
    """One page of the cash book with the sums of all that was sieved."""

    page: Page
    rows: Sequence[Row]
    income: Yen
    expense: Yen

    @property
    def count(self) -> int:
        """How many vouchers were sieved, on all pages."""
        return self.page.paginator.count


def cash_book(year: BooksYear, sieve: Sieve, *, page: int = 1, rows: int = ROWS) -> CashBook:
    """Read a page of the cash book; four queries, whatever the ledger holds."""
    entries = sieve(booked(year)).order_by("paid_on", "number")
    shown = Paginator(entries.select_related("account", "bank", "grant", "reversal"), rows)
    current = shown.get_page(page)
    found = list(current.object_list)
    return CashBook(
        current,
        _running(entries, found) if sieve.whole_bank else [Row(entry, None) for entry in found],
        *_sums(entries),
    )


def grant_entries(actor: Actor, grant: int) -> QuerySet[Entry]:
    """The booked vouchers of one grant that an actor may see, with what they are shown with."""
    return (
        Entry.objects.visible_to(actor)
        .filter(grant=grant, state__in=("PAID", "CLOSED"))
        .select_related("account", "bank", "year", "reversal")
        .order_by("paid_on", "number")
    )


def _running(entries: QuerySet[Entry], found: Sequence[Entry]) -> list[Row]:
    """Each voucher with the balance after it: what stood before the page, and on from there."""
    if not found:
        return []
    first = found[0]
    earlier = entries.order_by().filter(
        Q(paid_on__lt=first.paid_on) | Q(paid_on=first.paid_on, number__lt=first.number)
    )
    held = earlier.aggregate(held=Sum(SIGNED))["held"] or 0
    rows = []
    for entry in found:
        held += entry.signed
        rows.append(Row(entry, held))
    return rows


def _sums(entries: QuerySet[Entry]) -> tuple[Yen, Yen]:
    sums = entries.order_by().aggregate(
        income=Sum("amount", filter=Q(side=Side.INCOME.value)),
        expense=Sum("amount", filter=Q(side=Side.EXPENSE.value)),
    )
    return sums["income"] or 0, sums["expense"] or 0
