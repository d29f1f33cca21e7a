"""Bands, floors, ceilings, months, transition years and the budget; what they leave over."""

from fractions import Fraction

import pytest

from comipla.core.allocation import (
    AllocationError,
    Band,
    Budget,
    Ceiling,
    Fixed,
    Floor,
    Metrics,
    Months,
    Pool,
    PoolShare,
    Transition,
    Unit,
    allocate,
)
from tests.core.allocation.schemes import BEFORE, four_with, scheme_of

THIRD = Fraction(1, 3)
HEADS = (Unit(rate=1_000, metric="n"),)


def amounts(*adjustments, values, previous=None, **words):
    scheme = scheme_of(*HEADS, *adjustments, **words)
    rows = {code: row if isinstance(row, dict) else {"n": row} for code, row in values.items()}
    return dict(allocate(scheme, Metrics.of(rows), previous).totals)


def test_what_a_band_leaves_is_divided_among_those_it_does_not_hold():
    result = four_with(Band(band=THIRD, leftover="redistribute"), previous=BEFORE)
    assert result.totals == {"A": 3_466_666, "B": 2_995_266, "C": 2_071_402, "D": 1_466_666}
    assert (result.total, result.residual, result.notices) == (10_000_000, 0, ())


def test_scaling_reaches_the_pool_and_may_cross_the_band():
    result = four_with(Band(band=THIRD, leftover="scale"), previous=BEFORE)
    assert result.total == 10_000_000
    assert result.totals["A"] == 3_602_730


def test_residual_is_said_with_what_to_do():
    result = four_with(Band(label="激変緩和", band=THIRD, leftover="leave"), previous=BEFORE)
    assert result.notices == ("激変緩和の後に 377,668円 が残ります。使い道を決めてください。",)
    line = result.of("A").lines[-1]
    assert line.words == (
        "激変緩和: 前年度 2,600,000円 の±1/3（1,733,333円〜3,466,666円）: "
        "4,017,000円 → 3,466,666円 ＝ △550,334円（1円未満切捨て）"
    )


def test_where_all_are_held_the_rest_stays_a_residual():
    previous = dict.fromkeys("ABCD", 1_000_000)
    result = four_with(Band(band=0, leftover="redistribute"), previous=previous)
    assert result.totals == previous
    assert result.residual == 6_000_000


def test_a_band_that_costs_more_than_the_pool_is_a_residual_below_zero():
    previous = dict.fromkeys("ABCD", 5_000_000)
    result = four_with(Band(band=0, leftover="leave"), previous=previous)
    assert result.residual == -10_000_000
    assert "10,000,000円 足りません" in result.notices[0]


def test_band_that_only_holds_falls():
    assert amounts(Band(down="10%"), values={"A": 5, "B": 50}, previous={"A": 9_999, "B": 1}) == {
        "A": 8_999,
        "B": 50_000,
    }


def test_platform_without_last_year_has_no_band_and_is_named():
    scheme = scheme_of(*HEADS, Band(band=0))
    result = allocate(scheme, Metrics.of({"A": {"n": 5}, "B": {"n": 7}}), {"A": 1, "Z": 9})
    assert result.totals == {"A": 1, "B": 7_000}
    assert result.notices == ("前年度の額がない団体: B", "前年度にあって今年度にない団体: Z")


def test_band_counts_only_in_its_years():
    band = Band(band=0, years=("R6", "R7"))
    assert amounts(band, values={"A": 5}, previous={"A": 1}) == {"A": 1}
    assert amounts(band, values={"A": 5}, fiscal_year="R8") == {"A": 5_000}


def test_of_two_limits_that_exclude_each_other_the_later_one_wins():
    limits = (Band(band=THIRD), Floor(amount=500_000))
    assert amounts(*limits, values={"A": 600}, previous={"A": 300_000}) == {"A": 500_000}
    assert amounts(*limits[::-1], values={"A": 600}, previous={"A": 300_000}) == {"A": 400_000}


def test_component_below_an_adjustment_comes_on_top_of_it():
    parts = (*HEADS, Ceiling(amount=2_000), Fixed(amount=700))
    assert allocate(scheme_of(*parts), Metrics.of({"A": {"n": 9}})).total == 2_700


def test_floor_may_be_a_metric_of_its_own():
    values = {"A": {"n": 5, "old": 6_000}, "B": {"n": 5, "old": 4_000}}
    assert amounts(Floor(metric="old"), values=values) == {"A": 6_000, "B": 5_000}


def test_floor_takes_its_money_from_those_above_it():
    values = {"A": {"n": 1}, "B": {"n": 4}, "C": {"n": 5}}
    scheme = scheme_of(
        PoolShare(metric="n"),
        Floor(amount=2_000, leftover="redistribute"),
        pools=(Pool(key="main", amount=10_000),),
    )
    assert allocate(scheme, Metrics.of(values)).totals == {"A": 2_000, "B": 3_556, "C": 4_444}


def test_months_give_twelfths_and_refuse_anything_else():
    values = {"A": {"n": 1, "months": 7}, "B": {"n": 1, "months": 12}}
    assert amounts(Months(metric="months"), values=values) == {"A": 583, "B": 1_000}
    with pytest.raises(AllocationError, match="月割、団体 A: 月数は0から12までの整数"):
        amounts(Months(metric="months"), values={"A": {"n": 1, "months": 13}})


@pytest.mark.parametrize(
    ("year", "amount"), [("R7", 7_000), ("R8", 8_000), ("R9", 9_000), ("R10", 9_000)]
)
def test_transition_blends_old_and_new_by_year(year, amount):
    blend = Transition(weights={"R7": THIRD, "R8": "2/3", "R9": 1}, old="old")
    assert amounts(blend, values={"A": {"n": 9, "old": 6_000}}, fiscal_year=year) == {"A": amount}


def test_transition_without_a_weight_for_the_year_is_refused():
    with pytest.raises(
        AllocationError, match="経過措置、団体 A: 経過措置の割合（weights）に R7 が"
    ):
        amounts(Transition(weights={"R8": 1}), values={"A": 1}, previous={"A": 1})


def test_budget_cuts_in_proportion_to_the_last_yen():
    values = {"A": 3, "B": 2, "C": 1}
    cut = amounts(Budget(), values=values, total_budget=1_000)
    assert cut == {"A": 500, "B": 333, "C": 167}
    assert amounts(Budget(), values=values, total_budget=9_000) == {
        "A": 3_000,
        "B": 2_000,
        "C": 1_000,
    }


def test_total_above_the_budget_is_said_where_nothing_cuts_it():
    scheme = scheme_of(*HEADS, total_budget=4_000)
    result = allocate(scheme, Metrics.of({"A": {"n": 5}}))
    assert result.budget_left == -1_000
    assert "合計 5,000円 が予算額 4,000円 を 1,000円 こえています" in result.notices[0]


def test_pool_may_be_last_years_total():
    scheme = scheme_of(PoolShare(metric="n"), pools=(Pool(key="all", amount=None),))
    metrics = Metrics.of({"A": {"n": 3}, "B": {"n": 1}})
    assert allocate(scheme, metrics, {"A": 100, "B": 101}).totals == {"A": 151, "B": 50}
    with pytest.raises(AllocationError, match="前年度の額を渡してください"):
        allocate(scheme, metrics)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Band(), "幅（band、または up と down）"),
        (lambda: Band(down=2), "下げ幅（down）は1以下"),
        (lambda: Band(band=THIRD, leftover="keep"), "残りの扱い「keep」はありません"),
        (lambda: Band(band=THIRD, years=("R",)), "年度「R」"),
        (lambda: Band(band=THIRD, when="n"), "条件（when）は付けられません"),
        (lambda: Floor(), "片方を書いてください"),
        (lambda: Floor(amount=1, metric="n"), "片方を書いてください"),
        (lambda: Transition(weights={}), "weights"),
        (lambda: Transition(weights={"R7": 2}), "0から1まで"),
        (lambda: Budget(leftover="leave"), "書けません"),
        (lambda: amounts(Budget(), values={"A": 1}), "予算額（total_budget）が要ります"),
        (lambda: amounts(Band(band=1), values={"A": 1}), "前年度の額が要ります"),
        (lambda: four_with(Floor(amount=1)), "合わなくなる分の扱い（leftover）を決めて"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(AllocationError, match=sentence):
        make()
