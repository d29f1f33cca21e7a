"""Exact numbers of a scheme: reading them, rounding them to yen, saying them.

A number is an `int` or a `Fraction`; floats are refused, for 0.1 is not a tenth.
"""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.digits import squeeze_ascii
from comipla.core.money import Yen

Exact: TypeAlias = int | Fraction
"""A number without error; a whole one is an `int`."""

LIMIT: Final = 10**15
"""Numbers from here on are taken for a slip of the keyboard."""

_NUMBER: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,20})(?:\.[0-9]{1,12})?")


class AllocationError(ValueError):
    """A scheme, its metrics or last year's amounts cannot be reckoned with; names the place."""


class Rounding(StrEnum):
    """What happens to a product below the unit (端数処理)."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    UP = "up"

    @property
    def label(self) -> str:
        """切捨て, 四捨五入, 切上げ."""
        return {"floor": "切捨て", "half_up": "四捨五入", "up": "切上げ"}[self.value]


def round_to(value: Exact, unit: Yen, rounding: Rounding) -> Yen:
    """The multiple of the unit that the rounding gives for a value of 0 or more."""
    if unit == 1 and type(value) is int:
        return value
    if rounding is Rounding.FLOOR:
        return value // unit * unit
    if rounding is Rounding.HALF_UP:
        return (2 * value + unit) // (2 * unit) * unit
    return -(-value // unit) * unit


def rounding_words(unit: Yen, rounding: Rounding) -> str:
    """1円未満切捨て, 1,000円未満四捨五入."""
    return f"{unit:,}円未満{rounding.label}"


def read_exact(text: str) -> Exact:
    """Read 1,234, ７．４３, 35% or 1/3, full-width or not.

    Raises ValueError, whose message says in Japanese what is wrong with the text.
    """
    squeezed = squeeze_ascii(text)
    if squeezed.startswith(("-", "▲", "△")):
        raise ValueError(f"「{text}」はマイナスの数です。0以上の数にしてください")
    body, percent = squeezed.removesuffix("%"), squeezed.endswith("%")
    parts = body.split("/")
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"「{text}」は数として読めません。数字で書いてください（例 1234、7.43）")
    value, divisor = (Fraction(part.replace(",", "")) for part in (*parts, "1")[:2])
    if divisor == 0:
        raise ValueError(f"「{text}」は0で割っています")
    return _plain(value / divisor / (100 if percent else 1))


def exact(value: object, place: str) -> Exact:
    """Take an int, Fraction, Decimal or text for an exact number of 0 or more.

    Raises AllocationError that begins with the place, a noun phrase in Japanese.
    """
    if type(value) is int and 0 <= value < LIMIT:
        return value
    number = _number(value, place)
    if number < 0:
        raise AllocationError(
            f"{place}がマイナスです（△{say(-number)}）。0以上の数にしてください。"
        )
    if number >= LIMIT:
        raise AllocationError(f"{place}が大きすぎます。けた数を確かめてください。")
    return number


def whole_yen(value: object, place: str) -> Yen:
    """Take a value for whole yen of 0 or more; raises AllocationError otherwise."""
    number = exact(value, place)
    if isinstance(number, Fraction):
        raise AllocationError(f"{place}は1円単位の額にしてください（今は {say(number)}）。")
    return number


def _number(value: object, place: str) -> Exact:
    if isinstance(value, str):
        try:
            return read_exact(value)
        except ValueError as error:
            raise AllocationError(f"{place}: {error}。") from None
    if isinstance(value, float):
        raise AllocationError(
            f'{place}が浮動小数点数です。Fraction、Decimal か文字列（"0.3"）で渡してください。'
        )
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 30:
        return _plain(Fraction(value))
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return _plain(Fraction(value))
    raise AllocationError(f"{place}は数にしてください（今は {value!r}）。")


def _plain(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def decimal_text(value: Exact) -> str | None:
    """The number in decimals where they end within twelve places (7.43), else None."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**12
    if scaled.denominator != 1:
        return None
    whole, rest = divmod(abs(scaled.numerator), 10**12)
    return f"{'-' if value < 0 else ''}{whole}.{rest:012d}".rstrip("0")


def say(value: Exact) -> str:
    """A number of 0 or more for people: 1,234, 7.43; endless ones cut to two places: 3.33…."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    whole, rest = divmod(int(value * 100), 100)
    text = decimal_text(value) or f"{whole}.{rest:02d}…"
    return f"{whole:,}.{text.partition('.')[2]}"


def say_yen(amount: Exact) -> str:
    """An amount for people: 1,234円, △550,334円, 3,266,666.66…円."""
    return f"△{say(-amount)}円" if amount < 0 else f"{say(amount)}円"


def say_rate(value: Exact) -> str:
    """A share for people: 30%, 12.5%, 1/3."""
    percent = decimal_text(_plain(Fraction(value) * 100))
    return f"{percent}%" if percent else str(value)


def plain_number(value: Exact | None) -> int | str | None:
    """A number for interchange: whole ones as int, others as exact text, 7.43 or 1/3."""
    if value is None or value.denominator == 1:
        return None if value is None else value.numerator
    return decimal_text(value) or str(value)
