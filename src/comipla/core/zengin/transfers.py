"""What a 総合振込 file says: who pays, to whom, how much, on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from comipla.core.calendar import OfficeCalendar
from comipla.core.money import Yen

LARGEST: Final[Yen] = 9_999_999_999
"""The most one transfer can carry: ten digits."""


class AccountKind(StrEnum):
    """The kind of account (預金種目)."""

    ORDINARY = "1"
    CURRENT = "2"
    SAVINGS = "4"
    OTHER = "9"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


_KINDS: Final = {
    AccountKind.ORDINARY: "普通預金",
    AccountKind.CURRENT: "当座預金",
    AccountKind.SAVINGS: "貯蓄預金",
    AccountKind.OTHER: "その他",
}


@dataclass(frozen=True)
class Client:
    """The account that pays (依頼人). `code` is the ten digits its bank gave it."""

    code: str
    name: str
    bank: str
    branch: str
    account: str
    account_kind: str = AccountKind.ORDINARY
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True)
class Transfer:
    """One payment. `name` is the holder's as the passbook has it, in kana.

    `new` is 1 for a first payment, 2 after a change of account; `way` 7 by wire, 8 by letter.
    `customers` are two numbers of the office's own, or `edi` a text of twenty bytes in their
    place. Names of bank and branch are taken from the master where one is given.
    """

    bank: str
    branch: str
    account: str
    name: str
    amount: Yen
    account_kind: str = AccountKind.ORDINARY
    new: str = "0"
    way: str = "7"
    customers: tuple[str, str] = ("", "")
    edi: str = ""
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True)
class TransferFile:
    """What was read from a file; it says the day without its year, as (month, day)."""

    client: Client
    pay_on: tuple[int, int]
    transfers: tuple[Transfer, ...]

    @property
    def total(self) -> Yen:
        """The sum of all transfers."""
        return sum(transfer.amount for transfer in self.transfers)


@dataclass(frozen=True)
class Refusal:
    """Why a file cannot be written: the row of the transfer (0: the file itself), field, reason."""

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.row}行目 {self.field}" if self.row else self.field
        return f"{where}: {self.reason}"


class TransfersRefused(ValueError):
    """A file that was not written; `refusals` are all the reasons, row by row."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, self.refusals)))


class TransferFileError(ValueError):
    """Bytes that are no 総合振込 file; names the record and what is wrong, in Japanese."""


def bank_closure(day: date) -> bool:
    """Tell whether banks are closed for the turn of the year, 31 December to 3 January."""
    return (day.month, day.day) in ((12, 31), (1, 1), (1, 2), (1, 3))


WEEKDAYS: Final = OfficeCalendar(frozenset(), closed=bank_closure)
"""Days on which banks work, as far as they are known without the national holidays."""
