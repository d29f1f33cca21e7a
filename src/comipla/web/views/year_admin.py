"""Keeping a programme year: its steps, its budget and caps, its windows; the trail of it all.

What moves money or is hard to take back is shown once more before it is done, and asks for a fresh
proof of identity. A second press of the same button finds the work done and says so.
"""

from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comipla.cases.selectors.year import left_undone
from comipla.core.access import Actor, Permission
from comipla.core.money import format_yen
from comipla.core.wareki import format_wareki
from comipla.people.requests import ActingRequest
from comipla.people.step_up import step_up_required
from comipla.programme import clock
from comipla.programme.models import CallKind, Envelope, ProgrammeYear, YearState
from comipla.programme.parameters import in_force, parameters
from comipla.programme.reviews import settings_of
from comipla.programme.rollover import plan_after
from comipla.programme.selectors import budget_of, call_of, caps_of, years_of
from comipla.programme.services import (
    SUBSIDY_MENU,
    advance_year,
    reopen_year,
    set_call,
    set_caps,
    set_envelope_limit,
)
from comipla.programme.trail import trail_of
from comipla.programme.year_steps import YearStep, back_step, earliest_day, next_step, step_day
from comipla.web.access import permitted
from comipla.web.parameter_words import lines_of
from comipla.web.views.year import find_year
from comipla.web.year_changes import Change, asked_to_do, change_page, finish, typed, year_trail
from comipla.web.year_forms import BudgetForm, CallForm, CapsForm, ReopenForm, StepForm, YearForm

_keeper = permitted(Permission.MANAGE_PROGRAMME)


@_keeper
@require_safe
def year_admin(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the year is set: step, budget and caps, windows, parameters, every change."""
    actor = cast(ActingRequest, request).actor
    years, today = list(years_of(actor).select_related("prefecture")), clock.today()
    year = next((year for year in years if year.code == code), None)
    if year is None:
        raise Http404
    settings = settings_of(year)
    calls = {call.kind: call for call in year.calls.filter(menu=SUBSIDY_MENU)}
    context: dict[str, Any] = {
        "year": year,
        "states": [(state.value, state.label) for state in YearState],
        "at": list(YearState).index(YearState(year.state)) + 1,
        "step": next_step(year),
        "step_day": step_day(year),
        "back_step": back_step(year),
        "not_yet": _not_yet(year),
        "budget": budget_of(year, SUBSIDY_MENU),
        "caps": sorted({cap.limit for cap in caps_of(year, SUBSIDY_MENU)}),
        "calls": [(kind, calls.get(kind)) for kind in CallKind],
        "settings": [(line, lines_of(line.setting)) for line in settings],
        "choosing": False,
        "unconfirmed": sum(line.setting.dated.basis.needs_confirmation for line in settings),
        "unread": sum(line.review is None for line in settings),
        "edition": parameters(year.parameters).title,
        "trail": trail_of(year),
        "following": plan_after(year, today=today) if year == years[0] else None,
        "today": today,
        "breadcrumbs": year_trail(year),
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
    form = StepForm(typed(request), step=step, today=clock.today(), earliest=earliest_day(year))
    effects = (*step.effects, *_left(actor, year, step))
    change = Change(step.label, step.label, step.done, form, effects, _now(year))
    if not asked_to_do(request, form):
        return change_page(request, year, change)
    try:
        advance_year(
            year=year,
            to=step.to,
            on=form.day("on"),
            by=actor,
            reason=form.text("reason"),
            key=form.key,
        )
    except ValidationError as refusal:
        return change_page(request, year, change, problem=refusal.messages[0])
    return finish(request, year, change)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def year_reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take back the last step of the year for a reason, after showing what follows."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    step = back_step(year)
    if request.method == "POST" and request.POST.get("to") == year.state:
        messages.info(request, f"{year.fiscal.label}はもう「{year.get_state_display()}」です。")
        return redirect("year_admin", code=code)
    if step is None:
        messages.info(request, f"「{year.get_state_display()}」から前の段階には戻せません。")
        return redirect("year_admin", code=code)
    form = ReopenForm(typed(request), step=step, today=clock.today())
    change = Change(step.label, step.label, step.done, form, step.effects, _now(year))
    if not asked_to_do(request, form):
        return change_page(request, year, change)
    try:
        reopen_year(
            year=year,
            to=step.to,
            on=form.day("on"),
            by=actor,
            reason=form.text("reason"),
            key=form.key,
        )
    except ValidationError as refusal:
        return change_page(request, year, change, problem=refusal.messages[0])
    return finish(request, year, change)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def year_caps(request: HttpRequest, code: str) -> HttpResponse:
    """Give every municipality its cap, with the reason, after showing what there was."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    limits = sorted({cap.limit for cap in caps_of(year, SUBSIDY_MENU)})
    usual = in_force(year).yen("cap_per_municipality")
    form = CapsForm(typed(request), limits=limits, usual=usual, today=clock.today())
    change = Change(
        "市町村の上限額を決める",
        "この上限額にする",
        "市町村の上限額を決めました。",
        form,
        (
            "すべての市町村の上限額が、この額になります。",
            "変えた額、日付、理由は経過に残ります。",
        ),
        (
            ("いまの上限額", "、".join(map(format_yen, limits)) or "まだ入っていません"),
            ("この年度の定め", format_yen(usual)),
        ),
    )
    if not asked_to_do(request, form):
        return change_page(request, year, change)
    try:
        set_caps(
            year=year,
            limit=form.yen("limit"),
            on=form.day("on"),
            by=actor,
            reason=form.text("reason"),
            expected=form.expected,
            key=form.key,
        )
    except ValidationError as refusal:
        return change_page(request, year, change, problem=refusal.messages[0])
    return finish(request, year, change)


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
    form = BudgetForm(typed(request), envelope=budget, today=clock.today())
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
    if not asked_to_do(request, form):
        return change_page(request, year, change)
    try:
        set_envelope_limit(
            envelope=budget,
            limit=form.yen("limit"),
            on=form.day("on"),
            by=actor,
            reason=form.text("reason"),
            expected=budget.limit,
            key=form.key,
        )
    except ValidationError as refusal:
        return change_page(request, year, change, problem=refusal.messages[0])
    return finish(request, year, change)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def year_call(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Set the days between which municipalities are asked; sending it again changes nothing."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    if kind.upper() not in CallKind.values:
        raise Http404
    asked = CallKind(kind.upper())
    form = CallForm(typed(request), call=call_of(year, asked))
    change = Change(
        f"{asked.label}の期間を決める",
        "この期間にする",
        f"{asked.label}の期間を決めました。",
        form,
        _CALL_EFFECTS[asked],
    )
    if request.method != "POST" or form.problems:
        return change_page(request, year, change, confirms=False)
    set_call(
        year=year,
        kind=asked,
        opens_on=form.day("opens_on"),
        closes_on=form.day("closes_on"),
        by=actor,
        key=form.key,
    )
    return finish(request, year, change)


_CALL_EFFECTS: Final = {
    CallKind.NEEDS_SURVEY: (
        "この期間だけ、市町村の机に「要望を出す」ボタンが出ます。",
        "まだ要望のない市町村には、締切の14日前、7日前、1日前に知らせます。",
    ),
    CallKind.APPLICATION: ("市町村と県の、こよみと期限の画面に締切が出ます。",),
}


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
