"""The public page on which anybody who holds a paper checks where it comes from."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comipla.documents.selectors import Verification, verify
from comipla.web.access import guessing_limited

LARGEST_FILE = 20_000_000
"""Bytes; a paper has some hundred thousand."""


@never_cache
@require_safe
@guessing_limited("verify")
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or for the number with the fingerprint, and show what was issued."""
    query, proof = (request.GET.get(name, "").strip() for name in ("q", "proof"))
    found = verify(query, proof=proof) if query else None
    return _page(request, query=query, proof=proof, found=found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guessing_limited("verify")
def verify_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was issued under the code; a file handed in is compared and not kept."""
    upload = request.FILES.get("file") if request.method == "POST" else None
    error = _upload_error(request, upload)
    digest = _sha256(upload) if upload is not None and error is None else ""
    return _page(request, query=code, found=verify(code, file_sha256=digest), error=error)


def _page(
    request: HttpRequest,
    *,
    query: str,
    proof: str = "",
    found: Verification | None,
    error: str | None = None,
) -> HttpResponse:
    context = {"query": query, "proof": proof, "found": found, "error": error}
    if found is not None:
        context |= {"office": found.office, "phone": found.phone}
    return render(request, "verify.html", context, status=404 if query and not found else 200)


def _upload_error(request: HttpRequest, upload: UploadedFile | None) -> str | None:
    if request.method != "POST":
        return None
    if upload is None:
        return "比べるファイルを選んでください。"
    if (upload.size or 0) > LARGEST_FILE:
        return "20MBまでのファイルを選んでください。文書のPDFは数百KBです。"
    return None


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
