"""Which database is used, and how long it may be kept waiting."""

import pytest
from django.db import connection

from comipla.config.database import databases
from comipla.config.embedded import EmbeddedServer
from comipla.config.surroundings import surroundings
from comipla.config.words import OperatorError


def test_no_address_means_the_embedded_server_of_the_data_folder(tmp_path):
    database = databases(surroundings({"COMIPLA_DATA": str(tmp_path)}))["default"]
    assert database["ENGINE"] == "comipla.config.backend"
    assert database["HOST"] == str(EmbeddedServer.of(tmp_path).sockets)
    assert list(tmp_path.iterdir()) == []  # nothing is started by looking


def test_address_is_taken_apart():
    url = "postgresql://us%40er:p%2Fw@db.example.jp:6543/comi?sslmode=require"
    database = databases(surroundings({"DATABASE_URL": url}))["default"]
    options = database.pop("OPTIONS")
    assert options.pop("options").startswith("-c statement_timeout=0 ")
    assert options == {
        "sslmode": "require",
        "application_name": "comipla-command",
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "comi",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example.jp",
        "PORT": "6543",
        "CONN_MAX_AGE": 0,
    }


def test_socket_folder_may_be_named_as_host():
    url = "postgresql://comipla@/comipla?host=%2Frun%2Fpostgresql"
    database = databases(surroundings({"DATABASE_URL": url}))["default"]
    assert database["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "sqlite:///x"])
def test_other_databases_are_refused_in_words(url):
    with pytest.raises(OperatorError) as refusal:
        databases(surroundings({"DATABASE_URL": url}))
    assert "PostgreSQL だけ" in refusal.value.japanese


@pytest.mark.parametrize(
    ("process", "limits"),
    [
        (
            "web",
            "statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        ),
        (
            "worker",
            "statement_timeout=10min -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        ),
        (
            "command",
            "statement_timeout=0 -c lock_timeout=5s -c idle_in_transaction_session_timeout=0",
        ),
    ],
)
def test_time_limits_depend_on_the_kind_of_process(process, limits):
    database = databases(surroundings({"COMIPLA_PROCESS": process}))["default"]
    assert database["OPTIONS"]["options"] == f"-c {limits}"


def test_only_pages_use_a_pool_and_it_needs_connections_that_are_given_back():
    pooled = databases(surroundings({"COMIPLA_PROCESS": "web"}))["default"]
    assert pooled["OPTIONS"]["pool"]["max_size"] == 4
    assert pooled["CONN_MAX_AGE"] == 0
    assert (
        "pool" not in databases(surroundings({"COMIPLA_PROCESS": "worker"}))["default"]["OPTIONS"]
    )


@pytest.mark.django_db
def test_limits_reach_the_server():
    with connection.cursor() as cursor:
        shown = []
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            shown.append(cursor.fetchone()[0])
    assert shown == ["15s", "5s", "30s"]
