"""pg_dump and pg_restore against the database that Django uses."""

import os
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from comipla.config.embedded import EmbeddedServer
from comipla.config.postgres_programs import find_client
from comipla.config.words import OperatorError

_NOT_FOR_THE_COMMAND_LINE = ("password", "context", "cursor_factory", "prepare_threshold")


def server_major() -> int:
    """Major version of the server that Django talks to."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (number,) = cursor.fetchone()
    return int(number) // 10000


def dump_database(target: Path, *, snapshot: str) -> None:
    """Write the database as it stands in the exported ``snapshot`` to ``target``."""
    _run(
        "pg_dump",
        "--format=custom",
        "--compress=1",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def load_dump(source: Path) -> None:
    """Load a dump into the empty database: all of it or nothing."""
    _run(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        str(source),
    )


def _run(name: str, *arguments: str) -> None:
    parameters = connection.get_connection_params()
    environment = os.environ | {"PGPASSWORD": parameters.get("password") or "", "LC_ALL": "C"}
    target = {
        key: value for key, value in parameters.items() if key not in _NOT_FOR_THE_COMMAND_LINE
    }
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [_program(name), f"--dbname={make_conninfo(**target)}", *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip()
        raise OperatorError(
            f"{name} が最後まで進みませんでした。\n{said}", f"{name} did not finish."
        )


def _program(name: str) -> str:
    """The program of the server's own version, or of a later one."""
    if not settings.AROUND.database_url:
        return EmbeddedServer.of(settings.AROUND.data).programs().path(name)
    return find_client(name, server_major())
