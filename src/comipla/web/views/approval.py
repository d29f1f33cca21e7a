"""The approval page: the paper as it will go out beside everything one needs to decide it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comipla.cases.models import Act, Case
from comipla.cases.numbers import shown_number
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.decisions import DraftAnswered, answer_draft
from comipla.cases.services.foresight import (
    Foreseen,
    Foresight,
    Ground,
    foresee,
    foreseen_paper,
    foreseen_pdf,
    ground_of,
)
from comipla.core.access import Permission, may
from comipla.core.docket import DRAFT, PULL_BACK, SEND_BACK, ActType, Refused, Side
from comipla.core.forms import Reading
from comipla.documents.layout import Stamp, page_facts
from comipla.documents.rendering import UnprintableCharacter, check_printable
from comipla.people.interruptions import take_form
from comipla.people.requests import ActingRequest
from comipla.people.step_up import step_up_response
from comipla.programme.editions import form
from comipla.web.access import permitted
from comipla.web.acts.ahead import deciders, effects, outcome
from comipla.web.acts.answers import answers
from comipla.web.acts.pdf import framed_pdf
from comipla.web.acts.sheet import sheet_of_facts

_seeing = permitted(Permission.SEE_CASE)
_RETURNS = (SEND_BACK, PULL_BACK)


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for its decision."""

    row: Act
    act_type: ActType
    ahead: Foresight


@_seeing
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: ActingRequest, number: str) -> HttpResponse:
    """Show the draft that waits, and decide it, send it back or pull it back."""
    ground = ground_of(_case(request, number))
    waiting = _waiting(request, ground)
    if request.method == "POST":
        return _answer(request, ground, waiting)
    if waiting is None:
        return render(request, "acts/approval_none.html", _nothing(ground))
    kept = take_form(request)
    words = {name: str(kept.get(name, "")) for name in ("reason", "act")} if kept else {}
    return _page(request, waiting, reason=words.get("reason", ""), came_back=words.get("act", ""))


@_seeing
@require_safe
def approval_paper(request: ActingRequest, number: str) -> HttpResponse:
    """The paper of the waiting draft as PDF, without number and proof of origin."""
    waiting = _waiting(request, ground_of(_case(request, number)))
    if waiting is None or waiting.act_type.issues is None:
        raise Http404
    try:
        pdf = foreseen_pdf(waiting.ahead)
    except UnprintableCharacter:
        raise Http404 from None  # the page itself says which character it is
    return framed_pdf(pdf, f"{shown_number(number)} {waiting.act_type.done}（案）")


def _case(request: ActingRequest, number: str) -> Case:
    """A case of one's own prefecture; what it has not decided is not shown to the other side."""
    case = (
        Case.objects.visible_to(request.actor)
        .select_related("programme_year__prefecture", "owner", "prefecture")
        .filter(number=number)
        .first()
    )
    if case is None or request.actor.side == Side.MUNICIPALITY:
        raise Http404
    return case


def _waiting(request: ActingRequest, ground: Ground) -> Waiting | None:
    pending = ground.standing.pending
    if pending is None:
        return None
    ahead = foresee(
        ground, kind=pending.of or "", facts=pending.facts, by=request.actor, step="decide"
    )
    return Waiting(ground.rows[-1], ahead.act_type, ahead)


def _answer(request: ActingRequest, ground: Ground, waiting: Waiting | None) -> HttpResponse:
    draft = next((r for r in ground.rows if str(r.number) == request.POST.get("draft")), None)
    if draft is None or draft.kind != DRAFT:
        raise Http404
    kind = {"decide": draft.of, "send_back": SEND_BACK, "pull_back": PULL_BACK}.get(
        request.POST.get("act", ""), ""
    )
    _check_permission(request, ground, draft, kind)
    if waiting is None or waiting.row.pk != draft.pk:
        # a second click, or somebody was faster: the service knows what has happened
        return _record(request, draft, kind, None)
    if kind == draft.of:
        return _decide(request, waiting)
    declared = ground.procedure.act_types[kind]
    blank = form(declared.form or "", ground.row.forms)
    # both forms ask for nothing but words: the reason, or a note
    reading = blank.read({blank.fields[0].key: request.POST.get("reason", "")})
    if not reading.is_complete:
        return _page(request, waiting, reason=request.POST.get("reason", ""), reading=reading)
    return _record(request, draft, kind, reading.facts(declared.facts))


def _check_permission(request: ActingRequest, ground: Ground, draft: Act, kind: str) -> None:
    """Whoever could decide the draft may send it back; drafting is what it takes to pull it back.

    Raises Http404 for a button that is not there, PermissionDenied for a role that has none.
    """
    if kind not in (draft.of, *_RETURNS):
        raise Http404
    needed = ground.procedure.act_types[draft.of].permission
    if kind == PULL_BACK:
        needed = Permission.DRAFT_DECISION
    if not may(request.actor, needed, ground.row.owner.path):
        raise PermissionDenied


def _decide(request: ActingRequest, waiting: Waiting) -> HttpResponse:
    if waiting.ahead.objections:
        return _page(request, waiting)
    proof = step_up_response(request)
    if proof is not None:
        return proof
    if waiting.act_type.grave and "confirmed" not in request.POST:
        return render(request, "acts/grave_decision.html", _grave(waiting, request))
    facts = waiting.ahead.act.facts
    return _record(request, waiting.row, waiting.act_type.key, facts)


def _record(request: ActingRequest, draft: Act, kind: str, facts: Any) -> HttpResponse:
    """Answer the draft; when somebody was faster, say who, and lead to what they did."""
    try:
        act = answer_draft(draft=draft, kind=kind, facts=facts, by=request.actor)
    except DraftAnswered as answered:
        messages.info(request, _said(draft, answered.answer))
        return redirect("approval", number=draft.case.number)
    except Refused as refused:
        for objection in refused.objections:
            messages.warning(request, objection.message)
        return redirect("approval", number=draft.case.number)
    except UnprintableCharacter as problem:
        messages.warning(request, str(problem))
        return redirect("approval", number=draft.case.number)
    return redirect("receipt", key=act.key)


def _said(draft: Act, answer: Act) -> str:
    """What has become of a draft in the meantime."""
    who = f"{answer.by.name}さん" if answer.by else "システム"
    if answer.kind == draft.of:
        return f"この起案は、{who}がすでに決裁しています。"
    done = PROCEDURES[draft.case.procedure].act_types[answer.of or answer.kind].done
    return f"この起案は、{who}の「{done}」により、もう決裁を待っていません。"


def _page(
    request: ActingRequest,
    waiting: Waiting,
    *,
    reason: str = "",
    reading: Reading | None = None,
    came_back: str = "",
) -> HttpResponse:
    ahead, actor = waiting.ahead, request.actor
    ground = ahead.ground
    paper = foreseen_paper(ahead)
    sheet = sheet_of_facts(ground, waiting.act_type, ahead.act.facts, actor)
    is_drafter = waiting.row.by_id == actor.person_id
    errors = [("reason", problem.sentence) for problem in reading.errors] if reading else []
    context = {
        "ground": ground,
        "case": ground.row,
        "number": shown_number(ground.row.number),
        "waiting": waiting,
        "paper": _words(paper, ahead) if paper else None,
        "unprintable": _unprintable(paper),
        "sections": answers(sheet, ()),
        "basis": ahead.basis,
        "effects": effects(ahead, actor),
        "outcome": outcome(ahead, actor, decided=True),
        "earlier": _earlier(ground),
        "grounds": _grounds(ground),
        "objections": ahead.objections,
        "decides": may(actor, waiting.act_type.permission, ground.row.owner.path),
        "is_drafter": is_drafter,
        "deciders": deciders(waiting.act_type.permission),
        "reason": reason,
        "errors": errors,
        "came_back": came_back,
        "breadcrumbs": _trail(ground),
    }
    return render(request, "acts/approval.html", context)


def _words(paper: Foreseen, ahead: Foresight) -> dict[str, Any]:
    """The paper as text, for those who do not look at a picture of it."""
    issuer = ahead.ground.row.prefecture
    if paper.declared.sender is Side.MUNICIPALITY:
        issuer = ahead.ground.row.owner
    stamp = Stamp(number="", on=ahead.act.on, issuer=issuer.name, seal=paper.declared.seal)
    return {"label": paper.declared.label, "facts": page_facts(paper.content, stamp)}


def _unprintable(paper: Foreseen | None) -> str:
    """Why the paper could not be printed; empty when it can."""
    try:
        if paper is not None:
            check_printable(paper.content)
    except UnprintableCharacter as problem:
        return str(problem)
    return ""


def _grounds(ground: Ground) -> list[tuple[Act, str]]:
    """What was handed in and examined: the latest act of each kind that nobody had to decide."""
    latest: dict[str, tuple[Act, str]] = {}
    for row in ground.rows:
        declared = ground.procedure.act_types.get(row.kind)
        if declared and not declared.drafted and row.kind not in _RETURNS:
            latest.pop(row.kind, None)
            latest[row.kind] = (row, declared.done)
    return list(latest.values())[::-1]


def _earlier(ground: Ground) -> list[dict[str, Any]]:
    """What was drafted, decided, sent back or pulled back before, with reasons and papers."""
    lines = []
    rows = ground.rows[:-1] if ground.standing.pending else ground.rows
    for row, act in zip(rows, ground.standing.acts, strict=False):
        declared = ground.procedure.act_types[row.of or row.kind]
        if row.kind == DRAFT:
            title = f"{declared.done}を起案"
        elif declared.drafted:
            title = f"{declared.done}を決裁"
        elif row.kind in _RETURNS:
            title = declared.done
        else:
            continue
        lines.append(
            {
                "title": title,
                "on": row.on,
                "by": row.by.name if row.by else "",
                "note": getattr(act.facts, "reason", "") if row.kind == SEND_BACK else "",
                "papers": [(row.paper.number, row.paper.pk)] if row.paper else [],
                "kind": "counter" if row.kind in _RETURNS else "done",
            }
        )
    return lines[::-1]


def _grave(waiting: Waiting, request: ActingRequest) -> dict[str, Any]:
    row = waiting.ahead.ground.row
    return {
        "title": f"{waiting.act_type.label}前に、もう一度確かめてください",
        "effects": outcome(waiting.ahead, request.actor, decided=True),
        "label": waiting.act_type.label,
        "waiting": waiting,
        "case": row,
        "breadcrumbs": _trail(waiting.ahead.ground),
    }


def _nothing(ground: Ground) -> dict[str, Any]:
    return {
        "case": ground.row,
        "number": shown_number(ground.row.number),
        "earlier": _earlier(ground),
        "breadcrumbs": _trail(ground),
    }


def _trail(ground: Ground) -> list[tuple[str, str | None]]:
    number = ground.row.number
    return [
        ("案件", reverse("case_list")),
        (shown_number(number), reverse("case_page", args=[number])),
        ("決裁", None),
    ]
