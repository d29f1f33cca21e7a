"""Where acts begin: a new case from an open survey, an act of a case, and a draft thrown away."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from comipla.cases.models import Case, FormDraft
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.drafts import (
    DraftSubmitted,
    act_type_of,
    begin_case,
    discard_draft,
    form_of,
    open_draft,
    open_drafts,
)
from comipla.cases.services.foresight import Ground, ground_of
from comipla.core.access import Actor, Permission
from comipla.core.docket import SEND_BACK, offers
from comipla.people.requests import ActingRequest
from comipla.programme.clock import today
from comipla.programme.models import Call, CallKind, ProgrammeYear
from comipla.programme.selectors import call_of, survey_years
from comipla.web.access import acting, permitted
from comipla.web.acts.doors import with_draft
from comipla.web.acts.page import saved_time
from comipla.web.views.act_form import already_sent

PROCEDURE = "subsidy"
"""The procedure whose needs are asked for by a survey."""

_submitting = permitted(Permission.SUBMIT)


@_submitting
@require_http_methods(["GET", "HEAD", "POST"])
def act_new(request: ActingRequest) -> HttpResponse:
    """Show the surveys that are open and what has been begun; begin a new needs sheet."""
    surveys = [(year, call_of(year, CallKind.NEEDS_SURVEY)) for year in survey_years(request.actor)]
    if request.method == "POST":
        year = _asked_for(request, surveys)
        draft = begin_case(
            year=year, procedure=PROCEDURE, by=request.actor, key=_key(request.POST.get("key", ""))
        )
        return redirect("act_form", key=draft.key)
    context = {
        "surveys": [{"year": year, "call": call, "open": is_open(call)} for year, call in surveys],
        "drafts": [_line(draft) for draft in open_drafts(request.actor)],
        "key": uuid4(),
    }
    return render(request, "acts/new.html", context)


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def case_act(request: ActingRequest, number: str, kind: str) -> HttpResponse:
    """Open the form of an act of a case, or the approval page where a draft waits.

    Reached by GET only after signing in anew; the case's own page then offers the act again.
    """
    case = get_object_or_404(
        Case.objects.visible_to(request.actor).select_related(
            "programme_year__prefecture", "owner", "prefecture"
        ),
        number=number,
    )
    if kind not in PROCEDURES[case.procedure].act_types:
        raise Http404
    if request.method != "POST":
        return redirect("case_page", number=number)
    ground = ground_of(case)
    step = _open_step(request, ground, kind)
    if not step:
        return redirect("case_page", number=number)
    if step == "decide" or kind == SEND_BACK:
        return redirect("approval", number=number)
    return redirect("act_form", key=open_draft(case=case, kind=kind, by=request.actor).key)


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def draft_discard(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """Ask once more, then throw away what has been typed and its files."""
    if draft.act:
        return already_sent(request, draft)
    if request.method != "POST":
        return render(request, "acts/discard.html", {"draft": draft, "title": form_of(draft).title})
    try:
        discard_draft(draft=draft, by=request.actor)
    except DraftSubmitted:
        return already_sent(request, draft)
    messages.success(request, f"書きかけの{form_of(draft).title}を捨てました。")
    if draft.case:
        return redirect("case_page", number=draft.case.number)
    return redirect("act_new")


def is_open(call: Call | None) -> bool:
    """Tell whether a window is open today; a year without a window takes needs at any time."""
    return call is None or call.opens_on <= today() <= call.closes_on


def _asked_for(
    request: ActingRequest, surveys: list[tuple[ProgrammeYear, Call | None]]
) -> ProgrammeYear:
    """The open survey whose button was pressed."""
    wanted = request.POST.get("year", "")
    for year, call in surveys:
        if year.code == wanted and is_open(call):
            return year
    raise Http404


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _line(draft: FormDraft) -> dict[str, Any]:
    """What has been begun, in a line of a list."""
    declared = act_type_of(draft)
    title = draft.raw.get("title") or (draft.case.title if draft.case else "")
    return {
        "draft": draft,
        "act": declared.done,
        "title": title or "（事業名はまだ書かれていません）",
        "year": draft.programme_year.title,
        "case": draft.case.number if draft.case else "",
        "saved": saved_time(draft),
    }


def _open_step(request: ActingRequest, ground: Ground, kind: str) -> str:
    """How the act can be taken up now; "" with a message when it cannot.

    Raises PermissionDenied for a role that may not do it at all.
    """
    actor: Actor = request.actor
    found = offers(
        ground.procedure,
        ground.standing,
        actor=actor,
        owner_path=ground.row.owner.path,
        surroundings=ground.surroundings,
    )
    offer = next((offer for offer in found if offer.act_type.key == kind), None)
    act_type = ground.procedure.act_types[kind]
    if offer is None and ground.standing.state in act_type.source:
        raise PermissionDenied
    if offer is None:
        state = ground.procedure.states[ground.standing.state]
        messages.warning(
            request,
            f"いまの状態は「{state.label}」なので、{act_type.done}はできません。"
            "下の「次にすること」を確かめてください。",
        )
        return ""
    for objection in offer.objections if offer.step != "decide" else ():
        messages.warning(request, objection.message)
    return offer.step if offer.step == "decide" or not offer.objections else ""
