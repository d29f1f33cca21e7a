"""The schemes by year."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.blockgrants.selectors import schemes_for
from comipla.core.access import BodyKind, Permission
from comipla.core.fiscal import FiscalYear
from comipla.web.access import permitted
from comipla.web.views.allocations.finding import TONES, actor_of

_SHOWN = 200


@permitted(Permission.SEE_PLATFORM)
@require_safe
def allocation_list(request: HttpRequest) -> HttpResponse:
    """The schemes in sight, the latest year first."""
    actor = actor_of(request)
    rows = list(schemes_for(actor)[:_SHOWN])
    years = [
        (FiscalYear(year).label, list(group)) for year, group in groupby(rows, lambda row: row.year)
    ]
    context = {
        "years": years,
        "count": len(rows),
        "tones": TONES,
        "own": actor.body_code if actor.body_kind == BodyKind.PLATFORM else "",
        "slug": _own_slug(request),
        "prepares": Permission.PREPARE_ALLOCATION in actor.permissions,
        "several": actor.body_kind not in (BodyKind.MUNICIPALITY, BodyKind.PLATFORM),
        "breadcrumbs": [("交付金の算定", None)],
    }
    return render(request, "allocations/list.html", context)


def _own_slug(request: HttpRequest) -> str:
    """The name in addresses of the platform for which somebody acts."""
    body = request.membership.body  # type: ignore[attr-defined]
    return body.platform.slug if body.kind == BodyKind.PLATFORM else ""
