"""Districts from small areas, whole and in part."""

import numpy as np
import pytest

from comipla.core.evidence import Unit, Units, district_tables

TABLES = tuple(np.arange(3.0 * 2 * 4).reshape(3, 2, 4) * factor for factor in (1, 10))
UNITS = Units(
    (Unit(("01",), "一町"), Unit(("02", "03"), "二町・三町"), Unit(("04",), "四町")), TABLES, ()
)


def test_whole_areas_and_parts_are_added_in_every_census():
    before, now = district_tables(UNITS, {"01": 1, "04": 0.25})
    assert before.tolist() == (TABLES[0][0] + TABLES[0][2] / 4).tolist()
    assert now.tolist() == (10 * before).tolist()


def test_areas_that_suppression_joins_come_together():
    (before, _) = district_tables(UNITS, {"02": 0.5, "03": 0.5})
    assert before.tolist() == (TABLES[0][1] / 2).tolist()


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"02": 1}, "二町・三町（02、03）は秘匿のため1つに合算されています。"),
        ({"02": 1, "03": 0.5}, "すべて同じ割合で"),
        ({"01": 0}, "01 の割合 0 は使えません。"),
        ({"01": 1.5}, "0 より大きく 1 以下"),
        ({"09": 1}, "09 は表にありません。"),
        ({}, "小地域が1つもありません。"),
    ],
)
def test_parts_that_do_not_fit_are_refused(weights, words):
    with pytest.raises(ValueError, match=words):
        district_tables(UNITS, weights)
