"""Facts of work that goes on after the year's end: carry-over, report at the end of the year."""

from dataclasses import dataclass
from datetime import date

from comipla.core.course_codes import CarryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverFacts:
    """C-23 繰越承認申請 (繰越理由書): why, how much is unspent, and the new day of completion."""

    kind: CarryKind
    amount: int
    end_on: date
    reason: str
    measures: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverDecisionFacts:
    """繰越の承認: yen of the grant carried over, and the day by which the work is done."""

    amount: int
    end_on: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEndReportFacts:
    """年度終了報告 of unfinished work: how far it had come at the year's end (適正化法14条の型)."""

    progress: int
    spent: int
    eligible_spent: int
    contents: str
    end_on: date
