"""Sorting keys put readings in the order of a Japanese dictionary."""

import random

from hypothesis import given
from hypothesis import strategies as st

from comipla.core.kana import hiragana, kana_key


def test_katakana_of_both_widths_and_spaces_become_hiragana():
    assert hiragana("ｶｺﾞｼﾏ　シ") == "かごしまし"


def test_readings_sort_as_in_a_dictionary():
    ordered = [
        "あべ",
        "アベ",
        "いちき",
        "かごしま",
        "がっこう",
        "こーひー",
        "はあと",
        "はなこ",
        "ばなな",
    ]
    mixed = random.Random(7).sample(ordered, len(ordered))
    assert [hiragana(name) for name in sorted(mixed, key=kana_key)] == [
        hiragana(name) for name in ordered
    ]


def test_voiced_and_small_letters_sort_beside_their_plain_ones():
    assert kana_key("がっこう").split()[0] == "かつこう"


def test_a_long_sound_sorts_as_its_vowel():
    assert kana_key("コーヒー").split()[0] == "こおひい"


@given(st.text("ぁあぃいかがきぎっつづはばぱんー"))
def test_katakana_and_hiragana_of_a_reading_have_one_key(reading):
    katakana = "".join(chr(ord(c) + 0x60) if c != "ー" else c for c in reading)
    assert kana_key(katakana) == kana_key(reading)
