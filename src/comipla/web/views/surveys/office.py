"""Surveys of a platform: the list, one with its next step, its outline."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comipla.communities.models import Platform
from comipla.core.access import Permission
from comipla.core.surveys import SurveyState, check_questions
from comipla.surveys.selectors import batches_of, progress_of, questions_of, surveys_of
from comipla.surveys.services import begin_survey, edit_survey, move_survey
from comipla.web.access import permitted
from comipla.web.registry.forms import Form, blank, read
from comipla.web.surveys.forms import OUTLINE, outline_initial, outline_of
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of, allowed, find, trail
from comipla.web.views.surveys.finding import Found, find_survey, writable

_see = permitted(Permission.SEE_PLATFORM)

BUTTONS = {
    SurveyState.OPEN: "回答の受付を始める",
    SurveyState.CLOSED: "受付を締め切る",
    SurveyState.PUBLISHED: "結果を公開する",
}
EFFECTS = {
    SurveyState.OPEN: (
        "問いと題名は、もう変えられません。締切の日だけを延ばせます。",
        "用紙を印刷して配れるようになります。",
    ),
    SurveyState.CLOSED: (
        "回答は、紙もスマートフォンも、もう加えられません。紙の入力が残っていないか確かめてください。",
        "用紙と回答のつながりを消します。どの用紙の答えかは、だれにも分からなくなります。",
    ),
    SurveyState.PUBLISHED: (
        "だれでも公開ページで読めるようになります。",
        "5人より少ない答えは隠し、自由に書かれた文は出しません。",
    ),
}
"""What follows from each step."""


@_see
@require_safe
def surveys(request: HttpRequest, slug: str) -> HttpResponse:
    """List the surveys of a platform."""
    platform = find(request, slug)
    context = {
        "platform": platform,
        "surveys": list(surveys_of(actor_of(request), platform)),
        "may_write": allowed(request, platform, Permission.WRITE_PLAN),
        "breadcrumbs": trail(platform, "アンケート"),
        "audience": f"県と{platform.municipality.name}と{platform.name}",
    }
    return render(request, "surveys/list.html", context)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a survey."""
    platform = find(request, slug)
    if not allowed(request, platform, Permission.WRITE_PLAN):
        raise PermissionDenied
    if request.method != "POST":
        return _new_page(request, platform, blank(OUTLINE, {}))
    form = read(OUTLINE, request.POST)
    if not form.problems:
        try:
            made = begin_survey(
                platform=platform,
                outline=outline_of(form.values),
                by=actor_of(request),
                key=key_of(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "アンケートを作りました。問いを加えてください。")
            return redirect("platform_survey", slug, made.number)
    return _new_page(request, platform, form)


def _new_page(request: HttpRequest, platform: Platform, form: Form) -> HttpResponse:
    crumbs = trail(platform, "アンケート", "新しいアンケート")
    back = reverse("platform_surveys", args=[platform.slug])
    crumbs[2] = ("アンケート", back)
    context = {
        "platform": platform,
        "title": "新しいアンケートを作る",
        "button": "アンケートを作る",
        "form": form,
        "errors": form.problems,
        "back": back,
        "breadcrumbs": crumbs,
    }
    return render(request, "surveys/form.html", context, status=422 if form.problems else 200)


@_see
@require_safe
def survey(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a survey: how far it has come, what to do next, its questions and sheets."""
    found = find_survey(request, slug, number)
    row = found.survey
    questions = questions_of(row)
    following = row.state.following
    context = found.context() | {
        "questions": questions,
        "states": [state.label for state in SurveyState],
        "at": list(SurveyState).index(row.state) + 1,
        "progress": progress_of(row),
        "batches": batches_of(row) if row.state is SurveyState.OPEN else [],
        "target": following,
        "button": BUTTONS[following] if following else "",
        "lacks": check_questions(questions) if row.state is SurveyState.DRAFT else (),
    }
    return render(request, "surveys/survey.html", context)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change title, purpose and last day; once opened the last day alone."""
    found = writable(request, slug, number)
    if request.method != "POST":
        return _edit_page(request, found, blank(OUTLINE, outline_initial(found.survey)))
    form = read(OUTLINE, request.POST)
    if not form.problems:
        try:
            edit_survey(survey=found.survey, outline=outline_of(form.values), by=actor_of(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "保存しました。")
            return redirect(found.address)
    return _edit_page(request, found, form)


def _edit_page(request: HttpRequest, found: Found, form: Form) -> HttpResponse:
    context = found.context("題名と締切") | {
        "title": "題名、使いみち、締切を直す",
        "button": "保存する",
        "form": form,
        "errors": form.problems,
        "back": found.address,
    }
    return render(request, "surveys/form.html", context, status=422 if form.problems else 200)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def survey_move(request: HttpRequest, slug: str, number: int, target: str) -> HttpResponse:
    """Say what follows from a step, and take it."""
    found = writable(request, slug, number)
    if target not in {state.value for state in BUTTONS}:
        raise Http404
    state, problems = SurveyState.of(target), list[str]()
    if request.method == "POST":
        try:
            move_survey(survey=found.survey, target=state, by=actor_of(request))
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            messages.success(request, f"「{state.label}」にしました。")
            return redirect(found.address)
    context = found.context(BUTTONS[state]) | {
        "button": BUTTONS[state],
        "effects": EFFECTS[state],
        "possible": found.survey.state.following is state,
        "progress": progress_of(found.survey),
        "state": state,
        "errors": [(None, problem) for problem in problems],
    }
    return render(request, "surveys/move.html", context, status=422 if problems else 200)
