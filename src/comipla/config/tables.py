"""What stands in every table, in two figures that can be compared after a restore."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

_FORMATS = """
    SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex';
    SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1;
"""

# The halves of each row's MD5 are added up, so that neither order nor memory matters. This
# finds slips, not forgers: against those stands the SHA-256 of the whole dump.
_FIGURES = """
    SELECT count(*),
           coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text || '/'
           || coalesce(sum(('x' || right(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text
    FROM {} AS t
"""


@dataclass(frozen=True)
class Figures:
    """Number of rows of a table and the sum of their hashes."""

    rows: int
    content: str


def tables() -> list[str]:
    """Every table outside PostgreSQL's own schemas, as ``schema.table``, quoted, sorted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """
        )
        return [name for (name,) in cursor.fetchall()]


def figures(names: list[str]) -> Iterator[tuple[str, Figures]]:
    """The figures of each table, one after the other. Call inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_FORMATS)
        for name in names:
            cursor.execute(_FIGURES.format(name))
            yield name, Figures(*cursor.fetchone())
