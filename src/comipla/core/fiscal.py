"""The fiscal year (年度): 1 April to 31 March, its accounts open until 31 May."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from comipla.core.digits import KANJI_NUMERALS, kanji_number, squeeze_ascii
from comipla.core.wareki import DateError, era_of, find_era

_FIRST_YEAR: Final = 1873  # the era table starts here
_HOW_TO: Final = "年度を「令和6年度」「R6」「2024年度」のように入力してください"
_WRITTEN: Final = re.compile(
    rf"(?P<era>[^0-9{KANJI_NUMERALS}元]*)(?P<year>[0-9]{{1,4}}|[{KANJI_NUMERALS}]{{1,4}}|元)(?:年度?)?"
)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A fiscal year, named by the Western year it begins in; `code` (R6) names it in data."""

    year: int

    def __post_init__(self) -> None:
        if isinstance(self.year, bool) or not isinstance(self.year, int):
            raise TypeError(f"year must be a whole number, not {type(self.year).__name__}")
        if not _FIRST_YEAR <= self.year < date.max.year:
            raise DateError(_HOW_TO)

    @classmethod
    def of(cls, day: date) -> Self:
        """Find the fiscal year a day belongs to: January to March count with the year before."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Find the year of a code as `code` prints it: R6, H28. Raises DateError otherwise."""
        year = cls.parse(code)
        if year.code != code:
            raise DateError(_HOW_TO)
        return year

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a year as people write it: R6, 令6, 令和６年度, 令和元年度, H31, 2024年度.

        Plans printed before a change of era name years beyond its end (平成32年度 is 令和2年度);
        they are counted on. Raises DateError.
        """
        found = _WRITTEN.fullmatch(squeeze_ascii(text))
        if found is None:
            raise DateError(_HOW_TO)
        written, era = found["year"], find_era(found["era"])
        if era is None and found["era"] not in ("", "西暦"):
            raise DateError(_HOW_TO)
        try:
            number = 1 if written == "元" else _number(written)
        except ValueError:
            raise DateError(_HOW_TO) from None
        if era is None:
            return cls(number)
        if number < 1:
            raise DateError(_HOW_TO)
        return cls(era.first_year + number - 1)

    @property
    def start(self) -> date:
        """1 April."""
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        """31 March: what is not done by then must be carried over."""
        return date(self.year + 1, 3, 31)

    @property
    def cashier_close(self) -> date:
        """31 May, the end of the settlement period (出納整理期間, Local Autonomy Act 235-5)."""
        return date(self.year + 1, 5, 31)

    @property
    def code(self) -> str:
        """R6, H28: the name of the year in data, addresses and case numbers."""
        letter, _, number = self._name
        return f"{letter}{number}"

    @property
    def label(self) -> str:
        """令和6年度, 令和元年度."""
        _, name, number = self._name
        return f"{name}{'元' if number == 1 else number}年度"

    @property
    def _name(self) -> tuple[str, str, int]:
        # A year is named by the era of its first day. Only the year of 2019, whose era changed
        # after one month, is generally called 令和元年度 as a whole.
        era = era_of(date(2019, 5, 1) if self.year == 2019 else self.start)
        return era.letter, era.name, self.year - era.first_year + 1

    @property
    def next(self) -> Self:
        """The year after."""
        return type(self)(self.year + 1)

    @property
    def previous(self) -> Self:
        """The year before."""
        return type(self)(self.year - 1)

    def contains(self, day: date) -> bool:
        """Tell whether the day lies between `start` and `end`."""
        return self.start <= day <= self.end


def _number(written: str) -> int:
    return int(written) if written.isascii() else kanji_number(written)
