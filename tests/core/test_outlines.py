"""Outlines are made coarse so that neighbours keep one line between them."""

import pytest

from comipla.core.outlines import coarse, doubled_area, rings_of, straightened

SQUARE = [[130.0, 31.0], [130.01, 31.0], [130.01, 31.01], [130.0, 31.01], [130.0, 31.0]]


def test_a_ring_is_whole_steps_without_its_closing_point():
    assert coarse(SQUARE) == ((130000, 31000), (130010, 31000), (130010, 31010), (130000, 31010))


def test_points_in_the_middle_of_a_line_are_dropped():
    assert straightened([(0, 0), (1, 0), (2, 0), (2, 2)]) == ((0, 0), (2, 0), (2, 2))


def test_what_is_smaller_than_the_grid_leaves_nothing():
    assert coarse([[130.0, 31.0], [130.0001, 31.0], [130.0001, 31.0001], [130.0, 31.0]]) == ()


def test_neighbours_share_the_points_of_their_border():
    border = [[130.00234, 31.0], [130.00487, 31.00311], [130.00234, 31.00622]]
    west = coarse([[129.99, 31.0], *border, [129.99, 31.01]])
    east = coarse([[130.02, 31.0], *border, [130.02, 31.01]])
    assert set(coarse(border)) <= set(west) & set(east)


def test_a_multipolygon_gives_all_its_rings():
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
    assert [doubled_area(ring) for ring in rings_of(geometry)] == [200, 200]


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (None, "面ではありません"),
        ({"type": "Point", "coordinates": [130, 31]}, "面ではありません"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0]]]}, "日本の中にありません"),
        ({"type": "Polygon", "coordinates": [[["x", 31], [1]]]}, "こわれています"),
    ],
)
def test_other_shapes_are_refused_in_words(geometry, told):
    with pytest.raises(ValueError, match=told):
        rings_of(geometry)
