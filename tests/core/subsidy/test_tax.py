"""Vectors are those of the programme's calculation table, G.4 20."""

from fractions import Fraction

import pytest

from comipla.core.subsidy import VatStatus, consumption_tax_return, input_tax

TEN, EIGHT = Fraction(10, 100), Fraction(8, 100)
MIXED = {TEN: 660_000, EIGHT: 54_000}


def test_rule_20_tax_inside_the_cost():
    assert input_tax({TEN: 880_000}) == 80_000
    assert input_tax(MIXED) == input_tax([(TEN, 600_000), (EIGHT, 54_000), (TEN, 60_000)]) == 64_000
    assert input_tax({Fraction(0): 500_000}) == input_tax({}) == 0


def test_rule_20_share_of_the_deducted_tax_goes_back():
    assert consumption_tax_return({TEN: 880_000}, status="standard_full") == 40_000
    assert consumption_tax_return(MIXED, status=VatStatus.STANDARD_FULL) == 32_000


def test_rule_20_partial_deduction_takes_the_ratio_of_taxable_sales():
    ratio = Fraction(3, 4)
    for status in ("standard_partial", "special_account"):
        assert consumption_tax_return(MIXED, status=status, taxable_ratio=ratio) == 24_000
    assert consumption_tax_return(MIXED, status="standard_full", taxable_ratio=ratio) == 32_000


@pytest.mark.parametrize(
    "status", ["general_account", "exempt", "simplified", "special_revenue_over5"]
)
def test_rule_20_who_deducts_nothing_returns_nothing(status):
    assert consumption_tax_return(MIXED, status=status) == 0


def test_rule_20_fractions_are_dropped_once():
    costs = {TEN: 1_000, EIGHT: 1_000}  # 90 10/11 and 74 2/27 yen, half of both is 82.49
    assert consumption_tax_return(costs, status="standard_full") == 82
    capped = Fraction(83_000, 401_999)
    assert consumption_tax_return({TEN: 401_999}, status="standard_full", rate=capped) == 7_545


def test_unknown_status_and_wrong_amounts_are_refused():
    with pytest.raises(ValueError, match="unknown"):
        consumption_tax_return(MIXED, status="unknown")
    with pytest.raises(TypeError, match="must be a whole number"):
        input_tax({TEN: 1.5})
    with pytest.raises(TypeError, match="must be a Fraction"):
        input_tax({0.1: 100})
