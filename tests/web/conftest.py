"""What several tests of pages share: the site with its twin municipalities."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@pytest.fixture(scope="session")
def walked(django_db_setup, django_db_blocker, tmp_path_factory) -> Any:
    """What everybody was answered everywhere; nothing of it is left in the database."""
    with _site(django_db_blocker, tmp_path_factory) as site:
        return site.walk()


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Any]:
    """The site to ask anything of; every request is undone, and in the end everything."""
    with _site(django_db_blocker, tmp_path_factory) as site:
        yield site


@contextmanager
def _site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import logging

    from django.db import transaction
    from django.test import override_settings

    from comipla.programme.clock import standing_on
    from tests.web.matrix import Site
    from tests.web.twins import build_twins
    from tests.world import TODAY

    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, standing_on(TODAY), django_db_blocker.unblock(), transaction.atomic():
        logging.disable(logging.ERROR)  # thousands of refusals are meant
        yield Site(build_twins())
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
