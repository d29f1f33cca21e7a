"""Choices that look varied and are always the same: drawn from a seed and a name, not in turn."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws for one seed. A draw depends on its name alone, so a new draw moves no other."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def roll(self, name: str, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        drawn = sha256(f"{self._seed}/{name}".encode()).digest()
        return low + int.from_bytes(drawn[:8], "big") % (high - low + 1)

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.roll(name, 0, len(options) - 1)]

    def chance(self, name: str, percent: int) -> bool:
        """True in about so many of a hundred draws."""
        return self.roll(name, 1, 100) <= percent
