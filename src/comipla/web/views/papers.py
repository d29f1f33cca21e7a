"""The PDF of an issued paper, for the body that issued it and the body that it went to.

Reading never writes: a GET gives the file and keeps nothing. That the addressee has received a
paper counts from a day on, so it is said by a deed of its own: the addressee's page shows a button
which POSTs to the same address; the receipt is recorded once and the answer leads to the file.
"""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.documents.models import Paper
from comipla.documents.selectors import pdf_of, visible_papers
from comipla.documents.services import receive
from comipla.people.requests import ActingRequest
from comipla.web.access import permitted


@permitted(Permission.SEE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file; on a POST record first that the addressee has received it."""
    actor = cast(ActingRequest, request).actor
    try:
        paper = visible_papers(actor).get(pk=pk)
    except Paper.DoesNotExist:
        raise Http404 from None
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
