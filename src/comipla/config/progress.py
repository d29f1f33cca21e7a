"""A progress bar for work that tells how much there is only once it has begun."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[str, int], None]
"""Told the name of each finished piece, and how many pieces there are in all."""


def silent(_name: str, _total: int) -> None:
    """Show nothing."""


@contextmanager
def counting(label: str) -> Iterator[Progress]:
    """Show a bar on a terminal, a single line elsewhere."""
    with click.progressbar(length=1, label=label, item_show_func=_last_part) as bar:

        def advance(name: str, total: int) -> None:
            bar.length = total
            bar.update(1, name)

        yield advance


def _last_part(name: str | None) -> str:
    return (name or "").rsplit("/", 1)[-1][-40:]
