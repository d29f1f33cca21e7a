"""PDF files of our own making, shown inside a page of this site."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def framed_pdf(pdf: bytes | None, title: str) -> HttpResponse:
    """A PDF for a frame on a page of the same origin; no other site may frame it.

    It bears a policy of its own: browsers draw a PDF with a plug-in of theirs, which the strict
    `object-src 'none'` of the pages would forbid.
    """
    response = HttpResponse(pdf or b"", content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=f"{title}.pdf") or "inline"
    )
    response["Content-Security-Policy"] = (
        "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
