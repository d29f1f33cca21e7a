"""The page of answers before a form is sent, and the sending itself."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comipla.cases.models import FormDraft
from comipla.cases.services.drafts import DraftMoved, Incomplete, submit_draft
from comipla.cases.services.foresight import foreseen_pdf
from comipla.core.access import Permission
from comipla.core.docket import Refused
from comipla.core.forms import Problem, Severity
from comipla.documents.rendering import UnprintableCharacter
from comipla.people.requests import ActingRequest
from comipla.people.step_up import step_up_response
from comipla.web.acts.ahead import effects, outcome
from comipla.web.acts.answers import answers, untouched
from comipla.web.acts.doors import with_draft
from comipla.web.acts.page import place_of, summary
from comipla.web.acts.pdf import framed_pdf
from comipla.web.acts.sheet import Sheet, sheet_of
from comipla.web.acts.typed import imprint
from comipla.web.views.act_form import already_sent


@with_draft
@require_safe
def act_check(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """Show every answer once more, what sending them does, and what still has to be mended."""
    if draft.act:
        return already_sent(request, draft)
    return _check_page(request, sheet_of(draft, request.actor))


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def act_submit(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """Send the form, exactly once; a second click leads to the same receipt.

    Reached by GET only after signing in or proving oneself anew: the answers are shown again.
    """
    if draft.act:
        return redirect("receipt", key=draft.key)
    if request.method != "POST":
        return redirect("act_check", key=draft.key)
    sheet = sheet_of(draft, request.actor)
    if request.POST.get("seen") != seen(sheet):
        return _look_again(request, draft)
    if sheet.problems:
        return _check_page(request, sheet)
    if needs_proof(sheet) and (proof := step_up_response(request)) is not None:
        return proof
    if sheet.act_type.grave and "confirmed" not in request.POST:
        return render(request, "acts/grave.html", _grave(sheet))
    return _send(request, sheet)


@with_draft
@require_safe
def act_paper(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """The paper as it would be issued, without number and proof."""
    sheet = sheet_of(draft, request.actor)
    if sheet.ahead is None or sheet.act_type.issues is None:
        raise Http404
    try:
        pdf = foreseen_pdf(sheet.ahead)
    except UnprintableCharacter as problem:
        messages.warning(request, str(problem))
        return redirect("act_check", key=draft.key)
    return framed_pdf(pdf, f"{sheet.title}（案）")


def needs_proof(sheet: Sheet) -> bool:
    """Decisions and payments take a fresh proof of identity; what is only drafted does not."""
    if sheet.act_type.drafted:
        return False
    return sheet.act_type.permission in (Permission.DECIDE, Permission.PAY)


def seen(sheet: Sheet) -> str:
    """A mark of everything the page of answers showed, the files included."""
    slots = {slot: [row.sha256 for row in rows] for slot, rows in sheet.files.items()}
    return imprint(sheet.form.fields, {**sheet.raw, **slots})


def _send(request: ActingRequest, sheet: Sheet) -> HttpResponse:
    draft = sheet.draft
    try:
        act = submit_draft(draft=draft, by=request.actor)
    except Incomplete as incomplete:
        return _check_page(request, sheet, incomplete.reading.errors)
    except Refused as refused:
        # asked once more under the locks: somebody else was faster, so everything is read anew
        return _check_page(
            request, sheet_of(draft, request.actor), sheet.objected(refused.objections)
        )
    except UnprintableCharacter as problem:
        return _check_page(request, sheet, (Problem("", "", str(problem)),))
    except DraftMoved as moved:
        return _look_again(request, moved.current)
    return redirect("receipt", key=act.key)


def _look_again(request: ActingRequest, current: FormDraft) -> HttpResponse:
    """Somebody saved while the answers were read: what nobody has checked is not sent."""
    who = current.saved_by.name
    messages.warning(
        request,
        f"確認の画面を開いたあとに、{who}さんが内容を変えました。もう一度確かめてください。",
    )
    return redirect("act_check", key=current.key)


def _check_page(
    request: ActingRequest, sheet: Sheet, problems: Sequence[Problem] | None = None
) -> HttpResponse:
    found = sheet.problems if problems is None else problems
    context: dict[str, Any] = {
        "sheet": sheet,
        "sections": answers(sheet, found),
        "errors": summary(found),
        "links": {problem.path: place_of(sheet, problem.path) for problem in found if problem.path},
        "warnings": _warnings(sheet),
        "effects": effects(sheet.ahead, request.actor) if sheet.ahead else (),
        "judgement": sheet.ahead.judgement if sheet.ahead else None,
        "outcome": outcome(sheet.ahead, request.actor) if sheet.ahead else (),
        "label": button(sheet),
        "seen": seen(sheet),
        "proof": needs_proof(sheet),
    }
    return render(request, "acts/check.html", context)


def _warnings(sheet: Sheet) -> list[str]:
    """What to look at once more; none of it keeps the form from being sent."""
    found = [p.sentence for p in sheet.reading.problems if p.severity is Severity.WARNING]
    left = untouched(sheet)
    if left:
        found.append(
            f"県が指摘した項目のうち、「{'」「'.join(left)}」はまだ直されていません。"
            "直さない理由があるときは、案件の「やり取り」で県に伝えてください。"
        )
    return found


def button(sheet: Sheet) -> str:
    """What the button that sends the form says: the act itself, or that it is drafted."""
    if sheet.act_type.drafted:
        return f"{sheet.act_type.done}を起案する"
    return sheet.act_type.label


def _grave(sheet: Sheet) -> dict[str, Any]:
    assert sheet.ahead is not None  # a form with problems never comes here
    return {
        "title": f"{button(sheet)}前に、もう一度確かめてください",
        "effects": outcome(sheet.ahead, sheet.actor),
        "label": button(sheet),
        "seen": seen(sheet),
        "sheet": sheet,
    }
