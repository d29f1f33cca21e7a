"""The town's block grant for tests of its pages."""

from tests.blockgrants.conftest import grant

__all__ = ["grant"]
