"""Write a version in the making: its text, its actions."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.core.plans.checks import check
from comipla.plans.codec import action_of
from comipla.plans.models import PlanAction
from comipla.plans.selectors.issues import issues_to_choose
from comipla.plans.services import edit_text, remove_action, save_action
from comipla.web.access import permitted
from comipla.web.plans.plan_forms import (
    action_fields,
    action_initial,
    action_of_form,
    text_fields,
    text_initial,
    text_values,
)
from comipla.web.registry.forms import Form, blank, change_rows, read
from comipla.web.views.plans.finding import Found, take_refusal, writable
from comipla.web.views.registry.finding import actor_of

_see = permitted(Permission.SEE_PLATFORM)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def plan_text(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Write the version's name, years, vision and sections."""
    found = writable(request, slug, version)
    fields = text_fields(found.plan)
    if request.method != "POST":
        return _text_page(request, found, blank(fields, text_initial(found.plan)))
    form = read(fields, request.POST)
    if not form.problems:
        try:
            edit_text(plan=found.plan, by=actor_of(request), **text_values(form.values))
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, "計画の文を保存しました。")
            return redirect(found.address)
    return _text_page(request, found, form)


def _text_page(request: HttpRequest, found: Found, form: Form) -> HttpResponse:
    context = found.context("文を書く") | {
        "form": form,
        "errors": form.problems,
        "title": "計画の文を書く",
        "button": "計画の文を保存する",
        "may_remove": False,
    }
    return render(request, "plans/form.html", context, status=422 if form.problems else 200)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def plan_action(request: HttpRequest, slug: str, version: int, number: int) -> HttpResponse:
    """Write an action; number 0 adds one. Its problems are told when it is kept, not refused."""
    found = writable(request, slug, version)
    row = next((each for each in found.reading.actions if each.number == number), None)
    if row is None and number:
        raise Http404
    known = action_of(row) if row else None
    fields = action_fields(found.plan, issues_to_choose(found.platform))
    if request.method != "POST":
        return _action_page(request, found, row, blank(fields, action_initial(known, found.plan)))
    if "remove" in request.POST and row is not None:
        return _removed(request, found, row)
    form = read(fields, request.POST)
    if "rows" in request.POST:
        change_rows(form, request.POST["rows"])
        return _action_page(request, found, row, form)
    action = action_of_form(form, known) if not form.problems else None
    if action is not None and not form.problems:
        try:
            saved = save_action(plan=found.plan, action=action, by=actor_of(request))
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            _tell(request, found, saved)
            return redirect(found.address)
    return _action_page(request, found, row, form)


def _tell(request: HttpRequest, found: Found, saved: PlanAction) -> None:
    """Say that the action was kept, and how much of it is not yet right."""
    messages.success(request, f"取組{saved.number}を保存しました。")
    text = found.reading.text
    others = tuple(each for each in text.actions if each.line != str(saved.line))
    now = replace(text, actions=(*others, action_of(saved)))
    for finding in check(now):
        if finding.action == saved.number and finding.stops:
            messages.warning(request, f"取組{saved.number}：{finding.text}")


def _removed(request: HttpRequest, found: Found, row: PlanAction) -> HttpResponse:
    try:
        remove_action(plan=found.plan, line=row.line, by=actor_of(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, f"取組{row.number}「{row.title}」を外しました。")
    return redirect(found.address)


def _action_page(
    request: HttpRequest, found: Found, row: PlanAction | None, form: Form
) -> HttpResponse:
    title = f"取組{row.number}を書く" if row else "取組を加える"
    context = found.context(title) | {
        "form": form,
        "errors": form.problems,
        "title": title,
        "button": "取組を保存する",
        "may_remove": row is not None,
    }
    return render(request, "plans/form.html", context, status=422 if form.problems else 200)
