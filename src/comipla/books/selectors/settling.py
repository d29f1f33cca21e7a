"""The statement of a year, added up in the database and laid out by the core."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Case, Count, Sum, Value, When

from comipla.books.models import BooksYear, BudgetLine
from comipla.books.selectors.balances import booked
from comipla.books.selectors.judging import accounts_of
from comipla.core.books import Budget, Side, Statement, Tally, settle

_IS_LEG = Case(When(transfer__isnull=True, then=Value(False)), default=Value(True))


def tallies_of(year: BooksYear) -> tuple[Tally, ...]:
    """A year's booked vouchers added up by account, set of accounts, grant and side."""
    rows = (
        booked(year)
        .order_by()
        .annotate(is_leg=_IS_LEG)
        .values("side", "account__code", "book", "grant", "is_leg")
        .annotate(total=Sum("amount"), count=Count("pk"))
        .values_list("side", "account__code", "book", "grant", "is_leg", "total", "count")
    )
    return tuple(
        Tally(Side(side), account or "", amount, count, book, grant, is_transfer=is_leg)
        for side, account, book, grant, is_leg, amount, count in rows
    )


def budgets_of(year: BooksYear, *, book: int | None = None) -> tuple[BudgetLine, ...]:
    """The plan's lines of a year, of one set of accounts if it is named."""
    lines = year.budget.select_related("account")
    return tuple(lines if book is None else lines.filter(book=book))


def plan_of(lines: Iterable[BudgetLine]) -> dict[str, Budget]:
    """The plan by account code, over all sets of accounts that the lines name."""
    original: Counter[str] = Counter()
    current: Counter[str] = Counter()
    for line in lines:
        original[line.account.code] += line.original
        current[line.account.code] += line.plain.current
    return {code: Budget(original[code], current[code]) for code in current}


def statement_of(
    year: BooksYear, *, book: int | None = None, grant: int | None = None
) -> Statement:
    """収支決算書 of everything, of one set of accounts, or of one grant; four queries at most.

    A grant is planned for as a whole and not by account, so its statement has no plan.
    """
    lines = () if grant is not None else budgets_of(year, book=book)
    return settle(
        accounts_of(year),
        tallies_of(year),
        plan_of(lines),
        book=book,
        grant=grant,
        remarks={line.account.code: line.remark for line in lines if line.remark},
    )
