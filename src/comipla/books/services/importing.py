"""Take the vouchers of a sheet into the books, all of them or none."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from comipla.books.models import AccountCode, BankBook, BooksYear, Entry, Grant
from comipla.books.services.entries import Draft, write_entry
from comipla.core.access import Actor
from comipla.core.books import EntryRow, Finding, Refused, Unconfirmed


@transaction.atomic
def import_entries(
    *, year: BooksYear, rows: Sequence[EntryRow], by: Actor, key: uuid.UUID
) -> list[Entry]:
    """Write a draft of each row, by the same rules as by hand; warnings count as confirmed.

    Each waits for approval as any other. Raises `Refused` with the cell of the first row that the
    rules forbid; nothing is stored then. The same key finds what it made before.
    """
    accounts = {row.code: row for row in AccountCode.objects.filter(platform=year.platform)}
    banks = {
        bank.name: bank
        for bank in BankBook.objects.filter(book__platform=year.platform).select_related("book")
    }
    grants = {grant.name: grant for grant in Grant.objects.filter(platform=year.platform)}
    stored = []
    for number, row in enumerate(rows):
        draft = Draft(
            side=row.side,
            bank=banks[row.bank],
            account=accounts[row.account],
            amount=row.amount,
            on=row.on,
            payee=row.payee,
            memo=row.memo,
            grant=grants.get(row.grant),
            group=row.group,
        )
        stored.append(_write(year, row, draft, by, uuid.uuid5(key, str(number))))
    return stored


def _write(year: BooksYear, row: EntryRow, draft: Draft, by: Actor, key: uuid.UUID) -> Entry:
    """One voucher; what the rules only ask is confirmed and so kept for the auditor."""
    try:
        return write_entry(year=year, draft=draft, by=by, key=key)
    except Unconfirmed as asked:
        confirmed = [finding.key for finding in asked.findings]
        return write_entry(year=year, draft=draft, by=by, key=key, confirmed=confirmed)
    except Refused as refusal:
        placed = [
            Finding(f.key, "file", f"{row.place}の行：{f.sentence}", forbids=True)
            for f in refusal.findings
        ]
        raise Refused(placed) from refusal
