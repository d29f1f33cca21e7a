"""The municipality answers the actions of a plan that was handed in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor, Permission
from comipla.core.plans.codes import Answer, PlanState
from comipla.plans.models import Plan, PlanAnswer
from comipla.plans.selectors.plans import answers_of
from comipla.plans.services.doors import locked_plan, require
from comipla.programme.clock import now


@dataclass(frozen=True)
class Reply:
    """What the municipality says to one action."""

    answer: Answer
    department: str
    reason: str


@transaction.atomic
def answer_actions(*, plan: Plan, replies: Mapping[uuid.UUID, Reply], by: Actor) -> int:
    """Keep answers by the line of their action; gives how many are new. What is said already,
    word for word, is not kept twice.

    Raises ValidationError by line where the department or the reason is missing, and for a plan
    that does not wait for answers.
    """
    row = locked_plan(plan)
    require(by, Permission.ANSWER_PLAN, platform=row.platform)
    if row.state is not PlanState.SUBMITTED:
        raise ValidationError("回答できるのは、計画が市町村に提出されている間です。")
    _check(replies)
    actions = {action.line: action for action in row.actions.all()}
    if stray := set(replies) - set(actions):
        raise ValidationError(
            f"計画にない取組への回答が{len(stray)}件あります。画面を開き直してください。"
        )
    known = answers_of(row)
    new = []
    for line, reply in replies.items():
        last = known.get(line)
        if last is not None and _says(last) == reply:
            continue
        new.append(
            PlanAnswer(
                action=actions[line],
                number=last.number + 1 if last else 1,
                answer=reply.answer,
                department=reply.department,
                reason=reply.reason,
                by_id=by.person_id,
                recorded_at=now(),
            )
        )
    PlanAnswer.objects.bulk_create(new)
    return len(new)


def _says(row: PlanAnswer) -> Reply:
    return Reply(row.answer, row.department, row.reason)


def _check(replies: Mapping[uuid.UUID, Reply]) -> None:
    problems = {}
    for line, reply in replies.items():
        if not reply.department.strip():
            problems[f"department-{line}"] = "回答する課の名前を書いてください。"
        if not reply.reason.strip():
            problems[f"reason-{line}"] = "理由を書いてください。地域の人がそのまま読みます。"
    if problems:
        raise ValidationError(problems)
