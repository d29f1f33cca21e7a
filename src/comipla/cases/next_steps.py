"""The declared next steps of all procedures, as conditions on stored cases and for single rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import F, Q

from comipla.cases.models import ACCOUNTS, Case
from comipla.cases.procedures import PROCEDURES
from comipla.core.access import Actor, Permission
from comipla.core.docket import Side
from comipla.core.next_steps import NextAct, next_acts
from comipla.core.procedures.common import budget_enacted
from comipla.core.procedures.subsidy.next_steps import SUBSIDY_NEXT_STEPS

_STEPS = {"subsidy": SUBSIDY_NEXT_STEPS}


@dataclass(frozen=True)
class Step:
    """What comes next in a case: the words, the act kind, who does it, and what doing it takes.

    `decides` is true for a draft that waits for its decision; `kind` is empty where nothing is
    done in comipla itself.
    """

    kind: str
    label: str
    button: str
    owner: Side
    permission: Permission
    decides: bool = False


@cache
def declared(procedure: str) -> tuple[NextAct, ...]:
    """The next steps of a procedure with the declarations of their acts."""
    return next_acts(PROCEDURES[procedure], _STEPS[procedure])


def step_of(case: Case) -> Step | None:
    """What comes next in a case, told from its columns; None once it is over."""
    if case.pending:
        return _decision(case)
    balances = {account: getattr(case, account) for account in ACCOUNTS}
    for found in declared(case.procedure):
        if found.step.holds(case.state, balances):
            return Step(
                found.step.kind,
                found.label,
                found.step.button,
                found.step.owner,
                found.permission,
            )
    return None


def _decision(case: Case) -> Step:
    act_type = PROCEDURES[case.procedure].act_types[case.pending]
    button = "支払う" if act_type.permission is Permission.PAY else "決裁する"
    return Step(
        act_type.key, act_type.label, button, Side.PREFECTURE, act_type.permission, decides=True
    )


def work_of(actor: Actor) -> frozenset[Permission]:
    """What a person is looked to for: who decides or pays is spared the work of the others."""
    for first in (Permission.DECIDE, Permission.PAY):
        if first in actor.permissions:
            return frozenset({first})
    return actor.permissions & {
        Permission.SCREEN,
        Permission.DRAFT_DECISION,
        Permission.SUBMIT,
    }


def can_be_done(today: date, work: frozenset[Permission]) -> Q:
    """Cases whose next step takes one of these permissions and has come up by `today`.

    Decisions on one's own drafts are among them: who drafted is for the caller to leave out.
    """
    return _any(
        condition
        for key in PROCEDURES
        for condition in (*_decisions(key, work), *_steps(key, today, work))
    )


def has_come_up(today: date) -> Q:
    """Cases in which somebody has something to do by `today`, also if it waits for the budget."""
    return can_be_done(today, frozenset(Permission)) | waits_for_budget()


def about_money() -> Q:
    """Cases in which money has to be paid or is to come back."""
    kinds = {
        (key, act_type.key)
        for key, procedure in PROCEDURES.items()
        for act_type in procedure.act_types.values()
        if act_type.permission is Permission.PAY
    }
    return _any(
        condition
        for key in PROCEDURES
        for condition in (
            Q(procedure=key, pending__in=[kind for of, kind in kinds if of == key]),
            *(
                _holds(key, found)
                for found in declared(key)
                if not found.step.kind or (key, found.step.kind) in kinds
            ),
        )
    )


def unsettled() -> Q:
    """Cases in which money is claimed, determined or ordered back and has not moved yet."""
    return (
        Q(claimed__gt=F("paid"))
        | Q(determined__gt=F("paid") - F("repaid"))
        | Q(ordered_back__gt=F("repaid"))
    )


def waits_for_budget() -> Q:
    """Cases whose next step is a decision that the budget of their year does not yet allow."""
    return Q(programme_year__enacted_on=None) & _any(
        _holds(key, found) for key in PROCEDURES for found in declared(key) if _needs_budget(found)
    )


def _decisions(procedure: str, work: frozenset[Permission]) -> list[Q]:
    kinds = [
        act_type.key
        for act_type in PROCEDURES[procedure].act_types.values()
        if act_type.drafted and act_type.permission in work
    ]
    return [Q(procedure=procedure, pending__in=kinds)] if kinds else []


def _steps(procedure: str, today: date, work: frozenset[Permission]) -> list[Q]:
    conditions = []
    for found in declared(procedure):
        if found.permission not in work:
            continue
        condition = _holds(procedure, found)
        if found.step.lead_days is not None:
            condition &= Q(due_on__lte=today + timedelta(days=found.step.lead_days))
        if _needs_budget(found):
            condition &= Q(programme_year__enacted_on__isnull=False)
        conditions.append(condition)
    return conditions


def _holds(procedure: str, found: NextAct) -> Q:
    """The row of the declaration as a condition of the database."""
    step = found.step
    condition = Q(procedure=procedure, pending="", state__in=sorted(step.states))
    if step.when is not None:
        condition &= Q(**{f"{step.when.account}__{step.when.sign.value}": F(step.when.other)})
    return condition


def _needs_budget(found: NextAct) -> bool:
    return found.act_type is not None and budget_enacted in found.act_type.clauses


def _any(conditions: Iterable[Q]) -> Q:
    """Any of the conditions; none of them is never true."""
    whole = Q(pk__in=[])
    for condition in conditions:
        whole |= condition
    return whole
