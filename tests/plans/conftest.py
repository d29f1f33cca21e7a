"""A community that plans, on the world's day."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def community(db: None, settings: Any, tmp_path: Any) -> Iterator[Any]:
    """The community with a folder of its own for files."""
    from comipla.programme.clock import standing_on
    from tests.plans.community import build_community
    from tests.world import TODAY

    settings.MEDIA_ROOT = tmp_path
    with standing_on(TODAY):
        yield build_community()
