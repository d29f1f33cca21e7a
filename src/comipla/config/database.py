"""Which database the installation uses: ``DATABASE_URL``, else the embedded server."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from comipla.config.embedded import EmbeddedServer
from comipla.config.surroundings import Process, Surroundings
from comipla.config.words import OperatorError

MINIMUM_VERSION = 15
"""Oldest PostgreSQL major version that is supported."""

STATEMENT_TIMEOUT = {
    Process.WEB: "15s",
    Process.TEST: "15s",
    Process.WORKER: "10min",
    Process.COMMAND: "0",  # migrations, back-ups and imports take the time they need
}
"""Longest time of one statement by kind of process (conventions C8)."""


def databases(around: Surroundings) -> dict[str, dict[str, Any]]:
    """The value of Django's ``DATABASES``.

    Nothing is started here; the embedded server starts with the first connection.
    """
    if around.database_url:
        database = _from_url(around.database_url)
    else:
        server = EmbeddedServer.of(around.data)
        database = {
            "ENGINE": "comipla.config.backend",
            "NAME": server.database,
            "USER": server.user,
            "HOST": str(server.sockets),
            "OPTIONS": {},
        }
    database["OPTIONS"] |= {
        "application_name": f"comipla-{around.process}",
        "options": _limits(around.process),
        # A statement that a connection has seen before is planned no more: half the server's work.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    if around.process is Process.WEB:
        database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 4, "timeout": 10}
        database["CONN_HEALTH_CHECKS"] = True  # a restarted server costs no user an error page
    database["CONN_MAX_AGE"] = 0
    return {"default": database}


def _limits(process: Process) -> str:
    idle = "0" if process is Process.COMMAND else "30s"
    # Between tests even tables whose rows are only ever added are emptied.
    maintenance = " -c comipla.maintenance=on" if process is Process.TEST else ""
    return (
        f"-c statement_timeout={STATEMENT_TIMEOUT[process]} -c lock_timeout=5s "
        f"-c idle_in_transaction_session_timeout={idle}{maintenance}"
    )


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise OperatorError(
            "DATABASE_URL は postgresql://利用者:パスワード@ホスト:5432/データベース名 の形で"
            "書いてください。comipla は PostgreSQL だけを使います。",
            "Write DATABASE_URL as postgresql://user:password@host:5432/database. "
            "comipla uses PostgreSQL only.",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
