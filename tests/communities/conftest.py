"""A small prefecture with districts, platforms and their people."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def registry(db: None) -> Iterator[Any]:
    """The world with a registry, on the world's day."""
    from comipla.programme.clock import standing_on
    from tests.communities.registry import build_registry
    from tests.world import TODAY

    with standing_on(TODAY):
        yield build_registry()
