"""Tables and lists that several papers of menu ③ print the same way.

Amounts are whole yen. In running items they stand as 金1,000,000円, in tables bare under a unit
line; a minus is written △, as on official accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from comipla.core.calculations import Calculation
from comipla.core.codes import ExpenseNode
from comipla.core.paper_blocks import Align, Column, Pairs, Step, Steps, Table
from comipla.core.procedures.subsidy.facts import Defect, RevenueLine
from comipla.core.wareki import format_wareki

YEN_UNIT = "（単位：円）"


class Expense(Protocol):
    """What the tables need to know of an expense, planned or made."""

    @property
    def node(self) -> ExpenseNode: ...

    @property
    def gross(self) -> int: ...

    @property
    def eligible(self) -> int: ...


def bare(amount: int) -> str:
    """An amount in a table: 1,000,000, and △5,000 below zero."""
    return f"△{-amount:,}" if amount < 0 else f"{amount:,}"


def yen(amount: int) -> str:
    """An amount in a calculation: 1,000,000円."""
    return f"{bare(amount)}円"


def gold(amount: int) -> str:
    """An amount that the paper is about: 金1,000,000円."""
    return f"金{bare(amount)}円"


def quantity(value: Decimal) -> str:
    """A quantity without idle zeros: 4, 1.5, 1,200."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate_words(rate: Fraction) -> str:
    """A rate as papers write it: 2分の1."""
    return f"{rate.denominator}分の{rate.numerator}"


def period(start: date, end: date) -> str:
    """From the first day to the last, both included."""
    return f"{format_wareki(start)}から{format_wareki(end)}まで"


def pairs(*rows: tuple[str, str], heading: str = "") -> Pairs:
    """Labels with values; a row without a value is left out."""
    return Pairs(tuple(row for row in rows if row[1]), heading)


def columns(*parts: tuple[str, Align, int]) -> tuple[Column, ...]:
    """Columns from (label, alignment, share of the width)."""
    return tuple(Column(label, align, width) for label, align, width in parts)


def allocation_table(lines: Sequence[Expense], *, heading: str) -> Table:
    """経費の配分: per 節 the cost, the eligible and the ineligible part."""
    heads = columns(
        ("経費の区分（節）", "start", 1),
        ("事業費", "end", 0),
        ("補助対象経費", "end", 0),
        ("補助対象外経費", "end", 0),
    )
    rows = [
        (node.label, bare(gross), bare(eligible), bare(gross - eligible))
        for node, (gross, eligible) in by_node(lines).items()
    ]
    gross = sum(line.gross for line in lines)
    eligible = sum(line.eligible for line in lines)
    totals = (("合計", bare(gross), bare(eligible), bare(gross - eligible)),)
    return Table(heads, tuple(rows), totals, heading, YEN_UNIT)


def by_node(lines: Iterable[Expense]) -> Mapping[ExpenseNode, tuple[int, int]]:
    """Cost and eligible cost per 節, in the order of the budget."""
    sums: dict[ExpenseNode, tuple[int, int]] = {}
    for line in lines:
        gross, eligible = sums.get(line.node, (0, 0))
        sums[line.node] = (gross + line.gross, eligible + line.eligible)
    return {node: sums[node] for node in ExpenseNode if node in sums}


def revenue_table(lines: Sequence[RevenueLine], *, heading: str) -> Table:
    """収入の部 of a budget: every source, promised or expected."""
    heads = columns(
        ("区分", "start", 2), ("金額", "end", 0), ("内容", "start", 3), ("見込み", "center", 0)
    )
    rows = tuple(
        (line.kind.label, bare(line.amount), line.detail, "確定" if line.certain else "予定")
        for line in lines
    )
    total = (("合計", bare(sum(line.amount for line in lines)), "", ""),)
    return Table(heads, rows, total, heading, YEN_UNIT)


def defect_table(defects: Sequence[Defect], labels: Mapping[str, str], *, heading: str) -> Table:
    """What has to be mended: where, what, how. `labels` names the fields in the form's words."""
    heads = columns(("箇所", "start", 3), ("確認した内容", "start", 5), ("補正の方法", "start", 5))
    rows = tuple(
        (
            labels.get(defect.field, defect.field),
            f"【{defect.kind.label}】\n{defect.finding}",
            defect.remedy,
        )
        for defect in defects
    )
    return Table(heads, rows, heading=heading)


def basis(calculation: Calculation, *, heading: str) -> Steps:
    """算出基礎: the steps behind a figure, as reckoned by `comipla.core.calculations`."""
    steps = tuple(Step(step.label, step.working, yen(step.amount)) for step in calculation.steps)
    return Steps(steps, heading, calculation.note)
