"""Settings of the test run: the embedded server, in a data folder of its own.

``COMIPLA_DATA`` and ``DATABASE_URL`` of the caller are honoured, so the suite passes on any
PostgreSQL >= 15. Tests of the core alone run without Django, as the core does.
"""

import os
from pathlib import Path

import django
import pytest

TESTS = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up before tests are collected, unless only the core is asked for."""
    os.environ.setdefault("COMIPLA_DATA", str(TESTS.parent / ".comipla" / "tests"))
    os.environ["COMIPLA_PROCESS"] = "test"
    for demonstration in ("COMIPLA_DEMO", "COMIPLA_DEBUG", "COMIPLA_PUBLIC_URL"):
        os.environ.pop(demonstration, None)
    asked = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    if not all(path.is_relative_to(TESTS / "core") for path in asked):
        os.environ["DJANGO_SETTINGS_MODULE"] = "comipla.config.settings"
        django.setup()
