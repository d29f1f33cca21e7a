"""Writing a 総合振込 file: everything is checked first, and refused all at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from comipla.core.calendar import OfficeCalendar
from comipla.core.wareki import format_wareki
from comipla.core.zengin.banks import Banks, bank_name
from comipla.core.zengin.characters import NAME_SIGNS, UnwritableError, half_width
from comipla.core.zengin.names import account_name
from comipla.core.zengin.records import DATA, ENCODING, END, HEADER, TRAILER, compose
from comipla.core.zengin.transfers import (
    LARGEST,
    WEEKDAYS,
    AccountKind,
    Client,
    Refusal,
    Transfer,
    TransfersRefused,
)

LINE_END: Final = "\r\n"
MOST: Final = 999_999
"""Transfers in one file."""

_CLIENT_KINDS: Final = (AccountKind.ORDINARY, AccountKind.CURRENT, AccountKind.OTHER)
_JAPAN_POST: Final = "9900"


def write_transfers(
    client: Client,
    transfers: Iterable[Transfer],
    pay_on: date,
    *,
    banks: Banks | None = None,
    calendar: OfficeCalendar = WEEKDAYS,
    signs: str = NAME_SIGNS,
    line_ends: bool = True,
) -> bytes:
    """Write the file: a header, the transfers in order, trailer and end, 120 bytes each.

    `banks` is the master the accounts are checked against, `calendar` the days on which banks
    work, `signs` what the paying bank allows in names besides kana. Records end with CR and LF,
    or with nothing. Raises TransfersRefused with every row that cannot be written, and why.
    """
    rows = tuple(transfers)
    check = _Check(banks, signs)
    header = check.header(client, pay_on, calendar)
    details = [check.detail(row, transfer) for row, transfer in enumerate(rows, start=1)]
    check.size(rows)
    if check.refusals:
        raise TransfersRefused(check.refusals)
    total = sum(transfer.amount for transfer in rows)
    records = (
        compose(HEADER, header),
        *(compose(DATA, detail) for detail in details),
        compose(TRAILER, {"count": str(len(rows)), "total": str(total)}),
        compose(END, {}),
    )
    end = LINE_END if line_ends else ""
    return "".join(record + end for record in records).encode(ENCODING)


def transfer_refusals(
    transfers: Iterable[Transfer], *, banks: Banks | None = None, signs: str = NAME_SIGNS
) -> tuple[Refusal, ...]:
    """Every reason against these transfers, before a day and a paying account are known."""
    check = _Check(banks, signs)
    for row, transfer in enumerate(transfers, start=1):
        check.detail(row, transfer)
    return tuple(check.refusals)


@dataclass
class _Check:
    """Collects refusals while values are brought into the form of the file."""

    banks: Banks | None
    signs: str
    refusals: list[Refusal] = field(default_factory=list)

    def header(self, client: Client, pay_on: date, calendar: OfficeCalendar) -> Mapping[str, str]:
        if not calendar.is_open(pay_on):
            following = format_wareki(calendar.next_open(pay_on), weekday=True)
            self._refuse(
                0,
                "振込指定日",
                f"{format_wareki(pay_on, weekday=True)}は銀行の休業日です。{following}などにしてください",
            )
        name = self._written(0, "委託者名", lambda: half_width(client.name, signs=self.signs))
        if not name or len(name) > 40:
            self._refuse(0, "委託者名", "カナ1字から40字までで入力してください（濁点も1字）")
        return {
            "client": self._digits(0, "委託者コード", client.code, 10),
            "client_name": name[:40],
            "pay_on": f"{pay_on:%m%d}",
            **self._account(0, client, _CLIENT_KINDS),
        }

    def detail(self, row: int, transfer: Transfer) -> Mapping[str, str]:
        return {
            **self._account(row, transfer, tuple(AccountKind)),
            "clearing": "",
            "name": self._written(
                row, "口座名義", lambda: account_name(transfer.name, signs=self.signs)
            ),
            "amount": self._amount(row, transfer.amount),
            "new": self._choice(row, "新規コード", transfer.new, ("0", "1", "2")),
            "way": self._choice(row, "振込指定区分", transfer.way, ("7", "8")),
            **self._customer(row, transfer),
        }

    def size(self, rows: tuple[Transfer, ...]) -> None:
        if not rows:
            self._refuse(0, "ファイル", "振込が1件もありません。支払を選んでください")
        if len(rows) > MOST:
            self._refuse(0, "ファイル", f"{MOST:,}件をこえています。分けて作成してください")

    def _account(
        self, row: int, account: Client | Transfer, kinds: tuple[AccountKind, ...]
    ) -> dict[str, str]:
        bank = self._digits(row, "銀行コード", account.bank, 4)
        branch = self._digits(row, "支店コード", account.branch, 3)
        names = self._names(row, bank, branch, account)
        return {
            "bank": bank,
            "branch": branch,
            "bank_name": names[0],
            "branch_name": names[1],
            "account_kind": self._choice(row, "預金種目", account.account_kind, kinds),
            "account": self._account_number(row, account),
        }

    def _account_number(self, row: int, account: Client | Transfer) -> str:
        if account.bank == _JAPAN_POST and len(str(account.account)) > 7:
            self._refuse(
                row,
                "口座番号",
                "ゆうちょ銀行は、記号番号ではなく、振込用の店番と7けたの口座番号を入力してください",
            )
            return ""
        return self._digits(row, "口座番号", account.account, 7, shorter=True)

    def _names(
        self, row: int, bank: str, branch: str, account: Client | Transfer
    ) -> tuple[str, str]:
        if self.banks is None:
            given = (("銀行名", account.bank_name), ("支店名", account.branch_name))
            written = [self._written(row, label, _bank_namer(name)) for label, name in given]
            return written[0], written[1]
        known = self.banks.get(bank)
        if known is None:
            if bank:
                reason = f"銀行コード{bank}は銀行の一覧にありません。通帳で確かめてください"
                self._refuse(row, "銀行コード", reason)
            return "", ""
        if branch and branch not in known.branches:
            reason = f"{known.name}に支店コード{branch}はありません。通帳で確かめてください"
            self._refuse(row, "支店コード", reason)
        names = (("銀行名", known.name), ("支店名", known.branches.get(branch, "")))
        written = [self._written(row, label, _bank_namer(name)) for label, name in names]
        return written[0], written[1]

    def _amount(self, row: int, amount: int) -> str:
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if not whole or not 1 <= amount <= LARGEST:
            self._refuse(row, "金額", f"1円から{LARGEST:,}円までの整数で入力してください: {amount}")
            return ""
        return str(amount)

    def _customer(self, row: int, transfer: Transfer) -> dict[str, str]:
        if not transfer.edi:
            codes = [
                self._digits(row, f"顧客コード{place}", code, 10, shorter=True, empty=True)
                for place, code in enumerate(transfer.customers, start=1)
            ]
            return {"customer": "".join(code.rjust(10, "0") for code in codes), "edi": ""}
        edi = self._written(row, "EDI情報", lambda: half_width(transfer.edi, signs=self.signs))
        if any(transfer.customers):
            self._refuse(row, "EDI情報", "顧客コードとEDI情報は、どちらかだけを入力してください")
        if len(edi) > 20:
            self._refuse(row, "EDI情報", "20字（濁点も1字）までで入力してください")
        return {"customer": edi[:20], "edi": "Y"}

    def _digits(
        self,
        row: int,
        label: str,
        text: str,
        length: int,
        *,
        shorter: bool = False,
        empty: bool = False,
    ) -> str:
        if empty and text == "":
            return ""
        if not isinstance(text, str):
            self._refuse(
                row, label, f"数ではなく文字として入力してください（先頭の0が消えます）: {text}"
            )
            return ""
        fits = len(text) <= length if shorter else len(text) == length
        if text and fits and text.isascii() and text.isdigit():
            return text.zfill(length)
        least = "以内" if shorter else ""
        self._refuse(row, label, f"{length}けた{least}の半角数字で入力してください: 「{text}」")
        return ""

    def _choice(self, row: int, label: str, value: str, allowed: tuple[str, ...]) -> str:
        if value in allowed:
            return str(value)
        self._refuse(row, label, f"{'、'.join(allowed)}から選んでください: 「{value}」")
        return ""

    def _written(self, row: int, label: str, write: Callable[[], str]) -> str:
        try:
            return write()
        except UnwritableError as error:
            self._refuse(row, label, str(error))
            return ""

    def _refuse(self, row: int, label: str, reason: str) -> None:
        self.refusals.append(Refusal(row, label, reason))


def _bank_namer(name: str) -> Callable[[], str]:
    return lambda: bank_name(name)
