"""Begin a year of books, and carry into it what the banks held when the last one was closed."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.books.models import AccountCode, BankBook, Book, BooksYear, BudgetLine, Entry
from comipla.books.selectors.balances import balances_of
from comipla.books.services.doors import locked, require
from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.books import (
    CARRIED_IN,
    DEFAULT_ACCOUNTS,
    EntryState,
    Side,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen
from comipla.programme.clock import now

FIRST_BOOK = "一般会計"
_CARRIED = uuid.UUID("6d5a7a0e-5a6c-4d0e-9d2e-3f0f2c1b7a11")
"""Namespace of the keys of vouchers that carry a balance over: one a bank, year and amount."""


@transaction.atomic
def open_books(*, platform: Platform, year: int, by: Actor) -> BooksYear:
    """Begin the books of a fiscal year; a second press finds them open.

    The first year brings the default accounts, a set of accounts, a passbook and a cash box; a
    later one copies the limits, plans nothing, and receives the closed year's balances.
    """
    require(by, Permission.KEEP_BOOKS, platform=platform)
    Platform.objects.for_system("begin books once").select_for_update(of=("self",)).get(
        pk=platform.pk
    )
    books = BooksYear.objects.for_system("begin books").filter(platform=platform)
    known = books.filter(year=year).first()
    if known is not None:
        return known
    FiscalYear(year)
    latest = books.order_by("-year").first()
    if latest is not None and year != latest.year + 1:
        raise ValidationError(
            f"つぎに始められるのは{latest.fiscal.next.label}です。年度を選び直してください。"
        )
    begun = _begin(platform, year, latest)
    if latest is None:
        furnish(platform)
    elif not latest.is_open:
        carry_forward(latest, begun, by=by)
    return begun


def _begin(platform: Platform, year: int, latest: BooksYear | None) -> BooksYear:
    starts_on = date(year, platform.fiscal_start_month, 1)
    begun = BooksYear(
        platform=platform,
        year=year,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=year + 1) - timedelta(days=1),
    )
    if latest is not None:
        begun.receipt_above, begun.cash_limit = latest.receipt_above, latest.cash_limit
    begun.save()
    return begun


def furnish(platform: Platform) -> tuple[Book, Sequence[BankBook], list[AccountCode]]:
    """The accounts, the set of accounts and the banks that a platform's books begin with."""
    accounts = AccountCode.objects.bulk_create(
        AccountCode(
            platform=platform,
            code=account.code,
            side=account.side.value,
            label=account.label,
            parent=account.parent,
            order=order,
        )
        for order, account in enumerate(DEFAULT_ACCOUNTS, start=1)
    )
    book = Book.objects.create(platform=platform, name=FIRST_BOOK)
    banks = BankBook.objects.bulk_create(
        [
            BankBook(book=book, kind=BankBook.Kind.BANK, name="普通預金"),
            BankBook(book=book, kind=BankBook.Kind.CASH, name="現金"),
        ]
    )
    return book, banks, accounts


def carry_forward(closed: BooksYear, following: BooksYear, *, by: Actor) -> list[Entry]:
    """Book on each bank of the following year what it held at the close of the year before.

    Where a year was opened and closed again with another balance, what was carried first is
    reversed and the new balance carried; equal balances change nothing.
    """
    year = locked(following)
    if not year.is_open:
        return []
    account = AccountCode.objects.get(platform_id=closed.platform_id, code=CARRIED_IN)
    held = balances_of(closed)
    made: list[Entry] = []
    for bank in BankBook.objects.filter(book__platform_id=closed.platform_id):
        before = _carried(year, account, bank)
        if before is not None and before.amount == held.get(bank.pk, 0):
            continue
        if before is not None:
            made.append(_opening(year, account, bank, -before.amount, by=by, reverses=before))
        if held.get(bank.pk, 0) > 0:
            made.append(_opening(year, account, bank, held[bank.pk], by=by))
    year.save(update_fields=["next_number"])
    return made


def _carried(year: BooksYear, account: AccountCode, bank: BankBook) -> Entry | None:
    """The voucher that carries a bank's balance now, if there is one."""
    return (
        year.entries.for_system("carried balances")
        .filter(account=account, bank=bank, reverses=None, reversal=None, entered_by=None)
        .first()
    )


def _opening(
    year: BooksYear,
    account: AccountCode,
    bank: BankBook,
    amount: Yen,
    *,
    by: Actor,
    reverses: Entry | None = None,
) -> Entry:
    """A voucher of the system itself: nobody types it, so nobody approves it."""
    number, year.next_number = year.next_number, year.next_number + 1
    return Entry.objects.create(
        year=year,
        number=number,
        side=Side.INCOME.value,
        book_id=bank.book_id,
        bank=bank,
        account=account,
        amount=amount,
        on=year.starts_on,
        memo="前年度からの繰越" if amount > 0 else "前年度を締め直したため、繰越を取り消す",
        state=EntryState.PAID.value,
        paid_on=year.starts_on,
        paid_at=now(),
        paid_by_id=by.person_id,
        reverses=reverses,
        key=uuid.uuid5(_CARRIED, f"{year.pk}/{bank.pk}/{number}"),
    )


def planned_again(year: BooksYear) -> int:
    """Copy last year's plan into a year that has none; gives the number of lines."""
    before = BudgetLine.objects.filter(year__platform_id=year.platform_id, year__year=year.year - 1)
    if year.budget.exists():
        return 0
    return len(
        BudgetLine.objects.bulk_create(
            BudgetLine(
                year=year,
                book_id=line.book_id,
                account_id=line.account_id,
                original=line.plain.current,
                remark=line.remark,
            )
            for line in before
        )
    )
