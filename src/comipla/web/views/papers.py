"""The PDF of an issued paper, for the body that issued it and the body that it went to; its post.

Reading never writes: a GET gives the file and keeps nothing. That the addressee has received a
paper counts from a day on, so it is said by a deed of its own: the addressee's page shows a button
which POSTs to the same address; the receipt is recorded once and the answer leads to the file.
"""

from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from comipla.cases.selectors.papers import readable_papers
from comipla.core.access import Actor, Permission
from comipla.core.wareki import DateError, format_wareki, parse_date
from comipla.documents.dispatch import ON_PAPER, may_dispatch, record_dispatch
from comipla.documents.models import DeliveryKind, Paper
from comipla.documents.selectors import pdf_of
from comipla.documents.services import receive
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.web.access import permitted

_WAYS: Final = ((DeliveryKind.SENT.value, "郵送した"), (DeliveryKind.HANDED.value, "手で渡した"))


@permitted(Permission.SEE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file; on a POST record first that the addressee has received it."""
    actor = cast(ActingRequest, request).actor
    paper = _find(actor, pk)
    if request.method == "POST":
        receive(paper=paper, by=actor)
        return redirect("paper_pdf", pk=pk)
    name = content_disposition_header(
        as_attachment=False, filename=f"{paper.number} {paper.title}.pdf"
    )
    return HttpResponse(
        pdf_of(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": name or "inline"},
    )


@permitted(Permission.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Note on which day the issuing office posted a paper or handed it over; twice counts once."""
    actor = cast(ActingRequest, request).actor
    paper = _find(actor, pk)
    if not may_dispatch(paper, actor):
        raise PermissionDenied
    posted = request.method == "POST"
    typed = request.POST if posted else {}
    way, on = typed.get("way", ""), typed.get("on", "")
    problems: list[tuple[str, str]] = []
    if posted:
        problems = _note_dispatch(paper, actor, way=way, on=on)
        if not problems:
            messages.success(request, f"{paper.number}を送ったことを記録しました。")
            return redirect(_papers_of_case(paper))
    context: dict[str, Any] = {
        "paper": paper,
        "ways": _WAYS,
        "way": way,
        "on": on if posted else format_wareki(clock.today()),
        "errors": problems,
        "wrong": dict(problems),
        "back": _papers_of_case(paper),
        "breadcrumbs": [("案件の書類", _papers_of_case(paper)), ("送ったことの記録", None)],
        "audience": f"{paper.issuer.name}と{paper.addressee}",
    }
    return render(request, "cases/dispatch.html", context, status=422 if problems else 200)


def _note_dispatch(paper: Paper, actor: Actor, *, way: str, on: str) -> list[tuple[str, str]]:
    """Note it, or give what is wrong with what was typed as (field, sentence)."""
    if way not in ON_PAPER:
        return [("way", "送り方を選んでください。")]
    try:
        record_dispatch(paper=paper, kind=way, on=parse_date(on), by=actor)
    except DateError as problem:
        return [("on", f"送った日：{problem}。")]
    except ValidationError as refusal:
        return [("on", refusal.messages[0])]
    return []


def _papers_of_case(paper: Paper) -> str:
    """The case's papers, where the way of each is told."""
    address = reverse("case_page", kwargs={"number": paper.act.case.number})
    return f"{address}?tab=papers#tabs"


def _find(actor: Actor, pk: int) -> Paper:
    """A paper that the person may read; any other does not exist."""
    try:
        return readable_papers(actor).get(pk=pk)
    except Paper.DoesNotExist:
        raise Http404 from None
