"""Numbers as people write them: full-width, with stray blanks, in kanji.

Only digits, ASCII and blanks are touched. Unicode NFKC is avoided on purpose: it would also turn
① into 1 and rewrite names.
"""

from typing import Final

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES: Final = {ord(dash): "-" for dash in "‐‑‒–—―−ー"}
_INVISIBLE: Final = dict.fromkeys((0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_TO_ASCII: Final = {**_FULL_WIDTH, **_DASHES, **_INVISIBLE}

_KANJI_DIGITS: Final = {
    kanji: value
    for value, spellings in enumerate(("〇零", "一壱", "二弐", "三参", *"四五六七八九"))
    for kanji in spellings
}
_KANJI_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000}

KANJI_NUMERALS: Final = "".join((*_KANJI_DIGITS, *_KANJI_UNITS))
"""Every character that `kanji_number` reads, ready for a character class."""


def squeeze_ascii(text: str) -> str:
    """Turn full-width ASCII and dashes of every kind into ASCII; drop blanks and invisibles."""
    return "".join(text.translate(_TO_ASCII).split())


def kanji_number(text: str) -> int:
    """Read 六, 十二, 三十一 or, digit by digit, 二〇二四.

    Raises ValueError for anything else, the empty text and 二十三十 included.
    """
    if not text:
        raise ValueError("no numeral to read")
    if not any(character in _KANJI_UNITS for character in text):
        number = 0
        for character in text:
            number = number * 10 + _digit(character)
        return number
    total, pending, last_unit = 0, None, 10_000
    for character in text:
        unit = _KANJI_UNITS.get(character)
        if unit is None:
            if pending is not None:
                raise ValueError(f"{text!r} mixes two ways of writing numbers")
            pending = _digit(character)
        elif unit >= last_unit or pending == 0:
            raise ValueError(f"{text!r} does not read as a number")
        else:
            total += (1 if pending is None else pending) * unit
            pending, last_unit = None, unit
    return total + (pending or 0)


def _digit(character: str) -> int:
    try:
        return _KANJI_DIGITS[character]
    except KeyError:
        raise ValueError(f"{character!r} is no kanji numeral") from None
