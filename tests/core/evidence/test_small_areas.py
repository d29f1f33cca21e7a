"""Small areas: bands by chance and what is shown."""

import numpy as np
import pytest

from comipla.core.evidence import Showing, band, project, showing
from tests.core.evidence.district import PEOPLE_2015, PEOPLE_2020


def spread(share, **options):
    """Lower and upper end of the 30-year total against the middle, in percent."""
    low, middle, high = band(PEOPLE_2015 * share, PEOPLE_2020 * share, steps=6, **options).totals[
        :, -1
    ]
    return 100 * (low / middle - 1), 100 * (high / middle - 1)


@pytest.mark.parametrize(
    ("share", "published"), [(2.5, (-7, 9)), (1, (-12, 16)), (0.25, (-22, 34)), (0.08, (-35, 63))]
)
def test_bands_are_near_those_of_the_published_simulation(share, published):
    """The simulation also draws the starting table, so that its bands are somewhat wider."""
    low, high = spread(share)
    assert published[0] <= low <= 0.6 * published[0]
    assert 0.6 * published[1] <= high <= published[1]


def test_leaning_on_the_municipality_narrows_the_band_of_a_small_area():
    town = (PEOPLE_2015 * 20, PEOPLE_2020 * 20)
    free, shrunk = spread(0.08), spread(0.08, reference=town)
    assert free[0] < shrunk[0] < 0 < shrunk[1] < free[1]


def test_band_holds_the_projection_and_begins_with_today():
    found = band(PEOPLE_2015, PEOPLE_2020, steps=6)
    totals = project(PEOPLE_2015, PEOPLE_2020, steps=6).totals[:, 0]
    assert (found.totals[0, 1:] < totals[1:]).all()
    assert (totals[1:] < found.totals[2, 1:]).all()
    np.testing.assert_allclose(found.totals[:, 0], totals[0])
    assert found.children.shape == (3, 7)


def test_band_holds_the_projection_of_an_area_unlike_its_municipality():
    before, now = PEOPLE_2015 * 0.2, PEOPLE_2020 * 0.15
    town = PEOPLE_2015 * 5, PEOPLE_2020 * 5
    drawn = band(before, now, steps=6, reference=town, kappa=20)
    line = project(before, now, steps=6, reference=town, kappa=20).totals[:, 0]
    low, _, high = drawn.totals
    assert (low[1:] < line[1:]).all()
    assert (line[1:] < high[1:]).all()


def test_same_seed_gives_the_same_band():
    first, again, other = (
        band(PEOPLE_2015, PEOPLE_2020, steps=2, draws=50, seed=seed).totals.tolist()
        for seed in (3, 3, 4)
    )
    assert first == again != other


def test_empty_area_has_an_empty_band():
    assert band(np.zeros((2, 18)), np.zeros((2, 18)), steps=2, draws=5).totals.sum() == 0


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        (500, Showing.CURVE),
        (499, Showing.BAND),
        (200, Showing.BAND),
        (199.9, Showing.COUNTS),
        (0, Showing.COUNTS),
    ],
)
def test_fewer_people_are_shown_with_more_care(people, shown):
    assert showing(people) is shown


def test_reader_is_told_why_a_line_is_missing():
    assert Showing.CURVE.sentence == ""
    assert "500人より少ない" in Showing.BAND.sentence
    assert "線は引けません" in Showing.COUNTS.sentence


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 0}, "draws"),
        ({"percent": 100}, "percent"),
        ({"reference": [PEOPLE_2015]}, "2 時点"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        band(PEOPLE_2015, PEOPLE_2020, steps=1, **options)


def test_band_of_several_areas_is_refused():
    two = np.ones((2, 2, 18))
    with pytest.raises(ValueError, match="1つの地区ずつ"):
        band(two, two, steps=1)
