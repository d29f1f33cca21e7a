"""The plain table of people: what is read, and what is refused by row and column."""

import numpy as np
import pytest

from comipla.core.evidence import TableRefused, series_from_csv

HEADING = "area,year,sex,age_from,age_to,population"


def lines(areas=("東校区",), years=(2015, 2020), top=50):
    """A whole table, one text a row; row 1 is the heading."""
    rows = [HEADING]
    for area in areas:
        for year in years:
            for sex in "MF":
                for first in range(0, top + 1, 5):
                    last = "" if first == top else first + 4
                    rows.append(f"{area},{year},{sex},{first},{last},{first + year - 2000}")
    return rows


def text(rows):
    return "\n".join(rows).encode()


def refused(data):
    with pytest.raises(TableRefused) as caught:
        series_from_csv(data)
    return str(caught.value)


def test_table_is_read_by_area_sex_and_class():
    series = series_from_csv(text(lines(("東校区", "西校区"))))
    assert series.areas == ("東校区", "西校区")
    assert series.years == (2015, 2020)
    assert [table.shape for table in series.tables] == [(2, 2, 11)] * 2
    np.testing.assert_array_equal(series.tables[1][1, 1], np.arange(20.0, 75.0, 5))


def test_order_of_rows_and_columns_does_not_matter():
    rows = lines()
    mixed = [HEADING, *reversed(rows[1:])]
    swapped = [",".join(reversed(row.split(","))) for row in mixed]
    first, second = series_from_csv(text(rows)), series_from_csv(text(swapped))
    assert [t.tolist() for t in first.tables] == [t.tolist() for t in second.tables]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_and_line_ends_of_offices_are_read(encoding):
    assert series_from_csv("\r\n".join(lines()).encode(encoding)).areas == ("東校区",)


def test_full_width_digits_and_thousands_are_read():
    rows = lines()
    rows[1] = '東校区,２０１５,Ｍ,０,４,"１,２３４"'
    assert series_from_csv(text(rows)).tables[0][0, 0, 0] == 1_234


def changed(row, new):
    rows = lines()
    rows[row - 1] = new
    return text(rows)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (changed(3, "東校区,2015,M,5,9,-1"), "3行目の「population」：人口が -1 です。"),
        (changed(3, "東校区,2015,M,5,9,"), "3行目の「population」：人数がありません。"),
        (
            changed(3, "東校区,2015,M,5,9,多い"),
            "3行目の「population」：「多い」は数ではありません。",
        ),
        (changed(3, "東校区,2015,M,5,9,nan"), "3行目の「population」：「nan」は数ではありません。"),
        (changed(3, "東校区,2015,男,5,9,20"), "3行目の「sex」：「男」は使えません。"),
        (changed(3, "東校区,平成27年,M,5,9,20"), "3行目の「year」：「平成27年」は西暦"),
        (changed(3, ",2015,M,5,9,20"), "3行目の「area」：地区の名前がありません。"),
        (changed(3, "東校区,2015,M,五,9,20"), "3行目の「age_from」：「五」は年齢ではありません。"),
        (changed(3, "東校区,2015,M,5,4,20"), "3行目の「age_to」：「4」は使えません。"),
        (changed(3, "東校区,2015,M"), "3行目：列が足りません。"),
        (
            changed(3, "東校区,2015,M,0,4,20"),
            "3行目の「age_from」：東校区 2015年 Mの0〜4歳が 2行目と重複",
        ),
        (
            changed(3, "東校区,2015,M,3,9,20"),
            "3行目の「age_from」：東校区 2015年 Mの3〜9歳が 2行目の階級と重な",
        ),
        (changed(3, ""), "4行目の「age_from」：東校区 2015年 Mの5歳から9歳の階級がありません。"),
        (changed(12, ""), "11行目の「age_to」：東校区 2015年 Mに最後の階級（50歳以上"),
        (text(lines(years=(2020,))), "2行目の「year」：2020年の表しかありません。"),
        (text(lines(years=(2015, 2019))), "2行目の「year」：2015年と2019年は5年おきでは"),
        (text(lines()[:-11]), "2行目の「year」：東校区に2020年の F の行がありません。"),
        (text(lines(top=50)[:23] + lines(top=55)[25:]), "ほかは 55歳以上です。"),
        (
            text(["area,year,sex", "a,2015,M"]),
            "1行目の「age_from」：見出し age_from の列がありません。",
        ),
        (text([HEADING]), "1行目：見出しの下に人口の行がありません。"),
        (b"", "1行目：表が空です。"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(data, sentence):
    assert sentence in refused(data)


def test_ten_year_class_is_refused():
    rows = lines()
    rows[1:3] = ["東校区,2015,M,0,9,30"]
    assert "2行目の「age_to」：東校区 2015年 Mの0〜9歳は5歳階級ではありません。" in refused(
        text(rows)
    )


def test_broken_character_of_cp932_is_named_by_row_and_column():
    data = "\r\n".join(lines()).encode("cp932").split(b"\r\n")
    data[4] = data[4][: -len(b",2015,M,15,19,30") - 1] + b",2015,M,15,19,30"
    assert "5行目の「1列目」：文字がこわれています。" in refused(b"\r\n".join(data))


def test_lines_that_end_as_on_old_machines_are_read():
    assert series_from_csv("\r".join(lines()).encode()).areas == ("東校区",)


def test_quote_that_is_never_closed_is_named():
    rows = lines()
    rows[2] = '東校区,2015,M,5,9,"20' + "0" * 140_000
    assert '3行目：引用符（"）が閉じていないため' in refused(text(rows))


def test_many_refusals_are_counted_and_the_first_are_shown():
    rows = [HEADING, *(f"東校区,2015,X,{first},,1" for first in range(0, 100, 5))]
    shown = refused(text(rows)).split("\n")
    assert len(shown) == 11
    assert shown[-1] == "ほかに 10 件あります。"
