"""A community that plans, for tests of its pages."""

from tests.plans.conftest import community

__all__ = ["community"]
