"""Dates in the Japanese calendar: read in every usual spelling, print in two."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from comipla.core.digits import KANJI_NUMERALS, kanji_number, squeeze_ascii

WEEKDAYS: Final = "月火水木金土日"

_HOW_TO: Final = "日付を年・月・日の順に入力してください（例 令和6年7月1日、R6.7.1、2024-07-01）"


class DateError(ValueError):
    """The text is no date; the message tells the person, in Japanese, what to type instead."""


@dataclass(frozen=True)
class Era:
    """A span of years counted from `first_year`. `last` is None for the present era."""

    letter: str
    name: str
    first_year: int
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the era."""
        return self.first <= day and (self.last is None or day <= self.last)

    def year_name(self, year: int) -> str:
        """Name a Western year in this era: 令和6年, 令和元年."""
        number = year - self.first_year + 1
        return f"{self.name}{'元' if number == 1 else number}年"


# Meiji begins here with the Gregorian calendar; the years before it were lunisolar and their
# months and days would be misread.
ERAS: Final = (
    Era("R", "令和", 2019, date(2019, 5, 1), None),
    Era("H", "平成", 1989, date(1989, 1, 8), date(2019, 4, 30)),
    Era("S", "昭和", 1926, date(1926, 12, 25), date(1989, 1, 7)),
    Era("T", "大正", 1912, date(1912, 7, 30), date(1926, 12, 24)),
    Era("M", "明治", 1868, date(1873, 1, 1), date(1912, 7, 29)),
)
_LIGATURES: Final = str.maketrans(
    {"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"}
)
_SPELLINGS: Final = {
    spelling: era for era in ERAS for spelling in (era.letter, era.name, era.name[0])
}
_ERA: Final = "|".join(sorted(_SPELLINGS, key=len, reverse=True))
_NUMBER: Final = f"[0-9]{{1,4}}|[{KANJI_NUMERALS}]{{1,6}}"
_WEEKDAY: Final = rf"(?:\(?(?P<weekday>[{WEEKDAYS}])(?:曜日?)?(?:・?祝)?\)?)?"
_SPELLED: Final = re.compile(
    rf"(?:(?P<era>{_ERA}|西暦)\.?)?(?P<year>{_NUMBER}|元)[年./・-]"
    rf"(?P<month>{_NUMBER})[月./・-](?P<day>{_NUMBER})日?{_WEEKDAY}"
)
_COMPACT: Final = re.compile(
    rf"(?:(?P<era>[RHSTM])(?P<year>[0-9]{{2}})|(?P<western>[0-9]{{4}}))"
    rf"(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_WEEKDAY}"
)


def era_of(day: date) -> Era:
    """Find the era of a day. Raises DateError before 1873, when the calendar was another."""
    for era in ERAS:
        if era.holds(day):
            return era
    raise DateError("明治6年（1873年）1月1日以後の日付を入力してください")


def find_era(spelling: str) -> Era | None:
    """Find an era by letter, first character, name or ligature: R, 令, 令和, ㋿."""
    return _SPELLINGS.get(squeeze_ascii(spelling.translate(_LIGATURES)).upper())


def parse_date(text: str, *, default_era: str | None = "R") -> date:
    """Read a date as people write it.

    Takes R6.7.1, 令6.7.1, 令和６年７月１日, 令和六年七月一日, 令和元年…, ㋿6年…, R060701,
    2024/7/1, 2024-07-01, 20240701 and, counted in `default_era` (a letter of ERAS, or None to
    refuse them), 6-7-1; each also with a weekday behind it, which must then be the right one.
    Raises DateError: unreadable, no such day, outside its era, another weekday.
    """
    squeezed = squeeze_ascii(text.translate(_LIGATURES)).upper()
    found = _COMPACT.fullmatch(squeezed) or _SPELLED.fullmatch(squeezed)
    if found is None:
        raise DateError(_HOW_TO)
    parts = found.groupdict()
    era, year = _resolve_year(parts, default_era)
    day = _build_day(era, year, _number(parts["month"]), _number(parts["day"]))
    expected = WEEKDAYS[day.weekday()]
    if parts["weekday"] not in (None, expected):
        raise DateError(
            f"{format_wareki(day)}は{expected}曜日です。日付か曜日のどちらかを直してください"
        )
    return day


def _resolve_year(parts: dict[str, str | None], default_era: str | None) -> tuple[Era | None, int]:
    """Give the era the text counts in, if any, and the Western year."""
    if western := parts.get("western"):
        return None, int(western)
    written = parts["year"]
    era = _SPELLINGS.get(parts["era"] or "")
    number = 1 if written == "元" else _number(written)
    if era is None:
        if 1000 <= number <= date.max.year:
            return None, number
        if parts["era"] or number > 99 or default_era is None:
            raise DateError("年の前に元号を付けるか、西暦4けたで入力してください（例 R6.7.1）")
        era = _SPELLINGS[default_era]
    year = era.first_year + number - 1
    if number < 1 or year > date.max.year:
        raise DateError("年は1（元年）からの数字で入力してください（例 令和6年7月1日）")
    return era, year


def _build_day(era: Era | None, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise DateError(f"{month}月はありません。月は1から12までの数字で入力してください")
    year_name = era.year_name(year) if era else f"{year}年"
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise DateError(
            f"{year_name}{month}月{day}日はありません。日は1から{length}までの数字で入力してください"
        )
    built = date(year, month, day)
    if era is None or era.holds(built):
        era_of(built)  # refuses days before the calendar reform
        return built
    raise DateError(
        f"{year_name}{month}月{day}日は{era.name}の外です"
        f"（{_span(era)}）。「{format_wareki(built)}」と入力してください"
    )


def _span(era: Era) -> str:
    if era.last is None:
        return f"{era.name}は{format_wareki(era.first)}から"
    return f"{era.name}は{format_wareki(era.last)}まで"


def _number(text: str | None) -> int:
    if text is None:
        raise DateError(_HOW_TO)
    if text.isdigit() and text.isascii():
        return int(text)
    try:
        return kanji_number(text)
    except ValueError:
        raise DateError(_HOW_TO) from None


def format_wareki(day: date, *, weekday: bool = False) -> str:
    """Print 令和6年7月12日, or with its weekday 令和6年7月12日（金）."""
    printed = f"{era_of(day).year_name(day.year)}{day.month}月{day.day}日"
    return f"{printed}（{WEEKDAYS[day.weekday()]}）" if weekday else printed


def format_wareki_short(day: date) -> str:
    """Print R6.7.12, for narrow columns."""
    era = era_of(day)
    return f"{era.letter}{day.year - era.first_year + 1}.{day.month}.{day.day}"
