"""A community that asks its residents, on the world's day."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.plans.conftest import community

__all__ = ["community", "survey_desk"]


@pytest.fixture
def survey_desk(community: Any) -> Iterator[Any]:
    """The community with a hand for surveys."""
    from tests.surveys.desk import Desk

    return Desk(community)
