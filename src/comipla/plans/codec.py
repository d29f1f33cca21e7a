"""Between rows and the plain values of `core.plans`."""

from collections.abc import Iterable
from typing import Any

from comipla.core.facts import from_json, to_json
from comipla.core.plans.codes import FundSource, SectionKind
from comipla.core.plans.text import Action, Indicator, PlanText, Roles, Section
from comipla.plans.models import Plan, PlanAction

TEXT_COLUMNS = ("title", "first_year", "last_year", "slogan", "vision", "sections")
"""Columns of a version that people write."""


def text_of(plan: Plan, actions: Iterable[PlanAction]) -> PlanText:
    """A version as the rules read it."""
    return PlanText(
        title=plan.title,
        first_year=plan.first_year,
        last_year=plan.last_year,
        slogan=plan.slogan,
        vision=plan.vision,
        sections=tuple(
            Section(kind, plan.sections[kind]) for kind in SectionKind if plan.sections.get(kind)
        ),
        actions=tuple(map(action_of, actions)),
    )


def action_of(row: PlanAction) -> Action:
    """An action as the rules read it."""
    return Action(
        line=str(row.line),
        number=row.number,
        code=row.code,
        title=row.title,
        purpose=row.purpose,
        lead=row.lead,
        partners=tuple(row.partners),
        issues=tuple(row.issues),
        roles=Roles(row.own, row.mutual, row.public),
        horizon=row.horizon,
        first_year=row.first_year,
        last_year=row.last_year,
        spending=tuple((year, amount) for year, amount in row.spending),
        funds=tuple((FundSource.of(source), amount) for source, amount in row.funds),
        indicators=tuple(from_json(Indicator, indicator) for indicator in row.indicators),
        minority=row.minority,
    )


def columns_of(action: Action) -> dict[str, Any]:
    """The columns of an action's row."""
    return {
        "line": action.line,
        "number": action.number,
        "code": action.code,
        "title": action.title,
        "purpose": action.purpose,
        "lead": action.lead,
        "partners": list(action.partners),
        "issues": list(action.issues),
        "own": action.roles.own,
        "mutual": action.roles.mutual,
        "public": action.roles.public,
        "horizon": action.horizon,
        "first_year": action.first_year,
        "last_year": action.last_year,
        "spending": [list(pair) for pair in action.spending],
        "funds": [[source.value, amount] for source, amount in action.funds],
        "indicators": [to_json(indicator) for indicator in action.indicators],
        "minority": action.minority,
    }
