"""The invented problems and plans: issues in every status, plans in every state.

Stored in a few statements. A version and its actions come first, its adoption after them, because
the database lets nobody write what has been adopted.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from comipla.communities.models import Platform
from comipla.config.demo.dice import Dice
from comipla.config.demo.registry import NAMESPACE
from comipla.config.demo.tables import MARK, PlatformRow, platforms, read
from comipla.core.facts import to_json
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.codes import (
    Answer,
    Direction,
    FundSource,
    Horizon,
    IndicatorKind,
    IssueSource,
    IssueStatus,
    PlanState,
)
from comipla.core.plans.review import Question
from comipla.core.plans.text import Indicator
from comipla.people.models import Body
from comipla.plans.models import (
    IndicatorValue,
    Issue,
    IssueStep,
    Plan,
    PlanAction,
    PlanAnswer,
    PlanEvent,
    ReviewSheet,
)
from comipla.plans.models.issues import RECEIPT_LENGTH, RECEIPT_LETTERS

WAY: list[PlanState] = [state for state in PlanState if state is not PlanState.SUPERSEDED]
_STEP = timedelta(days=24)
_YEARS = 5
_TOLD = {
    IssueStatus.ANSWERED: "現場を見ました。来月の部会で、どうするかを話し合います。",
    IssueStatus.IN_PLAN: "地域づくり計画にのせて取り組みます。",
    IssueStatus.SOLVED: "直りました。知らせてくださり、ありがとうございました。",
    IssueStatus.CLOSED: "同じ課題がほかにも届いていたので、そちらで取り組みます。",
}
_LATER = (IssueStatus.CODED, IssueStatus.CODED, *_TOLD)


@dataclass(frozen=True)
class _Place:
    """A platform of the demo with how far its plan has come."""

    row: PlatformRow
    platform: Platform
    states: tuple[PlanState, ...]
    today: date

    @property
    def name(self) -> str:
        return f"{self.row.municipality}/{self.row.area}"

    @cached_property
    def dice(self) -> Dice:
        return Dice(f"plans/{self.name}")

    @property
    def first_year(self) -> int:
        return FiscalYear.of(self.today).year - 1

    def key(self, *parts: object) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"plans/{self.name}/{'/'.join(map(str, parts))}")

    def said(self, text: str) -> str:
        """A text of the table with its gaps filled."""
        return text.format(area=self.row.place, unit=self.row.unit)


def furnish_plans(today: date) -> None:
    """Give platforms their issues and plans as of a day."""
    table = read("plans")
    places = list(_places(table, today))
    _issues(places, table)
    first = _versions([(place, place.states[0], None) for place in places], table)
    _versions(
        [
            (place, place.states[1], plan)
            for place, plan in zip(places, first, strict=True)
            if len(place.states) > 1
        ],
        table,
    )


def _places(table: dict[str, Any], today: date) -> Iterator[_Place]:
    rows = {(row.municipality, row.area): row for row in platforms()}
    stored = {
        platform.name: platform
        for platform in Platform.objects.for_system("furnish the demo").select_related(
            "body", "municipality"
        )
    }
    for line in table["standing"].strip().split("\n"):
        municipality, area, states = line.split()
        row = rows[municipality, area]
        yield _Place(
            row, stored[row.name], tuple(PlanState.of(s) for s in states.split("+")), today
        )


def _issues(places: Iterable[_Place], table: dict[str, Any]) -> None:
    issues: list[Issue] = []
    steps: list[IssueStep] = []
    for place in places:
        rows = table["issues"]["rows"][: place.dice.roll("count", 5, 9)]
        for number, row in enumerate(rows, start=1):
            issue = _issue(place, number, row)
            issues.append(issue)
            steps.extend(_steps(place, issue))
    Issue.objects.bulk_create(issues)
    for step in steps:
        step.issue_id = step.issue.pk
    IssueStep.objects.bulk_create(steps)


def _issue(place: _Place, number: int, row: list[str]) -> Issue:
    title, code, where, severity, urgency, source = row
    dice, fresh = place.dice, source == IssueSource.RESIDENT and number % 2 == 1
    status = IssueStatus.OPEN if fresh else dice.pick(f"status/{number}", _LATER)
    return Issue(
        platform=place.platform,
        number=number,
        code="" if fresh else code,
        title=title,
        body=f"まち歩きや住民の声から分かったことです{MARK}。" if not fresh else "",
        place=place.said(where),
        severity=severity,
        urgency=urgency,
        source=source,
        status=status,
        reported_at=_at(place.today - timedelta(days=dice.roll(f"days/{number}", 2, 200))),
        steps_count=0,
        receipt="".join(
            dice.pick(f"receipt/{number}/{at}", RECEIPT_LETTERS) for at in range(RECEIPT_LENGTH)
        ),
        key=place.key("issue", number),
    )


def _steps(place: _Place, issue: Issue) -> Iterator[IssueStep]:
    if issue.status is IssueStatus.OPEN:
        return
    way = [IssueStatus.CODED, *([issue.status] if issue.status in _TOLD else [])]
    issue.steps_count = len(way)
    for number, status in enumerate(way, start=1):
        yield IssueStep(
            issue=issue,
            number=number,
            status=status,
            code=issue.code,
            text=_TOLD.get(status, ""),
            told=status in _TOLD,
            body=place.platform.body,
            at=issue.reported_at + timedelta(days=number),
            key=place.key("step", issue.number, number),
        )


def _versions(
    wanted: list[tuple[_Place, PlanState, Plan | None]], table: dict[str, Any]
) -> list[Plan]:
    """Versions with all that belongs to them; each follows on another, or begins a plan."""
    plans = [_plan(place, state, before, table) for place, state, before in wanted]
    Plan.objects.bulk_create(plans)
    actions = [
        action
        for (place, *_), plan in zip(wanted, plans, strict=True)
        for action in _actions(place, plan, table)
    ]
    PlanAction.objects.bulk_create(actions)
    for (place, state, _), plan in zip(wanted, plans, strict=True):
        plan.adopted_on = _entered(place, state, PlanState.ADOPTED) if state.adopted else None
    Plan.objects.for_system("adopted in the demo").bulk_update(
        [plan for plan in plans if plan.adopted_on], ["adopted_on"]
    )
    PlanEvent.objects.bulk_create(
        event
        for (place, state, _), plan in zip(wanted, plans, strict=True)
        for event in _events(place, state, plan)
    )
    PlanAnswer.objects.bulk_create(_answers(actions, table))
    _review([plan for plan in plans if plan.state is PlanState.REVIEWED], actions)
    return plans


def _plan(place: _Place, state: PlanState, before: Plan | None, table: dict[str, Any]) -> Plan:
    text = {key: place.said(words) for key, words in table["text"].items()}
    version = before.version + 1 if before else 1
    first = place.first_year + version - 1
    return Plan(
        platform=place.platform,
        version=version,
        title=f"{place.row.place} 地域づくり計画{MARK}",
        first_year=first,
        last_year=first + _YEARS - 1,
        slogan=text.pop("slogan"),
        vision=text.pop("vision"),
        sections=text,
        based_on=before,
        state=state,
        state_since=place.today - _STEP,
        reviewed_year=first if state is PlanState.REVIEWED else None,
        events_count=WAY.index(state) + 1,
        updated_at=_at(place.today - _STEP),
        key=place.key("plan", version),
    )


def _actions(place: _Place, plan: Plan, table: dict[str, Any]) -> Iterator[PlanAction]:
    """The rows of the table; a second version has one action more, and one led by others."""
    count = 3 + place.dice.roll("actions", 0, 2) + (plan.version > 1)
    for number, row in enumerate(table["actions"]["rows"][:count], start=1):
        title, code, purpose, lead, horizon, cost, own, source, issues, indicator = row
        years = range(plan.first_year, plan.first_year + (2 if horizon == Horizon.SHORT else 3))
        total = cost * len(years)
        shares = [[FundSource.OWN.value, total * own // 100]]
        shares.append([source, total - shares[0][1]])
        yield PlanAction(
            plan=plan,
            line=place.key("line", number),
            number=number,
            code=code,
            title=title,
            purpose=purpose,
            lead="総務部会" if plan.version > 1 and number == 1 else lead,
            partners=["社会福祉協議会", f"{place.row.area}婦人会{MARK}"],
            issues=issues,
            own=20,
            mutual=60,
            public=20,
            horizon=horizon,
            first_year=years[0],
            last_year=years[-1],
            spending=[[year, cost] for year in years],
            funds=shares,
            indicators=[to_json(_indicator(indicator, years[-1]))],
        )


def _indicator(row: list[Any], year: int) -> Indicator:
    name, unit, baseline, target = row
    return Indicator(
        key="main",
        name=name,
        unit=unit,
        kind=IndicatorKind.OUTPUT,
        direction=Direction.UP,
        baseline=Decimal(baseline),
        target=Decimal(target),
        year=year,
        source="部会の記録",
    )


def _entered(place: _Place, state: PlanState, target: PlanState) -> date:
    """The day on which a version that stands in `state` today entered another."""
    return place.today - _STEP * (1 + WAY.index(state) - WAY.index(target))


def _events(place: _Place, state: PlanState, plan: Plan) -> Iterator[PlanEvent]:
    town: Body = place.platform.municipality
    for number, entered in enumerate(WAY[: WAY.index(state) + 1], start=1):
        on = _entered(place, state, entered)
        yield PlanEvent(
            plan=plan,
            number=number,
            state=entered,
            on=on,
            evidence=f"定期総会 第2号議案{MARK}" if entered is PlanState.ADOPTED else "",
            year=plan.first_year if entered is PlanState.REVIEWED else None,
            body=town if entered is PlanState.RESPONDED else place.platform.body,
            recorded_at=_at(on),
            key=place.key("event", plan.version, number),
        )


def _answers(actions: list[PlanAction], table: dict[str, Any]) -> Iterator[PlanAnswer]:
    rows = table["answers"]["rows"]
    answered = WAY[WAY.index(PlanState.RESPONDED) :]
    for action in actions:
        if action.plan.state in answered:
            answer, department, reason = rows[action.number - 1]
            yield PlanAnswer(
                action=action,
                number=1,
                answer=Answer.of(answer),
                department=department,
                reason=reason,
                recorded_at=action.plan.updated_at,
            )


def _review(plans: list[Plan], actions: list[PlanAction]) -> None:
    """Sheets of the leading groups and values of the indicators, for the year that was reviewed."""
    sheets: list[ReviewSheet] = []
    values: list[IndicatorValue] = []
    for plan in plans:
        own, dice = [a for a in actions if a.plan is plan], Dice(f"review/{plan.key}")
        for group in sorted({action.lead for action in own}):
            scores = {q.value: dice.roll(f"{group}/{q.value}", 2, 5) for q in Question}
            sheets.append(
                ReviewSheet(
                    plan=plan,
                    year=plan.first_year,
                    group=group,
                    scores=scores,
                    at=plan.updated_at,
                )
            )
        values.extend(
            IndicatorValue(
                plan=plan,
                line=action.line,
                key="main",
                year=plan.first_year,
                value=dice.roll(f"value/{action.number}", 10, 90),
                at=plan.updated_at,
            )
            for action in own
        )
    ReviewSheet.objects.bulk_create(sheets)
    IndicatorValue.objects.bulk_create(values)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), timezone.get_default_timezone())
