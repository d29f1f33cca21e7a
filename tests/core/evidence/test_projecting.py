"""Projections: the arithmetic by hand, guards, shrinkage, control, variants, refused tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.evidence import Variant, advance, project, survival_ratios, variants
from tests.core.evidence.district import PEOPLE_2015, PEOPLE_2020

STATES = np.random.default_rng(7)
BEFORE = STATES.integers(40, 90, (5, 2, 18)).astype(float)
AFTER = STATES.integers(40, 90, (5, 2, 18)).astype(float)


def by_hand(before, after, step_count, women=range(3, 10)):
    """One area, class by class, as the formulas are printed."""
    top = len(before[0]) - 1

    def fed(table, sex, band):
        return table[sex][band - 1] + (table[sex][band] if band == top else 0)

    ratio = [[0, *(after[s][a] / fed(before, s, a) for a in range(1, top + 1))] for s in (0, 1)]
    per_woman = (after[0][0] + after[1][0]) / sum(after[1][a] for a in women)
    boys = after[0][0] / after[1][0]
    years = [after]
    for _ in range(step_count):
        now = [
            [0, *(fed(years[-1], s, a) * ratio[s][a] for a in range(1, top + 1))] for s in (0, 1)
        ]
        kids = per_woman * sum(now[1][a] for a in women)
        now[1][0] = kids / (1 + boys)
        now[0][0] = kids - now[1][0]
        years.append(now)
    return np.array(years)


@pytest.mark.parametrize("classes", [11, 16, 18, 19, 21])
def test_every_open_class_follows_the_printed_formulas(classes):
    before, after = STATES.integers(20, 60, (2, 2, classes)).astype(float)
    done = project(before, after, steps=4)
    np.testing.assert_allclose(done.population[:, 0], by_hand(before, after, 4), rtol=1e-12)


def test_narrow_window_of_women_follows_the_printed_formulas():
    done = project(BEFORE[0], AFTER[0], steps=3, women="20-39")
    expected = by_hand(BEFORE[0], AFTER[0], 3, women=range(4, 8))
    np.testing.assert_allclose(done.population[:, 0], expected, rtol=1e-12)
    same = project(BEFORE[0], AFTER[0], steps=3, women=(20, 39))
    assert same.population.tolist() == done.population.tolist()


def test_areas_together_are_as_each_alone():
    together = project(BEFORE, AFTER, steps=6)
    for area in range(len(BEFORE)):
        alone = project(BEFORE[area], AFTER[area], steps=6)
        assert together.population[:, area].tolist() == alone.population[:, 0].tolist()


def test_ratios_lead_from_the_first_table_to_the_second():
    ratios = project(BEFORE, AFTER, steps=1, clip=100).ratios
    np.testing.assert_allclose(advance(BEFORE, ratios, steps=1)[1], AFTER, rtol=1e-12)


def test_lists_are_taken_and_tables_are_not_changed():
    before, after = BEFORE.copy(), AFTER.copy()
    assert project(before.tolist(), after.tolist(), steps=2, kappa=20).totals.shape == (3, 5)
    project(before, after, steps=2, kappa=20)
    assert before.tolist() == BEFORE.tolist()
    assert after.tolist() == AFTER.tolist()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=144, max_size=144))
def test_empty_cells_never_lead_to_what_is_no_number(cells):
    before, after = np.array(cells, dtype=float).reshape(2, 2, 2, 18)
    done = project(before, after, steps=6)
    assert np.isfinite(done.population).all()
    assert (done.population >= 0).all()


def test_class_nobody_could_come_from_takes_the_ratio_of_the_municipality():
    before, after = BEFORE[:2].copy(), AFTER[:2]
    before[0, 1, 6] = 0
    ratios = project(before, after, steps=1).ratios
    assert ratios.ccr[0, 1, 7] == after[:, 1, 7].sum() / before[:, 1, 6].sum()
    assert np.argwhere(ratios.borrowed).tolist() == [[0, 1, 7]]


def test_area_without_women_or_girls_takes_the_ratios_of_the_municipality():
    after = AFTER[:2].copy()
    after[0, 1, 3:10] = 0
    after[0, 1, 0] = 0
    ratios = project(BEFORE[:2], after, steps=1).ratios
    assert ratios.cwr[0] == after[:, :, 0].sum() / after[:, 1, 3:10].sum()
    assert ratios.sr[0] == after[:, 0, 0].sum() / after[:, 1, 0].sum()


def test_shrinkage_adds_people_with_the_ratio_of_the_municipality():
    ratios = project(BEFORE, AFTER, steps=1, kappa=20).ratios
    town = AFTER[:, 0, 5].sum() / BEFORE[:, 0, 4].sum()
    assert ratios.ccr[2, 0, 5] == pytest.approx(
        (AFTER[2, 0, 5] + 20 * town) / (BEFORE[2, 0, 4] + 20), rel=1e-12
    )
    women = AFTER[:, 1, 3:10].sum(axis=1)
    kids = AFTER[:, :, 0].sum(axis=1)
    assert ratios.cwr[2] == pytest.approx(
        (kids[2] + 20 * kids.sum() / women.sum()) / (women[2] + 20), rel=1e-12
    )


def test_single_area_is_its_own_municipality_and_shrinks_nowhere():
    plain = project(PEOPLE_2015, PEOPLE_2020, steps=6)
    shrunk = project(PEOPLE_2015, PEOPLE_2020, steps=6, kappa=50)
    np.testing.assert_allclose(shrunk.population, plain.population, rtol=1e-12)


def test_strong_shrinkage_gives_every_area_the_ratios_of_its_own_municipality():
    groups = [0, 0, 1, 1, 1]
    ratios = project(BEFORE, AFTER, steps=1, kappa=1e12, groups=groups).ratios
    for town, areas in enumerate((slice(0, 2), slice(2, 5))):
        whole = project(BEFORE[areas].sum(axis=0), AFTER[areas].sum(axis=0), steps=1).ratios
        np.testing.assert_allclose(ratios.ccr[groups.index(town)], whole.ccr[0], rtol=1e-9)


def test_tables_of_the_municipality_are_used_where_they_are_given():
    reference = [BEFORE.sum(axis=0) * 2, AFTER.sum(axis=0)]
    ratios = project(BEFORE, AFTER, steps=1, kappa=1e12, reference=reference).ratios
    assert ratios.ccr[0, 0, 5] == pytest.approx(reference[1][0, 5] / reference[0][0, 4], rel=1e-9)


def test_growth_beyond_the_ceiling_is_cut_and_flagged():
    after = AFTER.copy()
    after[1, 0, 8] = 1_000
    ratios = project(BEFORE, after, steps=1).ratios
    assert ratios.ccr.max() == 3.0
    assert [1, 0, 8] in np.argwhere(ratios.clipped).tolist()


def test_totals_given_by_class_are_met_and_the_raw_numbers_kept():
    control = STATES.integers(100, 500, (3, 2, 18)).astype(float)
    done = project(BEFORE, AFTER, steps=3, control=control)
    np.testing.assert_allclose(done.population[1:].sum(axis=1), control, rtol=1e-12)
    assert done.raw.tolist() == project(BEFORE, AFTER, steps=3).population.tolist()
    assert done.population[0].tolist() == AFTER.tolist()


def test_totals_given_by_year_and_municipality_are_met():
    control = np.array([[300.0, 400.0], [280.0, 390.0]])
    done = project(BEFORE, AFTER, steps=2, groups=[0, 0, 1, 1, 1], control=control)
    np.testing.assert_allclose(done.totals[1:, :2].sum(axis=1), control[:, 0], rtol=1e-12)
    np.testing.assert_allclose(done.totals[1:, 2:].sum(axis=1), control[:, 1], rtol=1e-12)


def test_mean_over_periods_is_the_mean_of_their_ratios():
    first, second, third = BEFORE, AFTER, BEFORE[::-1]
    mean = project(second, third, steps=1, earlier=[first]).ratios
    early, late = project(first, second, steps=1).ratios, project(second, third, steps=1).ratios
    np.testing.assert_allclose(mean.ccr, (early.ccr + late.ccr) / 2, rtol=1e-12)
    np.testing.assert_allclose(mean.cwr, (early.cwr + late.cwr) / 2, rtol=1e-12)
    np.testing.assert_allclose(mean.sr, (early.sr + late.sr) / 2, rtol=1e-12)


def test_variants_reach_back_as_far_as_there_are_tables():
    tables = [BEFORE, AFTER, BEFORE, AFTER, BEFORE]
    assert list(variants(tables[:2], steps=1)) == [Variant.LAST]
    assert list(variants(tables, steps=1)) == list(Variant)
    assert [variant.label for variant in Variant] == [
        "直近5年",
        "直近2期間の平均",
        "直近3期間の平均",
    ]
    mean = variants(tables, steps=1)[Variant.MEAN_OF_3]
    same = project(AFTER, BEFORE, steps=1, earlier=tables[1:3])
    assert mean.population.tolist() == same.population.tolist()


def test_closed_population_loses_people_by_death_alone():
    survival = survival_ratios([500, 499, 498, 497, 495, 490, 480, 470, 460, 440, 400, 900])
    table = np.full((1, 2, 12), 100.0)
    done = project(table, table * 2, steps=1, survival=survival)
    assert done.population[1, 0, 0, 1] == pytest.approx(200 * 499 / 500)
    assert done.population[1, 0, 1, 11] == pytest.approx(400 * 900 / 1_300)


@pytest.mark.parametrize(
    ("tables", "options", "words"),
    [
        ((BEFORE, AFTER[:4]), {}, "地区と年齢階級をそろえて"),
        ((-BEFORE, AFTER), {}, "1番目の地区の男・0-4歳"),
        ((BEFORE, AFTER * np.nan), {}, "base1"),
        ((BEFORE[0, 0], AFTER[0, 0]), {}, "年齢階級）の表"),
        (([[1, 2], [3]], AFTER), {}, "行の長さ"),
        ((BEFORE, AFTER), {"steps": 0}, "1 から 40"),
        ((BEFORE, AFTER), {"steps": 10**9}, "1 から 40"),
        ((BEFORE, AFTER), {"steps": 1.5}, "整数"),
        ((BEFORE, AFTER), {"women": "15-48"}, "境目"),
        ((BEFORE, AFTER), {"women": "若い人"}, "15-49 のように"),
        ((BEFORE, AFTER), {"women": (15, 89)}, "最後の階級（85歳以上）"),
        ((BEFORE, AFTER), {"kappa": -1}, "kappa"),
        ((BEFORE, AFTER), {"clip": 0}, "clip"),
        ((BEFORE, AFTER), {"sex_ratio": 0}, "sex_ratio"),
        ((BEFORE, AFTER), {"groups": [0, 1]}, "groups"),
        ((BEFORE, AFTER), {"reference": [BEFORE[0]]}, "2 時点"),
        ((BEFORE, AFTER), {"survival": np.full(18, 1.1)}, "0 から 1"),
        ((BEFORE, AFTER), {"arrivals": np.ones(3)}, "arrivals"),
        ((BEFORE, AFTER), {"control": [1.0, 2.0]}, "control"),
        ((BEFORE, AFTER), {"control": [np.inf]}, "control"),
    ],
)
def test_tables_and_options_that_do_not_fit_are_refused(tables, options, words):
    with pytest.raises(ValueError, match=words):
        project(*tables, **{"steps": 1, **options})


def test_one_table_alone_is_refused():
    with pytest.raises(ValueError, match="2つ以上"):
        variants([BEFORE], steps=1)


def test_people_over_65_are_unknown_where_the_open_class_begins_earlier():
    young = np.ones((1, 2, 12))
    with pytest.raises(ValueError, match="65歳より前"):
        _ = project(young, young, steps=1).elders
