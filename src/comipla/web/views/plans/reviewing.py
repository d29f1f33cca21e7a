"""The yearly review on one page: values of the indicators, a sheet per group, what they come to."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.booklet import figure
from comipla.core.plans.codes import PlanState
from comipla.core.plans.review import LEVELS, Question, weakest
from comipla.core.plans.text import Action, Indicator
from comipla.plans.selectors.plans import Review, review_of
from comipla.plans.services import move_plan, save_sheet, save_values
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.plans.plan_forms import decimal_of, fiscal_year_of
from comipla.web.registry.forms import Form, read
from comipla.web.views.plans.finding import Found, find_version, take_refusal
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of


@dataclass(frozen=True)
class Row:
    """An indicator of an action with its values; `name` is the control's."""

    action: Action
    indicator: Indicator
    name: str
    before: str
    value: str
    reached: bool | None


@permitted(Permission.SEE_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_review(request: HttpRequest, slug: str, version: int, year: str) -> HttpResponse:
    """Show the review of a fiscal year; keep a sheet, keep the values, or close the year."""
    found = find_version(request, slug, version)
    fiscal = fiscal_year_of(year)
    if fiscal is None or not found.plan.first_year <= fiscal.year <= found.plan.last_year:
        raise Http404
    form = read((), request.POST)
    if request.method == "POST":
        if not found.may_write:
            raise PermissionDenied
        try:
            said = _do(request, found, fiscal, form)
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            if not form.problems:
                messages.success(request, said)
                return redirect(request.path)
    return _page(request, found, fiscal, form)


def _do(request: HttpRequest, found: Found, fiscal: FiscalYear, form: Form) -> str:
    """What the pressed button asks for, and the sentence about it."""
    actor, asked = actor_of(request), request.POST.get("do")
    if asked == "values":
        values = _values(request, found, form)
        if not form.problems:
            save_values(plan=found.plan, year=fiscal.year, values=values, by=actor)
        return "指標の値を保存しました。"
    if asked == "sheet":
        scores = {q.value: request.POST.get(f"score-{q.value}", "") for q in Question}
        save_sheet(
            plan=found.plan,
            year=fiscal.year,
            group=request.POST.get("group", "").strip()[:60],
            scores={key: int(score) for key, score in scores.items() if score.isdigit()},
            note=request.POST.get("note", "")[:500],
            by=actor,
        )
        return "点検シートを保存しました。ほかの部会の分も続けて入れられます。"
    move_plan(
        plan=found.plan,
        target=PlanState.REVIEWED,
        on=clock.today(),
        year=fiscal.year,
        by=actor,
        key=key_of(form),
    )
    return f"{fiscal.label}の点検を終えました。"


def _values(request: HttpRequest, found: Found, form: Form) -> dict[tuple[uuid.UUID, str], Decimal]:
    values = {}
    for action in found.reading.text.actions:
        for indicator in action.indicators:
            name = control_name(action, indicator)
            value = decimal_of(form, name, request.POST.get(name, "").strip())
            if value is not None:
                values[uuid.UUID(action.line), indicator.key] = value
    return values


def control_name(action: Action, indicator: Indicator) -> str:
    """The name of the control in which an indicator's value is typed."""
    return f"value-{action.number}-{indicator.key}"


def _page(request: HttpRequest, found: Found, fiscal: FiscalYear, form: Form) -> HttpResponse:
    review = review_of(found.plan, fiscal.year)
    closed = (found.plan.reviewed_year or 0) >= fiscal.year
    running = found.plan.state in (PlanState.ACTIVE, PlanState.REVIEWED)
    context: dict[str, Any] = found.context(f"{fiscal.label}の点検") | {
        "fiscal": fiscal,
        "review": review,
        "rows": _rows(request, found, review),
        "weakest": weakest(review.summaries),
        "groups": sorted({action.lead for action in found.reading.text.actions if action.lead}),
        "questions": list(Question),
        "levels": [(str(level), words) for level, words in LEVELS],
        "summary_columns": [
            {"key": str(level), "label": words, "numeric": True} for level, words in LEVELS
        ],
        "typed": request.POST,
        "errors": form.problems,
        "wrong": form.wrong,
        "open": found.may_write and running and not closed,
        "closed": closed,
        "key": uuid.uuid4(),
    }
    return render(request, "plans/review.html", context, status=422 if form.problems else 200)


def _rows(request: HttpRequest, found: Found, review: Review) -> list[Row]:
    rows = []
    for action in found.reading.text.actions:
        for indicator in action.indicators:
            name, place = control_name(action, indicator), (uuid.UUID(action.line), indicator.key)
            value = review.values.get(place)
            kept = "" if value is None else figure(value)
            rows.append(
                Row(
                    action,
                    indicator,
                    name,
                    figure(review.before.get(place, indicator.baseline)),
                    request.POST.get(name, kept),
                    indicator.reached(value) if value is not None else None,
                )
            )
    return rows
