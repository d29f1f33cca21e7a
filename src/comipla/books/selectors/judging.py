"""What the rules need to know of a voucher's surroundings."""

from datetime import date
from typing import Any

from comipla.books.models import AccountCode, BooksYear, Entry
from comipla.core.books import Account, Surroundings, Voucher


def accounts_of(year: BooksYear) -> tuple[Account, ...]:
    """The platform's accounts in the order of the statement."""
    rows = AccountCode.objects.filter(platform_id=year.platform_id)
    return tuple(row.plain for row in rows)


def surroundings(year: BooksYear, *, today: date, **more: Any) -> Surroundings:
    """What a voucher of a year is judged against."""
    return Surroundings(
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        year_open=year.is_open,
        today=today,
        accounts=accounts_of(year),
        rules=year.rules,
        **more,
    )


def twins_of(entry: Entry) -> tuple[int, ...]:
    """Numbers of other vouchers with the same payee, amount and day, save those taken back."""
    if not entry.payee or entry.reverses_id is not None:
        return ()
    same = Entry.objects.for_system("duplicates").filter(
        year_id=entry.year_id,
        payee=entry.payee,
        amount=entry.amount,
        on=entry.on,
        side=entry.side,
        reversal=None,
    )
    others = same.exclude(pk=entry.pk).exclude(state="WITHDRAWN").order_by("number")
    return tuple(others.values_list("number", flat=True)[:5])


def entry_for_rules(entry: Entry) -> Voucher:
    """The voucher with the number of its receipts."""
    return entry.voucher(receipts=entry.receipts.count())
