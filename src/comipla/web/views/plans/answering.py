"""The municipality's page: every action of a plan with its answer."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.core.plans.codes import Answer, PlanState
from comipla.plans.models import PlanAction
from comipla.plans.services import Reply, answer_actions, move_plan
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.registry.forms import read
from comipla.web.views.plans.finding import Found, find_version
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of

Problems = list[tuple[str | None, str]]


@dataclass(frozen=True)
class Line:
    """An action with its answer as typed or as it was kept."""

    action: PlanAction
    answer: str
    department: str
    reason: str


@permitted(Permission.SEE_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_answers(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Answer the actions one below the other; keep what is there, or hand it all over."""
    found = find_version(request, slug, version)
    if not found.may_answer:
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, found, _kept(found), [])
    lines = _typed(request, found)
    replies = {
        line.action.line: Reply(Answer.of(line.answer), line.department, line.reason)
        for line in lines
        if line.answer
    }
    try:
        with transaction.atomic():
            answer_actions(plan=found.plan, replies=replies, by=actor_of(request))
            if "hand_over" in request.POST:
                _hand_over(request, found)
    except ValidationError as refusal:
        return _page(request, found, lines, _sentences(refusal))
    said = (
        "回答を地域に返しました。"
        if "hand_over" in request.POST
        else "回答を保存しました。まだ地域には見えません。"
    )
    messages.success(request, said)
    return redirect(found.address if "hand_over" in request.POST else request.path)


def _hand_over(request: HttpRequest, found: Found) -> None:
    move_plan(
        plan=found.plan,
        target=PlanState.RESPONDED,
        on=clock.today(),
        by=actor_of(request),
        key=key_of(read((), request.POST)),
    )


def _typed(request: HttpRequest, found: Found) -> list[Line]:
    known = {answer.value for answer in Answer}
    lines = []
    for action in found.reading.actions:
        said = request.POST.get(f"answer-{action.line}", "")
        lines.append(
            Line(
                action,
                said if said in known else "",
                request.POST.get(f"department-{action.line}", "").strip()[:60],
                request.POST.get(f"reason-{action.line}", "").strip()[:1000],
            )
        )
    return lines


def _kept(found: Found) -> list[Line]:
    lines = []
    for action in found.reading.actions:
        kept = found.reading.answers.get(action.line)
        told = (kept.answer.value, kept.department, kept.reason) if kept else ("", "", "")
        lines.append(Line(action, *told))
    return lines


def _sentences(error: ValidationError) -> Problems:
    if not hasattr(error, "error_dict"):
        return [(None, sentence) for sentence in error.messages]
    return [(name, each) for name, found in error.message_dict.items() for each in found]


def _page(
    request: HttpRequest, found: Found, lines: list[Line], problems: Problems
) -> HttpResponse:
    context = found.context("市町村の回答") | {
        "lines": lines,
        "open": found.plan.state is PlanState.SUBMITTED,
        "options": [(answer.value, answer.label) for answer in Answer],
        "errors": problems,
        "wrong": dict(reversed(problems)),
        "key": uuid.uuid4(),
    }
    return render(request, "plans/answers.html", context, status=422 if problems else 200)
