"""Two addresses for machines that watch the installation; no session, no personal data."""

import shutil

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SPARE_DISK = 0.10
"""Smallest share of the data disk that must be free."""


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """Work can be done here: the database answers, is up to date, and the disk has room.

    503 with the name of what is missing otherwise.
    """
    state = {"database": True, "migrations": True, "disk": _disk_has_room()}
    try:
        executor = MigrationExecutor(connection)
        state["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        state["database"] = state["migrations"] = False
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _disk_has_room() -> bool:
    usage = shutil.disk_usage(settings.AROUND.data)
    return usage.free >= usage.total * SPARE_DISK
