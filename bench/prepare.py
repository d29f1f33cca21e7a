"""Fill the data folder of one size of database, or bring it back to how it was filled.

The filled database stays untouched as a template of PostgreSQL; each run works on a fresh copy, so
that what one run records never changes what the next one measures.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from comipla.config.embedded import EmbeddedServer
from comipla.config.schema import bring_up_to_date, known_migrations
from comipla.config.serving import collect_static

ROOT = Path(__file__).parents[1]
SEED = ("bench/seed.py", "tests/world.py", "tests/examples.py")
TEMPLATE = "filled"


def prepare(fill: Callable[[], None]) -> None:
    """Have a database as `fill` leaves it, under the schema of today."""
    server = EmbeddedServer.of(settings.AROUND.data)
    server.ensure_running()
    stamp = settings.AROUND.data / "seed"
    if not stamp.exists() or stamp.read_text() != fingerprint():
        stamp.unlink(missing_ok=True)
        _let_go()
        _recreate(server, server.database)
        bring_up_to_date(note=lambda _name: None)
        fill()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        _let_go()
        _recreate(server, TEMPLATE, like=server.database)
        stamp.write_text(fingerprint())
    _let_go()
    _recreate(server, server.database, like=TEMPLATE)
    collect_static()


def fingerprint() -> str:
    """What the filled database depends on: the schema and the histories that fill it."""
    digest = hashlib.sha256("\n".join(sorted(known_migrations())).encode())
    for name in SEED:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _let_go() -> None:
    """Close our connections: a database in use can be neither copied nor replaced."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _recreate(server: EmbeddedServer, database: str, *, like: str = "template0") -> None:
    address = {"host": str(server.sockets), "user": server.user, "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as postgres:
        postgres.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        postgres.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
