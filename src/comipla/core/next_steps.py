"""What comes next in a case, told from its stored columns alone.

Desks show hundreds of cases at once; folding the acts of each to ask the engine for its offers
would cost a query a case. A procedure therefore declares its next steps as rows of plain data: the
state, a comparison of two money accounts where the state alone does not tell, who has to do it and
with which act. A row reads the same in Python and in SQL. The rows of one procedure exclude each
other, and a test holds them against the engine's own offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comipla.core.access import Permission
from comipla.core.docket import ActType, Procedure, Side


class Sign(StrEnum):
    """How two accounts compare; the value is the name of the lookup in the database."""

    MORE = "gt"
    LESS = "lt"
    EQUAL = "exact"
    AT_MOST = "lte"


@dataclass(frozen=True)
class Balance:
    """A comparison of two accounts of the case, in yen."""

    account: str
    sign: Sign
    other: str

    def holds(self, balances: Mapping[str, int]) -> bool:
        """Tell whether it is true; an account that nothing has moved holds 0."""
        left, right = balances.get(self.account, 0), balances.get(self.other, 0)
        return {
            Sign.MORE: left > right,
            Sign.LESS: left < right,
            Sign.EQUAL: left == right,
            Sign.AT_MOST: left <= right,
        }[self.sign]


@dataclass(frozen=True)
class NextStep:
    """One row: in these states (and with these balances) that side does this next.

    `kind` is the act kind, and `button` what the button of a desk says for it. Without a kind
    nothing is done here (money is sent to the bank) and `label` says what. `lead_days`: it is to
    be done only from so many days before the case's due date, until then the work goes on.
    """

    states: frozenset[str]
    owner: Side
    kind: str = ""
    button: str = "起案する"
    when: Balance | None = None
    lead_days: int | None = None
    label: str = ""

    def holds(self, state: str, balances: Mapping[str, int]) -> bool:
        """Tell whether this row is the one for a case; a waiting draft comes before any row."""
        return state in self.states and (self.when is None or self.when.holds(balances))


@dataclass(frozen=True)
class NextAct:
    """A next step with its declaration: what it is called, and what doing it takes."""

    step: NextStep
    act_type: ActType | None

    @property
    def drafts(self) -> bool:
        """Tell whether it is to be drafted for somebody else's decision."""
        return self.act_type is not None and self.act_type.drafted

    @property
    def label(self) -> str:
        """What is to be done, verb last: 交付決定を起案する, 実績報告書を提出する."""
        if self.act_type is None:
            return self.step.label
        return f"{self.act_type.done}を起案する" if self.drafts else self.act_type.label

    @property
    def permission(self) -> Permission:
        """What doing it takes."""
        if self.act_type is None:
            return Permission.SUBMIT
        return Permission.DRAFT_DECISION if self.drafts else self.act_type.permission


def next_acts(procedure: Procedure, steps: tuple[NextStep, ...]) -> tuple[NextAct, ...]:
    """Join the rows with the declarations of their acts. KeyError for a kind nobody declared."""
    return tuple(
        NextAct(step, procedure.act_types[step.kind] if step.kind else None) for step in steps
    )
