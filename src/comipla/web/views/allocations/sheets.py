"""The 算定調書 of one platform, on the screen and on paper."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.blockgrants.models import AllocationRun, AllocationSheet, Scheme
from comipla.blockgrants.selectors import latest_run, sheet_at
from comipla.core.access import Permission
from comipla.web.access import permitted
from comipla.web.allocations.paper import sheet_pdf
from comipla.web.views.allocations.finding import TONES, actor_of, find, trail

_sees = permitted(Permission.SEE_PLATFORM)


@_sees
@require_safe
def allocation_sheet(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Every line of what a platform gets."""
    scheme, run, sheet = _with_sheet(request, pk, slug)
    context = {
        "scheme": scheme,
        "tone": TONES[scheme.state],
        "run": run,
        "sheet": sheet,
        "sources": run.inputs["metrics"],
        "pdf": reverse("allocation_sheet_pdf", args=[pk, slug]),
        "breadcrumbs": trail(scheme, sheet.name),
    }
    return render(request, "allocations/sheet.html", context)


@_sees
@require_safe
def allocation_sheet_pdf(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The same on one page of A4."""
    scheme, run, sheet = _with_sheet(request, pk, slug)
    response = HttpResponse(sheet_pdf(scheme, run, sheet), content_type="application/pdf")
    name = quote(f"算定調書_{scheme.fiscal.code}_{sheet.name}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response


def _with_sheet(
    request: HttpRequest, pk: int, slug: str
) -> tuple[Scheme, AllocationRun, AllocationSheet]:
    scheme = find(request, pk)
    run = latest_run(scheme)
    sheet = sheet_at(actor_of(request), run, slug) if run else None
    if run is None or sheet is None:
        raise Http404
    return scheme, run, sheet
