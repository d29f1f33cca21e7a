"""Dividing a whole number of units so that nothing is lost: largest remainder, and with limits."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from comipla.core.allocation.numbers import Exact


def apportion(units: int, weights: Sequence[Exact], names: Sequence[str]) -> list[int]:
    """Divide units in proportion to weights by the largest remainder; the parts sum to units.

    Each gets the whole units of its exact share; what is left goes one by one to the largest
    remainders, and among equal ones to the name (platform code) that comes first in the order of
    its characters. The order of the arguments has no influence. Equal parts where all weights
    are 0.
    """
    scaled = _whole(weights)
    total = sum(scaled)
    if total == 0:
        scaled, total = [1] * len(scaled), len(scaled)
    parts, remainders = [], []
    for weight in scaled:
        part, remainder = divmod(units * weight, total)
        parts.append(part)
        remainders.append(remainder)
    left = units - sum(parts)
    for i in sorted(range(len(parts)), key=lambda i: (-remainders[i], names[i]))[:left]:
        parts[i] += 1
    return parts


def spread(
    units: int, weights: Sequence[Exact], rooms: Sequence[int | None], names: Sequence[str]
) -> list[int]:
    """Divide units in proportion to weights, none above its room (None: without limit).

    Whoever would get more than fits gets what fits; the rest is divided among the others, again
    and again. The parts sum to units, or to less where the rooms are full.
    """
    parts = [0] * len(weights)
    free = [i for i, room in enumerate(rooms) if room is None or room > 0]
    while units and free:
        total = sum(weights[i] for i in free)
        # Without any weight left each counts the same.
        share = Fraction(units) / (total or len(free))
        full = [i for i in free if _over(rooms[i], share * (weights[i] if total else 1))]
        if not full:
            shared = apportion(units, [weights[i] for i in free], [names[i] for i in free])
            for i, part in zip(free, shared, strict=True):
                parts[i] = part
            return parts
        for i in full:
            parts[i] = rooms[i] or 0
            units -= parts[i]
        held = set(full)
        free = [i for i in free if i not in held]
    return parts


def _over(room: int | None, part: Exact) -> bool:
    return room is not None and part >= room


def _whole(weights: Sequence[Exact]) -> list[int]:
    """The weights times their common denominator."""
    scale = lcm(*(weight.denominator for weight in weights))
    return [int(weight * scale) for weight in weights]
