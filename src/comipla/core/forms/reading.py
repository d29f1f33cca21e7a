"""A whole form: from flat HTML names and strings to values and problems, and back.

Names are `key` for a field and `key-index-column` for a cell of a table.  Whatever was typed is
kept in `Reading.raw`, so a page can always show it again beside its problem.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from comipla.core.facts import facts_from
from comipla.core.forms.declaration import (
    Field,
    Kind,
    RowCheck,
    RowRule,
    SumCheck,
    Values,
)
from comipla.core.forms.entries import EntryError, ask, clean, read_entry, show_entry, write_entry
from comipla.core.money import format_yen

T = TypeVar("T")
Raw = Mapping[str, str | list[str]]
"""What a browser sends: field names with one string, or several for choices and files."""


class Severity(StrEnum):
    """Errors keep a form from being sent; warnings ask to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: `path` is the name of the input, `label` its place in words."""

    path: str
    label: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def sentence(self) -> str:
        """Place and message together, for the summary above a form."""
        return f"{self.label}：{self.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form made of its raw strings. Fields with an error hold their blank value."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]
    raw: Raw

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the form from being sent."""
        return tuple(item for item in self.problems if item.severity is Severity.ERROR)

    @property
    def is_complete(self) -> bool:
        """Whether the form can be sent."""
        return not self.errors

    def facts(self, cls: type[T]) -> T:
        """The facts of class `cls`; only a complete reading has them (ValueError)."""
        if self.errors:
            raise ValueError(f"the form still has {len(self.errors)} problems")
        return facts_from(self.values, cls)


def read_form(fields: Iterable[Field], checks: Iterable[SumCheck], raw: Raw) -> Reading:
    """Read every stored field, then compare the sums."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        if not field.is_stored:
            continue
        if not _is_asked(field, values):
            values[field.key] = field.blank()
        elif field.kind is Kind.ROWS:
            values[field.key] = _read_rows(field, raw, _is_needed(field, values), problems)
        else:
            place = _Place(field.key, field.label)
            values[field.key] = _read_field(field, raw, place, values, problems)
    unreadable = {problem.path.split("-")[0] for problem in problems}
    problems.extend(
        problem
        for check in checks
        if unreadable.isdisjoint({check.left.field, check.right.field})
        for problem in _compare(check, values)
    )
    return Reading(values, tuple(problems), raw)


def write_form(fields: Iterable[Field], values: Values) -> dict[str, str | list[str]]:
    """The raw strings of `values`; fields without a value are left out."""
    raw: dict[str, str | list[str]] = {}
    for field in fields:
        if not field.is_stored or field.key not in values:
            continue
        if field.kind is not Kind.ROWS:
            raw[field.key] = write_entry(field, values[field.key])
            continue
        for index, row in enumerate(values[field.key]):
            for column in field.columns:
                if column.is_stored and column.key in row:
                    name = cell_name(field, index, column)
                    raw[name] = write_entry(column, row[column.key])
    return raw


def cell_name(field: Field, index: int, column: Field) -> str:
    """The HTML name of one cell of a table."""
    return f"{field.key}-{index}-{column.key}"


def row_indices(field: Field, raw: Raw) -> list[int]:
    """The indices of the rows that `raw` holds for a table, in order, blank rows included."""
    if field.fixed:
        return list(range(len(field.columns[0].choices)))
    name = re.compile(rf"{field.key}-(\d{{1,3}})-\w+")
    return sorted({int(found[1]) for key in raw if (found := name.fullmatch(key))})


def typed(raw: Raw, name: str) -> list[str]:
    """What was typed under a name, without blank strings."""
    entered = raw.get(name, "")
    texts = [entered] if isinstance(entered, str) else entered
    return [text for text in map(clean, texts) if text]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: its HTML name and its place in words."""

    name: str
    label: str

    def problem(self, message: str, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(self.name, self.label, message, severity)


def _is_asked(field: Field, values: Values) -> bool:
    return field.visible_when is None or field.visible_when.holds(values)


def _is_needed(field: Field, values: Values) -> bool:
    return field.required or (field.required_when is not None and field.required_when.holds(values))


def _read_field(
    field: Field, raw: Raw, place: _Place, before: Values, problems: list[Problem]
) -> Any:
    """Read one entry; `before` holds the values its conditions may ask about."""
    entered = typed(raw, place.name)
    if not entered:
        if _is_needed(field, before) or field.min_items:
            problems.append(place.problem(ask(field)))
        return field.blank()
    try:
        value = read_entry(field, entered)
    except EntryError as error:
        problems.append(place.problem(str(error)))
        return field.blank()
    for word in field.avoid:
        if word in value:
            message = f"「{word}」ではなく、品名や数量など内訳がわかるように書いてください。"
            problems.append(place.problem(message, Severity.WARNING))
    return value


def _read_rows(
    field: Field, raw: Raw, needed: bool, problems: list[Problem]
) -> tuple[dict[str, Any], ...]:
    """Read a table; rows in which nothing was entered do not count."""
    indices = row_indices(field, raw)
    if not field.fixed:
        indices = [index for index in indices if not _is_blank_row(field, raw, index)]
    rows = tuple(_read_row(field, raw, index, problems) for index in indices)
    place = _Place(field.key, field.label)
    fewest = max(field.fewest, int(needed))
    if len(rows) < fewest:
        now = f"いまは{len(rows)}行です。" if rows else ""
        problems.append(place.problem(f"{fewest}行以上入力してください。{now}"))
    if field.max_items is not None and len(rows) > field.max_items:
        over = len(rows) - field.max_items
        problems.append(place.problem(f"{field.max_items}行までです。{over}行減らしてください。"))
    return rows


def _is_blank_row(field: Field, raw: Raw, index: int) -> bool:
    """Whether nothing was entered; a "no" that nobody had to give is nothing."""
    for column in field.columns:
        entered = typed(raw, cell_name(field, index, column))
        if column.kind is Kind.YES_NO and not column.required:
            entered = [text for text in entered if text != "no"]
        if entered:
            return False
    return True


def _read_row(field: Field, raw: Raw, index: int, problems: list[Problem]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    heading = f"{field.label} {index + 1}行目"
    if field.fixed:
        choice = field.columns[0].choices[index]
        row[field.columns[0].key] = choice.code
        heading = f"{field.label}「{choice.label}」"

    def place_of(column: Field) -> _Place:
        return _Place(cell_name(field, index, column), f"{heading} {column.label}")

    for column in field.columns:
        if not column.is_stored or column.key in row:
            continue
        place = place_of(column)
        if not _is_asked(column, row):
            row[column.key] = column.blank()
        elif (product := _missing_product(field, column, raw, place, row)) is not None:
            row[column.key] = product
        else:
            row[column.key] = _read_field(column, raw, place, row, problems)
    known = {problem.path for problem in problems}
    for check in field.checks:
        place = place_of(field.column(check.field))
        if place.name not in known and (message := _CHECKS[check.rule](field, check, row)):
            problems.append(place.problem(message))
    return row


def _missing_product(
    field: Field, column: Field, raw: Raw, place: _Place, row: Values
) -> int | None:
    """The product that fills a blank cell, where the form declares one and its factors stand."""
    for check in field.checks:
        if check.rule is RowRule.PRODUCT and check.field == column.key:
            return None if typed(raw, place.name) else _product(check, row)
    return None


def _product(check: RowCheck, row: Values) -> int | None:
    factors = [row[key] for key in check.by]
    if None in factors:
        return None
    return math.floor(math.prod(map(Fraction, factors)))


def _check_product(field: Field, check: RowCheck, row: Values) -> str:
    product = _product(check, row)
    if product is None or row[check.field] in (None, product):
        return ""
    factors = " × ".join(
        f"{field.column(key).label} {show_entry(field.column(key), row[key])}" for key in check.by
    )
    return (
        f"{factors} ＝ {format_yen(product)} ですが、{format_yen(row[check.field])} とあります。"
        f"{format_yen(product)} にするか、{'か'.join(field.column(key).label for key in check.by)}"
        "を直してください。"
    )


def _check_at_most(field: Field, check: RowCheck, row: Values) -> str:
    amount, limit = row[check.field], row[check.by[0]]
    if amount is None or limit is None or amount <= limit:
        return ""
    return (
        f"{field.column(check.by[0]).label} {format_yen(limit)} を {format_yen(amount - limit)} "
        f"こえています。{format_yen(limit)} 以下にしてください。"
    )


def _check_explained(field: Field, check: RowCheck, row: Values) -> str:
    smaller, larger = (row[key] for key in check.by)
    if row[check.field] or smaller is None or larger is None or smaller >= larger:
        return ""
    less, more = (field.column(key).label for key in check.by)
    return f"{less}が{more}より小さいときは、その理由を書いてください。"


_CHECKS = {
    RowRule.PRODUCT: _check_product,
    RowRule.AT_MOST: _check_at_most,
    RowRule.EXPLAIN: _check_explained,
}


def _compare(check: SumCheck, values: Values) -> Iterator[Problem]:
    """Compare two sums and say by how much they differ and which way to mend it."""
    left, right = check.left.amount(values), check.right.amount(values)
    if left is not None and right is not None and left != right:
        gap = format_yen(abs(left - right))
        way, other = ("減らす", "増やす") if left > right else ("増やす", "減らす")
        yield Problem(
            check.left.field,
            check.left.label,
            f"{check.left.label} {format_yen(left)} と {check.right.label} {format_yen(right)} が "
            f"{gap} ちがいます。{check.left.label}を {gap} {way}か、"
            f"{check.right.label}を {gap} {other}と合います。",
        )
