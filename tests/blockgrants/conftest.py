"""A town that divides a block grant among its platforms."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def grant(db: None) -> Iterator[Any]:
    """The worked example, on the world's day."""
    from comipla.programme.clock import standing_on
    from tests.blockgrants.grants import build_grant
    from tests.communities.registry import build_registry
    from tests.world import TODAY

    with standing_on(TODAY):
        yield build_grant(build_registry())
