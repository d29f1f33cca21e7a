"""The columns a list of cases can show, each with the fields that a file holds for it.

A page and a file are made of the same columns, so that a file is exactly what is shown. In a file
one cell holds one datum: the municipality goes with its code, a day apart from what it is for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from comipla.cases.models import ACCOUNTS
from comipla.cases.next_steps import step_of
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.listing import ORDERS, Line
from comipla.core.codes import SubsidyCategory
from comipla.core.docket import State
from comipla.core.fiscal import FiscalYear
from comipla.web.exports import Field, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: how it is called, how a page draws it, and its fields in a file.

    `draw` names the way a page draws it: a cell of its own ("number", "title", "state", "due"),
    "yen", "date", or else the class of a cell of text: "nowrap", "step".
    """

    key: str
    label: str
    draw: str
    fields: tuple[Field, ...]
    text: Callable[[Line], Any]
    fixed: bool = False

    @property
    def numeric(self) -> bool:
        """Tell whether its cells are figures, set to the right."""
        return self.draw == "yen"

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


def _next(line: Line) -> str:
    step = step_of(line)
    return f"{step.owner.label}：{step.label}" if step else ""


def _of(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line, name)


def _account(key: str) -> Column:
    label = next(p.accounts[key] for p in PROCEDURES.values() if key in p.accounts)
    return Column(key, label, "yen", (Field(label, Kind.YEN, _of(key)),), _of(key))


def _plain(key: str, label: str, kind: Kind, **more: Any) -> Column:
    """A column with one field of its own name."""
    draw = {Kind.DATE: "date", Kind.MOMENT: "date"}.get(kind, "nowrap")
    return Column(key, label, draw, (Field(label, kind, _of(key)),), _of(key), **more)


COLUMNS: Final[dict[str, Column]] = {
    column.key: column
    for column in (
        Column(
            "number",
            "番号",
            "number",
            (Field("案件番号", Kind.TEXT, _of("number")),),
            _of("number"),
            fixed=True,
        ),
        Column(
            "title",
            "事業名",
            "title",
            (Field("事業名", Kind.TEXT, _of("title")),),
            _of("title"),
            fixed=True,
        ),
        Column(
            "municipality",
            "市町村",
            "nowrap",
            (
                Field("団体コード", Kind.TEXT, _of("municipality_code")),
                Field("市町村", Kind.TEXT, _of("municipality")),
            ),
            _of("municipality"),
        ),
        Column(
            "year",
            "年度",
            "nowrap",
            (Field("年度（西暦）", Kind.NUMBER, _of("year")),),
            lambda line: FiscalYear(line.year).label,
        ),
        Column(
            "category",
            "区分",
            "nowrap",
            (
                Field("区分コード", Kind.TEXT, _of("category")),
                Field("区分", Kind.TEXT, lambda line: category_name(line.category)),
            ),
            lambda line: category_mark(line.category),
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
            state_of,
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
            _of("due_on"),
        ),
        Column(
            "next",
            "次にすること",
            "step",
            (
                Field("次にする側", Kind.TEXT, _next_side),
                Field("次にすること", Kind.TEXT, _next_label),
            ),
            _next,
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
