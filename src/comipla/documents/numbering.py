"""Numbers of papers: one series per body, name and fiscal year, taken under a lock."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from comipla.core.fiscal import FiscalYear
from comipla.documents.models import NumberSeries
from comipla.people.models import Body

_SYMBOLS = Path(__file__).with_name("series.toml")
_TAKE = """
UPDATE documents_numberseries SET next_serial = next_serial + 1
 WHERE body_id = %s AND name = %s AND fiscal_year = %s
RETURNING *
"""  # in one statement: lock the row, move it on, read it


def take_number(*, body: Body, series: str, on: date) -> tuple[NumberSeries, int]:
    """The series, locked until the transaction ends, and the next number of it."""
    place = [body.pk, series, FiscalYear.of(on).year]
    taken = list(NumberSeries.objects.raw(_TAKE, place))
    if not taken:
        # Two first papers of a year may meet here: the second waits and finds the row.
        opened = series_on(body=body, series=series, on=on)
        NumberSeries.objects.bulk_create([opened], ignore_conflicts=True)
        taken = list(NumberSeries.objects.raw(_TAKE, place))
    (numbers,) = taken
    return numbers, numbers.next_serial - 1


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
