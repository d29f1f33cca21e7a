"""Reading vouchers from a sheet: the heading is found by its words, every slip is named by its cell.

The headings are those that the cash book is exported with, so that a file that was written out can
be read in again, and a treasurer's own sheet with the same words as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from comipla.core.books.accounts import Account, Side, leaves
from comipla.core.digits import squeeze_ascii
from comipla.core.forms import Problem
from comipla.core.grid import CellValue, Grid, address
from comipla.core.money import LIMIT, MoneyError, Yen, parse_yen
from comipla.core.wareki import DateError, parse_date

MOST_ROWS: Final = 2_000
"""Vouchers in one file: more than a platform writes in a year."""

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "on": ("日付", "年月日"),
    "code": ("科目コード",),
    "account": ("科目", "費目"),
    "income": ("収入(円)", "収入", "収入金額"),
    "expense": ("支出(円)", "支出", "支出金額"),
    "payee": ("相手", "支払先", "相手先"),
    "memo": ("内容", "摘要"),
    "bank": ("通帳・現金", "口座"),
    "grant": ("交付金・補助金", "交付金"),
    "group": ("部会・行事", "部会"),
}
_LENGTHS: Final = {"payee": 80, "memo": 200, "group": 60}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A voucher as a row of a sheet says it; `bank` and `grant` are names, `place` its cell."""

    place: str
    on: date
    account: str
    side: Side
    amount: Yen
    payee: str
    memo: str
    bank: str
    grant: str
    group: str


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The rows that could be read, and every problem of the others."""

    rows: tuple[EntryRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the books know: accounts, names of banks, names of grants."""

    accounts: Sequence[Account]
    banks: Sequence[str]
    grants: Sequence[str]


class _Slip(ValueError):
    """A cell that cannot be read; `column` says which."""

    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(message)


def read_entries(grids: Sequence[Grid], known: Known) -> EntrySheet:
    """Read the first sheet that has the heading; a row with a slip becomes a problem of its cell."""
    for grid in grids:
        for number in range(min(len(grid.rows), 20)):
            columns = _columns(grid, number)
            if columns is not None:
                return _read(grid, number, columns, known)
    message = (
        "「日付」「科目」と「収入」か「支出」の見出しがある行が見つかりません。"
        "出納帳を書き出したファイルと同じ見出しにしてください。"
    )
    return EntrySheet((), (Problem("", "表", message),))


def _columns(grid: Grid, row: int) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for column in range(len(grid.rows[row])):
        text = squeeze_ascii(grid.text(row, column))
        for name, words in _HEADINGS.items():
            if text in words:
                found.setdefault(name, column)
    has_account = "account" in found or "code" in found
    has_amount = "income" in found or "expense" in found
    return found if "on" in found and has_account and has_amount else None


def _read(grid: Grid, heading: int, columns: dict[str, int], known: Known) -> EntrySheet:
    rows: list[EntryRow] = []
    problems: list[Problem] = []
    filled = [
        row
        for row in range(heading + 1, len(grid.rows))
        if any(grid.text(row, column) for column in columns.values())
    ]
    if len(filled) > MOST_ROWS:
        message = f"伝票は一度に{MOST_ROWS:,}件までです。ファイルを分けてください。"
        return EntrySheet((), (Problem("", "表", message),))
    for row in filled:
        try:
            rows.append(_row(grid, row, columns, known))
        except _Slip as slip:
            column = columns.get(slip.column, columns["on"])
            place = grid.place(row, column)
            problems.append(Problem(address(row, column), place, str(slip)))
    return EntrySheet(tuple(rows), tuple(problems))


def _row(grid: Grid, row: int, columns: dict[str, int], known: Known) -> EntryRow:
    def text(name: str) -> str:
        found = grid.text(row, columns[name]) if name in columns else ""
        most = _LENGTHS.get(name, 200)
        if len(found) > most:
            raise _Slip(name, f"{most}文字以内にしてください。")
        return found

    on = _day(grid.at(row, columns["on"]))
    side, amount = _amount(grid, row, columns)
    return EntryRow(
        place=grid.place(row, columns["on"]),
        on=on,
        account=_account(text("code"), text("account"), side, known.accounts),
        side=side,
        amount=amount,
        payee=text("payee"),
        memo=text("memo"),
        bank=_named("bank", text("bank"), known.banks, "通帳・現金"),
        grant=_named("grant", text("grant"), known.grants, "交付金・補助金")
        if text("grant")
        else "",
        group=text("group"),
    )


def _day(value: CellValue) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return parse_date(str(value or ""))
    except DateError as error:
        raise _Slip("on", f"{error}。") from error


def _amount(grid: Grid, row: int, columns: dict[str, int]) -> tuple[Side, Yen]:
    """The one amount of the row; both filled, or none, is a slip."""
    found: list[tuple[Side, Yen]] = []
    for name, side in (("income", Side.INCOME), ("expense", Side.EXPENSE)):
        if name in columns and grid.text(row, columns[name]) not in ("", "0"):
            found.append((side, _yen(name, grid.at(row, columns[name]))))
    if len(found) != 1:
        first = "income" if "income" in columns else "expense"
        raise _Slip(first, "収入か支出の、どちらか一方に金額を入れてください。")
    return found[0]


def _yen(column: str, value: CellValue) -> Yen:
    if isinstance(value, str):
        try:
            return parse_yen(value)
        except MoneyError as error:
            raise _Slip(column, f"{error}。") from error
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise _Slip(column, "1円単位の数字で入れてください（例 3480）。")
    if not 0 < value < LIMIT:
        raise _Slip(column, "1円以上、1兆円より小さい額にしてください。取消しは画面で行います。")
    return int(value)


def _account(code: str, label: str, side: Side, accounts: Sequence[Account]) -> str:
    """The account by its code, else by its name on the side of the amount."""
    column = "code" if code else "account"
    found = [
        account
        for account in leaves(accounts)
        if account.side is side and (account.code == code if code else account.label == label)
    ]
    if len(found) == 1:
        return found[0].code
    said = code or label
    if not said:
        raise _Slip(column, "科目を入れてください。")
    raise _Slip(
        column, f"「{said}」という{side.label}の科目がありません。科目の一覧から選んでください。"
    )


def _named(column: str, name: str, known: Sequence[str], what: str) -> str:
    """A name that the books know; the only bank need not be named."""
    if not name and len(known) == 1:
        return known[0]
    if name in known:
        return name
    said = f"「{name}」という{what}がありません。" if name else f"{what}を入れてください。"
    raise _Slip(column, f"{said}会計の設定にある名前（{'、'.join(known[:5])}）で書いてください。")
