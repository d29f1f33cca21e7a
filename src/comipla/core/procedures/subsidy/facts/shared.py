"""Rows that several forms of menu ③ share, and the sums over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from comipla.core.codes import DefectKind, ExpenseNode, ExpenseTax, RevenueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseLine:
    """One planned expense; `gross` is quantity × unit price, fractions dropped."""

    node: ExpenseNode
    item: str
    quantity: Decimal
    unit_price: int
    tax: ExpenseTax
    gross: int
    eligible: int
    detail: str = ""
    unit: str = ""
    reason: str = ""
    indirect: bool = False

    @property
    def ineligible(self) -> int:
        """The part of the expense that the subsidy does not cover."""
        return self.gross - self.eligible


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueLine:
    """One source of the project's money; `certain` when it is already promised."""

    kind: RevenueKind
    amount: int
    detail: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One shortcoming: where in the form, what, and how to mend it."""

    field: str
    kind: DefectKind
    finding: str
    remedy: str


class _Line(Protocol):
    """What the sums need to know of an expense, planned or made."""

    @property
    def gross(self) -> int: ...

    @property
    def eligible(self) -> int: ...


class Costed:
    """The sums over expenses and revenues that plans, changes and reports share."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def expense_lines(self) -> Sequence[_Line]: ...

        @property
        def revenue_lines(self) -> Sequence[RevenueLine]: ...

    @property
    def total_cost(self) -> int:
        """Σ gross of the expenses."""
        return sum(line.gross for line in self.expense_lines)

    @property
    def eligible_cost(self) -> int:
        """Σ eligible of the expenses."""
        return sum(line.eligible for line in self.expense_lines)

    @property
    def other_revenue(self) -> int:
        """Σ of the revenues that lower the grant (R in rule G.4-1)."""
        return sum(line.amount for line in self.revenue_lines if line.kind.reduces_grant)
