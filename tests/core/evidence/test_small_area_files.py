"""e-Stat small areas: suppressed cells, sums, and the published file."""

import pytest

from comipla.core.evidence import merged_units, project, small_areas_from_csv
from tests.core.evidence.shared import published

PUBLISHED = "golden/estat_T001082_smallarea_daito_kadoma_cp932.csv"
CODES = "KEY_CODE,HYOSYO,CITYNAME,NAME,HTKSYORI,HTKSAKI,GASSAN"
AGES = ("０～４歳", "５～９歳", "１０～１４歳", "１５歳未満", "１５歳以上")
HEADINGS = ",".join(
    [
        ",,,,,,",
        *(
            f"{sex}の総数、年齢「不詳」含む,{','.join(sex + age for age in AGES)}"
            for sex in ("男", "女")
        ),
    ]
).replace(",,,,,,,", ",,,,,,,", 1)


def row(key, level, name, men, women, *, treatment="0", host="", guests=""):
    """A row of the file; `men` and `women` are the total and the classes."""
    sides = [
        [side[0], *side[1:4], "", side[4]] if len(side) == 5 else side for side in (men, women)
    ]
    cells = [key, level, "見本市", name, treatment, host, guests, *sides[0], *sides[1]]
    return ",".join(map(str, cells))


ALL_X = ["X"] * 6
TOWN = row("46999", "1", "", (21, 3, 3, 3, 12), (20, 3, 3, 2, 12))
ONE = row(
    "469990010", "2", "一町", (11, 1, 2, 2, 6), (10, 2, "-", 2, 6), treatment="1", guests="0020"
)
TWO = row("469990020", "2", "二町", ALL_X, ALL_X, treatment="2", host="0010")
THREE = row("469990030", "2", "三町", (10, 2, 1, 1, 6), (10, 1, 3, 0, 6))


def read(*rows):
    header = CODES + ",T1,T2,T3,T4,T5,T6,T7,T8,T9,T10,T11,T12"
    return small_areas_from_csv("\r\n".join([header, HEADINGS, *rows, ""]).encode("cp932"))


def test_areas_sums_and_suppressed_rows_are_told_apart():
    file = read(TOWN, ONE, TWO, THREE)
    assert file.refusals == ()
    assert [area.name for area in file.areas] == ["一町", "二町", "三町"]
    one, two, three = file.areas
    assert one.table.tolist() == [[1, 2, 2, 6], [2, 0, 2, 6]]
    assert (one.guests, two.host, two.table) == (("469990020",), "469990010", None)
    assert three.unknown == 0
    assert file.municipality("46999").tolist() == [[3, 3, 3, 12], [3, 3, 2, 12]]
    assert file.municipality("46998") is None


def test_suppressed_area_becomes_one_unit_with_its_host():
    merged = merged_units([read(ONE, TWO, THREE).areas])
    assert [unit.name for unit in merged.units] == ["一町・二町", "三町"]
    assert merged.tables[0][0].tolist() == [[1, 2, 2, 6], [2, 0, 2, 6]]


def test_areas_joined_in_one_census_stay_joined_in_the_other():
    alone = row("469990020", "2", "二町", (5, 1, 1, 1, 2), (4, 1, 1, 0, 2))
    earlier = read(row("469990010", "2", "一町", (9, 1, 1, 1, 6), (9, 2, 0, 1, 6)), alone, THREE)
    merged = merged_units([earlier.areas, read(ONE, TWO, THREE).areas])
    assert [unit.codes for unit in merged.units] == [("469990010", "469990020"), ("469990030",)]
    assert merged.tables[0][0].tolist() == [[2, 2, 2, 8], [3, 1, 1, 8]]
    assert merged.tables[1][0].tolist() == [[1, 2, 2, 6], [2, 0, 2, 6]]


def test_area_that_one_census_does_not_have_is_left_out_with_a_reason():
    merged = merged_units([read(THREE).areas, read(ONE, TWO, THREE).areas])
    assert [unit.name for unit in merged.units] == ["三町"]
    assert merged.left_out == (
        "一町・二町：469990010、469990020 がない年があるため、比べられません。",
    )


def test_censuses_without_common_areas_have_no_units():
    assert merged_units([read(THREE).areas, read(ONE, TWO).areas]).tables == ()


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (TWO, "3行目の「HTKSAKI」：合算先 469990010 の行がありません。その行も入れてください。"),
        (
            THREE.replace(",2,1,1,", ",-2,1,1,"),
            "3行目の「男０～４歳」：人口が -2 です。0 以上の数にしてください。",
        ),
        (
            THREE.replace(",2,1,1,", ",X,1,1,"),
            "3行目の「男０～４歳」：一部だけ伏せられているため、この行は使えません。",
        ),
        (
            THREE.replace("46999", "四六"),
            "3行目の「KEY_CODE」：「四六0030」は地域の番号ではありません。",
        ),
        (
            THREE.replace(",2,見", ",9,見"),
            "3行目の「HYOSYO」：「9」は知らない区分です。1 から 4 のはずです。",
        ),
        (THREE[:-6], "3行目：列が足りません。元のファイルからこの行を作り直してください。"),
        (
            row("469990020", "2", "二町", ALL_X, ALL_X, treatment="2"),
            "3行目の「HTKSAKI」：人数が伏せられていますが、合算先の番号がありません。",
        ),
    ],
)
def test_row_that_does_not_fit_is_refused_and_the_others_are_read(bad, sentence):
    file = read(bad, row("469990040", "2", "四町", (10, 2, 1, 1, 6), (10, 1, 3, 0, 6)))
    assert [refusal.sentence for refusal in file.refusals] == [sentence]
    assert [area.name for area in file.areas] == ["四町"]


def test_broken_character_is_refused_by_row_and_the_others_are_read():
    rows = [CODES + ",T", HEADINGS, ONE, THREE]
    data = "\r\n".join(rows).encode("cp932").replace("一町".encode("cp932"), b"\x88\xea\x92")
    file = small_areas_from_csv(data)
    assert [refusal.sentence for refusal in file.refusals] == [
        "3行目の「4列目」：文字がこわれています。元の表からこの行を作り直してください。"
    ]
    assert [area.name for area in file.areas] == ["三町"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("KEY_CODE,NAME", "1行目：見出しが2行ありません。"),
        (f"{CODES[9:]}\n,,総数", "1行目の「KEY_CODE」：見出し KEY_CODE の列がありません。"),
        (f"{CODES},T\n,,,,,,,面積", "2行目：2行目の見出しに、男と女の年齢の列がありません。"),
    ],
)
def test_file_that_is_no_small_area_file_is_refused(data, sentence):
    (refusal,) = small_areas_from_csv(data.encode()).refusals
    assert refusal.sentence.startswith(sentence)


def test_published_file_is_read_whole_and_its_areas_sum_to_the_municipalities():
    file = small_areas_from_csv(published(PUBLISHED))
    assert file.refusals == ()
    assert (len(file.areas), len(file.sums)) == (208, 29)
    for code, people in (("27218", 119_367), ("27223", 119_764)):
        parts = [area for area in file.areas if area.code.startswith(code)]
        shown = [area.table for area in parts if area.table is not None]
        assert sum(shown).tolist() == file.municipality(code).tolist()
        unknown = sum(area.unknown for area in parts)
        assert file.municipality(code).sum() + unknown == people


def test_published_suppressed_area_is_joined_and_projected_with_the_rest():
    merged = merged_units([small_areas_from_csv(published(PUBLISHED)).areas])
    assert len(merged.units) == 207
    joined = [unit for unit in merged.units if len(unit.codes) > 1]
    assert [unit.name for unit in joined] == ["大字北条・北条三丁目"]
    (table,) = merged.tables
    assert table.shape == (207, 2, 16)
    assert project(table, table, steps=6, kappa=20).totals.shape == (7, 207)
