"""A community that asks its residents, for tests of the pages."""

from tests.surveys.conftest import community, survey_desk

__all__ = ["community", "survey_desk"]
