"""Facts of what is watched beside the main road: early start, status, delay, mending, notices."""

from dataclasses import dataclass
from datetime import date

from comipla.core.course_codes import DelayInstruction, DelayKind, WaivableDeadline


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyStartFacts:
    """C-08 事前着手届: what has to be ordered before the decision, from which day, and why."""

    start_on: date
    contents: str
    reason: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyStartDecisionFacts:
    """事前着手の承認: the first day on which orders count, whatever becomes of the application."""

    allowed_from: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequestFacts:
    """状況報告の求め: as of which day, until when, and what is to be told beside the figures."""

    as_of: date
    reply_by: date
    points: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReportFacts:
    """C-12 遂行状況報告: progress in percent, yen spent, yen expected in the end."""

    as_of: date
    progress: int
    spent: int
    expected: int
    contents: str
    late: bool = False
    issues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFacts:
    """C-14 遅延等報告書; `expected_on` is the completion now foreseen, where one can be told."""

    kind: DelayKind
    happened_on: date
    cause: str
    measures: str
    spent: int
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayInstructionFacts:
    """The prefecture's instruction in answer to a report of delay."""

    instruction: DelayInstruction
    message: str
    reply_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not accord with the decision or its conditions, and how to mend it."""

    finding: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MendingOrderFacts:
    """是正命令 after an inspection (適正化法16条の型)."""

    inspected_on: date
    grounds: str
    findings: tuple[Finding, ...]
    mend_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was done about one finding."""

    finding: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MendingReportFacts:
    """是正報告: what was done about every finding; a second inspection follows."""

    mended_on: date
    measures: tuple[Measure, ...]
    prevention: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverFacts:
    """期限の解除: which deadline no longer runs, and why. Both sides read it."""

    deadline: WaivableDeadline
    reason: str
