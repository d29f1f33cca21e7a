"""Vectors are those of the programme's calculation table, G.4 25, and of scenario 18."""

from datetime import date

import pytest

from comipla.core.subsidy import asset_limit, must_register


def test_rule_25_the_threshold_itself_enters_the_register():
    assert [must_register(price) for price in (499_999, 500_000, 520_000)] == [False, True, True]
    assert must_register(300_000, threshold=300_000)


@pytest.mark.parametrize(
    ("acquired_on", "years", "limit"),
    [
        (date(2024, 7, 1), 4, date(2028, 6, 30)),
        (date(2024, 4, 1), 5, date(2029, 3, 31)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2025, 1, 1), 1, date(2025, 12, 31)),
    ],
)
def test_rule_25_limit_is_the_day_before_the_anniversary(acquired_on, years, limit):
    assert asset_limit(acquired_on, years) == limit


def test_years_below_one_are_refused():
    with pytest.raises(ValueError, match="1年以上"):
        asset_limit(date(2024, 7, 1), 0)
    with pytest.raises(TypeError, match="must be a whole number"):
        asset_limit(date(2024, 7, 1), 4.0)
