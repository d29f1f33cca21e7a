"""The books of a platform on the world's day."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def ledger(db: None, settings: Any, tmp_path: Any) -> Iterator[Any]:
    """The books with their people."""
    from comipla.programme.clock import standing_on
    from tests.books.ledger import build_ledger
    from tests.world import TODAY

    settings.MEDIA_ROOT = tmp_path
    with standing_on(TODAY):
        yield build_ledger()
