"""Census tables: both shapes, sums that must agree, and the published files."""

import numpy as np
import pytest

from comipla.core.evidence import census_from_csv, pooled, project
from tests.core.evidence.shared import published

KAGOSHIMA = "46"
CENSUS = "population/kagoshima_census_1980_2015_sex_age5.csv"
IPSS = "population/kagoshima_ipss_h30_projection_2015_2045_sex_age5.csv"
CENSUS_2020 = "population/kagoshima_census2020_pref_and_city_sex_age5.csv"
SINGLE_YEARS = "population/census2020_table2-1_single_year_pref_and_large_cities.csv"


@pytest.fixture(scope="module")
def census():
    return census_from_csv(published(CENSUS))


@pytest.fixture(scope="module")
def ipss():
    return census_from_csv(published(IPSS))


def by_class(**changes):
    """A village in two years; `changes` replace cells by row label."""
    cells = {
        "T,total": "33,66",
        "M,0-4": "1,2",
        "M,5-9": "2,4",
        "M,10+": "4,8",
        "M,unknown": "3,6",
        "M,total": "10,20",
        "F,0〜4歳": "8,16",
        "F,5〜9歳": "7,14",
        "F,10歳以上": "8,16",
    } | changes
    rows = [f"46999,見本村（架空）,{key},{value}" for key, value in cells.items() if value]
    return "\n".join(["code,name,sex,age5,2015,2020", *rows]).encode("cp932")


def sentences(data, **options):
    return [refusal.sentence for refusal in census_from_csv(data, **options).refusals]


def test_row_for_each_class_is_read_into_a_table_for_each_year():
    file = census_from_csv(by_class())
    assert file.refusals == ()
    assert [(table.name, table.year) for table in file.tables] == [
        ("見本村（架空）", 2015),
        ("見本村（架空）", 2020),
    ]
    assert file.of("46999", 2020).table.tolist() == [[2, 4, 8], [16, 14, 16]]
    assert file.of("46999", 2015).unknown.tolist() == [3, 0]


def test_people_of_unknown_age_are_spread_over_their_sex():
    table = census_from_csv(by_class()).of("46999", 2015).with_unknown_spread()
    assert table.sum(axis=1).tolist() == pytest.approx([10, 23])
    np.testing.assert_allclose(table[0], np.array([1, 2, 4]) * 10 / 7)


def test_row_for_each_sex_with_single_years_is_read():
    ages = ",".join([*(f"{age}歳" for age in range(10)), "10歳以上", "年齢「不詳」"])
    data = "\n".join(
        [
            f"code,name,sex,総数,{ages},R1_（再掲）15歳未満",
            "46999,見本村,男女計,150," + ",".join(["10"] * 15),
            "46999,見本村,男,60," + ",".join(["5"] * 10) + ",-,10,50",
            "46999,見本村,女,90," + ",".join(["5"] * 10) + ",20,20,50",
        ]
    ).encode()
    file = census_from_csv(data, year=2020)
    assert file.refusals == ()
    assert file.of("46999", 2020).table.tolist() == [[25, 25, 0], [25, 25, 20]]
    with pytest.raises(ValueError, match="year に調査の年"):
        census_from_csv(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            by_class(**{"M,5-9": "2,-4"}),
            "4行目の「2020」：人口が -4 です。0 以上の数にしてください。",
        ),
        (by_class(**{"M,若者": "1,1"}), "11行目の「age5」：「若者」は年齢の階級ではありません。"),
        (by_class(**{"X,0-4": "1,1"}), "11行目の「sex」：「X」は男女の別ではありません。"),
        (
            by_class(**{"M,5-9": ""}),
            "3行目：見本村（架空） 2015年の男：5〜9歳（または5歳以上）の人数がありません。",
        ),
        (
            by_class(**{"M,total": "11,20"}),
            "3行目：見本村（架空） 2015年の男：年齢別の和 10 が総数 11 と合いません。",
        ),
        (
            by_class(**{"T,total": "33,67"}),
            "2行目：見本村（架空） 2020年：男女の和 66 が総数 67 と合いません。",
        ),
        (
            by_class(**{"男,0-4": "1,2"}),
            "11行目：見本村（架空）の同じ階級が2回あります。1つにしてください。",
        ),
        (
            b"code,name,sex\n1,a,M",
            "1行目：見出しに 人数（年か年齢） の列がありません。加えてください。",
        ),
        (b"", "1行目：表が空です。"),
    ],
)
def test_row_that_does_not_fit_is_refused_with_its_reason(data, sentence):
    assert sentence in sentences(data)


def test_place_with_a_refused_row_has_no_table():
    file = census_from_csv(by_class(**{"M,5-9": "2,-4"}))
    assert file.tables == ()
    with pytest.raises(KeyError, match="2020年の表はありません"):
        file.of("46999", 2020)


def test_open_class_can_begin_earlier():
    assert pooled(np.arange(6.0), 4).tolist() == [0, 1, 2, 12]
    with pytest.raises(ValueError, match="2 から 6"):
        pooled(np.arange(6.0), 7)


def test_published_census_of_the_prefecture_is_read_whole(census):
    assert census.refusals == ()
    assert len(census.tables) == 44 * 8
    prefecture = census.of(KAGOSHIMA, 2015)
    assert prefecture.table.sum() + prefecture.unknown.sum() == 1_648_177
    assert prefecture.table.shape == (2, 19)


def test_published_census_of_single_years_meets_that_of_classes():
    single = census_from_csv(published(SINGLE_YEARS), year=2020)
    assert single.refusals == ()
    by_five = census_from_csv(published(CENSUS_2020)).of("46000", 2020).table
    np.testing.assert_array_equal(pooled(single.of("46000", 2020).table, by_five.shape[1]), by_five)


def test_projection_from_2010_meets_the_census_of_2020_within_two_percent(census):
    """Published 2020: 1,588,256. Ten years ahead by ratios of 2005 to 2010, then of 2010 to 2015."""
    before, base, after = (
        census.of(KAGOSHIMA, year).with_unknown_spread() for year in (2005, 2010, 2015)
    )
    assert project(base, after, steps=1).totals[1, 0] == pytest.approx(1_588_256, rel=0.02)
    assert project(before, base, steps=2).totals[2, 0] == pytest.approx(1_588_256, rel=0.02)


def test_projection_is_below_the_institute_that_lets_people_live_longer(census, ipss):
    """IPSS (2018) is cohort-component with falling mortality: 1% apart in 10 years, 7% in 30."""
    base0 = census.of(KAGOSHIMA, 2010).with_unknown_spread()
    done = project(base0, ipss.of(KAGOSHIMA, 2015).table, steps=6)
    theirs = [ipss.of(KAGOSHIMA, 2015 + 5 * step).table.sum() for step in range(7)]
    apart = done.totals[:, 0] / theirs - 1
    assert apart[0] == 0
    assert (np.diff(apart) < 0).all()
    assert apart[2] > -0.015
    assert apart[6] > -0.08


def test_municipalities_controlled_to_the_institute_sum_to_the_prefecture(census, ipss):
    codes = sorted({table.code for table in ipss.tables} - {KAGOSHIMA})
    base0, base1 = (
        np.array([census.of(code, year).with_unknown_spread() for code in codes])
        for year in (2010, 2015)
    )
    control = np.array([ipss.of(KAGOSHIMA, year).table for year in range(2020, 2050, 5)])
    done = project(base0, base1, steps=6, kappa=20, control=control)
    np.testing.assert_allclose(done.population[1:].sum(axis=1), control, rtol=1e-12)
    theirs = np.array([ipss.of(code, 2045).table.sum() for code in codes])
    error = np.abs(done.totals[-1] / theirs - 1)
    assert np.median(error) < 0.06
