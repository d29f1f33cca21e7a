"""A progress line for work whose length is not known beforehand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def counting(label: str) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with the name of each finished piece; a terminal shows them."""
    with click.progressbar(
        length=None, label=label, item_show_func=lambda name: name or "", show_eta=False
    ) as bar:
        yield lambda name: bar.update(1, name)
