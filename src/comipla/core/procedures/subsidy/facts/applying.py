"""Facts of what a municipality asks for: need, application, change, stop, start."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comipla.core.codes import (
    BudgetStatus,
    ChangeSubject,
    Implementer,
    MemberBody,
    PlatformStage,
    StopKind,
    SubsidyCategory,
    VatStatus,
)
from comipla.core.procedures.subsidy.facts.shared import Costed, ExpenseLine, RevenueLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """C-02 要望調書: what a municipality means to do next year and what it would ask for."""

    category: SubsidyCategory
    priority: int
    title: str
    implementer: Implementer
    target_area: str
    stage: PlatformStage
    contents: str
    effect: str
    total_cost: int
    eligible_cost: int
    requested: int
    budget_status: BudgetStatus
    other_revenue: int = 0
    platform: int | None = None
    student_support: bool = False
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A body that takes part, and what it does; individuals are named by function only."""

    kind: MemberBody
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStep:
    """What happens in a month (1-12)."""

    month: int
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A measure of effect with its present and its aimed-at value."""

    name: str
    unit: str
    base: Decimal
    target: Decimal
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts(Costed):
    """C-04 交付申請書, first sent or sent again after a request for correction."""

    category: SubsidyCategory
    priority: int
    title: str
    implementer: Implementer
    target_area: str
    stage: PlatformStage
    background: str
    purpose: str
    contents: str
    participants: tuple[Participant, ...]
    schedule: tuple[ScheduleStep, ...]
    start_on: date
    end_on: date
    indicators: tuple[Indicator, ...]
    expense_lines: tuple[ExpenseLine, ...]
    revenue_lines: tuple[RevenueLine, ...]
    requested: int
    vat_status: VatStatus
    other_subsidy: bool
    budget_status: BudgetStatus
    platform: int | None = None
    established_on: date | None = None
    other_subsidy_names: str = ""
    voted_on: date | None = None
    student_support: bool = False
    budget_extract: tuple[str, ...] = ()
    platform_rules: tuple[str, ...] = ()
    indirect_rules: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalFacts:
    """C-07 取下げ届; `received_on` is when the notice of decision was received, if there is one."""

    reason: str
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFacts:
    """C-08 着手届; `before_decision` marks a 事前着手届, which needs its reason."""

    started_on: date
    before_decision: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts(Costed):
    """C-09 変更承認申請: the project as it shall be from now on."""

    changes: tuple[ChangeSubject, ...]
    reason: str
    contents: str
    start_on: date
    end_on: date
    expense_lines: tuple[ExpenseLine, ...]
    revenue_lines: tuple[RevenueLine, ...]
    requested: int
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscontinuationFacts:
    """C-10 中止・廃止承認申請."""

    kind: StopKind
    stop_on: date
    reason: str
    spent: int
    resume_on: date | None = None
