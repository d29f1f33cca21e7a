"""The characters a bank's file may hold, and how names are brought into them.

A file knows half-width letters only: kana without small ones and without ｦ, voicing marks as
letters of their own, capitals, digits, the space and a few signs. What has one certain spelling
there is converted; anything else is refused with the reason, never replaced by a guess.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

NAME_SIGNS: Final = "()-"
"""Signs in names that every bank takes."""

WIDE_NAME_SIGNS: Final = "()-."
"""Signs in names at banks that also take the full stop."""

BANK_SIGNS: Final = "-"
"""Signs in the names of banks and branches."""

_KANA: Final = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ"
_FULL_KANA: Final = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
)
_VOICED: Final = frozenset("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")
_HALF_VOICED: Final = frozenset("ﾊﾋﾌﾍﾎ")
_LETTERS: Final = frozenset(_KANA + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")

_SMALL: Final = dict(zip("ｧｨｩｪｫｬｭｮｯ", "ｱｲｳｴｵﾔﾕﾖﾂ", strict=True))
_SMALL_FULL: Final = dict(zip("ァィゥェォャュョッヮヵヶ", "アイウエオヤユヨツワカケ", strict=True))
_DASHES: Final = "ーｰ‐‑‒–—―−"
_MARKS: Final = {"\u3099": "ﾞ", "\u309a": "ﾟ", "゛": "ﾞ", "゜": "ﾟ", "ﾞ": "ﾞ", "ﾟ": "ﾟ"}
_SPACES: Final = " \u3000"

_PLAIN: Final = dict(zip(_FULL_KANA, _KANA, strict=True))
_ONE_TO_ONE: Final = (
    _PLAIN
    | {small: _PLAIN[large] for small, large in _SMALL_FULL.items()}
    | _SMALL
    | _MARKS
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
)
_ADVICE: Final = {
    "ヲ": "「ヲ」は書けません。通帳の名義のとおり「オ」にしてください",
    "ｦ": "「ヲ」は書けません。通帳の名義のとおり「オ」にしてください",
    "ヰ": "「ヰ」は書けません。通帳の名義のとおり「イ」にしてください",
    "ヱ": "「ヱ」は書けません。通帳の名義のとおり「エ」にしてください",
    "・": "「・」は書けません。空白にしてください",
    "･": "「・」は書けません。空白にしてください",
    ".": "「.」はこの銀行では書けません。空白にしてください",
}


class UnwritableError(ValueError):
    """A text that cannot stand in a bank's file; says in Japanese which character and why."""


def half_width(text: str, *, signs: str = NAME_SIGNS) -> str:
    """Bring a text into the characters of the file: カゴシマ　ギンコウ → ｶｺﾞｼﾏ ｷﾞﾝｺｳ.

    Small kana become large, hiragana katakana, small letters capitals, ー a hyphen, a voiced kana
    two letters. Blanks at the ends are dropped. Raises UnwritableError for anything else, kanji
    above all, naming the character.
    """
    if not isinstance(text, str):
        raise UnwritableError(f"カナの文字で入力してください: {text}")
    written: list[str] = []
    for character in _pieces(text.strip(_SPACES)):
        letter = _ONE_TO_ONE.get(character, character)
        if letter in "ﾞﾟ":
            _check_mark(letter, written[-1] if written else "")
        elif letter not in _LETTERS and letter not in signs:
            raise UnwritableError(_reason(character))
        written.append(letter)
    return "".join(written)


def check_text(text: str, *, signs: str = NAME_SIGNS) -> str:
    """Give back a text that is already in the file's characters. Raises UnwritableError."""
    if half_width(text, signs=signs) != text.rstrip(" "):
        raise UnwritableError(f"「{text}」に半角カナなど決められた文字以外の文字があります")
    return text


def _pieces(text: str) -> Iterator[str]:
    """Characters one by one: wide ASCII narrow and large, hiragana katakana, voiced ones in two."""
    for character in text:
        code = ord(character)
        if 0xFF01 <= code <= 0xFF5E:  # wide ASCII; NFKC would rewrite far more than that
            character = chr(code - 0xFEE0)
        elif 0x3041 <= code <= 0x3096:
            character = chr(code + 0x60)
        if character.isascii():
            yield character.upper()
        elif "ァ" <= character <= "ヺ":
            yield from unicodedata.normalize("NFD", character)
        else:
            yield character


def _check_mark(mark: str, before: str) -> None:
    allowed = _VOICED if mark == "ﾞ" else _HALF_VOICED
    if before not in allowed:
        name = "濁点" if mark == "ﾞ" else "半濁点"
        where = f"「{before}」の後に" if before.strip() else "前に文字のない"
        raise UnwritableError(f"{where}{name}があります。通帳の名義を確かめてください")


def _reason(character: str) -> str:
    if advice := _ADVICE.get(character):
        return advice
    if unicodedata.category(character).startswith("C"):
        return f"見えない文字（U+{ord(character):04X}）があります。消してください"
    if unicodedata.name(character, "").startswith("CJK"):
        return (
            f"「{character}」（U+{ord(character):04X}）は漢字なので書けません。"
            "通帳の名義のカナで入力してください"
        )
    return f"「{character}」は振込のファイルに書けません。通帳の名義のカナで入力してください"
