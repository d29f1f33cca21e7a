"""The books of a platform on the world's day, for its pages."""

from datetime import date

import pytest

from tests.books.conftest import ledger  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _on_the_worlds_day(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = date(2024, 5, 1)
