"""Django's PostgreSQL backend; the embedded server is up before the first connection is made.

Starting it here, not in the settings, keeps commands that need no database (type checks,
``--help``, collecting static files) from starting one.
"""

from typing import Any

from django.db.backends.postgresql import base

from comipla.config.embedded import EmbeddedServer
from comipla.config.surroundings import surroundings


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server of the data folder."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connection parameters of a server that answers."""
        EmbeddedServer.of(surroundings().data).ensure_running()
        return super().get_connection_params()
