"""Begin a version, and move it on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comipla.core.access import Permission
from comipla.core.plans.codes import PlanState
from comipla.core.wareki import format_wareki
from comipla.plans.selectors.plans import moves_of
from comipla.plans.services import begin_plan, move_plan
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.plans.plan_forms import move_fields
from comipla.web.registry.forms import Form, blank, read
from comipla.web.views.plans.finding import Found, writable
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of, allowed, find

_see = permitted(Permission.SEE_PLATFORM)

BUTTONS = {
    PlanState.SURVEY: "アンケートを始める",
    PlanState.WORKSHOP: "話し合いに進む",
    PlanState.DRAFT_PUBLISHED: "意見募集を始める",
    PlanState.ADOPTED: "議決を記録する",
    PlanState.SUBMITTED: "市町村に提出する",
    PlanState.ACTIVE: "計画を実行に移す",
}
"""What the step into a state is called."""

EFFECTS = {
    PlanState.DRAFT_PUBLISHED: "だれでも公開ページで読めるようになります。募集の間は、内容を変えられません。",
    PlanState.ADOPTED: "議決した文と取組は、もう変えられません。直すときは新しい版を作ります。前の版はこの版に交代します。",
    PlanState.SUBMITTED: "市町村の担当に届き、取組ごとの回答を待ちます。",
    PlanState.WORKSHOP: "内容を書き直せます。",
    PlanState.ACTIVE: "年度ごとの点検ができるようになります。",
}
"""What follows from the step."""


@_see
@require_POST
def plan_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the first plan, or the next version."""
    platform = find(request, slug)
    if not allowed(request, platform, Permission.WRITE_PLAN):
        raise PermissionDenied
    try:
        form = read((), request.POST)
        plan = begin_plan(platform=platform, by=actor_of(request), key=key_of(form))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("platform_plan", slug)
    messages.success(request, f"第{plan.version}版を始めました。")
    return redirect("platform_plan_version", slug, plan.version)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def plan_move(request: HttpRequest, slug: str, version: int, target: str) -> HttpResponse:
    """Show what follows from a step, ask for its day and evidence, and take it."""
    found = writable(request, slug, version)
    if target not in {state.value for state in BUTTONS}:
        raise Http404
    state = PlanState.of(target)
    fields = move_fields(state)
    if request.method != "POST":
        today = format_wareki(clock.today())
        return _page(request, found, state, blank(fields, {"on": today}))
    form = read(fields, request.POST)
    if not form.problems:
        try:
            move_plan(
                plan=found.plan,
                target=state,
                on=form.values["on"],
                evidence=form.values["evidence"],
                by=actor_of(request),
                key=key_of(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"計画を「{state.label}」にしました。")
            return redirect(found.address)
    return _page(request, found, state, form)


def _page(request: HttpRequest, found: Found, state: PlanState, form: Form) -> HttpResponse:
    move = next((each for each in moves_of(found.reading) if each.target is state), None)
    context: dict[str, Any] = found.context(BUTTONS[state]) | {
        "form": form,
        "errors": form.problems,
        "state": state,
        "button": BUTTONS[state],
        "effect": EFFECTS.get(state, ""),
        "objections": move.objections if move else (),
        "possible": move is not None,
    }
    return render(request, "plans/move.html", context, status=422 if form.problems else 200)
