"""Move money between passbooks and cash boxes, always with both legs (community-platform 0.6)."""

import uuid
from datetime import date

from django.db import transaction

from comipla.books.models import AccountCode, BankBook, BooksYear, Entry
from comipla.books.selectors.judging import surroundings
from comipla.books.services.doors import locked, require
from comipla.core.access import Actor, Permission
from comipla.core.books import (
    MOVED_IN,
    MOVED_OUT,
    Finding,
    Refused,
    check_writing,
    settle_findings,
    transfer_legs,
)
from comipla.core.money import Yen
from comipla.programme.clock import today

_SECOND_LEG = uuid.UUID("0c1f6f3e-7b1b-4c62-8b0e-5f6f8a1d2c33")


@transaction.atomic
def write_transfer(
    *,
    year: BooksYear,
    source: BankBook,
    target: BankBook,
    amount: Yen,
    on: date,
    memo: str,
    by: Actor,
    key: uuid.UUID,
    out_account: str = MOVED_OUT,
) -> tuple[Entry, Entry]:
    """Write both legs of a transfer; they are approved and booked together.

    Between two sets of accounts the legs stand on `out_account` (繰出金, or 積立金 for a reserve)
    and on 繰入金. Raises `Refused`.
    """
    require(by, Permission.ENTER_MONEY, platform=year.platform)
    known = Entry.objects.for_system("same key").filter(key=key).first()
    if known is not None:
        out, into = known.year.entries.for_system("legs").filter(transfer=known.transfer)
        return out, into
    held = locked(year)
    try:
        legs = transfer_legs(
            number=held.next_number,
            amount=amount,
            on=on,
            source=(source.book_id, source.pk),
            target=(target.book_id, target.pk),
            accounts=(out_account, MOVED_IN),
            by=by.known_person,
            memo=memo,
        )
    except ValueError as error:
        raise Refused([Finding("transfer", "target", str(error), forbids=True)]) from error
    around = surroundings(held, today=today())
    codes = dict(AccountCode.objects.filter(platform_id=held.platform_id).values_list("code", "pk"))
    stored = []
    for leg, its_key in zip(legs, (key, uuid.uuid5(_SECOND_LEG, str(key))), strict=True):
        settle_findings(check_writing(leg, around), ())
        stored.append(
            Entry.objects.create(
                year=held,
                number=leg.number,
                side=leg.side.value,
                book_id=leg.book,
                bank_id=leg.bank,
                account_id=codes[leg.account] if leg.account else None,
                amount=leg.amount,
                on=leg.on,
                memo=leg.memo,
                transfer=leg.transfer,
                entered_by_id=by.known_person,
                key=its_key,
            )
        )
    held.next_number += len(stored)
    held.save(update_fields=["next_number"])
    return stored[0], stored[1]
