import pytest

from comipla.core.digits import kanji_number, squeeze_ascii


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇", 0),
        ("六", 6),
        ("十", 10),
        ("十二", 12),
        ("三十一", 31),
        ("百五", 105),
        ("二千二十四", 2024),
        ("二〇二四", 2024),
        ("弐拾参", 23),
    ],
)
def test_kanji_numeral_is_read(text, number):
    assert kanji_number(text) == number


@pytest.mark.parametrize("text", ["", "元", "二三十", "二十三十", "十百", "〇十", "二4"])
def test_what_is_no_kanji_numeral_is_refused(text):
    with pytest.raises(ValueError, match=r"numeral|number"):
        kanji_number(text)


def test_squeezing_narrows_ascii_and_leaves_the_rest():
    assert squeeze_ascii("　Ａ１ （株）\u200b－①髙㈱ ") == "A1(株)-①髙㈱"
