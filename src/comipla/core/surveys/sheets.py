"""Codes of printed sheets: drawn by chance, with a letter that catches slips of the hand."""

import secrets

from comipla.core.codes import CodeList
from comipla.core.digits import squeeze_ascii

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ23456789"
"""31 letters that do not look alike; a prime number, so that every slip and swap is caught."""
_DRAWN = 8
LENGTH = _DRAWN + 1
_GROUP = 3


class Channel(CodeList):
    """How an answer came in."""

    WEB = "WEB", "スマートフォン"
    PAPER = "PAPER", "紙の用紙"
    PROXY = "PROXY", "聞き取り（代理）"

    @property
    def keyed(self) -> bool:
        """Whether the secretariat entered it."""
        return self is not Channel.WEB


def new_code() -> str:
    """A code that nobody can guess: 31⁸ are possible."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(_DRAWN))
    return drawn + _check_letter(drawn)


def plain_code(typed: str) -> str:
    """The letters of a code as somebody typed it, whatever its dashes, width and case."""
    return "".join(letter for letter in squeeze_ascii(typed).upper() if letter.isalnum())


def is_code(code: str) -> bool:
    """Whether a plain code can be one: a wrong letter or two swapped ones show at once."""
    if len(code) != LENGTH or any(letter not in LETTERS for letter in code):
        return False
    return _check_letter(code[:_DRAWN]) == code[_DRAWN]


def shown_code(code: str) -> str:
    """The code as it is printed: ``K7Q-2M4-XTP``."""
    return "-".join(code[place : place + _GROUP] for place in range(0, LENGTH, _GROUP))


def _check_letter(drawn: str) -> str:
    weighed = sum(weight * LETTERS.index(letter) for weight, letter in enumerate(drawn, start=1))
    return LETTERS[weighed % len(LETTERS)]
