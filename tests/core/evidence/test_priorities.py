"""Ranking by points: sum, first places, draw."""

import pytest

from comipla.core.evidence.priorities import rank_priorities

ITEMS = ("移動販売", "空き家", "祭り", "草刈り")


def test_sum_then_first_places_then_draw_decide():
    points = [[5, 4, 0, 0], [0, 1, 3, 2], [0, 0, 1, 2]]
    ranked = rank_priorities(ITEMS, points, seed=1)
    assert [(p.place, p.item, p.points, p.first_places) for p in ranked[:2]] == [
        (1, "移動販売", 5, 1),
        (2, "空き家", 5, 0),
    ]
    assert [p.drawn for p in ranked] == [False, False, True, True]
    assert ranked[1].spread == (1, 0, 0, 1, 0)


def test_draw_is_the_same_for_the_seed_that_was_written_down():
    points = [[1, 1, 1, 1]]
    drawn = [tuple(p.item for p in rank_priorities(ITEMS, points, seed=s)) for s in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert set(drawn[0]) == set(ITEMS)


@pytest.mark.parametrize(
    ("points", "words"),
    [([[1, 2]], "項目の数"), ([[6, 0, 0, 0]], "0 から 5"), ([[0.5, 0, 0, 0]], "整数")],
)
def test_points_that_are_none_are_refused(points, words):
    with pytest.raises(ValueError, match=words):
        rank_priorities(ITEMS, points, seed=0)
