from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import DateError

R6 = FiscalYear(2024)
years = st.integers(min_value=1873, max_value=2200).map(FiscalYear)


def test_year_knows_its_names_and_days():
    assert (R6.year, R6.code, R6.label) == (2024, "R6", "令和6年度")
    assert (R6.start, R6.end) == (date(2024, 4, 1), date(2025, 3, 31))
    assert R6.cashier_close == date(2025, 5, 31)
    assert (R6.previous, R6.next) == (FiscalYear(2023), FiscalYear(2025))
    assert R6.previous < R6 < R6.next


@pytest.mark.parametrize(
    ("year", "code", "label"),
    [
        (2016, "H28", "平成28年度"),
        (2018, "H30", "平成30年度"),
        (2019, "R1", "令和元年度"),
        (2020, "R2", "令和2年度"),
        (1988, "S63", "昭和63年度"),
        (1989, "H1", "平成元年度"),
    ],
)
def test_names_around_changes_of_era(year, code, label):
    assert (FiscalYear(year).code, FiscalYear(year).label) == (code, label)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 3, 31), 2024),
        (date(2025, 4, 1), 2025),
        (date(2024, 12, 31), 2024),
        (date(2019, 4, 30), 2019),
    ],
)
def test_day_belongs_to_the_year_that_began_last_april(day, year):
    assert FiscalYear.of(day) == FiscalYear(year)


@pytest.mark.parametrize(
    "text",
    [
        "R6",
        "r6",
        "Ｒ６",
        "令6",
        "令和6",
        "令和６年度",
        "令和六年度",
        "㋿6年度",
        "2024",
        "2024年度",
        "西暦2024年度",
        " 令和 6 年度 ",
    ],
)
def test_year_is_read_in_every_usual_spelling(text):
    assert FiscalYear.parse(text) == R6


@pytest.mark.parametrize(
    ("text", "year"), [("H31", 2019), ("令和元年度", 2019), ("平成32年度", 2020), ("h28", 2016)]
)
def test_year_beyond_the_end_of_its_era_is_counted_on(text, year):
    assert FiscalYear.parse(text) == FiscalYear(year)


@pytest.mark.parametrize(
    "text", ["", "6", "X6", "R0", "R", "令和年度", "R6.7", "24年", "R二三十", "M1"]
)
def test_text_that_is_no_year_is_answered_with_what_to_type(text):
    with pytest.raises(DateError) as raised:
        FiscalYear.parse(text)
    assert str(raised.value) == "年度を「令和6年度」「R6」「2024年度」のように入力してください"


@pytest.mark.parametrize("code", ["r6", "R06", "H31", "2024", "令6", ""])
def test_code_is_taken_only_as_it_is_printed(code):
    with pytest.raises(DateError):
        FiscalYear.from_code(code)


@pytest.mark.parametrize("year", ["2024", 2024.0, True])
def test_year_that_is_no_whole_number_is_a_type_error(year):
    with pytest.raises(TypeError):
        FiscalYear(year)


@given(years)
def test_code_and_label_read_back(year):
    assert FiscalYear.from_code(year.code) == year
    assert FiscalYear.parse(year.label) == year


@given(st.dates(min_value=date(1873, 4, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_in_its_year_alone(day):
    year = FiscalYear.of(day)
    assert year.contains(day)
    assert not year.next.contains(day)
    assert not year.previous.contains(day) if year.year > 1873 else True


@given(years)
def test_years_follow_each_other_without_a_gap(year):
    assert year.end + timedelta(days=1) == year.next.start
    assert year.next.previous == year
