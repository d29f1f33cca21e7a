"""The master of banks and branches, against which an account is checked.

It comes from outside, as a mapping or as a table of the four columns 銀行コード, 銀行名カナ,
支店コード, 支店名カナ.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from comipla.core.zengin.characters import BANK_SIGNS, UnwritableError, half_width

BANK_NAME_LENGTH: Final = 15
COLUMNS: Final = ("銀行コード", "銀行名カナ", "支店コード", "支店名カナ")

_FULL_STOPS: Final = dict.fromkeys(map(ord, ".．"))


class BankTableError(ValueError):
    """A table of banks that cannot be read; names the line and what to mend, in Japanese."""


@dataclass(frozen=True)
class Bank:
    """A bank: its name in kana and its branches, three-digit code → name in kana."""

    name: str
    branches: Mapping[str, str]


Banks: TypeAlias = Mapping[str, Bank]
"""Four-digit code → bank."""


def read_banks(text: str) -> dict[str, Bank]:
    """Read the table of banks and branches (CSV with the columns COLUMNS, in any order).

    Codes that lost their leading zeros in a spreadsheet get them back. Raises BankTableError.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise BankTableError(
            f"1行目に{'、'.join(missing)}の列がありません。見出しを確かめてください"
        )
    names: dict[str, str] = {}
    branches: dict[str, dict[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        bank, name, branch, branch_name = ((row[column] or "").strip() for column in COLUMNS)
        code = _code(bank, 4, f"{line}行目の銀行コード")
        names[code] = _name(name, f"{line}行目の銀行名カナ")
        branches.setdefault(code, {})[_code(branch, 3, f"{line}行目の支店コード")] = _name(
            branch_name, f"{line}行目の支店名カナ"
        )
    return {code: Bank(name, branches[code]) for code, name in names.items()}


def bank_name(name: str) -> str:
    """A bank's or branch's name as it stands in the file: half-width, cut to fifteen bytes.

    Full stops, which the names of some foreign banks have, are left out: the code decides.
    """
    plain = name.translate(_FULL_STOPS)
    return half_width(plain, signs=BANK_SIGNS)[:BANK_NAME_LENGTH].rstrip(" ")


def _name(name: str, where: str) -> str:
    try:
        return bank_name(name)
    except UnwritableError as error:
        raise BankTableError(f"{where}: {error}") from None


def _code(text: str, length: int, where: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= length):
        raise BankTableError(f"{where}は{length}けたの数字で書いてください: 「{text}」")
    return text.zfill(length)
