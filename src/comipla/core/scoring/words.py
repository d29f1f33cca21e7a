"""How points are printed: exactly where they can be, else marked as 約."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

PLACES: Final = 4


def number(value: Fraction) -> str:
    """Print an exact figure: 72.5, 1,250, and 約72.3333 where the decimals do not end in time."""
    scaled = value * 10**PLACES
    whole = round(scaled)
    sign = "-" if whole < 0 else ""
    units, rest = divmod(abs(whole), 10**PLACES)
    decimals = f".{rest:0{PLACES}}".rstrip("0").rstrip(".")
    about = "" if scaled == whole else "約"
    return f"{about}{sign}{units:,}{decimals}"


def points(value: Fraction) -> str:
    """Print points: 72.5点."""
    return f"{number(value)}点"


def percent(value: Fraction) -> str:
    """Print a share: 60%."""
    return f"{number(value * 100)}%"


def listed(names: Iterable[str]) -> str:
    """Join names: A、B、C."""
    return "、".join(names)
