"""The database schema: what is applied, what is missing, bringing it up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_MIGRATION_LOCK = 0x636F6D69  # any number of our own


def missing_migrations() -> list[str]:
    """Migrations of this version that the database lacks, as ``app.name``, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied_migrations() -> list[str]:
    """Migrations the database has, as ``app.name``, sorted."""
    applied = MigrationExecutor(connection).loader.applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied)


def known_migrations() -> set[str]:
    """Every migration this version knows, as ``app.name``."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    for key, migration in loader.disk_migrations.items():
        known |= {(key[0], replaced) for _, replaced in migration.replaces}
    return {f"{app}.{name}" for app, name in known}


def bring_up_to_date(*, note: Callable[[str], Any]) -> list[str]:
    """Apply what is missing; return it. Two processes at once wait for each other.

    ``note`` is told the name of each migration before all are applied.
    """
    with _one_at_a_time():
        missing = missing_migrations()
        for name in missing:
            note(f"  {name}")
        if missing:
            call_command("migrate", verbosity=0, interactive=False)
    return missing


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])
            cursor.execute("RESET lock_timeout")
