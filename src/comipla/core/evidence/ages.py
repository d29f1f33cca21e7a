"""Ages as tables write them, and five-year classes from whatever a table has of them."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence.population import FEMALE, MALE, YEARS

_WAVES: Final = str.maketrans("〜~∼", "---")
_WRITTEN: Final = re.compile(r"(\d{1,3})(?:歳)?(?:(-)(\d{1,3})(?:歳)?|(以上|\+))?")
_SEXES: Final[Mapping[str, int]] = {
    "M": MALE,
    "男": MALE,
    "男性": MALE,
    "F": FEMALE,
    "女": FEMALE,
    "女性": FEMALE,
}
_BOTH: Final = {"T", "計", "総数", "男女計", "合計"}

BOTH_SEXES: Final = -1
"""Stands in the place of a sex for men and women together."""


class Age(NamedTuple):
    """Ages from `first` to `last`, both included; `last` is None for `first` and over."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        """As Japanese tables write it."""
        if self.last is None:
            return f"{self.first}歳以上"
        return f"{self.first}歳" if self.first == self.last else f"{self.first}〜{self.last}歳"


def age_in(text: str) -> Age | None:
    """Read 3歳, ０～４歳, 5-9, 85歳以上 or 90+; None for anything else, sums included."""
    found = _WRITTEN.fullmatch(squeeze_ascii(text).translate(_WAVES))
    if found is None:
        return None
    first = int(found[1])
    if found[4]:
        return Age(first, None)
    last = int(found[3]) if found[2] else first
    return Age(first, last) if last >= first else None


def sex_in(text: str) -> int | None:
    """Read 男, 女, M, F, or `BOTH_SEXES` from 総数, 計, T; None for anything else."""
    written = squeeze_ascii(text).upper()
    return BOTH_SEXES if written in _BOTH else _SEXES.get(written)


def five_year_classes(people: Mapping[Age, float]) -> list[float] | str:
    """The people by five-year class with the open one last, or the reason why that cannot be.

    Single years are used where there are any; other classes, such as 15-64 or a second open one,
    are taken for sums that the table repeats.
    """
    width = 1 if Age(0, 0) in people else YEARS
    classes: list[float] = []
    first = 0
    while Age(first, first + width - 1) in people:
        number = people[Age(first, first + width - 1)]
        if first % YEARS == 0:
            classes.append(number)
        else:
            classes[-1] += number
        first += width
    if Age(first, None) not in people:
        missing = Age(first, first + width - 1).label
        return f"{missing}（または{first}歳以上）の人数がありません。"
    if first % YEARS:
        return (
            f"最後の階級が{first}歳以上で、5歳の境目に合いません。5の倍数の年齢で区切ってください。"
        )
    return [*classes, people[Age(first, None)]]
