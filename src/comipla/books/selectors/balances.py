"""What banks and cash boxes hold, added up in the database."""

from datetime import date

from django.db.models import Case, F, QuerySet, Sum, When

from comipla.books.models import BooksYear, Entry
from comipla.core.books import BOOKED, Side
from comipla.core.money import Yen

SIGNED = Case(When(side=Side.INCOME.value, then=F("amount")), default=-F("amount"))
"""What a voucher does to the balance of its bank."""


def booked(year: BooksYear) -> QuerySet[Entry]:
    """The vouchers of a year that have moved money."""
    return Entry.objects.for_system("the books of one platform").filter(
        year=year, state__in=[state.value for state in BOOKED]
    )


def balances_of(year: BooksYear, *, on: date | None = None) -> dict[int, Yen]:
    """What each bank holds at the end of a day, by its id; at the end of the year without one."""
    entries = booked(year)
    if on is not None:
        entries = entries.filter(paid_on__lte=on)
    sums = entries.order_by().values("bank").annotate(held=Sum(SIGNED))
    return {row["bank"]: row["held"] for row in sums}


def balance_of(year: BooksYear, bank: int, *, on: date | None = None) -> Yen:
    """What one bank holds."""
    return balances_of(year, on=on).get(bank, 0)
