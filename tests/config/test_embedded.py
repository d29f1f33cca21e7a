"""The embedded server: starting, sharing, stopping, surviving."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_reach_the_embedded_server():
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_checksums")
        assert cursor.fetchone() == ("on",)
