"""Areas as shares of districts: no point of a municipality belongs to two bodies at once.

A platform holds a district wholly (weight 1) or in part. On no day may the weights that bodies of
one municipality hold of a district add up to more than 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """What a body holds of a district, from one day to another (both included, None: open)."""

    district: str
    body: str
    weight: Fraction
    valid_from: date
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1:
            raise ValueError("区域の割合は、0より大きく1（100%）以下にしてください。")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("区域の終わりの日を、始まりの日と同じ日かそれより後にしてください。")

    def holds_on(self, day: date) -> bool:
        """Whether the share counts on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A district that is held more than once: the first such day, with whom, and the sum."""

    district: str
    on: date
    others: tuple[str, ...]
    total: Fraction

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in words."""
        whom = "・".join(self.others)
        return (
            f"{self.district}の区域が{whom}と重なっています"
            f"（割合の合計 {float(self.total * 100):.4g}%）。"
            "割合を小さくするか、相手の区域を先に変えてください。"
        )


def overlaps(shares: Iterable[Share], held: Sequence[Share]) -> tuple[Overlap, ...]:
    """Where new shares of one body and those that other bodies hold exceed a whole district.

    Only days on which some share begins can be the first such day, so these alone are looked at.
    """
    new = list(shares)
    found = []
    for district in dict.fromkeys(share.district for share in new):
        mine = [share for share in new if share.district == district]
        others = [share for share in held if share.district == district]
        for day in sorted({share.valid_from for share in (*mine, *others)}):
            own = sum((s.weight for s in mine if s.holds_on(day)), Fraction(0))
            there = [share for share in others if share.holds_on(day)]
            total = own + sum((share.weight for share in there), Fraction(0))
            if own and total > 1:
                names = tuple(dict.fromkeys(share.body for share in there)) or (mine[0].body,)
                found.append(Overlap(district, day, names, total))
                break
    return tuple(found)
