"""Names of account holders: legal forms in short, and thirty bytes.

The short forms are those the banks agree on (法人略語, 事業略語): at the front 「ﾄｸﾋ)」, at the end
「(ﾄｸﾋ」, in the middle 「(ｶ)」; those of associations stand without brackets. A holder's name is
typed from the passbook; nothing here derives it from a name in kanji.
"""

from typing import Final

from comipla.core.zengin.characters import NAME_SIGNS, UnwritableError, half_width

NAME_LENGTH: Final = 30
"""Bytes for a name; voicing marks count as one each."""

LEGAL_FORMS: Final = (
    (("特定非営利活動法人", "NPO法人", "ＮＰＯ法人"), "トクテイヒエイリカツドウホウジン", "ﾄｸﾋ"),
    (("株式会社", "㈱", "（株）", "(株)"), "カブシキガイシャ", "ｶ"),
    (("有限会社", "㈲", "（有）", "(有)"), "ユウゲンガイシャ", "ﾕ"),
    (("合名会社",), "ゴウメイガイシャ", "ﾒ"),
    (("合資会社",), "ゴウシガイシャ", "ｼ"),
    (("合同会社",), "ゴウドウガイシャ", "ﾄﾞ"),
    (("一般社団法人",), "イッパンシャダンホウジン", "ｼﾔ"),
    (("公益社団法人",), "コウエキシャダンホウジン", "ｼﾔ"),
    (("社団法人",), "シャダンホウジン", "ｼﾔ"),
    (("一般財団法人",), "イッパンザイダンホウジン", "ｻﾞｲ"),
    (("公益財団法人",), "コウエキザイダンホウジン", "ｻﾞｲ"),
    (("財団法人",), "ザイダンホウジン", "ｻﾞｲ"),
    (("社会福祉法人",), "シャカイフクシホウジン", "ﾌｸ"),
    (("学校法人",), "ガッコウホウジン", "ｶﾞｸ"),
    (("国立大学法人",), "コクリツダイガクホウジン", "ﾀﾞｲ"),
    (("公立大学法人",), "コウリツダイガクホウジン", "ﾀﾞｲ"),
    (("医療法人",), "イリョウホウジン", "ｲ"),
    (("宗教法人",), "シュウキョウホウジン", "ｼﾕｳ"),
    (("農事組合法人",), "ノウジクミアイホウジン", "ﾉｳ"),
    (("地方独立行政法人",), "チホウドクリツギョウセイホウジン", "ﾁﾄﾞｸ"),
    (("独立行政法人",), "ドクリツギョウセイホウジン", "ﾄﾞｸ"),
)
"""Spellings in kanji, reading, short form; a longer form stands before the shorter one in it."""

ASSOCIATIONS: Final = ((("社会福祉協議会",), "シャカイフクシキョウギカイ", "ｼﾔｷﾖｳ"),)
"""The same for associations, whose short form takes no brackets."""

_READINGS: Final = tuple(
    (spelling, reading)
    for spellings, reading, _ in (*LEGAL_FORMS, *ASSOCIATIONS)
    for spelling in spellings
)
_FORMS: Final = tuple((half_width(reading), short) for _, reading, short in LEGAL_FORMS)
_PLAIN: Final = tuple((half_width(reading), short) for _, reading, short in ASSOCIATIONS)


def shorten_legal_form(name: str) -> str:
    """Put the first legal form of a half-width name in short, with its brackets.

    The rest is left as it is; a name without a legal form comes back unchanged.
    """
    for reading, short in _PLAIN:
        name = name.replace(reading, short)
    for reading, short in _FORMS:
        before, found, after = name.partition(reading)
        if found:
            return _bracketed(before.rstrip(" "), short, after.lstrip(" "))
    return name


def _bracketed(before: str, short: str, after: str) -> str:
    if not before:
        return f"{short}){after}"
    return f"{before}({short}){after}" if after else f"{before}({short}"


def account_name(name: str, *, signs: str = NAME_SIGNS) -> str:
    """The name as it stands in the file: half-width, legal form in short, thirty bytes at most.

    Only the legal form may be in kanji. Raises UnwritableError for an empty name, a character the
    file does not know, or a name too long: banks keep its first thirty bytes, which the person
    must type.
    """
    if not isinstance(name, str):
        raise UnwritableError(f"口座名義をカナの文字で入力してください: {name}")
    for spelling, reading in _READINGS:
        name = name.replace(spelling, reading)
    written = shorten_legal_form(half_width(name, signs=signs))
    if not written:
        raise UnwritableError("口座名義がありません。通帳の名義をカナで入力してください")
    if len(written) > NAME_LENGTH:
        raise UnwritableError(
            f"口座名義が{len(written)}字（濁点も1字）で、{NAME_LENGTH}字をこえています。"
            f"先頭の{NAME_LENGTH}字（「{written[:NAME_LENGTH]}」）を入力してください"
        )
    return written
