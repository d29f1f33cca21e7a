"""Against last year: winners, losers, per head; and what if a number of the scheme changes."""

from fractions import Fraction

import pytest

from comipla.core.allocation import (
    AllocationError,
    Band,
    Fixed,
    Metrics,
    Outcome,
    PoolEqual,
    PoolShare,
    compare,
    knobs,
    simulate,
)
from tests.core.allocation.schemes import BEFORE, FOUR, four, four_with, scheme_of

METRICS = Metrics.of({code: {"people": number} for code, number in FOUR.items()})
BAND = Band(key="band", band=Fraction(1, 3), leftover="leave")


def test_winners_and_losers_come_with_the_largest_difference_first():
    compared = compare(four_with(), BEFORE, heads="people")
    assert [(change.code, change.difference) for change in compared.winners] == [
        ("A", 1_417_000),
        ("B", 172_000),
    ]
    assert [(change.code, change.difference) for change in compared.losers] == [
        ("D", -906_000),
        ("C", -683_000),
    ]
    assert (compared.before, compared.after, compared.difference) == (10_000_000, 10_000_000, 0)
    first = compared.changes[0]
    assert first.ratio == Fraction(1_417_000, 2_600_000)
    assert (first.per_head, first.per_head_before) == (
        Fraction(4_017_000, 4_200),
        Fraction(2_600_000, 4_200),
    )


def test_new_gone_and_equal_platforms_are_told_apart():
    compared = compare(four_with(), {"A": 4_017_000, "B": 0, "Z": 5})
    outcomes = {change.code: change.outcome for change in compared.changes}
    assert outcomes == {
        "A": Outcome.SAME,
        "B": Outcome.GAIN,
        "C": Outcome.NEW,
        "D": Outcome.NEW,
        "Z": Outcome.GONE,
    }
    assert [Outcome.NEW.label, Outcome.GONE.label, Outcome.GAIN.label] == [
        "新しい団体",
        "なくなった団体",
        "増",
    ]
    assert compared.changes[1].ratio is None
    assert compared.changes[4].difference == -5


def test_a_result_may_be_compared_with_a_result():
    result = four_with()
    assert compare(result, result).difference == 0


def test_missing_heads_are_refused_with_the_platform():
    with pytest.raises(AllocationError, match="「households」の値が、団体 A にありません"):
        compare(four_with(), BEFORE, heads="households")


def test_simulation_changes_a_number_and_leaves_the_scheme_as_it_was():
    scheme = four(BAND)
    done = simulate(scheme, METRICS, BEFORE, changes={"band.band": "10%"}, heads="people")
    assert done.result.totals["A"] == 2_860_000
    assert done.comparison.changes[0].difference == 260_000
    assert scheme == four(BAND)


def test_other_shares_of_the_pool_make_up_the_rest():
    done = simulate(four(), METRICS, changes={"equal.share": "100%"})
    assert set(done.result.totals.values()) == {2_500_000}
    assert done.comparison is None
    assert [part.share for part in done.scheme.components] == [1, 0]


def test_budget_that_is_the_pool_can_be_changed():
    scheme = scheme_of(
        PoolEqual(share="1/2"), PoolShare(share="1/2", metric="people"), total_budget=10
    )
    assert simulate(scheme, METRICS, changes={"total_budget": 999}).result.total == 999


def test_amount_of_a_pool_can_be_changed():
    assert (
        simulate(four(), METRICS, changes={"pools.main.amount": 9_000_000}).result.total
        == 9_000_000
    )


def test_every_number_of_a_scheme_is_a_knob():
    scheme = scheme_of(Fixed(key="base", label="均等割", amount=5), BAND, total_budget=7)
    assert [(knob.path, knob.label, knob.value) for knob in knobs(scheme)] == [
        ("total_budget", "予算額", 7),
        ("base.amount", "均等割（amount）", 5),
        ("band.band", "激変緩和（band）", Fraction(1, 3)),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"x.rate": 5}, "「x.rate」は変えられる数ではありません"),
        ({"equal.share": -1}, "マイナス"),
        ({"equal.share": 2}, "100%をこえます"),
    ],
)
def test_change_that_cannot_be_is_refused(changes, sentence):
    with pytest.raises(AllocationError, match=sentence):
        simulate(four(), METRICS, changes=changes)
