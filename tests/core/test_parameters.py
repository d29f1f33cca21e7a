from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.parameter_units import format_rate
from comipla.core.parameters import Basis, ParameterError, Parameters

HEAD = 'edition = "R6"\ntitle = "令和6年度"\n'
EDITION = (
    HEAD
    + """
[cap]
label = "上限額"
unit = "円"
[[cap.values]]
from = 2021-04-01
value = 800_000
reference = "旧要綱 第4条"
basis = "県に確認（既定値）"
[[cap.values]]
from = 2024-04-01
value = 1_000_000
reference = "事業概要 メニュー③"
basis = "概要"

[pilot]
label = "試行の件数"
unit = "件"
[[pilot.values]]
from = 2024-04-01
until = 2024-06-30
value = 3
reference = "試行要領"
basis = "県に確認（既定値）"
[[pilot.values]]
from = 2024-10-01
value = 5
reference = "試行要領"
basis = "県に確認（既定値）"
"""
)
JULY = date(2024, 7, 1)


def edition(unit: str, value: str):
    """An edition of one parameter `x`, on a day it holds."""
    return Parameters.load(
        f'{HEAD}[x]\nlabel = "試し"\nunit = "{unit}"\n[[x.values]]\nfrom = 2024-04-01\n'
        f'value = {value}\nreference = "要綱"\nbasis = "概要"\n'
    ).at(JULY)


def test_value_is_that_of_the_day():
    parameters = Parameters.load(EDITION)
    assert parameters.at(date(2024, 3, 31)).yen("cap") == 800_000
    assert parameters.at(date(2024, 4, 1)).yen("cap") == 1_000_000
    assert parameters.at(date(2099, 1, 1)).yen("cap") == 1_000_000


def test_every_value_knows_where_it_stands():
    setting = Parameters.load(EDITION).at(JULY).setting("cap")
    assert setting.parameter.label == "上限額"
    assert setting.printed == "1,000,000円"
    assert setting.dated.reference == "事業概要 メニュー③"
    assert setting.dated.basis is Basis.OUTLINE
    assert not setting.dated.basis.needs_confirmation
    assert Basis.DEFAULT.needs_confirmation


def test_parameter_without_a_value_on_the_day_is_left_out_of_the_list():
    parameters = Parameters.load(EDITION)
    assert [setting.parameter.key for setting in parameters.at(JULY)] == ["cap"]
    assert [setting.parameter.key for setting in parameters.at(date(2024, 6, 30))] == [
        "cap",
        "pilot",
    ]


def test_getters_give_each_kind_typed():
    assert edition("円", "500_000").yen("x") == 500_000
    assert edition("率", '"1/2"').rate("x") == Fraction(1, 2)
    assert edition("率", '"10.95%"').rate("x") == Fraction(219, 2000)
    assert edition("率", '"10/10"').rate("x") == 1
    assert edition("日", "20").days("x") == 20
    assert edition("年", "5").count("x") == 5
    assert edition("月日", '"04-10"').month_day("x") == (4, 10)
    assert edition("可否", "false").flag("x") is False
    assert edition("文字", '"per_project"').text("x") == "per_project"
    assert edition("一覧", '["1-1", "1-2"]').listing("x") == ("1-1", "1-2")
    assert edition("対応表", '{ "1-1" = ["準備"] }').table("x") == {"1-1": ("準備",)}


@pytest.mark.parametrize(
    ("unit", "value", "printed"),
    [
        ("率", '"1/2"', "2分の1"),
        ("率", '"10/10"', "10分の10"),
        ("率", '"70%"', "10分の7"),
        ("率", '"10.95%"', "10.95%"),
        ("日", "20", "20日"),
        ("か月", "1", "1か月"),
        ("月日", '"04-10"', "4月10日"),
        ("可否", "true", "はい"),
        ("可否", "false", "いいえ"),
        ("文字", '"そのまま"', "そのまま"),
        ("一覧", '["甲", "乙"]', "甲、乙"),
        ("対応表", '{ "①" = ["甲", "乙"], "②" = ["丙"] }', "①: 甲、乙；②: 丙"),
    ],
)
def test_values_are_printed_in_words(unit, value, printed):
    assert edition(unit, value).setting("x").printed == printed


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("円", "1.5"),
        ("円", "-1"),
        ("円", "true"),
        ("円", '"500000"'),
        ("率", "0.5"),
        ("率", '"0.5"'),
        ("率", '"1/0"'),
        ("率", '"3/2"'),
        ("率", '"110%"'),
        ("日", '"20"'),
        ("月日", '"02-30"'),
        ("月日", '"4/10"'),
        ("月日", "2024-04-10"),
        ("可否", "1"),
        ("文字", '""'),
        ("文字", "5"),
        ("一覧", '"甲"'),
        ("一覧", "[1]"),
        ("一覧", '["甲", "甲"]'),
        ("対応表", '["甲"]'),
        ("対応表", '{ "①" = "甲" }'),
    ],
)
def test_value_that_does_not_fit_its_unit_is_refused(unit, value):
    with pytest.raises(ParameterError, match=r"^x: value は"):
        edition(unit, value)


def test_unknown_key_is_named():
    with pytest.raises(ParameterError, match="「capp」という定めはR6版にありません"):
        Parameters.load(EDITION).at(JULY).yen("capp")


def test_value_asked_for_as_another_kind_is_refused():
    with pytest.raises(ParameterError, match="単位は「円」なので、「日」としては読めません"):
        Parameters.load(EDITION).at(JULY).days("cap")


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2024, 7, 1), date(2024, 9, 30)])
def test_day_without_a_value_is_named(day):
    with pytest.raises(
        ParameterError, match=r"「試行の件数」（pilot）には、令和6年.*の値がありません"
    ):
        Parameters.load(EDITION).at(day).count("pilot")


def test_value_ends_with_its_own_last_day_or_before_the_next():
    values = Parameters.load(EDITION).parameters["pilot"].values
    assert [(value.since, value.until) for value in values] == [
        (date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 10, 1), None),
    ]
    assert Parameters.load(EDITION).parameters["cap"].values[0].until == date(2024, 3, 31)


ROW = '[[x.values]]\nfrom = {}\nvalue = 1\nreference = "要綱"\nbasis = "概要"\n'
TABLE = HEAD + '[x]\nlabel = "試し"\nunit = "日"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = ", "TOMLとして読めません"),
        ('title = "題"', "先頭に edition"),
        ('edition = "R6"', "先頭に edition"),
        (HEAD + "x = 5", "x: label、unit、values の3つ"),
        (HEAD + '[x]\nlabel = "試し"\nunit = "日"', "x: label、unit、values の3つ"),
        (TABLE + "values = []", "values に1つ以上の値"),
        (TABLE + "values = [5]", "from（いつから）を日付で"),
        (TABLE.replace('"日"', '"枚"') + ROW.format("2024-04-01"), "unit は 円、率"),
        (TABLE.replace('"日"', "[1]") + ROW.format("2024-04-01"), "unit は 円、率"),
        (TABLE + ROW.format("2024-04-01T00:00:00"), "from（いつから）を日付で"),
        (TABLE + ROW.format("2024-04-01") * 2, "from の古い順に、同じ日を重ねず"),
        (TABLE + ROW.format("2024-04-01") + ROW.format("2023-04-01"), "from の古い順に"),
        (TABLE + ROW.format("2024-04-01") + "until = 2024-03-31", "until が from より前"),
        (
            TABLE + ROW.format("2024-04-01") + "until = 2025-04-01\n" + ROW.format("2025-04-01"),
            "次の値の期間に重なっています",
        ),
        (TABLE + ROW.format("2024-04-01") + "until = 5", "until（いつまで）を日付で"),
        (TABLE + ROW.format("2024-04-01") + "note = 5", "直すところ: note"),
        (TABLE + ROW.format("2024-04-01").replace("value = 1\n", ""), "直すところ: value"),
        (TABLE + ROW.format("2024-04-01").replace('"要綱"', '""'), "reference に根拠"),
        (TABLE + ROW.format("2024-04-01").replace('"概要"', '"うわさ"'), "basis は 概要、法令"),
    ],
)
def test_edition_that_cannot_be_read_says_what_to_mend(text, message):
    with pytest.raises(ParameterError, match=message):
        Parameters.load(text)


@given(st.integers(min_value=0, max_value=10_000))
def test_rate_in_hundredths_of_a_percent_is_exact_and_prints_without_float(hundredths):
    rate = edition("率", f'"{hundredths // 100}.{hundredths % 100:02}%"').rate("x")
    assert rate == Fraction(hundredths, 10_000)
    assert "e" not in format_rate(rate).lower()
