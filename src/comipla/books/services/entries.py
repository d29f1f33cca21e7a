"""Write vouchers, approve them, book them, take them back: the doors of the ledger.

Every door locks the year, asks the rules of `core.books`, and stores what they made of the
voucher. A repeat with the same key, or of a deed that this person has done, changes nothing.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comipla.books.models import AccountCode, BankBook, BooksYear, Entry, Grant
from comipla.books.selectors.balances import balance_of
from comipla.books.selectors.judging import entry_for_rules, surroundings, twins_of
from comipla.books.services.doors import locked, require
from comipla.core.access import Actor
from comipla.core.books import (
    STEPS,
    EntryAct,
    EntryState,
    Finding,
    Refused,
    Side,
    Voucher,
    check_approval,
    check_payment,
    check_writing,
    perform,
    reversal,
    settle_findings,
)
from comipla.core.money import Yen
from comipla.programme.clock import now, today


@dataclass(frozen=True)
class Draft:
    """What a person writes on a voucher."""

    side: Side
    bank: BankBook
    account: AccountCode
    amount: Yen
    on: date
    payee: str = ""
    memo: str = ""
    heads: int | None = None
    grant: Grant | None = None
    group: str = ""
    action: str = ""
    receipt_on: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of an entry."""
        return vars(self) | {"side": self.side.value, "book_id": self.bank.book_id}


@transaction.atomic
def write_entry(
    *,
    year: BooksYear,
    draft: Draft,
    by: Actor,
    key: uuid.UUID,
    confirmed: Collection[str] = (),
) -> Entry:
    """Write a voucher, which then waits for another person's approval.

    Raises `Refused` with every finding that forbids it, `Unconfirmed` with the warnings that are
    to be confirmed; nothing is stored then.
    """
    require(by, STEPS[EntryAct.EDIT].needed, platform=year.platform)
    known = _known(key, by)
    if known is not None:
        return known
    held = locked(year)
    entry = Entry(year=held, number=held.next_number, entered_by_id=by.known_person, key=key)
    _write(entry, draft, confirmed)
    entry.save()
    held.next_number += 1
    held.save(update_fields=["next_number"])
    return entry


@transaction.atomic
def edit_entry(*, entry: Entry, draft: Draft, by: Actor, confirmed: Collection[str] = ()) -> Entry:
    """Change a draft: only its writer may, so that nobody approves what they wrote themselves."""
    held, row = _held(entry, EntryAct.EDIT, by)
    _check_open(row, EntryAct.EDIT)
    if row.entered_by_id != by.person_id:
        sentence = "伝票を直せるのは、書いた人だけです。差し戻すか、取り下げて書き直してください。"
        raise Refused([Finding("writer", "state", sentence, forbids=True)])
    row.year = held
    _write(row, draft, confirmed)
    row.returned_note = ""
    row.save()
    return row


@transaction.atomic
def approve_entry(*, entry: Entry, by: Actor, confirmed: Collection[str] = ()) -> Entry:
    """Approve a voucher that another person wrote; both legs of a transfer at once."""
    held, row = _held(entry, EntryAct.APPROVE, by)
    if row.stands is EntryState.APPROVED and row.approved_by_id == by.person_id:
        return row
    for leg in _legs(row):
        _check_open(leg, EntryAct.APPROVE)
        voucher = entry_for_rules(leg)
        findings = check_approval(
            voucher,
            surroundings(held, today=today(), twins=twins_of(leg)),
            by=by.known_person,
            name=by.name,
        )
        settle_findings(findings, {*confirmed, *leg.confirmed})
        leg.approved_at = now()
        _store(leg, perform(voucher, EntryAct.APPROVE, by=by.known_person, on=today()))
    return _fresh(row)


@transaction.atomic
def send_back_entry(*, entry: Entry, by: Actor, note: str) -> Entry:
    """Give a voucher back to its writer with a reason."""
    _, row = _held(entry, EntryAct.SEND_BACK, by)
    if not note.strip():
        finding = "差し戻す理由を書いてください。書いた人が直すときの手がかりになります。"
        raise Refused([Finding("note", "note", finding, forbids=True)])
    for leg in _legs(row):
        _check_open(leg, EntryAct.SEND_BACK)
        leg.approved_at, leg.returned_note = None, note.strip()
        _store(leg, perform(leg.voucher(), EntryAct.SEND_BACK, by=by.known_person, on=today()))
    return _fresh(row)


@transaction.atomic
def withdraw_entry(*, entry: Entry, by: Actor) -> Entry:
    """Take a draft back; its number stays taken, so that no number is missing unexplained."""
    _, row = _held(entry, EntryAct.WITHDRAW, by)
    if row.stands is EntryState.WITHDRAWN:
        return row
    for leg in _legs(row):
        _check_open(leg, EntryAct.WITHDRAW)
        _store(leg, perform(leg.voucher(), EntryAct.WITHDRAW, by=by.known_person, on=today()))
    return _fresh(row)


@transaction.atomic
def pay_entry(*, entry: Entry, on: date, by: Actor, confirmed: Collection[str] = ()) -> Entry:
    """Book an approved voucher on the day its money moved; both legs of a transfer at once."""
    held, row = _held(entry, EntryAct.PAY, by)
    if row.stands is EntryState.PAID and row.paid_by_id == by.person_id:
        return row
    for leg in _legs(row):
        _check_open(leg, EntryAct.PAY)
        voucher = leg.voucher()
        around = surroundings(
            held, today=today(), balance=balance_of(held, leg.bank_id), is_cash=leg.bank.is_cash
        )
        settle_findings(check_payment(voucher, around, on=on), confirmed)
        leg.paid_at = now()
        _store(leg, perform(voucher, EntryAct.PAY, by=by.known_person, on=on))
    return _fresh(row)


@transaction.atomic
def reverse_entry(
    *, entry: Entry, year: BooksYear, by: Actor, reason: str, key: uuid.UUID
) -> Entry:
    """Write the voucher that takes a booked one back, into `year`, which must be open.

    It goes the same way as any other: another person approves it, the treasurer books it.
    """
    require(by, STEPS[EntryAct.REVERSE].needed, platform=year.platform)
    known = _known(key, by)
    if known is not None:
        return known
    held = locked(year)
    row = _row(entry)
    _check_reversible(row, held, reason)
    day = min(max(today(), held.starts_on), held.ends_on)
    made = reversal(
        row.voucher(), number=held.next_number, by=by.known_person, on=day, reason=reason.strip()
    )
    stored = Entry.objects.create(
        year=held,
        number=made.number,
        side=made.side.value,
        book_id=row.book_id,
        bank_id=row.bank_id,
        account_id=row.account_id,
        amount=made.amount,
        on=made.on,
        payee=row.payee,
        memo=made.memo,
        grant_id=row.grant_id,
        group=row.group,
        action=row.action,
        reverses=row,
        entered_by_id=by.known_person,
        key=key,
    )
    held.next_number += 1
    held.save(update_fields=["next_number"])
    return stored


def _write(entry: Entry, draft: Draft, confirmed: Collection[str]) -> None:
    for name, value in draft.columns.items():
        setattr(entry, name, value)
    around = surroundings(entry.year, today=today(), twins=twins_of(entry))
    entry.confirmed = list(settle_findings(check_writing(_drafted(entry), around), confirmed))


def _drafted(entry: Entry) -> Voucher:
    """The voucher, or a refusal that stands at the amount."""
    try:
        return entry.voucher()
    except ValueError as error:
        raise Refused([Finding("amount", "amount", str(error), forbids=True)]) from error


def _held(entry: Entry, act: EntryAct, by: Actor) -> tuple[BooksYear, Entry]:
    """The locked year and the voucher as it stands now, for somebody who may do the act."""
    require(by, STEPS[act].needed, platform=entry.year.platform)
    return locked(entry.year), _row(entry)


def _row(entry: Entry) -> Entry:
    return (
        Entry.objects.for_system("change a voucher")
        .select_related("account", "grant", "bank", "year__platform__body", "reversal")
        .get(pk=entry.pk)
    )


def _fresh(entry: Entry) -> Entry:
    entry.refresh_from_db(
        from_queryset=Entry.objects.for_system("answer").select_related("account", "grant", "bank")
    )
    return entry


def _legs(entry: Entry) -> Sequence[Entry]:
    if entry.transfer is None:
        return (entry,)
    legs = Entry.objects.for_system("both legs").filter(
        year_id=entry.year_id, transfer=entry.transfer
    )
    return list(legs.select_related("account", "grant", "bank", "year__platform__body"))


def _store(entry: Entry, voucher: Voucher) -> None:
    entry.state = voucher.state.value
    entry.approved_by_id = voucher.approved_by
    entry.paid_by_id, entry.paid_on = voucher.paid_by, voucher.paid_on
    entry.save(
        update_fields=[
            "state",
            "approved_by",
            "approved_at",
            "paid_by",
            "paid_at",
            "paid_on",
            "returned_note",
        ]
    )


def _known(key: uuid.UUID, by: Actor) -> Entry | None:
    """The voucher that the same press of a button made before."""
    known = Entry.objects.for_system("same key").filter(key=key).first()
    if known is not None and known.entered_by_id != by.person_id:
        raise PermissionDenied
    return known


def _check_open(entry: Entry, act: EntryAct) -> None:
    """Refuse an act that is not open in the voucher's state: somebody was quicker."""
    if entry.stands in STEPS[act].sources:
        return
    sentence = (
        f"第{entry.number}号の伝票は、いま「{entry.state_label}」です。"
        "ほかの人が先に進めたようです。伝票を開き直して確かめてください。"
    )
    raise Refused([Finding("state", "state", sentence, forbids=True)])


def _check_reversible(entry: Entry, year: BooksYear, reason: str) -> None:
    findings = []
    if not entry.voucher().booked or entry.reverses_id or entry.transfer is not None:
        sentence = (
            "取り消せるのは記帳した伝票だけです。振替は、反対向きの振替を書いて戻してください。"
        )
        findings.append(Finding("reverse", "reverse", sentence, forbids=True))
    if getattr(entry, "reversal", None) is not None:
        sentence = f"この伝票は第{entry.reversal.number}号で取消しの手続をしています。"
        findings.append(Finding("reversed", "reverse", sentence, forbids=True))
    if not year.is_open:
        sentence = "取消しの伝票は、開いている年度にだけ書けます。今の年度の帳簿を始めてください。"
        findings.append(Finding("year", "reverse", sentence, forbids=True))
    if not reason.strip():
        sentence = "取り消す理由を書いてください。監事が読みます。"
        findings.append(Finding("reason", "reason", sentence, forbids=True))
    if findings:
        raise Refused(findings)
