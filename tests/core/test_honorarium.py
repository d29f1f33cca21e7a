"""Vectors are those of the programme's calculation table (G.4 13) and the published tables (A.3)."""

from datetime import date
from fractions import Fraction

import pytest

from comipla.core.honorarium import (
    DEFAULT_RATES,
    Caps,
    HonorariumError,
    HonorariumRate,
    HonorariumTable,
    RoundingRule,
    Unit,
    explain_honorarium,
    honorarium,
    paid_hours,
    worked_minutes,
)

DAY = date(2024, 8, 20)
START = date(2024, 4, 1)


@pytest.mark.parametrize(
    ("hours", "minutes", "rule", "paid", "fee"),
    [
        (2, 20, "zero", 2, 14_000),
        (2, 20, "half", Fraction(5, 2), 17_500),
        (2, 30, "zero", 3, 21_000),
        (2, 30, "half", 3, 21_000),
        (2, 30, "one_if_total<30", 3, 21_000),
        (0, 20, "one_if_total<30", 1, 7_000),
        (2, 20, "one_if_total<30", 2, 14_000),
        (0, 20, "zero", 0, 0),
        (0, 20, "half", Fraction(1, 2), 3_500),
        (0, 0, "one_if_total<30", 0, 0),
        (2, 0, "half", 2, 14_000),
        (0, 140, "half", Fraction(5, 2), 17_500),
    ],
)
def test_rule_13_minutes_are_rounded_and_paid(hours, minutes, rule, paid, fee):
    assert paid_hours(hours, minutes, rule) == paid
    assert honorarium(7_000, paid_hours(hours, minutes, RoundingRule(rule))) == fee


def test_hours_of_a_day_are_capped_or_paid_half_beyond_a_limit():
    assert paid_hours(5, 0, daily_cap=3) == 3
    assert paid_hours(5, 0, half_after=4, half_limit=2) == Fraction(9, 2)
    assert paid_hours(8, 0, half_after=4, half_limit=2) == 5
    assert paid_hours(8, 0, half_after=4) == 6
    assert paid_hours(3, 0, half_after=4, half_limit=2) == 3


@pytest.mark.parametrize(
    ("hours", "minutes", "said"),
    [(-1, 0, "0以上"), (1.5, 0, "0以上"), (True, 0, "0以上"), (2, 75, "59"), (25, 0, "24時間")],
)
def test_hours_that_are_none_are_refused(hours, minutes, said):
    with pytest.raises(HonorariumError, match=said):
        paid_hours(hours, minutes)


def test_a_rule_nobody_knows_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="「up」は選べません。zero、half、one_if_total<30から"):
        paid_hours(2, 20, "up")


def test_minutes_worked_are_counted_between_two_times_less_the_break():
    assert worked_minutes((13, 0), (16, 10), break_minutes=50) == 140
    for start, end, rest in [((16, 0), (13, 0), 0), ((13, 0), (14, 0), 61)]:
        with pytest.raises(HonorariumError, match="時刻を確かめて"):
            worked_minutes(start, end, break_minutes=rest)
    with pytest.raises(HonorariumError, match="13:60"):
        worked_minutes((13, 60), (16, 0))


def test_a_rate_is_found_by_rank_unit_region_and_day():
    table = HonorariumTable(
        (
            HonorariumRate("教授", Unit.HOUR, 5_500, START, date(2024, 9, 30)),
            HonorariumRate("教授", Unit.HOUR, 6_000, date(2024, 10, 1)),
            HonorariumRate("教授", Unit.HOUR, 11_000, START, region="県外"),
            HonorariumRate("原稿", Unit.PAGE, 3_000, START),
        )
    )
    assert table.find("教授", DAY).amount == 5_500
    assert table.find("教授", date(2024, 10, 1)).amount == 6_000
    assert table.find("教授", DAY, region="県外").amount == 11_000
    assert table.find("原稿", DAY, unit="page", region="県外").amount == 3_000
    assert table.ranks(DAY) == ("教授", "原稿")
    with pytest.raises(HonorariumError, match="今ある区分: 教授、原稿"):
        table.find("助手", DAY)


def test_two_rates_for_one_day_are_refused():
    with pytest.raises(HonorariumError, match="2024-10-01から重なっています"):
        HonorariumTable(
            (
                HonorariumRate("教授", Unit.HOUR, 6_000, date(2024, 10, 1)),
                HonorariumRate("教授", Unit.HOUR, 5_500, START),
            )
        )


def test_the_default_table_reads_as_parameters_keep_it():
    table = HonorariumTable.of(DEFAULT_RATES, START, source="単価表の例")
    assert table.find("大学准教授級", DAY).amount == 7_000
    assert {rate.source for rate in table.rates} == {"単価表の例"}


@pytest.mark.parametrize(
    ("caps", "fee"),
    [
        (Caps(), 70_000),
        (Caps(visit=50_000), 50_000),
        (Caps(year=300_000, paid=260_000), 40_000),
        (Caps(visit=50_000, year=300_000, paid=300_001), 0),
        (Caps(visit=100_000, year=300_000), 70_000),
    ],
)
def test_caps_of_a_visit_and_of_a_year_bind_whichever_is_smaller(caps, fee):
    assert honorarium(7_000, 10, caps=caps) == fee
    rate = HonorariumRate("教授", Unit.HOUR, 7_000, START)
    assert explain_honorarium(rate, 10, caps=caps).amount == fee


def test_the_fee_is_explained_with_its_rule_and_the_caps_that_bind():
    rate = HonorariumRate("教授", Unit.HOUR, 7_000, START)
    caps = Caps(visit=15_000, year=100_000, paid=90_000)
    said = explain_honorarium(rate, Fraction(5, 2), rule="half", caps=caps)
    assert str(said).splitlines() == [
        "単価と数量による額: 教授 1時間7,000円 × 2.5時間 ＝ 17,500円",
        "1回の上限: 15,000円",
        "年間の上限の残り: 100,000円 － 支払済み90,000円 ＝ 10,000円",
        "謝金: 最も少ない額 ＝ 10,000円",
        "30分以上は1時間に切上げ、30分未満は半時間",
    ]


def test_an_official_on_duty_is_not_paid_and_it_is_said():
    rate = HonorariumRate("地方公共団体の職員", Unit.VISIT, 5_000, START)
    said = explain_honorarium(rate, 1, on_duty=True)
    assert said.amount == 0
    assert "職務として行うため" in str(said)


@pytest.mark.parametrize("quantity", [-1, 2.5, True])
def test_quantities_are_exact_and_not_negative(quantity):
    with pytest.raises(HonorariumError, match="数量"):
        honorarium(7_000, quantity)
