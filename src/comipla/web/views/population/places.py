"""The places whose future can be looked at."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.core.access import BodyKind, Permission
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.population.models import RunState
from comipla.population.selectors import lines_of, municipalities_for, platforms_in
from comipla.web.access import permitted
from comipla.web.population.words import STATE_TONES


@permitted(Permission.SEE_PLATFORM)
@require_safe
def population_list(request: HttpRequest) -> HttpResponse:
    """The municipalities in reach and the platforms of the one that is chosen."""
    actor = cast(ActingRequest, request).actor
    towns = municipalities_for(actor)
    wanted = request.GET.get("municipality", "")
    chosen = next((town for town in towns if town.code == wanted), None)
    if chosen is None and len(towns) == 1:
        chosen = towns[0]
    context = {
        "towns": lines_of([chosen] if chosen else towns),
        "platforms": lines_of(_platforms(actor.body_code, actor.body_kind, chosen)),
        "chosen": chosen,
        "choices": [("", "すべての市町村"), *((town.code, town.name) for town in towns)],
        "state_of": RunState.of,
        "tones": STATE_TONES,
        "imports": Permission.MAKE_PROJECTION in actor.permissions,
        "breadcrumbs": [("人口の見通し", None)],
    }
    return render(request, "population/list.html", context)


def _platforms(own: str, kind: str, chosen: Body | None) -> list[Body]:
    """The platforms of a municipality; a platform's own people see theirs alone."""
    if chosen is None:
        return []
    rows = platforms_in(chosen)
    return list(rows.filter(code=own) if kind == BodyKind.PLATFORM else rows)
