"""Read versions of a plan with all that a page shows of them."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.plans.checks import Finding, check
from comipla.core.plans.codes import PlanState
from comipla.core.plans.comparing import Difference, compare
from comipla.core.plans.life import Move, Standing, moves
from comipla.core.plans.review import Question, Summary, summarise
from comipla.core.plans.text import PlanText
from comipla.plans.codec import text_of
from comipla.plans.models import (
    IndicatorValue,
    Plan,
    PlanAction,
    PlanAnswer,
    PlanEvent,
    ReviewSheet,
)

PUBLIC = tuple(state for state in PlanState if state.public and state is not PlanState.SUPERSEDED)


@dataclass(frozen=True)
class Reading:
    """A version with its actions, and what else belongs to it, each read once."""

    plan: Plan
    actions: list[PlanAction]
    answers: dict[uuid.UUID, PlanAnswer] = field(default_factory=dict)

    @cached_property
    def text(self) -> PlanText:
        """The version as the rules read it."""
        return text_of(self.plan, self.actions)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is not yet right."""
        return check(self.text)

    @property
    def shown_answers(self) -> dict[uuid.UUID, PlanAnswer]:
        """The municipality's answers once it has handed them over; none before."""
        waiting = self.plan.state in (PlanState.ADOPTED, PlanState.SUBMITTED)
        return {} if waiting else self.answers


def versions_of(actor: Actor | None, platform: Platform) -> QuerySet[Plan]:
    """Every version of a platform's plan that an actor may see, newest first."""
    return Plan.objects.visible_to(actor).filter(platform=platform).order_by("-version")


def read_version(actor: Actor | None, platform: Platform, version: int) -> Reading | None:
    """A version with its actions and answers; None for one that is not there."""
    plan = versions_of(actor, platform).filter(version=version).select_related("based_on").first()
    return reading_of(plan) if plan else None


def public_plan(platform: Platform) -> Reading | None:
    """The version that everybody may read: the newest that is adopted or open for opinions."""
    plan = (
        Plan.objects.for_system("published plans")
        .filter(platform=platform, state__in=PUBLIC)
        .order_by("-version")
        .first()
    )
    return reading_of(plan) if plan else None


def reading_of(plan: Plan) -> Reading:
    """A version with its actions and answers."""
    return Reading(plan, list(plan.actions.all()), answers_of(plan))


def answers_of(plan: Plan) -> dict[uuid.UUID, PlanAnswer]:
    """The latest answer to each action, by line."""
    rows = (
        PlanAnswer.objects.filter(action__plan=plan)
        .select_related("action")
        .order_by("action_id", "number")
    )
    return {row.action.line: row for row in rows}


def events_of(plan: Plan) -> list[PlanEvent]:
    """What happened to a version, oldest first."""
    return list(plan.events.select_related("by", "body").order_by("number"))


def difference_of(reading: Reading) -> Difference | None:
    """What changed since the version it began from; None for a first version."""
    older = reading.plan.based_on
    return compare(reading_of(older).text, reading.text) if older else None


def standing_of(plan: Plan, *, year: int | None = None, reading: Reading | None = None) -> Standing:
    """What the guards look at; `year` is the fiscal year that is to be reviewed."""
    read = reading or reading_of(plan)
    indicators = {
        (action.line, indicator.key)
        for action in read.text.actions
        for indicator in action.indicators
    }
    kept = plan.values.filter(year=year).values_list("line", "key") if year else ()
    return Standing(
        state=plan.state,
        actions=len(read.actions),
        stops=sum(finding.stops for finding in read.findings),
        answered=len(read.answers),
        sheets=plan.sheets.filter(year=year).count() if year else 0,
        indicators=len(indicators),
        values=len(indicators & {(str(line), key) for line, key in kept}),
    )


def moves_of(reading: Reading) -> tuple[Move, ...]:
    """The ways on that a person can take; what happens by itself is left out."""
    standing = standing_of(reading.plan, reading=reading)
    by_itself = (PlanState.SUPERSEDED, PlanState.REVIEWED)
    return tuple(move for move in moves(standing) if move.target not in by_itself)


@dataclass(frozen=True)
class Review:
    """The review of a fiscal year: sheets, what they come to, values by (line, key)."""

    year: int
    sheets: list[ReviewSheet]
    summaries: tuple[Summary, ...]
    values: dict[tuple[uuid.UUID, str], Decimal]
    before: dict[tuple[uuid.UUID, str], Decimal]


def review_of(plan: Plan, year: int) -> Review:
    """The review of a year, with the values of the year before beside it."""
    sheets = list(plan.sheets.filter(year=year).order_by("group"))
    scores = [{Question.of(key): score for key, score in sheet.scores.items()} for sheet in sheets]
    values: dict[int, dict[tuple[uuid.UUID, str], Decimal]] = {year: {}, year - 1: {}}
    for row in IndicatorValue.objects.filter(plan=plan, year__in=(year - 1, year)):
        values[row.year][row.line, row.key] = row.value
    return Review(year, sheets, summarise(scores), values[year], values[year - 1])
