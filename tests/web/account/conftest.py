"""The people of `tests/people`, now in front of pages."""

from tests.people.conftest import (  # noqa: F401 - fixtures
    amagi,
    by,
    decider,
    member_of,
    nagashima,
    officer,
    prefecture,
)
