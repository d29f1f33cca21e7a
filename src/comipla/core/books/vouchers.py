"""Vouchers (伝票): their states, what may be done to them, and what each deed makes of them.

A voucher is written, approved by another person, paid and at the end of the year closed. What is
written on it may change while it is a draft, never afterwards: a slip is put right by a second
voucher of the opposite amount (a reversal), so that both can be read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from comipla.core.access import Permission
from comipla.core.books.accounts import Side
from comipla.core.books.rules import GrantTerms
from comipla.core.money import LIMIT, Yen


class EntryState(StrEnum):
    """Where a voucher stands (community-platform J2). Stored; never rename a value."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    PAID = "PAID"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The state in words."""
        return _LABELS[self]


_LABELS: Final = {
    EntryState.DRAFT: "承認待ち",
    EntryState.APPROVED: "支払待ち",
    EntryState.PAID: "記帳済み",
    EntryState.CLOSED: "締め済み",
    EntryState.WITHDRAWN: "取下げ",
}
REVERSED_LABEL: Final = "取消済み"
"""The word for a voucher whose reversal has been booked: it stays as it is and counts for nothing."""

BOOKED: Final = frozenset({EntryState.PAID, EntryState.CLOSED})
"""States in which a voucher moves money: only these are in balances and statements."""


class EntryAct(StrEnum):
    """What may be done to a voucher. Stored; never rename a value."""

    EDIT = "EDIT"
    APPROVE = "APPROVE"
    SEND_BACK = "SEND_BACK"
    WITHDRAW = "WITHDRAW"
    PAY = "PAY"
    REVERSE = "REVERSE"


@dataclass(frozen=True, slots=True)
class Step:
    """An act's place among the states: where it is open, where it leads, what it takes."""

    sources: frozenset[EntryState]
    target: EntryState | None
    needed: Permission


_DRAFT = frozenset({EntryState.DRAFT})
STEPS: Final = {
    EntryAct.EDIT: Step(_DRAFT, EntryState.DRAFT, Permission.ENTER_MONEY),
    EntryAct.APPROVE: Step(_DRAFT, EntryState.APPROVED, Permission.APPROVE_MONEY),
    EntryAct.SEND_BACK: Step(
        frozenset({EntryState.DRAFT, EntryState.APPROVED}),
        EntryState.DRAFT,
        Permission.APPROVE_MONEY,
    ),
    EntryAct.WITHDRAW: Step(_DRAFT, EntryState.WITHDRAWN, Permission.ENTER_MONEY),
    EntryAct.PAY: Step(frozenset({EntryState.APPROVED}), EntryState.PAID, Permission.KEEP_BOOKS),
    EntryAct.REVERSE: Step(BOOKED, None, Permission.ENTER_MONEY),
}
"""REVERSE leaves its voucher as it is and makes a new one."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as the rules see it. Persons, books and banks are known by their ids.

    `amount` is below zero only on a reversal. `account` is empty on a leg of a transfer between
    two banks of one set of accounts, which is neither income nor expense. `transfer` is the same
    for the two legs of a transfer. `paid_on` is the day on which the money moved.
    """

    number: int
    side: Side
    account: str
    amount: Yen
    on: date
    book: int
    bank: int
    entered_by: int
    payee: str = ""
    memo: str = ""
    heads: int | None = None
    grant: GrantTerms | None = None
    receipts: int = 0
    receipt_on: date | None = None
    state: EntryState = EntryState.DRAFT
    approved_by: int | None = None
    paid_by: int | None = None
    paid_on: date | None = None
    reverses: int | None = None
    transfer: int | None = None

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("amount must be whole yen")
        if not 0 < abs(self.amount) < LIMIT:
            raise ValueError("金額は1円以上、1兆円より小さい額にしてください。")
        if self.amount < 0 and self.reverses is None:
            raise ValueError("マイナスの金額は、取消しの伝票だけで使えます。")

    @property
    def booked(self) -> bool:
        """Whether it has moved money."""
        return self.state in BOOKED

    @property
    def signed(self) -> Yen:
        """What it does to the balance of its bank once it is booked."""
        return self.side.sign * self.amount


def acts_open(
    state: EntryState,
    *,
    permissions: Collection[Permission],
    year_open: bool,
    is_reversed: bool,
    is_reversal: bool,
    is_transfer: bool,
) -> tuple[EntryAct, ...]:
    """What somebody with these permissions may try now; the rules may still object.

    A voucher of a closed year can only be reversed, by a new voucher of an open year. A transfer
    is reversed by a transfer back, so that both legs stay together.
    """
    found = []
    for act, step in STEPS.items():
        if state not in step.sources or step.needed not in permissions:
            continue
        if act is EntryAct.REVERSE:
            if is_reversed or is_reversal or is_transfer:
                continue
        elif not year_open:
            continue
        if act is EntryAct.EDIT and (is_reversal or is_transfer):
            continue
        found.append(act)
    return tuple(found)


def perform(voucher: Voucher, act: EntryAct, *, by: int, on: date) -> Voucher:
    """The voucher after an act; `on` is the day money moved, for a payment.

    Raises:
        ValueError: the act is not open in the voucher's state.
    """
    step = STEPS[act]
    if voucher.state not in step.sources or step.target is None:
        raise ValueError(f"{act} is not open in {voucher.state}")
    changed = replace(voucher, state=step.target)
    if act is EntryAct.APPROVE:
        return replace(changed, approved_by=by)
    if act is EntryAct.SEND_BACK:
        return replace(changed, approved_by=None)
    if act is EntryAct.PAY:
        return replace(changed, paid_by=by, paid_on=on)
    return changed


def close(voucher: Voucher) -> Voucher:
    """The voucher after its year was closed: booked ones are closed, others are left alone."""
    return replace(voucher, state=EntryState.CLOSED) if voucher.booked else voucher


def reversal(voucher: Voucher, *, number: int, by: int, on: date, reason: str) -> Voucher:
    """The draft that takes a booked voucher back: the same in everything, the amount opposite.

    Raises:
        ValueError: the voucher has moved no money, is itself a reversal or a leg of a transfer.
    """
    if not voucher.booked or voucher.reverses is not None or voucher.transfer is not None:
        raise ValueError("取り消せるのは、記帳した伝票だけです。")
    return replace(
        voucher,
        number=number,
        amount=-voucher.amount,
        on=on,
        memo=reason,
        entered_by=by,
        state=EntryState.DRAFT,
        approved_by=None,
        paid_by=None,
        paid_on=None,
        reverses=voucher.number,
    )


def transfer_legs(
    *,
    number: int,
    amount: Yen,
    on: date,
    source: tuple[int, int],
    target: tuple[int, int],
    accounts: tuple[str, str],
    by: int,
    memo: str,
) -> tuple[Voucher, Voucher]:
    """Both legs of a transfer: out of `source` and into `target`, each (book, bank).

    `accounts` are those of the two legs where the transfer leaves its set of accounts; within one
    set they stay empty, because nothing is earned or spent.

    Raises:
        ValueError: both ends are the same bank.
    """
    if source[1] == target[1]:
        raise ValueError("振替の元と先に、ちがう通帳・現金を選んでください。")
    between = accounts if source[0] != target[0] else ("", "")
    ends = ((Side.EXPENSE, source, between[0]), (Side.INCOME, target, between[1]))
    out, into = (
        Voucher(
            number=number + place,
            side=side,
            account=account,
            amount=amount,
            on=on,
            book=book,
            bank=bank,
            entered_by=by,
            memo=memo,
            transfer=number,
        )
        for place, (side, (book, bank), account) in enumerate(ends)
    )
    return out, into


def balance(vouchers: Iterable[Voucher], bank: int) -> Yen:
    """What a bank or cash box holds: everything booked on it."""
    return sum(voucher.signed for voucher in vouchers if voucher.bank == bank and voucher.booked)
