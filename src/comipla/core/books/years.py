"""The year of a platform's books: open, closed, audited, approved by the assembly, published."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from comipla.core.access import Permission


class YearState(StrEnum):
    """Where a year of books stands (community-platform J2). Stored; never rename a value."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    AUDITED = "AUDITED"
    APPROVED = "APPROVED"
    PUBLISHED = "PUBLISHED"

    @property
    def label(self) -> str:
        """The state in words."""
        return _LABELS[self]


_LABELS: Final = {
    YearState.OPEN: "記帳中",
    YearState.CLOSED: "締めた",
    YearState.AUDITED: "監査済み",
    YearState.APPROVED: "総会で承認",
    YearState.PUBLISHED: "公開",
}


class YearAct(StrEnum):
    """What may be done to a year of books. Stored; never rename a value."""

    CLOSE = "CLOSE"
    AUDIT = "AUDIT"
    APPROVE = "APPROVE"
    PUBLISH = "PUBLISH"
    ASK_REOPEN = "ASK_REOPEN"
    REOPEN = "REOPEN"


@dataclass(frozen=True, slots=True)
class YearStep:
    """An act's place among the states of a year; `button` names it."""

    sources: frozenset[YearState]
    target: YearState | None
    needed: Permission
    button: str
    done: str


_BEFORE_ASSEMBLY: Final = frozenset({YearState.CLOSED, YearState.AUDITED})
YEAR_STEPS: Final = {
    YearAct.CLOSE: YearStep(
        frozenset({YearState.OPEN}),
        YearState.CLOSED,
        Permission.KEEP_BOOKS,
        "年度を締める",
        "年度を締めました。",
    ),
    YearAct.AUDIT: YearStep(
        frozenset({YearState.CLOSED}),
        YearState.AUDITED,
        Permission.AUDIT_BOOKS,
        "監査報告書に署名する",
        "監査報告書に署名しました。",
    ),
    YearAct.APPROVE: YearStep(
        frozenset({YearState.AUDITED}),
        YearState.APPROVED,
        Permission.APPROVE_MONEY,
        "総会の承認を記録する",
        "総会の承認を記録しました。",
    ),
    YearAct.PUBLISH: YearStep(
        frozenset({YearState.APPROVED}),
        YearState.PUBLISHED,
        Permission.KEEP_BOOKS,
        "決算を公開する",
        "決算を公開しました。",
    ),
    YearAct.ASK_REOPEN: YearStep(
        _BEFORE_ASSEMBLY,
        None,
        Permission.AUDIT_BOOKS,
        "年度の開け直しを求める",
        "年度の開け直しを求めました。会長の同意で開きます。",
    ),
    YearAct.REOPEN: YearStep(
        _BEFORE_ASSEMBLY,
        YearState.OPEN,
        Permission.APPROVE_MONEY,
        "年度を開け直す",
        "年度を開け直しました。締めた伝票はそのままです。",
    ),
}
"""Opening a closed year again takes two: the auditor asks, the president agrees (D5 controls)."""


def year_acts_open(
    state: YearState, *, permissions: Collection[Permission], reopen_asked: bool
) -> tuple[YearAct, ...]:
    """What somebody with these permissions may try now."""
    return tuple(
        act
        for act, step in YEAR_STEPS.items()
        if state in step.sources and step.needed in permissions
        if act is not YearAct.REOPEN or reopen_asked
        if act is not YearAct.ASK_REOPEN or not reopen_asked
    )


def year_after(state: YearState, act: YearAct) -> YearState:
    """The state of a year after an act.

    Raises:
        ValueError: the act is not open in this state.
    """
    step = YEAR_STEPS[act]
    if state not in step.sources:
        raise ValueError(f"「{step.button}」は、「{state.label}」の年度ではできません。")
    return step.target or state
