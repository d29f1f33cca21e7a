"""A platform with its plan in every state; all of it is fictional (架空)."""

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.plans.codes import Answer, IssueCode, IssueSource, PlanState
from comipla.core.plans.review import Question
from comipla.core.plans.text import Action
from comipla.plans.models import Issue, Plan, PlanAction, PlanEvent
from comipla.plans.services import (
    Reply,
    Report,
    answer_actions,
    begin_plan,
    edit_text,
    move_plan,
    report_issue,
    save_action,
    save_sheet,
    save_values,
)
from tests.communities.registry import Registry, build_registry
from tests.core.plans import examples
from tests.world import TODAY, person

WAY = (
    PlanState.SURVEY,
    PlanState.WORKSHOP,
    PlanState.DRAFT_PUBLISHED,
    PlanState.ADOPTED,
    PlanState.SUBMITTED,
    PlanState.RESPONDED,
    PlanState.ACTIVE,
    PlanState.REVIEWED,
)
LINE = uuid.UUID(int=1)


@dataclass(frozen=True)
class Community:
    """The registry, and the people of its platform who plan."""

    registry: Registry
    chair: Actor

    @property
    def platform(self) -> Platform:
        """The platform that plans."""
        return self.registry.platform

    @property
    def secretary(self) -> Actor:
        """Who writes the plan."""
        return self.registry.secretary

    @property
    def officer(self) -> Actor:
        """The town's officer, who answers."""
        return self.registry.officer

    def issue(self, by: Actor | None = None, **more: Any) -> Issue:
        """An issue by a resident unless somebody is named."""
        report = Report(
            **{"title": "街灯が消えている", "body": "学校の前の道です。", "place": "学校前"} | more
        )
        return report_issue(platform=self.platform, report=report, by=by, key=uuid.uuid4())

    def sorted_issue(self, code: IssueCode = IssueCode.D3) -> Issue:
        """An issue that the secretariat entered, sorted at once."""
        return self.issue(self.secretary, code=code, source=IssueSource.TOWN_WALK)

    def draft(self, actions: int = 1) -> Plan:
        """A version in order, with its actions, still a draft."""
        plan = begin_plan(platform=self.platform, by=self.secretary, key=uuid.uuid4())
        text = examples.plan()
        plan = edit_text(
            plan=plan,
            by=self.secretary,
            title=text.title,
            first_year=text.first_year,
            last_year=text.last_year,
            slogan=text.slogan,
            vision=text.vision,
            sections={section.kind.value: section.text for section in text.sections},
        )
        for number in range(1, actions + 1):
            self.action(plan, number)
        return plan

    def action(self, plan: Plan, number: int = 1, **changes: Any) -> PlanAction:
        """Save an action of a version."""
        action = self.content(number, **changes)
        return save_action(plan=plan, action=action, by=self.secretary)

    @staticmethod
    def content(number: int = 1, **changes: Any) -> Action:
        """An action in order with a line of its own."""
        return replace(examples.action(number), line=str(uuid.UUID(int=number)), **changes)

    def move(self, plan: Plan, target: PlanState, **more: Any) -> PlanEvent:
        """Move a version on by whoever may."""
        by = self.officer if target is PlanState.RESPONDED else self.secretary
        if target is PlanState.ADOPTED:
            more.setdefault("evidence", "定期総会 第2号議案")
        if target is PlanState.REVIEWED:
            more.setdefault("year", 2024)
        more = {"by": by, "on": TODAY, "key": uuid.uuid4()} | more
        return move_plan(plan=plan, target=target, **more)

    def plan_in(self, state: PlanState, actions: int = 1) -> Plan:
        """A version that has come as far as a state."""
        plan = self.draft(actions)
        for target in WAY[: WAY.index(state) + 1] if state in WAY else ():
            if target is PlanState.RESPONDED:
                self.answer(plan)
            if target is PlanState.REVIEWED:
                self.review(plan)
            self.move(plan, target)
        return Plan.objects.for_system("as it stands").get(pk=plan.pk)

    def answer(self, plan: Plan, answer: Answer = Answer.FEASIBLE, **more: Any) -> int:
        """Answer every action of a version alike."""
        reply = Reply(answer, "企画課", "予算の範囲で進めます。")
        replies = {action.line: reply for action in plan.actions.all()}
        return answer_actions(plan=plan, replies=replies, **{"by": self.officer} | more)

    def review(self, plan: Plan, year: int = 2024) -> None:
        """Fill in one sheet, and every indicator's value."""
        scores = {question.value: 4 for question in Question}
        save_sheet(plan=plan, year=year, group="福祉部会", scores=scores, by=self.secretary)
        values = {(action.line, "salon"): Decimal(150) for action in plan.actions.all()}
        save_values(plan=plan, year=year, values=values, by=self.secretary)


def build_community() -> Community:
    """Set the community up."""
    registry = build_registry()
    Platform.objects.for_system("published for tests").filter(pk=registry.platform.pk).update(
        is_published=True, public_text="海に面した校区です。", public_contact="汐見公民館"
    )
    registry.platform.refresh_from_db()
    return Community(registry, person(registry.platform.body, "platform_officer"))
