"""Whole yen: reading what people type, printing, and exact shares.

An amount is an `int`, a rate is a `Fraction`. A float never enters: it is refused with TypeError
wherever it could, so that a tenth of a yen cannot be lost on the way.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.digits import squeeze_ascii

Yen: TypeAlias = int
"""An amount in whole yen."""

LIMIT: Final[Yen] = 10**12
"""Amounts from one trillion yen on are taken for a slip of the keyboard."""

FLOOR_NOTE: Final = "千円未満切捨て"
"""The sentence a table of thousands carries in its heading."""

_HOW_TO: Final = "金額を半角または全角の数字で入力してください（例 500000）"
_UNITS: Final = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1}
_UNIT: Final = "|".join(filter(None, _UNITS))
_DIGITS: Final = "[0-9][0-9,.]*"
_AMOUNT: Final = re.compile(
    rf"(?P<sign>[-▲△]?)金?\\?(?P<body>(?:{_DIGITS}(?:{_UNIT}))*(?:{_DIGITS})?)(?:円也?)?-?"
)
_PART: Final = re.compile(rf"({_DIGITS})({_UNIT}|)")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_SPELLINGS: Final = str.maketrans({"¥": "\\", "￥": "\\", "、": ",", "萬": "万", "圓": "円"})


class MoneyError(ValueError):
    """The text is no amount; the message tells the person, in Japanese, what to type instead."""


def parse_yen(text: str, *, allow_negative: bool = False) -> Yen:
    """Read an amount as people write it.

    Takes full-width digits, commas of every kind, ￥ and 円, 金…円也, and the units 千円, 万円,
    百万円, 千万円 and 億円, also combined (1億2,345万円) and with decimals (1.5万円). A minus sign,
    ▲ or △ makes an amount negative, where `allow_negative` permits one. Raises MoneyError.
    """
    found = _AMOUNT.fullmatch(squeeze_ascii(text.translate(_SPELLINGS)))
    if found is None or not found["body"]:
        raise MoneyError(_HOW_TO)
    amount = _sum_parts(found["body"])
    if amount >= LIMIT:
        raise MoneyError("金額は1兆円より小さい数で入力してください。けた数を確かめてください")
    if not found["sign"] or amount == 0:
        return amount
    if not allow_negative:
        raise MoneyError("金額は0円以上で入力してください（マイナスは使えません。例 500000）")
    return -amount


def _sum_parts(body: str) -> Yen:
    """Add 1億, 2,345万 and 6,000; each unit must be smaller than the one before."""
    total, room = 0, LIMIT
    for number, unit in _PART.findall(body):
        scale = _UNITS[unit]
        part = _read_number(number, scale)
        if scale >= room or (room < LIMIT and part >= room):
            raise MoneyError(_HOW_TO)
        total, room = total + part, scale
    return total


def _read_number(number: str, scale: int) -> Yen:
    whole, point, decimals = number.partition(".")
    if not _GROUPED.fullmatch(whole):
        raise MoneyError("コンマは3けたごとに入れるか、入れずに入力してください（例 1,000,000）")
    if len(whole) > 20:  # far above LIMIT; keeps a pasted page of digits from costing time
        raise MoneyError("金額は1兆円より小さい数で入力してください。けた数を確かめてください")
    yen = int(whole.replace(",", "")) * scale
    if not point:
        return yen
    # 「1.000」 is more often a slip for 1,000 than one yen: plain yen take no decimal point.
    if scale == 1 or not decimals.isdigit() or len(decimals) > 8:
        raise MoneyError("小数点を入れずに、1円単位の数字で入力してください（例 500000）")
    exact = Fraction(f"0.{decimals}") * scale
    if exact.denominator != 1:
        raise MoneyError("1円より小さい端数は入力できません。1円単位で入力してください")
    return yen + exact.numerator


def format_yen(amount: Yen) -> str:
    """Print an amount: 1,000,000円."""
    return f"{_whole('amount', amount):,}円"


def format_thousand_yen(amount: Yen, *, note: bool = True) -> str:
    """Print in thousands: 1,500千円. What is cut off is said: 1,234千円（千円未満切捨て）.

    `note=False` is for tables whose heading carries FLOOR_NOTE. Negative amounts are cut towards
    zero, as their absolute value would be.
    """
    thousands, rest = divmod(abs(_whole("amount", amount)), 1000)
    printed = f"{'-' if amount < 0 and thousands else ''}{thousands:,}千円"
    return f"{printed}（{FLOOR_NOTE}）" if rest and note else printed


def floor_to(amount: Yen, unit: Yen) -> Yen:
    """Cut an amount down to a multiple of the unit (1,234,567 by 1,000 is 1,234,000)."""
    if _whole("unit", unit) <= 0:
        raise ValueError(f"unit must be positive, not {unit}")
    return check_yen("amount", amount) // unit * unit


def share(amount: Yen, rate: Fraction, *, unit: Yen = 1) -> Yen:
    """Give the part of an amount that a rate between 0 and 1 makes, cut down to the unit."""
    return floor_to(check_yen("amount", amount) * check_rate(rate) // 1, unit)


def total(amounts: Iterable[Yen]) -> Yen:
    """Add amounts, each checked to be whole yen and not negative."""
    return sum(check_yen("amount", amount) for amount in amounts)


def check_yen(name: str, amount: Yen) -> Yen:
    """Give the amount back if it is whole, non-negative yen.

    Raises TypeError for floats, bools and texts, ValueError below zero; both name the argument.
    """
    if _whole(name, amount) < 0:
        raise ValueError(f"{name} must not be negative: {amount}")
    return amount


def check_rate(rate: Fraction) -> Fraction:
    """Give the rate back if it is an exact fraction between 0 and 1 (TypeError, ValueError)."""
    if not isinstance(rate, Fraction):
        raise TypeError(f"rate must be a Fraction, not {type(rate).__name__}")
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must lie between 0 and 1: {rate}")
    return rate


def _whole(name: str, amount: int) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"{name} must be a whole number, not {type(amount).__name__}")
    return amount
