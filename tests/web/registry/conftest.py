"""The registry for tests of its pages."""

from tests.communities.conftest import registry

__all__ = ["registry"]
