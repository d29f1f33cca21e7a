"""Opening the next programme year, and reading its parameters through."""

from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.core.wareki import format_wareki
from comipla.people.interruptions import drop_form
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.people.step_up import step_up_required
from comipla.programme import clock
from comipla.programme.parameters import parameters
from comipla.programme.reviews import settings_of
from comipla.programme.rollover import RollOver, plan_for
from comipla.programme.selectors import years_of
from comipla.programme.services import mark_reviewed, roll_over
from comipla.web.access import permitted
from comipla.web.parameter_words import lines_of
from comipla.web.views.year import find_year
from comipla.web.year_changes import asked_to_do, typed, year_trail
from comipla.web.year_forms import OpenForm

_keeper = permitted(Permission.MANAGE_PROGRAMME)
EFFECTS: Final = (
    "年度の画面ができ、予算が成立するまでは「案」と表示されます。",
    "予算額と市町村の上限額は、入れるまで空のままです。",
    "定めと様式は前の年度から引き継ぎます。開いたあとで、定めを一つずつ確かめます。",
    "開いた年度は消せません。",
)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def year_open(request: HttpRequest) -> HttpResponse:
    """Open the year after the newest one; a second press leads to the year that was opened."""
    actor = cast(ActingRequest, request).actor
    asked = request.POST.get("year", "")
    opened = years_of(actor).filter(code=asked).first() if asked else None
    if opened is not None:
        messages.info(request, f"{opened.fiscal.label}はもう開いています。")
        return redirect("year_admin", code=opened.code)
    prefecture = Body.objects.get(code=actor.body_path[0])
    plan = plan_for(prefecture, today=clock.today())
    form = OpenForm(typed(request), year=plan.year)
    if plan.refusal or not asked_to_do(request, form):
        return _opening(request, plan, form)
    try:
        year = roll_over(prefecture=prefecture, by=actor, year=plan.year, key=form.key)
    except ValidationError as refusal:
        return _opening(request, plan, form, problem=refusal.messages[0])
    drop_form(request)
    messages.success(
        request, f"{year.fiscal.label}を開きました。定めを確かめ、予算額と上限額を入れてください。"
    )
    return redirect("year_parameters", code=year.code)


def _opening(
    request: HttpRequest, plan: RollOver, form: OpenForm, *, problem: str = ""
) -> HttpResponse:
    """What would be opened, with every value it would begin with."""
    edition = parameters(plan.parameters)
    problems = [(None, problem)] if problem else form.problems
    if request.method == "POST" and plan.refusal:
        problems = [(None, plan.refusal)]
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "errors": problems,
        "edition": edition.title,
        "settings": [(s, lines_of(s)) for s in edition.at(plan.year.start)],
        "facts": [
            ("開く年度", plan.year.label),
            ("前の年度", plan.previous.title if plan.previous else "ありません"),
            ("開ける日", f"{format_wareki(plan.opens_on, weekday=True)}から"),
            ("定め", edition.title),
            ("様式の版", plan.forms.upper()),
        ],
        "effects": EFFECTS,
        "breadcrumbs": [("年度", reverse("years")), ("次の年度を開く", None)],
        "audience": "県の制度管理者",
    }
    return render(request, "year/open.html", context, status=422 if problems else 200)


@_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def year_parameters(request: HttpRequest, code: str) -> HttpResponse:
    """Show every parameter with its reference, and keep who has read which value; twice is once."""
    actor = cast(ActingRequest, request).actor
    year = find_year(actor, code)
    problem = ""
    if request.method == "POST":
        keys = request.POST.getlist("read")
        if keys:
            marked = mark_reviewed(year=year, keys=keys, by=actor)
            messages.success(request, f"{marked}件の定めに、確かめた印を付けました。")
            return redirect("year_parameters", code=code)
        problem = "確かめた定めを選んでください。"
    settings = [(line, lines_of(line.setting)) for line in settings_of(year)]
    context: dict[str, Any] = {
        "year": year,
        "settings": settings,
        "unread": sum(line.review is None for line, _ in settings),
        "choosing": True,
        "edition": parameters(year.parameters).title,
        "errors": [("read", problem)] if problem else [],
        "breadcrumbs": [*year_trail(year, here=False), ("定めを確かめる", None)],
        "audience": "県の制度管理者",
    }
    return render(request, "year/parameters.html", context, status=422 if problem else 200)
