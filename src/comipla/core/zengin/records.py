"""The four records of a 総合振込 file, field by field, 120 bytes each.

Positions and lengths are those of the banks' common format. A number is right-aligned and filled
with zeros, a text left-aligned and filled with spaces.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

RECORD_LENGTH: Final = 120
ENCODING: Final = "cp932"
"""Holds the half-width letters of JIS X 0201 as one byte each."""


@dataclass(frozen=True)
class Field:
    """A field of a record: `length` bytes, of digits (`number`) or of letters.

    A field with a `constant` always holds it.
    """

    key: str
    label: str
    length: int
    number: bool = False
    constant: str | None = None


def _n(key: str, label: str, length: int, constant: str | None = None) -> Field:
    return Field(key, label, length, number=True, constant=constant)


def _c(key: str, label: str, length: int, constant: str | None = None) -> Field:
    return Field(key, label, length, constant=constant)


HEADER: Final = (
    _n("record", "データ区分", 1, "1"),
    _n("kind", "種別コード", 2, "21"),
    _n("code", "コード区分", 1, "0"),
    _n("client", "委託者コード", 10),
    _c("client_name", "委託者名", 40),
    _n("pay_on", "振込指定日", 4),
    _n("bank", "仕向銀行番号", 4),
    _c("bank_name", "仕向銀行名", 15),
    _n("branch", "仕向支店番号", 3),
    _c("branch_name", "仕向支店名", 15),
    _n("account_kind", "預金種目", 1),
    _n("account", "口座番号", 7),
    _c("filler", "ダミー", 17, ""),
)
DATA: Final = (
    _n("record", "データ区分", 1, "2"),
    _n("bank", "被仕向銀行番号", 4),
    _c("bank_name", "被仕向銀行名", 15),
    _n("branch", "被仕向支店番号", 3),
    _c("branch_name", "被仕向支店名", 15),
    _n("clearing", "手形交換所番号", 4),
    _n("account_kind", "預金種目", 1),
    _n("account", "口座番号", 7),
    _c("name", "受取人名", 30),
    _n("amount", "振込金額", 10),
    _n("new", "新規コード", 1),
    _c("customer", "顧客コード", 20),
    _n("way", "振込指定区分", 1),
    _c("edi", "識別表示", 1),
    _c("filler", "ダミー", 7, ""),
)
TRAILER: Final = (
    _n("record", "データ区分", 1, "8"),
    _n("count", "合計件数", 6),
    _n("total", "合計金額", 12),
    _c("filler", "ダミー", 101, ""),
)
END: Final = (_n("record", "データ区分", 1, "9"), _c("filler", "ダミー", 119, ""))

LAYOUTS: Final[Mapping[str, tuple[Field, ...]]] = {
    layout[0].constant or "": layout for layout in (HEADER, DATA, TRAILER, END)
}
"""First byte → fields of the record."""


def compose(layout: tuple[Field, ...], values: Mapping[str, str]) -> str:
    """Write a record from its values, which must fit their fields."""
    parts = []
    for field in layout:
        value = values[field.key] if field.constant is None else field.constant
        if len(value) > field.length:
            raise ValueError(f"{field.label}が{field.length}けたをこえています: {value}")
        parts.append(value.rjust(field.length, "0") if field.number else value.ljust(field.length))
    return "".join(parts)


def dissect(layout: tuple[Field, ...], record: str) -> Iterator[tuple[Field, str]]:
    """Take a record apart: each field with its text, fillings included."""
    start = 0
    for field in layout:
        yield field, record[start : start + field.length]
        start += field.length
