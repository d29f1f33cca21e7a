"""Keeping a programme year: its steps, its budget, its windows; what its parameters say.

What moves money or cannot be taken back is shown once more before it is done, and asks for a fresh
proof of identity. A second press of the same button finds the work done and says so.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comipla.cases.selectors.year import left_undone
from comipla.core.access import Actor, Permission
from comipla.core.money import format_yen
from comipla.core.wareki import format_wareki
from comipla.people.interruptions import drop_form, kept_form
from comipla.people.requests import ActingRequest
from comipla.people.step_up import step_up_required
from comipla.programme import clock
from comipla.programme.models import CallKind, Envelope, ProgrammeYear, YearState
from comipla.programme.parameters import parameters
from comipla.programme.selectors import budget_of, call_of
from comipla.programme.services import SUBSIDY_MENU, advance_year, set_call, set_envelope_limit
from comipla.programme.year_steps import YearStep, earliest_day, next_step, step_day
from comipla.web.access import permitted
from comipla.web.parameter_words import label_of, printed
from comipla.web.views.year import find_year
from comipla.web.year_forms import BudgetForm, CallForm, StepForm, YearForm

CHECK, DO, MEND = "check", "do", "mend"
"""What a button asks for: show it once more, do it, go back to the form."""

_keeper = permitted(Permission.MANAGE_PROGRAMME)


@dataclass(frozen=True)
class Change:
    """A change of a year as its pages show it: words, the form, and what follows from it."""

    title: str
    button: str
    done: str
    form: YearForm
    effects: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()


@_keeper
@require_safe
def year_admin(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the year is set: its step, its budget, its windows, its parameters, its story."""
    year = find_year(cast(ActingRequest, request).actor, code)
    fiscal = year.fiscal
    day = min(max(clock.today(), fiscal.start), fiscal.end)
    settings = [
        (label_of(setting), printed(setting), setting.dated)
        for setting in parameters(year.parameters).at(day)
    ]
    budget = budget_of(year, SUBSIDY_MENU)
    context: dict[str, Any] = {
        "year": year,
        "states": [(state.value, state.label) for state in YearState],
        "at": list(YearState).index(YearState(year.state)) + 1,
        "step": next_step(year),
        "step_day": step_day(year),
        "not_yet": _not_yet(year),
        "budget": budget,
        "changes": budget.changes.select_related("by").order_by("-id") if budget else [],
        "calls": [(kind, call_of(year, kind)) for kind in CallKind],
        "settings": settings,
        "unconfirmed": sum(dated.basis.needs_confirmation for *_, dated in settings),
        "edition": parameters(year.parameters).title,
        "events": year.events.select_related("by"),
        "today": clock.today(),
        "breadcrumbs": _trail(year),
        "audience": "県の制度管理者",
    }
    return render(request, "year/admin.html", context)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def year_step(request: HttpRequest, code: str) -> HttpResponse:
    """Take the year one step on, after showing what follows."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    step = next_step(year)
    if request.method == "POST" and request.POST.get("to") == year.state:
        messages.info(request, f"{year.fiscal.label}はもう「{year.get_state_display()}」です。")
        return redirect("year_admin", code=code)
    if step is None:
        messages.info(request, f"{year.fiscal.label}の手続はすべて終わっています。")
        return redirect("year_admin", code=code)
    form = StepForm(_typed(request), step=step, today=clock.today(), earliest=earliest_day(year))
    effects = (*step.effects, *_left(actor, year, step))
    change = Change(step.label, step.label, step.done, form, effects, _now(year))
    if not _asked_to_do(request, form):
        return _page(request, year, change)
    try:
        advance_year(year=year, to=step.to, on=form.day("on"), by=actor, reason=form.text("reason"))
    except ValidationError as refusal:
        return _page(request, year, change, problem=refusal.messages[0])
    return _finish(request, year, change)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def year_budget(request: HttpRequest, code: str) -> HttpResponse:
    """Change what the budget line holds, with the reason, after showing what is then left."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    budget = budget_of(year, SUBSIDY_MENU)
    if budget is None:
        raise Http404
    form = BudgetForm(_typed(request), envelope=budget, today=clock.today())
    if form.already_done:
        messages.info(request, f"予算額はもう {format_yen(budget.limit)}です。")
        return redirect("year_admin", code=code)
    change = Change(
        "予算額を変える",
        "予算額を変える",
        "予算額を変えました。",
        form,
        _budget_effects(budget, form),
        (("いまの予算額", format_yen(budget.limit)),),
    )
    if not _asked_to_do(request, form):
        return _page(request, year, change)
    try:
        set_envelope_limit(
            envelope=budget,
            limit=form.yen("limit"),
            on=form.day("on"),
            by=actor,
            reason=form.text("reason"),
        )
    except ValidationError as refusal:
        return _page(request, year, change, problem=refusal.messages[0])
    return _finish(request, year, change)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def year_call(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Set the days between which municipalities are asked; sending it again changes nothing."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    if kind.upper() not in CallKind.values:
        raise Http404
    asked = CallKind(kind.upper())
    form = CallForm(_typed(request), call=call_of(year, asked))
    change = Change(
        f"{asked.label}の期間を決める",
        "この期間にする",
        f"{asked.label}の期間を決めました。",
        form,
        _CALL_EFFECTS[asked],
    )
    if request.method != "POST" or form.problems:
        return _page(request, year, change, confirms=False)
    set_call(
        year=year,
        kind=asked,
        opens_on=form.day("opens_on"),
        closes_on=form.day("closes_on"),
        by=actor,
    )
    return _finish(request, year, change)


_CALL_EFFECTS: Final = {
    CallKind.NEEDS_SURVEY: (
        "この期間だけ、市町村の机に「要望を出す」ボタンが出ます。",
        "まだ要望のない市町村には、締切の14日前、7日前、1日前に知らせます。",
    ),
    CallKind.APPLICATION: ("市町村と県の、こよみと期限の画面に締切が出ます。",),
}


def _typed(request: HttpRequest) -> Any:
    """What was typed: posted now, or kept while the person proved who they are."""
    return request.POST if request.method == "POST" else kept_form(request)


def _asked_to_do(request: HttpRequest, form: YearForm) -> bool:
    """Whether the form is complete and its owner has seen it once more."""
    return request.method == "POST" and request.POST.get("stage") == DO and not form.problems


def _page(
    request: HttpRequest,
    year: ProgrammeYear,
    change: Change,
    *,
    problem: str = "",
    confirms: bool = True,
) -> HttpResponse:
    """The form, or, once it is complete, everything once more before it is done."""
    asked = request.POST.get("stage", "")
    form = change.form
    errors = form.problems if request.method == "POST" and asked != MEND else []
    if problem:
        errors = [(None, problem)]
    checks = confirms and request.method == "POST" and asked in (CHECK, DO) and not errors
    context = {
        "year": year,
        "change": change,
        "form": form,
        "errors": errors,
        "wrong": dict(errors),
        "confirms": confirms,
        "breadcrumbs": [*_trail(year, here=False), (change.title, None)],
        "audience": "県の制度管理者",
    }
    template = "year/check.html" if checks else "year/change.html"
    return render(request, template, context, status=422 if errors else 200)


def _finish(request: HttpRequest, year: ProgrammeYear, change: Change) -> HttpResponse:
    drop_form(request)
    messages.success(request, change.done)
    return redirect("year_admin", code=year.code)


def _now(year: ProgrammeYear) -> tuple[tuple[str, str], ...]:
    facts = [("いまの段階", year.get_state_display())]
    if year.enacted_on:
        facts.append(("議決日", format_wareki(year.enacted_on, weekday=True)))
    return tuple(facts)


def _not_yet(year: ProgrammeYear) -> str:
    """Why the next step cannot be taken today; empty where it can."""
    earliest = earliest_day(year)
    if earliest is None or earliest <= clock.today():
        return ""
    return f"{format_wareki(earliest, weekday=True)}から進められます。"


def _left(actor: Actor, year: ProgrammeYear, step: YearStep) -> tuple[str, ...]:
    """What is not finished yet, where the step supposes it to be."""
    if step.to not in (YearState.YEAR_END, YearState.CASH_CLOSED):
        return ()
    working, unpaid = left_undone(actor, year)
    if step.to is YearState.YEAR_END:
        return (f"事業が続いている案件は{working}件です。",)
    return (f"支払の終わっていない案件は{unpaid}件です。",)


def _budget_effects(budget: Envelope, form: YearForm) -> tuple[str, ...]:
    if "limit" not in form.values:
        return ()
    left = form.yen("limit") - budget.soft - budget.hard
    return (
        f"まだ使える枠が {format_yen(budget.free)}から {format_yen(left)}になります。",
        "変えた額、日付、理由は経過に残ります。",
    )


def _trail(year: ProgrammeYear, *, here: bool = True) -> list[tuple[str, str | None]]:
    code = year.code
    settings = None if here else reverse("year_admin", kwargs={"code": code})
    return [(year.fiscal.label, reverse("year", kwargs={"code": code})), ("設定", settings)]
