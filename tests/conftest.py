"""Settings of the test run: the embedded server, in a data folder of its own.

``COMIPLA_DATA`` and ``DATABASE_URL`` of the caller are honoured, so the suite passes on any
PostgreSQL >= 15. Tests of the core alone run without Django, as the core does.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django
import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# Enough examples for laws over small values; the whole suite must stay quick.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.load_profile("quick")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up before tests are collected, unless only the core is asked for."""
    os.environ.setdefault("COMIPLA_DATA", str(TESTS.parent / ".comipla" / "tests"))
    os.environ["COMIPLA_PROCESS"] = "test"
    # Nothing is collected for tests, but WhiteNoise warns when the folder is missing.
    Path(os.environ["COMIPLA_DATA"], "static").mkdir(parents=True, exist_ok=True)
    for foreign in ("COMIPLA_DEMO", "COMIPLA_DEBUG", "COMIPLA_PUBLIC_URL", "COMIPLA_MAIL_URL"):
        os.environ.pop(foreign, None)
    asked = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    if not all(path.is_relative_to(TESTS / "core") for path in asked):
        os.environ["DJANGO_SETTINGS_MODULE"] = "comipla.config.settings"
        django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests, in words, where there is no browser."""
    if CHROMIUM is None:
        missing = pytest.mark.skip(
            reason="Chromium がないため画面の試験を飛ばします(apt-get install chromium)"
        )
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


@pytest.fixture(autouse=True)
def _queue_left_empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the job queue after tests that commit: its tables are not Django's to flush."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
            connection.close()


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """Address of the test database, for child processes; what they see must be committed."""
    from django.db import connection

    parameters = connection.get_connection_params()
    host, port = parameters.get("host", ""), parameters.get("port", "")
    user = quote(parameters["user"]) + (
        f":{quote(parameters['password'])}" if parameters.get("password") else ""
    )
    where = f"&port={port}" if port else ""
    return f"postgresql://{user}@/{parameters['dbname']}?host={quote(host, safe='')}{where}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright; make a context of your own in each test."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
