"""住民基本台帳 sheets: blocks, single years, sums, and rows that are refused."""

import pytest

from comipla.core.evidence import register_from_grid
from comipla.core.grid import Grid


def sheet(*rows, name="東校区"):
    return Grid(name, tuple(tuple(row) for row in rows))


CLASSES = (
    ("令和2年4月1日 年齢別人口",),
    ("年齢", "男", "女", "計"),
    ("０～４歳", 10, "１１", 21),
    ("5〜9歳", 12, 13, 25),
    ("10歳以上", "1,200", 15, 1_215),
    ("合計", 1_222, 39, 1_261),
)


def test_classes_below_a_title_are_read():
    read = register_from_grid(sheet(*CLASSES))
    assert read.refusals == ()
    (area,) = read.areas
    assert area.name == "東校区"
    assert area.table.tolist() == [[10, 12, 1_200], [11, 13, 15]]


def test_single_years_in_blocks_side_by_side_are_added_up():
    rows = [(age, 1, 2, "", age + 5, 3, 4) for age in range(5)]
    read = register_from_grid(
        sheet(
            ("年齢", "男", "女", "", "年齢", "男", "女"), *rows, ("", "", "", "", "10歳以上", 7, 8)
        )
    )
    assert read.refusals == ()
    assert read.areas[0].table.tolist() == [[5, 15, 7], [10, 20, 8]]


def test_classes_between_single_years_are_sums_that_must_agree():
    rows = [(f"{age}歳", 1, 1) for age in range(5)]
    good = register_from_grid(
        sheet(("年齢", "男", "女"), ("0〜4歳", 5, 5), *rows, ("5歳以上", 1, 1))
    )
    assert good.areas[0].table.tolist() == [[5, 1], [5, 1]]
    bad = register_from_grid(
        sheet(("年齢", "男", "女"), ("0〜4歳", 6, 5), *rows, ("5歳以上", 1, 1))
    )
    assert bad.areas == ()
    assert "0〜4歳の人数 6 が、1歳ごとの和 5" in bad.refusals[0].sentence


def test_column_of_areas_gives_a_table_to_each():
    rows = [
        (area if age == "0-4" else "", age, number, number)
        for number, area in enumerate(("一町", "二町"), 1)
        for age in ("0-4", "5-9", "10歳以上")
    ]
    read = register_from_grid(sheet(("町名", "年齢", "男", "女"), *rows))
    assert [(area.name, area.table.sum()) for area in read.areas] == [("一町", 6), ("二町", 12)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("5〜9歳", -12, 13, 1), "4行目の「B4」：人口が -12 です。0 以上の数にしてください。"),
        (
            ("5〜9歳", 12, None, 12),
            "4行目の「C4」：人数がありません。0人のときは 0 と書いてください。",
        ),
        (("5〜9歳", 12, 13, 26), "4行目の「D4」：男と女の和 25 が計 26 と合いません。"),
        (("0〜4歳", 10, 11, 21), "4行目の「A4」：0〜4歳が2回あります。1つにしてください。"),
        (("若い人", 12, 13, 25), "4行目の「A4」：「若い人」は年齢として読めません。"),
    ],
)
def test_row_that_does_not_fit_is_refused_and_its_area_left_out(row, sentence):
    read = register_from_grid(sheet(*CLASSES[:3], row, *CLASSES[4:]))
    assert [refusal.sentence for refusal in read.refusals] == [sentence]
    assert read.areas == ()


def test_missing_class_is_named():
    read = register_from_grid(sheet(*CLASSES[:3], *CLASSES[4:]))
    assert [refusal.sentence for refusal in read.refusals] == [
        "2行目：東校区：5〜9歳（または5歳以上）の人数がありません。"
    ]


def test_open_class_within_a_class_is_refused():
    rows = [(f"{age}歳", 1, 1) for age in range(7)]
    read = register_from_grid(sheet(("年齢", "男", "女"), *rows, ("7歳以上", 1, 1)))
    assert "最後の階級が7歳以上で、5歳の境目に合いません。" in read.refusals[0].sentence


def test_sheet_without_a_heading_is_refused():
    (refusal,) = register_from_grid(sheet(("世帯数", 12))).refusals
    assert refusal.sentence == "1行目：「年齢」「男」「女」のならぶ見出しの行が見つかりません。"
