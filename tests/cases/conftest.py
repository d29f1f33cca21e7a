"""The world that the cases of these tests live in."""

import pytest


@pytest.fixture
def world(db):
    from tests.world import build

    return build()
