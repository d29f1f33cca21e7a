from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.money import (
    MoneyError,
    check_yen,
    floor_to,
    format_thousand_yen,
    format_yen,
    parse_yen,
    share,
    total,
)

HALF = Fraction(1, 2)
amounts = st.integers(min_value=0, max_value=10**12 - 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("500000", 500_000),
        ("５０００００", 500_000),
        ("1,000,000円", 1_000_000),
        ("１，０００，０００円", 1_000_000),
        ("1、000、000", 1_000_000),
        (" 500 000 ", 500_000),
        ("　５００，０００　円", 500_000),
        ("¥500,000", 500_000),
        ("￥５００，０００－", 500_000),
        ("\\500,000", 500_000),
        ("金1,000,000円", 1_000_000),
        ("金　１，０００，０００円也", 1_000_000),
        ("1,500千円", 1_500_000),
        ("１５００千円", 1_500_000),
        ("100万円", 1_000_000),
        ("100万", 1_000_000),
        ("1.5万円", 15_000),
        ("37.5千円", 37_500),
        ("2百万円", 2_000_000),
        ("1千万円", 10_000_000),
        ("30万5,000円", 305_000),
        ("1億2,345万6千円", 123_456_000),
        ("0", 0),
        ("0円", 0),
        ("-0", 0),
        ("007", 7),
        ("999,999,999,999円", 999_999_999_999),
    ],
)
def test_amount_is_read_in_every_usual_spelling(text, amount):
    assert parse_yen(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "　", "円", "¥", "未定", "約50万円", "①000", "五十万円", "1e5", "12abc", "５０万円程度"],
)
def test_text_that_is_no_amount_is_answered_with_what_to_type(text):
    with pytest.raises(MoneyError) as raised:
        parse_yen(text)
    assert str(raised.value) == "金額を半角または全角の数字で入力してください（例 500000）"


@pytest.mark.parametrize("text", ["1,00", "1,0000", "10,00,000", "1,", "1,,000"])
def test_misplaced_comma_is_pointed_out(text):
    with pytest.raises(MoneyError, match="3けたごとに"):
        parse_yen(text)


@pytest.mark.parametrize("text", ["1.000", "500000.0", "1.5", "1.万円", "1.2.3万円"])
def test_decimal_point_among_plain_yen_is_refused(text):
    with pytest.raises(MoneyError, match="小数点を入れずに"):
        parse_yen(text)


def test_fraction_of_a_yen_is_refused_after_a_unit():
    with pytest.raises(MoneyError, match="1円より小さい端数"):
        parse_yen("1.00001万円")


@pytest.mark.parametrize("text", ["1万2万", "5千1万円", "1万20000円", "5千5千"])
def test_units_out_of_order_are_refused(text):
    with pytest.raises(MoneyError, match="例 500000"):
        parse_yen(text)


@pytest.mark.parametrize("text", ["1,000,000,000,000", "10000億円", "9" * 5000])
def test_amount_too_large_to_be_meant_is_refused(text):
    with pytest.raises(MoneyError, match="1兆円より小さい"):
        parse_yen(text)


@pytest.mark.parametrize("text", ["-500", "▲500円", "△５００", "−500", "－５００"])
def test_negative_amount_is_refused_unless_allowed(text):
    with pytest.raises(MoneyError, match="0円以上"):
        parse_yen(text)
    assert parse_yen(text, allow_negative=True) == -500


def test_long_run_of_digits_with_a_letter_behind_is_refused_at_once():
    with pytest.raises(MoneyError):
        parse_yen("1" * 20_000 + "x")


@given(amounts)
def test_printed_amount_reads_back(amount):
    assert parse_yen(format_yen(amount)) == amount


@given(amounts)
def test_negative_printed_amount_reads_back_where_allowed(amount):
    assert parse_yen(format_yen(-amount), allow_negative=True) == -amount


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_printed_thousands_read_back_cut_to_the_thousand(thousands):
    assert parse_yen(format_thousand_yen(thousands * 1000)) == thousands * 1000


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (1_500_000, "1,500千円"),
        (1_234_567, "1,234千円（千円未満切捨て）"),
        (999, "0千円（千円未満切捨て）"),
        (-999, "0千円（千円未満切捨て）"),
        (-1_500, "-1千円（千円未満切捨て）"),
        (-2_000, "-2千円"),
        (0, "0千円"),
    ],
)
def test_thousands_say_what_they_cut_off(amount, printed):
    assert format_thousand_yen(amount) == printed


def test_thousands_leave_the_note_to_a_heading_on_request():
    assert format_thousand_yen(1_234_567, note=False) == "1,234千円"


@pytest.mark.parametrize(
    ("amount", "rate", "unit", "part"),
    [
        (1_234_567, HALF, 1000, 617_000),
        (1_999_999, HALF, 1000, 999_000),
        (2_000_001, HALF, 1000, 1_000_000),
        (1_999, HALF, 1000, 0),
        (2_001, HALF, 1000, 1_000),
        (615_000, HALF, 1, 307_500),
        (1_001, HALF, 1, 500),
        (1_000_000, Fraction(7, 10), 1000, 700_000),
        (100, Fraction(1, 3), 1, 33),
        (100, Fraction(1), 1, 100),
        (100, Fraction(0), 1, 0),
    ],
)
def test_share_is_cut_down_to_the_unit(amount, rate, unit, part):
    assert share(amount, rate, unit=unit) == part


@given(amounts, st.fractions(min_value=0, max_value=1), st.sampled_from([1, 10, 100, 1000]))
def test_share_is_the_largest_multiple_of_the_unit_within_the_exact_part(amount, rate, unit):
    part = share(amount, rate, unit=unit)
    assert part % unit == 0
    assert part <= amount * rate < part + unit


@given(amounts, st.sampled_from([1, 10, 100, 1000]))
def test_floor_to_loses_less_than_a_unit(amount, unit):
    floored = floor_to(amount, unit)
    assert floored % unit == 0
    assert 0 <= amount - floored < unit


@pytest.mark.parametrize("wrong", [1.0, True, "1", Decimal(1), None])
def test_anything_but_a_whole_number_is_a_type_error(wrong):
    for act in (
        lambda: share(wrong, HALF),
        lambda: share(1, HALF, unit=wrong),
        lambda: floor_to(wrong, 1),
        lambda: floor_to(1, wrong),
        lambda: format_yen(wrong),
        lambda: format_thousand_yen(wrong),
        lambda: total([1, wrong]),
        lambda: check_yen("amount", wrong),
    ):
        with pytest.raises(TypeError, match="must be a whole number"):
            act()


@pytest.mark.parametrize("rate", [0.5, 1, "1/2", Decimal("0.5"), None])
def test_rate_that_is_no_fraction_is_a_type_error(rate):
    with pytest.raises(TypeError, match="rate must be a Fraction"):
        share(1000, rate)


@pytest.mark.parametrize("rate", [Fraction(-1, 2), Fraction(3, 2)])
def test_rate_outside_zero_and_one_is_refused(rate):
    with pytest.raises(ValueError, match="between 0 and 1"):
        share(1000, rate)


def test_negative_amounts_and_units_are_refused():
    with pytest.raises(ValueError, match="amount must not be negative: -1"):
        share(-1, HALF)
    with pytest.raises(ValueError, match="amount must not be negative: -1"):
        total([2, -1])
    with pytest.raises(ValueError, match="unit must be positive"):
        floor_to(1, 0)


def test_total_adds():
    assert total([617_000, 300_000, 83_000]) == 1_000_000
    assert total([]) == 0
