"""The declared next steps of all procedures, as conditions on stored cases and for single rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from operator import or_
from typing import Protocol

from django.db.models import F, Q

from comipla.cases.models import ACCOUNTS
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
    done in comipla itself. `budgeted`: not before the budget of the year has passed.
    """

    kind: str
    label: str
    button: str
    owner: Side
    permission: Permission
    decides: bool = False
    budgeted: bool = False


class Projected(Protocol):
    """What a case's columns tell, whether read as a model or as the line of a list.

    Beside these it has a column for each account.
    """

    @property
    def procedure(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def pending(self) -> str: ...


@cache
def declared(procedure: str) -> tuple[NextAct, ...]:
    """The next steps of a procedure with the declarations of their acts."""
    return next_acts(PROCEDURES[procedure], _STEPS[procedure])


def step_of(case: Projected) -> Step | None:
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
                budgeted=needs_budget(found),
            )
    return None


def _decision(case: Projected) -> Step:
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
        Q(procedure=key) & _any((*_decisions(key, work), *_steps(key, today, work)))
        for key in PROCEDURES
    )


def rests(today: date) -> Q:
    """Cases in which work goes on and the next step is not due for some time yet."""
    return _any(
        Q(procedure=key)
        & _holds(found)
        & (Q(due_on__gt=today + timedelta(days=found.step.lead_days)) | Q(due_on=None))
        for key in PROCEDURES
        for found in declared(key)
        if found.step.lead_days is not None
    )


def about_money() -> Q:
    """Cases in which money has to be paid or is to come back."""
    return _any(Q(procedure=key) & _about_money(key) for key in PROCEDURES)


def unsettled() -> Q:
    """Cases in which money is claimed, determined or ordered back and has not moved yet."""
    return (
        Q(claimed__gt=F("paid"))
        | Q(determined__gt=F("paid") - F("repaid") + F("reclaimed") - F("waived"))
        | Q(ordered_back__gt=F("repaid"))
    )


def _about_money(procedure: str) -> Q:
    act_types = PROCEDURES[procedure].act_types.values()
    kinds = {act_type.key for act_type in act_types if act_type.permission is Permission.PAY}
    paying = (
        _holds(found)
        for found in declared(procedure)
        if not found.step.kind or found.step.kind in kinds
    )
    return _any((Q(pending__in=sorted(kinds)), *paying))


def _decisions(procedure: str, work: frozenset[Permission]) -> list[Q]:
    kinds = [
        act_type.key
        for act_type in PROCEDURES[procedure].act_types.values()
        if act_type.drafted and act_type.permission in work
    ]
    return [Q(pending__in=kinds)] if kinds else []


def _steps(procedure: str, today: date, work: frozenset[Permission]) -> list[Q]:
    """The rows of the declaration that these permissions take, as few conditions as will do."""
    found = [found for found in declared(procedure) if found.permission in work]
    conditions = []
    for budgeted, allowed in ((False, Q()), (True, Q(programme_year__enacted_on__isnull=False))):
        rows = [row for row in found if needs_budget(row) is budgeted]
        plain = {state for row in rows if _is_plain(row) for state in row.step.states}
        if plain:
            conditions.append(Q(pending="", state__in=sorted(plain)) & allowed)
        conditions += [
            _holds(row) & _has_come(row, today) & allowed for row in rows if not _is_plain(row)
        ]
    return conditions


def _is_plain(found: NextAct) -> bool:
    """Tell whether the state alone says that it comes next, and has come."""
    return found.step.when is None and found.step.lead_days is None


def _has_come(found: NextAct, today: date) -> Q:
    if found.step.lead_days is None:
        return Q()
    return Q(due_on__lte=today + timedelta(days=found.step.lead_days))


def _holds(found: NextAct) -> Q:
    """The row of the declaration as a condition of the database."""
    step = found.step
    condition = Q(pending="", state__in=sorted(step.states))
    if step.when is not None:
        condition &= Q(**{f"{step.when.account}__{step.when.sign.value}": F(step.when.other)})
    return condition


def needs_budget(found: NextAct) -> bool:
    """Tell whether the act may be done only once the budget of its year has passed."""
    return found.act_type is not None and budget_enacted in found.act_type.clauses


def _any(conditions: Iterable[Q]) -> Q:
    """Any of the conditions; none of them is never true."""
    return reduce(or_, conditions, Q(pk__in=[]))
