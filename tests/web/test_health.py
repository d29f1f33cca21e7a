"""The two addresses for machines that watch."""

import pytest
from django.db import connection


def test_process_is_alive_without_touching_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"].startswith("max-age=0")
    assert not response.cookies


@pytest.mark.django_db
def test_ready_when_the_database_is_up_to_date(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": True, "migrations": True, "disk": True}


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] is False


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_on_the_same_machine_need_not_know_the_public_name(client, settings, address):
    settings.ALLOWED_HOSTS = ["comipla.example.jp"]
    asked = {"headers": {"host": "127.0.0.1:8000"}}
    assert client.get(address, **asked).status_code == 200
    assert client.get(address, REMOTE_ADDR="::1", **asked).status_code == 200
    for elsewhere in ("192.0.2.7", ""):
        assert client.get(address, REMOTE_ADDR=elsewhere, **asked).status_code == 400


def test_every_other_page_asks_for_the_name_on_the_same_machine_too(client, settings):
    settings.ALLOWED_HOSTS = ["comipla.example.jp"]
    assert client.get("/verify/", headers={"host": "127.0.0.1:8000"}).status_code == 400
