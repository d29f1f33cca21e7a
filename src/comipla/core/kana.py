"""Order of Japanese readings (五十音順) without the help of a locale.

The embedded database has no ICU, so rows are sorted by a stored key column under the C collation.
Names themselves are stored byte for byte; only keys are normalised.
"""

import unicodedata

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_VOWEL_ROWS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWEL_OF = {kana: vowel for vowel, row in _VOWEL_ROWS.items() for kana in row}
_MARKS = {"\u3099", "\u309a"}  # combining voiced and semi-voiced sound marks


def hiragana(text: str) -> str:
    """Return `text` with every katakana, half-width included, as hiragana; without spaces.

    >>> hiragana("ｶｺﾞｼﾏ シ")
    'かごしまし'
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(_KATAKANA_TO_HIRAGANA).split())


def kana_key(text: str) -> str:
    """Return the key that sorts readings as a Japanese dictionary does.

    First the letters without their marks (あべ, はあと, はなこ, ばなな), then, after a space,
    the reading itself, so that equal letters stay in a fixed order.
    """
    reading = hiragana(text)
    bare = (
        mark
        for mark in unicodedata.normalize("NFD", reading.translate(_SMALL))
        if mark not in _MARKS
    )
    letters: list[str] = []
    for letter in bare:
        previous = letters[-1] if letters else ""
        letters.append(_VOWEL_OF.get(previous, letter) if letter == "ー" else letter)
    return f"{''.join(letters)} {reading}".strip()
