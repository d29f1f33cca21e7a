"""How long books and proofs are kept."""

from datetime import date

import pytest

from comipla.core.subsidy import retention_until


@pytest.mark.parametrize(
    ("completed_on", "years", "until"),
    [
        (date(2025, 3, 20), 5, date(2030, 3, 31)),
        (date(2025, 3, 31), 5, date(2030, 3, 31)),
        (date(2025, 4, 1), 5, date(2031, 3, 31)),
        (date(2025, 5, 20), 10, date(2036, 3, 31)),
    ],
)
def test_years_run_from_the_fiscal_year_after_the_completion(completed_on, years, until):
    assert retention_until(completed_on, years=years) == until


def test_no_years_and_no_numbers_are_refused():
    with pytest.raises(ValueError, match="1年以上"):
        retention_until(date(2025, 3, 20), years=0)
    with pytest.raises(TypeError, match="whole number"):
        retention_until(date(2025, 3, 20), years="5")
