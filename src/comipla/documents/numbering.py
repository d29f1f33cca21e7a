"""Numbers of papers: one series per body, name and fiscal year, taken under a lock."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.db import connection

from comipla.core.fiscal import FiscalYear
from comipla.documents.models import NumberSeries
from comipla.people.models import Body

_SYMBOLS = Path(__file__).with_name("series.toml")
_FIELDS = ("id", "body_id", "name", "symbol", "fiscal_year", "next_serial")
_TAKE = """
UPDATE documents_numberseries SET next_serial = next_serial + 1
 WHERE body_id = %s AND name = %s AND fiscal_year = %s
RETURNING id, symbol, next_serial
"""  # in one statement: lock the row, move it on, read it


def take_number(*, body: Body, series: str, on: date) -> tuple[NumberSeries, int]:
    """The series, locked until the transaction ends, and the next number of it."""
    taken = _take(body, series, on)
    if taken is None:
        # Two first papers of a year may meet here: the second waits and finds the row.
        opened = series_on(body=body, series=series, on=on)
        NumberSeries.objects.bulk_create([opened], ignore_conflicts=True)
        taken = _take(body, series, on)
    assert taken is not None
    return taken, taken.next_serial - 1


def _take(body: Body, series: str, on: date) -> NumberSeries | None:
    """The series with its number taken; None where the year's series is not open yet."""
    year = FiscalYear.of(on).year
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [body.pk, series, year])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, symbol, following = found
    values = (pk, body.pk, series, symbol, year, following)
    return NumberSeries.from_db(connection.alias, _FIELDS, values)


def series_on(*, body: Body, series: str, on: date) -> NumberSeries:
    """The series of a year; where it is not open yet, an unsaved one with the symbol to come.

    The symbol is last year's, else the usual one of `series.toml`, else the series' own name.
    """
    year = FiscalYear.of(on).year
    earlier = NumberSeries.objects.filter(body=body, name=series, fiscal_year__lte=year)
    latest = earlier.order_by("-fiscal_year").first()
    if latest is not None and latest.fiscal_year == year:
        return latest
    symbol = latest.symbol if latest else _usual_symbols().get(body.kind, {}).get(series, series)
    return NumberSeries(body=body, name=series, symbol=symbol, fiscal_year=year)


def rename_series(*, body: Body, series: str, symbol: str, on: date) -> NumberSeries:
    """Let a body print its own symbol before the numbers of a series, from this year on.

    Numbers go on; papers already issued keep theirs.
    """
    numbers = series_on(body=body, series=series, on=on)
    numbers.symbol = symbol
    numbers.save(update_fields=["symbol"] if numbers.pk else None)
    return numbers


@cache
def _usual_symbols() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_SYMBOLS.read_text(encoding="utf-8"))
