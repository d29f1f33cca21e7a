"""What the audit kit asks of the ledger."""

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from comipla.books.models import Asset, BankBook, BooksYear, Entry, MonthCheck
from comipla.books.selectors.balances import balances_of, booked
from comipla.books.selectors.settling import statement_of
from comipla.core.books import (
    CARRIED_IN,
    EQUIPMENT,
    AuditFacts,
    BankFacts,
    GrantFacts,
    Side,
)

_GAPS = """
SELECT n FROM generate_series(1, %s) AS n
 WHERE NOT EXISTS (SELECT 1 FROM books_entry WHERE year_id = %s AND number = n) LIMIT 100
"""
_MOST = 100
"""Numbers that are listed; of more, only the count matters."""


def audit_facts(year: BooksYear) -> AuditFacts:
    """Everything that the ledger can say of a year; a fixed number of queries."""
    entries = booked(year)
    spent = entries.filter(side=Side.EXPENSE.value, transfer=None, reverses=None, reversal=None)
    statement = statement_of(year)
    return AuditFacts(
        banks=_banks(year),
        grants=_grants(year),
        waiting=_waiting(year),
        without_receipt=_numbers(spent.filter(amount__gte=year.receipt_above, receipts=None)),
        missing_numbers=_gaps(year),
        confirmed=_numbers(entries.exclude(confirmed=[])),
        reversals=_numbers(entries.exclude(reverses=None)),
        over_budget=[line.account.label for line in statement.expense if line.over and line.is_top],
        unlisted_assets=_numbers(
            spent.filter(account__code=EQUIPMENT).exclude(
                pk__in=Asset.objects.exclude(entry=None).values("entry")
            )
        ),
    )


def latest_checks(year: BooksYear) -> dict[int, MonthCheck]:
    """The last check of each bank on the last day of the year, by the bank's id."""
    checks = MonthCheck.objects.filter(year=year, on=year.ends_on).order_by("id")
    return {check.bank_id: check for check in checks}


def _numbers(entries: QuerySet[Entry]) -> list[int]:
    return list(entries.order_by("number").values_list("number", flat=True)[:_MOST])


def _waiting(year: BooksYear) -> int:
    entries = Entry.objects.for_system("audit").filter(year=year)
    return entries.filter(state__in=("DRAFT", "APPROVED")).count()


def _gaps(year: BooksYear) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, [year.next_number - 1, year.pk])
        return [number for (number,) in cursor.fetchall()]


def _banks(year: BooksYear) -> list[BankFacts]:
    held, checks = balances_of(year), latest_checks(year)
    before = (
        BooksYear.objects.for_system("the year before")
        .filter(platform_id=year.platform_id, year=year.year - 1)
        .first()
    )
    closed = balances_of(before) if before else None
    opened = _opened(year)
    return [
        BankFacts(
            name=f"{bank.book.name}：{bank.name}",
            held=held.get(bank.pk, 0),
            checked=checks[bank.pk].statement_balance if bank.pk in checks else None,
            with_original=bank.pk in checks and checks[bank.pk].file_id is not None,
            opened=opened.get(bank.pk, 0),
            before=None if closed is None else closed.get(bank.pk, 0),
            passbook_holder=bank.passbook_holder,
            seal_holder=bank.seal_holder,
            is_cash=bank.is_cash,
        )
        for bank in BankBook.objects.filter(book__platform_id=year.platform_id).select_related(
            "book"
        )
    ]


def _opened(year: BooksYear) -> dict[int, int]:
    sums = (
        booked(year)
        .filter(account__code=CARRIED_IN)
        .order_by()
        .values("bank")
        .annotate(held=Sum("amount"))
    )
    return {row["bank"]: row["held"] for row in sums}


def _grants(year: BooksYear) -> list[GrantFacts]:
    sums = (
        booked(year)
        .exclude(grant=None)
        .order_by("grant")
        .values("grant__name")
        .annotate(
            received=Sum("amount", filter=Q(side=Side.INCOME.value)),
            spent=Sum("amount", filter=Q(side=Side.EXPENSE.value)),
        )
    )
    return [GrantFacts(row["grant__name"], row["received"] or 0, row["spent"] or 0) for row in sums]
