"""The worked example with and without households that move in, and the closed form."""

import numpy as np
import pytest

from comipla.core.evidence import EQUAL_MIX, Goal, arrivals, project, response
from tests.core.evidence.district import PEOPLE_2015, PEOPLE_2020

# year: baseline total, 0-14, 65+ %; with one household of each kind a year: total, 0-14
PUBLISHED = {
    2025: (1_697.795, 212.226, 41.52, 1_732.795, 217.226),
    2030: (1_562.848, 184.872, 43.51, 1_635.624, 197.751),
    2035: (1_422.682, 163.427, 44.65, 1_537.561, 187.277),
    2040: (1_284.550, 144.526, 45.33, 1_444.010, 177.667),
    2045: (1_154.652, 129.069, 45.93, 1_357.237, 171.055),
    2050: (1_036.363, 116.156, 46.23, 1_279.805, 166.411),
}


@pytest.fixture(scope="module")
def baseline():
    return project(PEOPLE_2015, PEOPLE_2020, steps=6)


@pytest.fixture(scope="module")
def mixed(baseline):
    return response(baseline)


def test_present_of_the_worked_example(baseline):
    assert baseline.totals[0, 0] == pytest.approx(1_826, abs=1e-3)
    assert PEOPLE_2015.sum() == pytest.approx(1_943, abs=1e-3)
    assert baseline.children[0, 0] == pytest.approx(244, abs=1e-3)
    assert baseline.ageing_rate[0, 0] == pytest.approx(0.3839, abs=5e-5)


def test_ratios_of_the_worked_example(baseline):
    assert baseline.ratios.cwr[0] == pytest.approx(66 / 253, abs=1e-6)
    assert baseline.ratios.cwr[0] * 7 == pytest.approx(1.826, abs=5e-4)
    assert baseline.ratios.sr[0] == pytest.approx(34 / 32, abs=1e-6)
    assert baseline.ratios.retention[0, :, 4] == pytest.approx([0.4727, 0.4498], abs=5e-5)


@pytest.mark.parametrize("year", PUBLISHED)
def test_years_of_the_worked_example(baseline, mixed, year):
    step = (year - 2020) // 5
    total, young, old, total_with, young_with = PUBLISHED[year]
    assert baseline.totals[step, 0] == pytest.approx(total, abs=1e-3)
    assert baseline.children[step, 0] == pytest.approx(young, abs=1e-3)
    assert 100 * baseline.ageing_rate[step, 0] == pytest.approx(old, abs=6e-3)
    moved = mixed.population(1)[step]
    assert Goal.TOTAL.of(moved)[0] == pytest.approx(total_with, abs=1e-3)
    assert Goal.CHILDREN.of(moved)[0] == pytest.approx(young_with, abs=1e-3)


def test_response_of_the_worked_example(mixed):
    assert mixed.gain(Goal.TOTAL)[0] == pytest.approx(243.4413, abs=1e-3)
    assert mixed.gain(Goal.CHILDREN)[0] == pytest.approx(50.2545, abs=1e-3)


@pytest.mark.parametrize(
    ("goal", "share", "needed"),
    [
        (Goal.TOTAL, 0.9, 2.4936),
        (Goal.CHILDREN, 0.9, 2.0584),
        (Goal.TOTAL, 1.0, 3.2436),
        (Goal.CHILDREN, 1.0, 2.5439),
    ],
)
def test_needed_households_of_the_worked_example(mixed, goal, share, needed):
    assert mixed.needed(goal, share)[0] == pytest.approx(needed, abs=6e-5)


def test_prescription_of_the_worked_example_is_one_percent(mixed):
    prescription = mixed.prescribe()
    assert prescription.times[0] == pytest.approx(2.4936, abs=6e-5)
    assert prescription.households[0] == pytest.approx(7.48, abs=5e-3)
    assert prescription.people[0] == pytest.approx(17.45, abs=6e-3)
    assert 100 * prescription.share_of_today[0] == pytest.approx(0.956, abs=5e-4)


def test_families_alone_reach_both_goals_of_the_worked_example(baseline):
    families = response(baseline, {"FAM30": 1})
    assert families.needed(Goal.TOTAL, 0.9)[0] == pytest.approx(5.680, abs=6e-4)
    assert families.needed(Goal.CHILDREN, 0.9)[0] == pytest.approx(3.247, abs=6e-4)


def test_line_through_the_response_meets_a_projection_of_its_own(mixed):
    times = 2.5
    people = arrivals(dict.fromkeys(EQUAL_MIX, times), classes=18)
    again = project(PEOPLE_2015, PEOPLE_2020, steps=6, arrivals=people)
    np.testing.assert_allclose(mixed.population(times), again.population, rtol=1e-12)


def test_arrivals_hold_five_years_of_households_and_their_children():
    people = arrivals({"Y20": 1, "FAM30": 2, "S60": 1}, classes=18)
    assert people.sum() == 5 * (2 + 2 * 3 + 2)
    assert people[0, [0, 4, 6, 12]].tolist() == [5, 5, 10, 5]
    assert people[1].tolist() == people[0].tolist()


def test_goal_that_is_met_anyway_needs_nobody_and_one_out_of_reach_is_infinite(baseline):
    assert response(baseline).needed(Goal.TOTAL, 0.5).tolist() == [0.0]
    assert response(baseline, {"S60": 1}).needed(Goal.CHILDREN, 0.9).tolist() == [np.inf]


@pytest.mark.parametrize(
    ("mix", "words"),
    [({"Y30": 1}, "Y20、FAM30、S60"), ({"S60": -1}, "0 以上"), ({"S60": float("nan")}, "0 以上")],
)
def test_households_that_are_none_are_refused(mix, words):
    with pytest.raises(ValueError, match=words):
        arrivals(mix, classes=18)


def test_empty_mix_is_refused(baseline):
    with pytest.raises(ValueError, match="1つ以上"):
        response(baseline, {"S60": 0})
