"""The receipt of an act: what was sent, with every file, and what happens next.

Its address is the act's own key, so a bookmark keeps working and a second click on the button that
sent the form leads here again.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.cases.numbers import shown_number
from comipla.cases.selectors.receipt import Receipt, is_printed, receipt_of, waited_for
from comipla.core.access import Permission
from comipla.core.docket import PULL_BACK, SEND_BACK
from comipla.people.requests import ActingRequest
from comipla.web.access import permitted
from comipla.web.acts.ahead import deciders

_seeing = permitted(Permission.SEE_CASE)


@_seeing
@require_safe
def receipt(request: ActingRequest, key: UUID) -> HttpResponse:
    """Show the receipt to the body that did the act."""
    found = _found(request, key)
    act, case = found.act, found.act.case
    number = shown_number(case.number)
    context = {
        "receipt": found,
        "act": act,
        "case": case,
        "number": number,
        "title": title_of(found),
        "printed": is_printed(act),
        "state": found.procedure.states[act.state_after],
        "now": found.procedure.states[case.state],
        "waited_for": waited_for(found) if found.is_draft and not found.has_moved_on else (),
        "deciders": deciders(found.act_type.permission) if found.is_draft else "",
        "breadcrumbs": [
            ("案件", reverse("case_list")),
            (number, reverse("case_page", args=[case.number])),
            ("控え", None),
        ],
    }
    return render(request, "acts/receipt.html", context)


@_seeing
@require_safe
def receipt_paper(request: ActingRequest, key: UUID) -> HttpResponse:
    """The part of the receipt that waits for the paper's file; the page asks for it again."""
    found = _found(request, key)
    if found.act.paper_id is None:
        raise Http404
    context = {"act": found.act, "printed": is_printed(found.act)}
    return render(request, "acts/receipt_paper.html", context)


def title_of(found: Receipt) -> str:
    """What has been done, as a sentence."""
    done = found.act_type.done
    if found.is_draft:
        return f"{done}を起案しました"
    if found.act_type.permission is Permission.PAY:
        return f"{done}を記録しました"
    if found.act_type.drafted:
        return f"{done}を決裁しました"
    if found.act.kind in (SEND_BACK, PULL_BACK):
        return f"起案の{done}をしました"
    return f"{done}が済みました"


def _found(request: ActingRequest, key: UUID) -> Receipt:
    found = receipt_of(request.actor, key)
    if found is None:
        raise Http404
    return found
