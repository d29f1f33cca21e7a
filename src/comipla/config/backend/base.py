"""Django's PostgreSQL backend; the embedded server is up before a connection is made.

Starting it here, not in the settings, keeps commands that need no database (type checks,
``--help``, collecting static files) from starting one. A server that was killed is started
again by the next connection.
"""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from comipla.config.embedded import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server of the data folder."""

    _served_by: int | None = None
    """The server process to which the connections of the pool lead."""

    def get_connection_params(self) -> dict[str, Any]:
        """Parameters of a server that answers; other drivers (the job queue) use them too."""
        _server().ensure_running()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, from the pool where there is one.

        A pool whose server died would try again after one second, then two, then four; a new one
        connects at once.
        """
        server = _server()
        server.ensure_running()
        if DatabaseWrapper._served_by not in (None, server.number):
            self.close_pool()
        DatabaseWrapper._served_by = server.number
        return super().get_new_connection(conn_params)


def _server() -> EmbeddedServer:
    return EmbeddedServer.of(settings.AROUND.data)
