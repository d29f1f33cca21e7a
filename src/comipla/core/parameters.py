"""Dated parameters: the rates, caps and periods a prefecture changes by setting, not by code.

An edition is a TOML text. Its head names it; every further table is one parameter with its dated
values, each of which says where it stands written and whether that is settled:

    edition = "R6"
    title = "令和6年度 制度の定め"

    [cap_per_municipality]
    label = "1市町村あたりの上限額"
    unit = "円"
    [[cap_per_municipality.values]]
    from = 2024-04-01
    value = 1_000_000
    reference = "事業概要 メニュー③ 経費負担"
    basis = "概要"

A value holds from its day until the day before the next one, or until its own `until`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Self, TypeGuard, TypeVar

from comipla.core.parameter_units import COUNT_WORDS, UNITS, MonthDay, Table, Value
from comipla.core.wareki import format_wareki

T = TypeVar("T")


class ParameterError(ValueError):
    """An edition that cannot be read, a key nobody declared, or a value asked for as another kind.

    The message is Japanese: it is read by those who keep the editions.
    """


class Basis(StrEnum):
    """How firmly a value stands."""

    OUTLINE = "概要"
    LAW = "法令"
    DEFAULT = "県に確認（既定値）"

    @property
    def needs_confirmation(self) -> bool:
        """Tell whether the prefecture has still to confirm the value."""
        return self is Basis.DEFAULT


@dataclass(frozen=True)
class DatedValue:
    """A value, the days it holds for (`until` included; None is open), and where it stands."""

    since: date
    until: date | None
    value: Value
    reference: str
    basis: Basis

    def holds(self, day: date) -> bool:
        """Tell whether the value is the one for the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Parameter:
    """One thing that is set: its key in code, its name in Japanese, its unit, its history."""

    key: str
    label: str
    unit: str
    values: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue | None:
        """Find the value for the day, if there is one."""
        return next((dated for dated in self.values if dated.holds(day)), None)


@dataclass(frozen=True)
class Setting:
    """A parameter with the value of one day, as a page or the manual shows it."""

    parameter: Parameter
    dated: DatedValue

    @property
    def printed(self) -> str:
        """The value in words: 1,000,000円, 2分の1, 20日, 4月10日."""
        return UNITS[self.parameter.unit].show(self.dated.value)


@dataclass(frozen=True)
class ParametersAt:
    """The parameters of an edition on one day, by kind. Getters raise ParameterError."""

    edition: str
    day: date
    _parameters: Mapping[str, Parameter]

    def yen(self, key: str) -> int:
        """An amount (unit 円)."""
        return _only(int, self.setting(key, "円"))

    def rate(self, key: str) -> Fraction:
        """A rate (unit 率)."""
        return _only(Fraction, self.setting(key, "率"))

    def days(self, key: str) -> int:
        """A number of days (unit 日)."""
        return _only(int, self.setting(key, "日"))

    def count(self, key: str) -> int:
        """A number of days, months, years, pieces, times or persons."""
        return _only(int, self.setting(key, *COUNT_WORDS))

    def month_day(self, key: str) -> MonthDay:
        """A day of every year as (month, day) (unit 月日)."""
        month, day = _only(tuple, self.setting(key, "月日"))
        return int(month), int(day)

    def flag(self, key: str) -> bool:
        """Whether something applies (unit 可否)."""
        return _only(bool, self.setting(key, "可否"))

    def text(self, key: str) -> str:
        """A word or a sentence (unit 文字)."""
        return _only(str, self.setting(key, "文字"))

    def listing(self, key: str) -> tuple[str, ...]:
        """Texts in order (unit 一覧)."""
        return tuple(map(str, _only(tuple, self.setting(key, "一覧"))))

    def table(self, key: str) -> Table:
        """Texts in order by key (unit 対応表)."""
        return dict(_only(dict, self.setting(key, "対応表")))

    def setting(self, key: str, *units: str) -> Setting:
        """A parameter with its value of the day, label, unit, reference and basis."""
        parameter = self._parameters.get(key)
        if parameter is None:
            raise ParameterError(
                f"「{key}」という定めは{self.edition}版にありません。"
                "綴りを確かめるか、版のファイルに書き加えてください"
            )
        if units and parameter.unit not in units:
            raise ParameterError(
                f"{_name(parameter)}の単位は「{parameter.unit}」なので、"
                f"「{'・'.join(units)}」としては読めません"
            )
        dated = parameter.at(self.day)
        if dated is None:
            raise ParameterError(
                f"{_name(parameter)}には、{format_wareki(self.day)}の値がありません。"
                f"{self.edition}版のファイルに、その日を含む値を書き加えてください"
            )
        return Setting(parameter, dated)

    def __iter__(self) -> Iterator[Setting]:
        """Go through everything that has a value on the day, in the order of the file."""
        for parameter in self._parameters.values():
            dated = parameter.at(self.day)
            if dated is not None:
                yield Setting(parameter, dated)


@dataclass(frozen=True)
class Parameters:
    """An edition: every parameter with its whole history."""

    edition: str
    title: str
    parameters: Mapping[str, Parameter]

    @classmethod
    def load(cls, text: str) -> Self:
        """Read an edition. Raises ParameterError, naming the parameter and what to mend."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ParameterError(
                f"TOMLとして読めません。書き方を直してください: {error}"
            ) from error
        edition, title = data.pop("edition", None), data.pop("title", None)
        if not (isinstance(edition, str) and edition and isinstance(title, str) and title):
            raise ParameterError("先頭に edition（版の名前）と title（題）を書いてください")
        return cls(edition, title, {key: _parameter(key, data[key]) for key in data})

    def at(self, day: date) -> ParametersAt:
        """The edition as it stands on a day."""
        return ParametersAt(self.edition, day, self.parameters)


def _only(kind: type[T], setting: Setting) -> T:
    """Give the value typed; its unit has already vouched for the kind."""
    value = setting.dated.value
    assert isinstance(value, kind)
    return value


def _name(parameter: Parameter) -> str:
    return f"「{parameter.label}」（{parameter.key}）"


def _parameter(key: str, table: object) -> Parameter:
    if not isinstance(table, dict) or set(table) != {"label", "unit", "values"}:
        raise ParameterError(f"{key}: label、unit、values の3つを書いてください")
    label, unit, rows = table["label"], table["unit"], table["values"]
    if not (isinstance(label, str) and label and isinstance(rows, list) and rows):
        raise ParameterError(f"{key}: label に名前を、values に1つ以上の値を書いてください")
    if not isinstance(unit, str) or unit not in UNITS:
        raise ParameterError(f"{key}: unit は {'、'.join(UNITS)} から選んでください")
    starts = [_start(key, row) for row in rows]
    for earlier, later in pairwise(starts):
        if later <= earlier:
            raise ParameterError(
                f"{key}: values は from の古い順に、同じ日を重ねずに並べてください"
            )
    ends: list[date | None] = [*starts[1:], None]
    values = (_dated(key, unit, row, later) for row, later in zip(rows, ends, strict=True))
    return Parameter(key, label, unit, tuple(values))


def _dated(key: str, unit: str, row: Mapping[str, object], next_start: date | None) -> DatedValue:
    wrong = set(row) - {"from", "until", "value", "reference", "basis"}
    if wrong or "value" not in row:
        raise ParameterError(
            f"{key}: 値には from、until、value、reference、basis だけを書けます"
            f"（value は必ず書きます）。直すところ: {'、'.join(sorted(wrong)) or 'value'}"
        )
    reference = row.get("reference")
    if not isinstance(reference, str) or not reference:
        raise ParameterError(f"{key}: reference に根拠（条項や資料の名前）を書いてください")
    try:
        basis = Basis(str(row.get("basis")))
    except ValueError:
        raise ParameterError(f"{key}: basis は {'、'.join(Basis)} から選んでください") from None
    try:
        value = UNITS[unit].read(row["value"])
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{key}: value は{UNITS[unit].how_to}") from error
    since = _start(key, row)
    return DatedValue(since, _until(key, row, since, next_start), value, reference, basis)


def _start(key: str, row: object) -> date:
    start = row.get("from") if isinstance(row, dict) else None
    if not _is_day(start):
        raise ParameterError(f"{key}: from（いつから）を日付で書いてください（例 2024-04-01）")
    return start


def _until(
    key: str, row: Mapping[str, object], since: date, next_start: date | None
) -> date | None:
    """The last day of a row: what it says, or the day before the next row begins."""
    last = None if next_start is None else next_start - timedelta(days=1)
    until = row.get("until")
    if until is None:
        return last
    if not _is_day(until):
        raise ParameterError(f"{key}: until（いつまで）を日付で書いてください（例 2025-03-31）")
    if until < since or (last is not None and until > last):
        raise ParameterError(f"{key}: until が from より前か、次の値の期間に重なっています")
    return until


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)
