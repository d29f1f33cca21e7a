"""Vectors are those of the programme's calculation table, G.4 6, and of G.9."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.subsidy import approval_reasons, needs_approval

FIFTH = Fraction(20, 100)
amounts = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize(
    ("old", "new", "needed"),
    [
        (300_000, 355_000, False),
        (300_000, 360_000, False),
        (300_000, 360_001, True),
        (300_000, 365_000, True),
        (300_000, 240_000, False),
        (300_000, 239_999, True),
        (1_000_000, 790_000, True),
        (1_000_000, 820_000, False),
        (0, 1, True),
        (0, 0, False),
        (1, 0, True),
    ],
)
def test_rule_6_a_fifth_up_or_down_is_a_slight_change(old, new, needed):
    assert needs_approval(old, new, threshold=FIFTH) is needed


def test_rule_6_one_item_of_a_table_decides():
    old = {"委託料": 300_000, "需用費": 100_000}
    assert not needs_approval(old, {"委託料": 355_000, "需用費": 100_000}, threshold=FIFTH)
    assert needs_approval(old, {"委託料": 365_000, "需用費": 100_000}, threshold=FIFTH)
    assert needs_approval(old, {"委託料": 300_000, "需用費": 100_000, "旅費": 1}, threshold=FIFTH)
    assert needs_approval(old, {"委託料": 300_000}, threshold=FIFTH)
    assert not needs_approval({}, {}, threshold=FIFTH)


def test_rule_6_reasons_name_figure_share_and_rule():
    reasons = approval_reasons(
        {"委託料": 300_000, "需用費": 100_000},
        {"委託料": 365_000, "需用費": 100_000, "旅費": 5_000},
        threshold=FIFTH,
        old_grant=200_000,
        new_grant=201_000,
    )
    assert [str(reason) for reason in reasons] == [
        "補助金の額: 200,000円から201,000円（+0.5%）。補助金の額が増えるときは、変更の承認が必要です。",
        "委託料: 300,000円から365,000円（+21.6%）。5分の1をこえて増減するときは、変更の承認が必要です。",
        "旅費: 0円から5,000円。5分の1をこえて増減するときは、変更の承認が必要です。",
    ]


def test_rule_6_a_fall_of_the_total_is_named():
    old = dict.fromkeys("一二三四五", 200000)
    new = dict.fromkeys("一二三四五", 158000)
    reasons = approval_reasons(old, new, threshold=FIFTH, old_grant=500_000, new_grant=395_000)
    assert (reasons[-1].name, reasons[-1].old, reasons[-1].new) == (
        "補助対象経費の合計",
        1_000_000,
        790_000,
    )
    assert "（-21.0%）" in reasons[-1].sentence


def test_rule_6_slight_change_has_no_reasons():
    same = {"委託料": 300_000}
    up = {"委託料": 355_000}
    assert approval_reasons(same, up, threshold=FIFTH, old_grant=150_000, new_grant=150_000) == ()


def test_a_table_is_not_compared_with_an_amount():
    with pytest.raises(TypeError, match="both be tables"):
        needs_approval({"委託料": 1}, 1, threshold=FIFTH)


@pytest.mark.parametrize("threshold", [0.2, 20, "20%"])
def test_threshold_that_is_no_fraction_is_a_type_error(threshold):
    with pytest.raises(TypeError, match="must be a Fraction"):
        needs_approval(1, 1, threshold=threshold)


@given(amounts, amounts, st.fractions(min_value=0, max_value=1, max_denominator=100))
@settings(max_examples=40)
def test_what_a_wide_threshold_stops_a_narrow_one_stops_too(old, new, threshold):
    assert needs_approval(old, new, threshold=threshold) >= needs_approval(
        old, new, threshold=Fraction(1)
    )
    assert not needs_approval(old, old, threshold=threshold)
