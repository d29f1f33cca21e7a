"""A prefecture's file is checked as a whole before anything is stored."""

import pytest

from comipla.core.identifiers import is_municipality_code
from comipla.places.prefecture_file import (
    PrefectureFileError,
    parse_prefecture,
    read_prefecture,
)

HEAD = """
[prefecture]
code = "46"
name = "鹿児島県"
kana = "かごしまけん"
"""
TOWN = """
[[municipality]]
code = "{code}"
name = "{name}"
kana = "ちょう"
latitude = 31.5
longitude = 130.5
"""


def town(code: str, name: str = "架空町") -> str:
    return TOWN.format(code=code, name=name)


def test_kagoshima_has_43_municipalities_with_right_codes():
    prefecture = read_prefecture("46")
    assert len(prefecture.municipalities) == 43
    assert all(is_municipality_code(row.code) for row in prefecture.municipalities)


def test_every_municipality_of_kagoshima_belongs_to_one_branch_office():
    prefecture = read_prefecture("46")
    served = [code for office in prefecture.branch_offices for code in office.serves]
    assert len(prefecture.branch_offices) == 7
    assert sorted(served) == sorted(row.code for row in prefecture.municipalities)


def test_populations_of_kagoshima_add_up_to_the_published_total():
    prefecture = read_prefecture("46")
    assert sum(row.population or 0 for row in prefecture.municipalities) == 1_588_256


def test_a_prefecture_without_a_file_is_named_with_what_to_do():
    with pytest.raises(PrefectureFileError, match=r"都道府県番号 47 .*作り"):
        read_prefecture("47")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + town("462011"), "検査数字が合いません"),
        (HEAD + town("011002"), "鹿児島県のものではありません"),
        (HEAD + town("462012") + town("462012"), "2回出てきます"),
        (HEAD + town("462012") + "population = 10\n", "基準日と出典"),
        (HEAD + town("462012").replace('kana = "ちょう"\n', ""), "項目 kana がありません"),
        ("prefecture", "TOMLとして読めません"),
    ],
)
def test_a_slip_is_named(text, sentence):
    with pytest.raises(PrefectureFileError, match=sentence):
        parse_prefecture(text)


def test_a_branch_office_that_serves_a_strange_or_shared_town_is_named():
    office = '\n[[branch_office]]\ncode = "46-{0}"\nname = "{0}"\nserves = ["462012", "462039"]\n'
    text = HEAD + office.format("a") + office.format("b") + town("462012")
    with pytest.raises(PrefectureFileError) as slips:
        parse_prefecture(text)
    assert str(slips.value).splitlines() == [
        "団体コード 462012 を2つの地域振興局・支庁が所管しています。1つにしてください。",
        "団体コード 462039 を2つの地域振興局・支庁が所管しています。1つにしてください。",
        "地域振興局・支庁が所管する団体コード 462039 の市町村がありません。",
    ]
