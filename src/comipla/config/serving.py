"""What has to be true before pages are served, and the programs that serve them."""

import os
import socket
import sys
from dataclasses import replace

from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.core.management import call_command
from django.db import connection

from comipla.config.checks import unsafe
from comipla.config.embedded import EmbeddedServer
from comipla.config.schema import missing_migrations
from comipla.config.supervise import Child
from comipla.config.surroundings import Process
from comipla.config.words import OperatorError


def refuse_if_unsafe(*, workers: int) -> None:
    """Raise OperatorError with every reason that Django's and our own checks give.

    In production a mere warning about security is a reason, too.
    """
    around = replace(settings.AROUND, process=Process.WEB, workers=workers)
    found = {check.id: check for check in run_checks(include_deployment_checks=around.production)}
    found |= {
        check.id: check for check in unsafe(around, cache=settings.CACHES["default"]["BACKEND"])
    }
    limit = WARNING if around.production else ERROR
    reasons = [f"・{c.msg}\n  {c.hint or ''}" for c in found.values() if c.level >= limit]
    if reasons:
        listed = "\n".join(reasons)
        raise OperatorError(
            f"このままでは安全に動かせません。\n{listed}", "Not served: see the reasons listed."
        )


def refuse_if_port_is_taken(host: str, port: int) -> None:
    """Raise OperatorError if something already answers there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise OperatorError(
                f"{host}:{port} はほかのプログラムが使っています。COMIPLA_PORT で別の番号を"
                "指定してください。",
                f"{host}:{port} is in use. Choose another number by COMIPLA_PORT.",
            ) from None


def refuse_if_behind() -> None:
    """Raise OperatorError if the database lacks migrations of this version."""
    missing = missing_migrations()
    connection.close()
    if missing:
        raise OperatorError(
            f"データベースがこの版より古いままです({len(missing)}件)。comipla migrate を"
            "実行してください。",
            f"The database lacks {len(missing)} migrations. Run comipla migrate.",
        )


def collect_static() -> None:
    """Put hashed and compressed copies of the static files into the data folder."""
    call_command("collectstatic", interactive=False, verbosity=0)


def hold_embedded_server() -> None:
    """Use the embedded server as long as we live, so that it outlives every child."""
    if not settings.AROUND.database_url:
        EmbeddedServer.of(settings.AROUND.data).ensure_running()


def page_server(*, host: str, port: int, workers: int) -> Child:
    """Granian with one blocking thread a worker: the least CPU per request of those measured."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "1",
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
    }
    words = [word for option in options.items() for word in option]
    return Child(
        name="画面 (granian)",
        command=[
            sys.executable,
            "-m",
            "granian",
            *words,
            "--no-ws",
            "--respawn-failed-workers",
            "comipla.config.wsgi:application",
        ],
        environment=_environment(Process.WEB, port)
        | {"COMIPLA_WORKERS": str(workers), "COMIPLA_END_WITH_PARENT": "1"},
    )


def worker(*, port: int) -> Child:
    """A worker for background jobs; ``port`` is where the pages are, for addresses in papers."""
    return Child(
        name="裏方 (worker)",
        command=[sys.executable, "-m", "comipla.config.cli", "worker"],
        environment=_environment(Process.WORKER, port),
    )


def _environment(process: Process, port: int) -> dict[str, str]:
    return os.environ | {
        "COMIPLA_PROCESS": process,
        "COMIPLA_PORT": str(port),
        "COMIPLA_DATA": str(settings.AROUND.data),
        "DJANGO_SETTINGS_MODULE": "comipla.config.settings",
    }
