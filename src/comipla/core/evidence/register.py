"""住民基本台帳: sheets of people by age as municipalities print them.

The row of headings is found by its words (年齢, 男, 女); several blocks may stand side by side, and
a column of areas (町名, 地区, 自治会 …) before them. Ages may be single years, five-year classes, or
both with the classes as sums; rows of totals are passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence.ages import Age, age_in, five_year_classes
from comipla.core.evidence.population import FEMALE, MALE, YEARS, Counts
from comipla.core.evidence.tables import Refusal, people_in
from comipla.core.grid import Grid, address

_AGE_WORDS: Final = {"年齢", "年齢階級", "年齢別", "歳", "区分"}
_AREA_WORDS: Final = {
    "町名",
    "町丁字",
    "町丁字名",
    "大字",
    "地区",
    "地区名",
    "校区",
    "自治会",
    "行政区",
    "地域",
}
_MEN: Final = {"男", "男性"}
_WOMEN: Final = {"女", "女性"}
_BOTH: Final = {"計", "合計", "総数", "男女計"}
_SUM_WORDS: Final = ("計", "総数", "平均", "割合", "率")
_ROWS_OF_HEADING: Final = 30
"""Titles and remarks above the heading take a few rows, never more."""


@dataclass(frozen=True, eq=False)
class RegisteredArea:
    """The people of one area of a sheet, (sex, class)."""

    name: str
    table: Counts


@dataclass(frozen=True)
class RegisterSheet:
    """The areas of a sheet, and the rows refused; an area with a refused row is not among them."""

    areas: tuple[RegisteredArea, ...]
    refusals: tuple[Refusal, ...]


class _Block(NamedTuple):
    """The columns of one block of a heading; `both` is -1 where there is none."""

    age: int
    men: int
    women: int
    both: int


class _Heading(NamedTuple):
    row: int
    area: int
    blocks: tuple[_Block, ...]


_People = dict[int, dict[Age, float]]


def register_from_grid(grid: Grid, *, name: str = "") -> RegisterSheet:
    """Read a sheet; `name` is that of its area where no column says it, the sheet's own if empty."""
    heading = _heading(grid)
    if heading is None:
        return RegisterSheet(
            (), (Refusal(1, "", "「年齢」「男」「女」のならぶ見出しの行が見つかりません。"),)
        )
    people: dict[str, _People] = {}
    refusals: list[Refusal] = []
    spoiled: set[str] = set()
    area = name or grid.sheet or "全域"
    for row in range(heading.row + 1, len(grid.rows)):
        if heading.area >= 0:
            area = grid.text(row, heading.area) or area
        found = list(_refused_or_taken(grid, row, heading, people.setdefault(area, {})))
        refusals += found
        spoiled |= {area} if found else set()
    areas = []
    for label, sexes in people.items():
        if not sexes or label in spoiled:
            continue
        table = _table(sexes)
        if isinstance(table, str):
            refusals.append(Refusal(heading.row + 1, "", f"{label}：{table}"))
        else:
            areas.append(RegisteredArea(label, table))
    return RegisterSheet(tuple(areas), tuple(refusals))


def _heading(grid: Grid) -> _Heading | None:
    for row in range(min(len(grid.rows), _ROWS_OF_HEADING)):
        words = [squeeze_ascii(grid.text(row, column)) for column in range(len(grid.rows[row]))]
        blocks = tuple(_blocks(words))
        if blocks:
            area = next((i for i, word in enumerate(words) if word in _AREA_WORDS), -1)
            return _Heading(row, area, blocks)
    return None


def _blocks(words: Sequence[str]) -> Iterator[_Block]:
    """Each 年齢 with the 男 and 女 to its right, up to the next 年齢."""
    starts = [i for i, word in enumerate(words) if word in _AGE_WORDS]
    for start, end in pairwise([*starts, len(words)]):
        places = range(start + 1, end)
        men, women, both = (
            next((i for i in places if words[i] in group), -1) for group in (_MEN, _WOMEN, _BOTH)
        )
        if men >= 0 and women >= 0:
            yield _Block(start, men, women, both)


def _refused_or_taken(
    grid: Grid, row: int, heading: _Heading, people: _People
) -> Iterator[Refusal]:
    """Take the numbers of a row; yield what is wrong in it."""
    for block in heading.blocks:
        text = grid.text(row, block.age)
        if not text or any(word in text for word in _SUM_WORDS):
            continue
        age = age_in(text)
        if age is None:
            yield _refusal(row, block.age, f"「{text}」は年齢として読めません。")
            continue
        numbers = {}
        for sex, column in ((MALE, block.men), (FEMALE, block.women)):
            number = people_in(grid.text(row, column))
            if isinstance(number, str):
                yield _refusal(row, column, number)
            else:
                numbers[sex] = number
        if len(numbers) < 2:
            continue
        if any(age in people.get(sex, {}) for sex in numbers):
            yield _refusal(row, block.age, f"{age.label}が2回あります。1つにしてください。")
            continue
        both = people_in(grid.text(row, block.both)) if block.both >= 0 else ""
        if isinstance(both, float) and both != sum(numbers.values()):
            yield _refusal(
                row,
                block.both,
                f"男と女の和 {sum(numbers.values()):g} が計 {both:g} と合いません。",
            )
            continue
        for sex, number in numbers.items():
            people.setdefault(sex, {})[age] = number


def _refusal(row: int, column: int, reason: str) -> Refusal:
    return Refusal(row + 1, address(row, column), reason)


def _table(sexes: Mapping[int, Mapping[Age, float]]) -> Counts | str:
    """Both sexes by five-year class, or why not; five-year sums must agree with single years."""
    sides = [five_year_classes(sexes.get(sex, {})) for sex in (MALE, FEMALE)]
    for side in sides:
        if isinstance(side, str):
            return side
    for sex, side in enumerate(sides):
        for age, number in sexes[sex].items():
            closed = age.last is not None and age.last - age.first == YEARS - 1
            if closed and age.first % YEARS == 0 and side[age.first // YEARS] != number:
                return f"{age.label}の人数 {number:g} が、1歳ごとの和 {side[age.first // YEARS]} と合いません。"
    return np.array(sides, dtype=np.float64)
