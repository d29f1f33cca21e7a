"""The kinds of value a dated parameter can have: how each is written in TOML and printed.

Neither amounts nor rates are ever floats: an amount is whole yen, a rate is written as a text,
「1/2」 or 「10.95%」.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.money import check_rate, check_yen, format_yen

MonthDay: TypeAlias = tuple[int, int]
Table: TypeAlias = Mapping[str, tuple[str, ...]]
Value: TypeAlias = int | Fraction | bool | str | tuple[int, ...] | tuple[str, ...] | Table

_RATIO: Final = re.compile(r"([0-9]{1,4})/([1-9][0-9]{0,3})")
_PERCENT: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%")
_MONTH_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2000  # so that 02-29 is a day


@dataclass(frozen=True)
class Unit:
    """A kind of value: `read` takes what TOML gives (TypeError, ValueError), `show` prints it."""

    name: str
    read: Callable[[object], Value]
    show: Callable[[Value], str]
    how_to: str


def _read_whole(raw: object) -> int:
    if not isinstance(raw, int):
        raise TypeError(f"not a whole number: {raw!r}")
    return check_yen("value", raw)


def _read_rate(raw: object) -> Fraction:
    if ratio := _RATIO.fullmatch(_read_text(raw)):
        return check_rate(Fraction(int(ratio[1]), int(ratio[2])))
    if percent := _PERCENT.fullmatch(_read_text(raw)):
        return check_rate(Fraction(percent[1]) / 100)
    raise ValueError(f"not a rate: {raw!r}")


def _read_month_day(raw: object) -> MonthDay:
    found = _MONTH_DAY.fullmatch(_read_text(raw))
    if found is None:
        raise ValueError(f"not a day of the year: {raw!r}")
    day = date(_LEAP_YEAR, int(found[1]), int(found[2]))
    return day.month, day.day


def _read_flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise TypeError(f"neither true nor false: {raw!r}")
    return raw


def _read_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(f"not a text: {raw!r}")
    if not raw.strip():
        raise ValueError("an empty text")
    return raw


def _read_listing(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise TypeError(f"not a list: {raw!r}")
    texts = tuple(_read_text(item) for item in raw)
    if len(set(texts)) != len(texts):
        raise ValueError("a text stands twice")
    return texts


def _read_table(raw: object) -> Table:
    if not isinstance(raw, dict):
        raise TypeError(f"not a table: {raw!r}")
    return {key: _read_listing(texts) for key, texts in raw.items()}


def format_rate(rate: Fraction) -> str:
    """Print a rate: 2分の1, 10分の10, and where the divisor is large 10.95%."""
    if rate.denominator == 1:
        return f"10分の{10 * rate.numerator}"
    if rate.denominator > 10 and 10**9 % rate.denominator == 0:
        percent = Decimal(100 * rate.numerator) / Decimal(rate.denominator)
        return f"{percent.normalize():f}%"
    return f"{rate.denominator}分の{rate.numerator}"


def _show_yen(value: Value) -> str:
    return format_yen(value) if isinstance(value, int) else str(value)


def _show_rate(value: Value) -> str:
    return format_rate(value) if isinstance(value, Fraction) else str(value)


def _show_month_day(value: Value) -> str:
    return "{}月{}日".format(*value) if isinstance(value, tuple) else str(value)


def _show_flag(value: Value) -> str:
    return "はい" if value else "いいえ"


def _show_listing(value: Value) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _show_table(value: Value) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return "；".join(f"{key}: {'、'.join(texts)}" for key, texts in value.items())


def _count_unit(word: str) -> Unit:
    return Unit(word, _read_whole, lambda value: f"{value}{word}", "0以上の整数で書いてください")


COUNT_WORDS: Final = ("日", "年", "か月", "件", "回", "人", "種類")

UNITS: Final[Mapping[str, Unit]] = {
    unit.name: unit
    for unit in (
        Unit("円", _read_whole, _show_yen, "0以上の整数で書いてください（例 1_000_000）"),
        Unit("率", _read_rate, _show_rate, '文字で書いてください（例 "1/2"、"10.95%"）'),
        *map(_count_unit, COUNT_WORDS),
        Unit("月日", _read_month_day, _show_month_day, '月と日で書いてください（例 "04-10"）'),
        Unit("可否", _read_flag, _show_flag, "true か false で書いてください"),
        Unit("文字", _read_text, str, "文字で書いてください"),
        Unit("一覧", _read_listing, _show_listing, "文字を [ ] に重ねずに並べて書いてください"),
        Unit("対応表", _read_table, _show_table, "{ } の中に 鍵 = [一覧] の形で書いてください"),
    )
}
