from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.wareki import (
    DateError,
    era_of,
    find_era,
    format_wareki,
    format_wareki_short,
    parse_date,
)

JULY_FIRST = date(2024, 7, 1)
days = st.dates(min_value=date(1873, 1, 1), max_value=date.max)


@pytest.mark.parametrize(
    "text",
    [
        "R6.7.1",
        "r6.7.1",
        "Ｒ６．７．１",
        "R.6.7.1",
        "R6/7/1",
        "R6-7-1",
        "R06.07.01",
        "R060701",
        "令6.7.1",
        "令6・7・1",
        "令和6年7月1日",
        "令和６年７月１日",
        "令和 6 年 7 月 1 日",
        "令和六年七月一日",
        "㋿6年7月1日",
        "令和06年07月01日",
        "2024/7/1",
        "2024-07-01",
        "２０２４／０７／０１",
        "2024.7.1",
        "20240701",
        "2024年7月1日",
        "西暦2024年7月1日",
        "二〇二四年七月一日",
        "6-7-1",
        "6.7.1",
        "6年7月1日",
        "令和6年7月1日（月）",
        "令和6年7月1日(月)",
        "R6.7.1（月）",
        "2024/7/1(月)",
        "20240701(月)",
        "令和6年7月1日月曜日",
        "令和6年7月1日（月曜）",
        "令和6年7月1日（月・祝）",
        "　令和6年7月1日　",
    ],
)
def test_date_is_read_in_every_usual_spelling(text):
    assert parse_date(text) == JULY_FIRST


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和元年五月一日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("㍻28年4月1日", date(2016, 4, 1)),
        ("H28.4.1", date(2016, 4, 1)),
        ("平28.4.1", date(2016, 4, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("S36.9.15", date(1961, 9, 15)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("明治六年一月一日", date(1873, 1, 1)),
        ("令和十二年十二月三十一日", date(2030, 12, 31)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("令和100年1月1日", date(2118, 1, 1)),
    ],
)
def test_dates_at_the_edges_of_eras_are_read(text, day):
    assert parse_date(text) == day


def test_bare_year_counts_in_the_era_asked_for():
    assert parse_date("28-4-1", default_era="H") == date(2016, 4, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "平成31年5月1日",
            "平成31年5月1日は平成の外です（平成は平成31年4月30日まで）。"
            "「令和元年5月1日」と入力してください",
        ),
        (
            "平成36年4月1日",
            "平成36年4月1日は平成の外です（平成は平成31年4月30日まで）。"
            "「令和6年4月1日」と入力してください",
        ),
        (
            "R1.4.30",
            "令和元年4月30日は令和の外です（令和は令和元年5月1日から）。"
            "「平成31年4月30日」と入力してください",
        ),
        ("令和7年2月29日", "令和7年2月29日はありません。日は1から28までの数字で入力してください"),
        ("2024-13-01", "13月はありません。月は1から12までの数字で入力してください"),
        ("2024-00-01", "0月はありません。月は1から12までの数字で入力してください"),
        (
            "令和6年7月1日（火）",
            "令和6年7月1日は月曜日です。日付か曜日のどちらかを直してください",
        ),
        ("R0.7.1", "年は1（元年）からの数字で入力してください（例 令和6年7月1日）"),
        ("明治5年1月1日", "明治6年（1873年）1月1日以後の日付を入力してください"),
        ("1872-12-31", "明治6年（1873年）1月1日以後の日付を入力してください"),
        ("西暦24年7月1日", "年の前に元号を付けるか、西暦4けたで入力してください（例 R6.7.1）"),
        ("124-7-1", "年の前に元号を付けるか、西暦4けたで入力してください（例 R6.7.1）"),
    ],
)
def test_date_that_cannot_be_is_explained(text, message):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert str(raised.value) == message


def test_bare_year_is_refused_where_no_era_is_assumed():
    with pytest.raises(DateError, match="元号を付けるか"):
        parse_date("6-7-1", default_era=None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未定",
        "令6",
        "令和6年7月",
        "7月1日",
        "240701",
        "R6.7",
        "R6.7.1.2",
        "昨日",
        "2024/7/1 10:00",
    ],
)
def test_text_that_is_no_date_is_answered_with_what_to_type(text):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert str(raised.value) == (
        "日付を年・月・日の順に入力してください（例 令和6年7月1日、R6.7.1、2024-07-01）"
    )


@pytest.mark.parametrize("text", ["R九九九九九九.1.1", "R9999.1.1", "二三十.1.1"])
def test_absurd_year_is_a_date_error(text):
    with pytest.raises(DateError):
        parse_date(text)


@given(days)
def test_long_form_reads_back(day):
    assert parse_date(format_wareki(day)) == day
    assert parse_date(format_wareki(day, weekday=True)) == day


@given(days)
def test_short_and_iso_forms_read_back(day):
    assert parse_date(format_wareki_short(day), default_era=None) == day
    assert parse_date(day.isoformat(), default_era=None) == day
    assert parse_date(f"{day:%Y%m%d}", default_era=None) == day


@given(st.text(alphabet="RHS令和平成元年月日0123456789./-（）月火二十〇 ", max_size=16))
def test_any_text_gives_a_date_or_a_date_error(text):
    with suppress(DateError):
        assert isinstance(parse_date(text), date)


@given(days)
def test_exactly_one_era_holds_a_day(day):
    assert era_of(day).holds(day)


def test_dates_are_printed():
    assert format_wareki(date(2024, 7, 12)) == "令和6年7月12日"
    assert format_wareki(date(2024, 7, 12), weekday=True) == "令和6年7月12日（金）"
    assert format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert format_wareki_short(date(2024, 7, 12)) == "R6.7.12"
    assert format_wareki_short(date(2019, 4, 30)) == "H31.4.30"


@pytest.mark.parametrize("spelling", ["R", "r", "Ｒ", "令", "令和", "㋿"])
def test_era_is_found_by_every_name(spelling):
    era = find_era(spelling)
    assert era is not None
    assert era.name == "令和"


def test_unknown_era_is_none():
    assert find_era("慶応") is None
