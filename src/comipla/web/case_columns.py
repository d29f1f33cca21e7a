"""The columns a list of cases can show, each with the fields that a file holds for it.

A page and a file are made of the same columns, so that a file is exactly what is shown. In a file
one cell holds one datum: the municipality goes with its code, a day apart from what it is for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final, Protocol

from comipla.cases.models import ACCOUNTS
from comipla.cases.next_steps import step_of
from comipla.cases.numbers import shown_number
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.listing import ORDERS, Line
from comipla.core.codes import SubsidyCategory
from comipla.core.docket import State
from comipla.core.fiscal import FiscalYear
from comipla.web.exports import Field, Kind
from comipla.web.filters import days_left, due_class, figure, wareki_short


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: how it is called, how a page draws it, and its fields in a file.

    `cell` gives the words of a line's cell as of a day, and `draw` says how a page draws them:
    "link", "state" and "due" in their own ways, anything else as a text of that class.
    """

    key: str
    label: str
    draw: str
    fields: tuple[Field, ...]
    cell: Callable[[Line, date], Any]
    fixed: bool = False

    @property
    def numeric(self) -> bool:
        """Tell whether its cells are figures, set to the right."""
        return self.draw == "number"

    @property
    def sortable(self) -> bool:
        """Tell whether the list can be sorted by it."""
        return self.key in ORDERS


class Standing(Protocol):
    """Anything that knows the procedure and the state of a case."""

    @property
    def procedure(self) -> str: ...

    @property
    def state(self) -> str: ...


def state_of(line: Standing) -> State:
    """The declared state a case stands in."""
    return PROCEDURES[line.procedure].state(line.state)


def pending_label(line: Line) -> str:
    """What waits for its decision: 交付決定; empty where nothing does."""
    return PROCEDURES[line.procedure].act_types[line.pending].done if line.pending else ""


def category_mark(code: str) -> str:
    """①-1; empty for a case without a category."""
    return SubsidyCategory.of(code).mark if code else ""


def category_name(code: str) -> str:
    """The category without its mark, whose ① some machines do not have."""
    return SubsidyCategory.of(code).label.partition(" ")[2] if code else ""


def _next_label(line: Line) -> str:
    step = step_of(line)
    return step.label if step else ""


def _next_side(line: Line) -> str:
    step = step_of(line)
    return step.owner.label if step else ""


def _next_cell(line: Line, _today: date) -> str:
    step = step_of(line)
    return f"{step.owner.label}：{step.label}" if step else ""


def _state_cell(line: Line, _today: date) -> tuple[str, str, str]:
    """Tone and word of the state, and whether a draft waits."""
    state = state_of(line)
    return state.tone, state.label, line.pending


def _due_cell(line: Line, today: date) -> tuple[str, str, str]:
    """The class of the day, the day with what is left of it, and what is due."""
    day = line.due_on
    if day is None:
        return "", "", ""
    return due_class(day, today), f"{wareki_short(day)} {days_left(day, today)}", line.due_label


def _of(name: str) -> Callable[[Line], Any]:
    return attrgetter(name)


def _account(key: str) -> Column:
    label = next(p.accounts[key] for p in PROCEDURES.values() if key in p.accounts)
    amount = _of(key)

    def cell(line: Line, _today: date) -> str:
        return figure(amount(line) or None)

    return Column(key, label, "number", (Field(label, Kind.YEN, amount),), cell)


def _plain(key: str, label: str, kind: Kind, draw: str = "nowrap", **more: Any) -> Column:
    """A column with one field of its own name."""
    value = _of(key)

    def cell(line: Line, _today: date) -> str:
        found = value(line)
        return wareki_short(found) if kind is Kind.MOMENT else str(found)

    return Column(key, label, draw, (Field(label, kind, value),), cell, **more)


COLUMNS: Final[dict[str, Column]] = {
    column.key: column
    for column in (
        Column(
            "number",
            "番号",
            "link",
            (Field("案件番号", Kind.TEXT, _of("number")),),
            lambda line, _today: (line.number, shown_number(line.number)),
            fixed=True,
        ),
        _plain("title", "事業名", Kind.TEXT, "wide", fixed=True),
        Column(
            "municipality",
            "市町村",
            "nowrap",
            (
                Field("団体コード", Kind.TEXT, _of("municipality_code")),
                Field("市町村", Kind.TEXT, _of("municipality")),
            ),
            lambda line, _today: line.municipality,
        ),
        Column(
            "year",
            "年度",
            "nowrap",
            (Field("年度（西暦）", Kind.NUMBER, _of("year")),),
            lambda line, _today: FiscalYear(line.year).label,
        ),
        Column(
            "category",
            "区分",
            "nowrap",
            (
                Field("区分コード", Kind.TEXT, _of("category")),
                Field("区分", Kind.TEXT, lambda line: category_name(line.category)),
            ),
            lambda line, _today: category_mark(line.category),
        ),
        _plain("priority", "優先順位", Kind.NUMBER),
        Column(
            "state",
            "状態",
            "state",
            (
                Field("状態", Kind.TEXT, lambda line: state_of(line).label),
                Field("決裁待ち", Kind.TEXT, pending_label),
            ),
            _state_cell,
        ),
        *(_account(key) for key in ACCOUNTS),
        Column(
            "due",
            "期限",
            "due",
            (
                Field("期限", Kind.DATE, _of("due_on")),
                Field("期限の内容", Kind.TEXT, _of("due_label")),
            ),
            _due_cell,
        ),
        Column(
            "next",
            "次にすること",
            "step",
            (
                Field("次にする側", Kind.TEXT, _next_side),
                Field("次にすること", Kind.TEXT, _next_label),
            ),
            _next_cell,
        ),
        _plain("opened", "受付", Kind.MOMENT),
        _plain("updated", "最終更新", Kind.MOMENT),
    )
}
FIXED: Final = tuple(key for key, column in COLUMNS.items() if column.fixed)
USUAL: Final = (*FIXED, "municipality", "state", "applied", "decided", "due", "next")
"""Shown until somebody chooses."""


def columns_of(keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns to show: the fixed ones and the chosen ones in the order of the table."""
    chosen = {*FIXED, *keys} if set(keys) & COLUMNS.keys() else set(USUAL)
    return tuple(column for key, column in COLUMNS.items() if key in chosen)


def fields_of(columns: Sequence[Column]) -> list[Field]:
    """The fields of a file with these columns."""
    return [field for column in columns for field in column.fields]


def rows_of(
    lines: Sequence[Line], columns: Sequence[Column], today: date
) -> list[tuple[bool, list[tuple[str, Any]]]]:
    """The lines as a page draws them: whether each is late, and its cells as (draw, words).

    Everything is worded here, so that the template only walks through pairs: asking columns and
    lines for their parts there made a page of fifty rows half as slow again.
    """
    return [
        (
            line.due_on is not None and line.due_on < today,
            [(column.draw, column.cell(line, today)) for column in columns],
        )
        for line in lines
    ]
