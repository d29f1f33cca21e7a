"""The map of platforms: by stage, by districts that have none, and the list beneath."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.communities.selectors import board_of, districts_of
from comipla.core.access import Permission
from comipla.core.registry import Stage
from comipla.people.requests import ActingRequest
from comipla.places.models import Outline
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.population.board import board_chart, gap_of, stage_of

_PREPARING = (Stage.STUDY, Stage.PREP)
_FORMING = (Stage.FOUNDED, Stage.RECOGNISED, Stage.EARLY)


@permitted(Permission.SEE_PLATFORM)
@require_safe
def platform_map(request: HttpRequest) -> HttpResponse:
    """The municipalities in reach as a picture and a list; one of them with its districts."""
    today = clock.today()
    lines = board_of(cast(ActingRequest, request).actor, today)
    gaps, outlined = request.GET.get("layer") == "gaps", request.GET.get("view") == "outlines"
    towns = [line.body.municipality_id for line in lines]
    drawn = Outline.objects.filter(municipality__in=towns)
    has_outlines = drawn.exists()
    wanted = request.GET.get("municipality", "")
    chosen = next((line for line in lines if line.body.code == wanted), None)
    if chosen is None and len(lines) == 1:
        chosen = lines[0]
    outlines = list(drawn) if outlined and has_outlines else []
    context = {
        "lines": lines,
        "chart": board_chart(lines, gaps=gaps, outlines=outlines),
        "layers": _chips(
            "layer", gaps, ("", "段階で見る"), ("gaps", "団体のない校区を見る"), request
        ),
        "views": _chips("view", outlined, ("", "升目の地図"), ("outlines", "ほんとうの形"), request)
        if has_outlines
        else [],
        "outline_source": outlines[0].file_name if outlines else "",
        "state": gap_of if gaps else stage_of,
        "preparing": _PREPARING,
        "forming": _FORMING,
        "running": (Stage.SUSTAIN,),
        "dormant": (Stage.DORMANT,),
        "chosen": chosen,
        "districts": districts_of(chosen.body, today) if chosen else [],
        "breadcrumbs": [("コミプラ", reverse("platform_list")), ("地図", None)],
    }
    return render(request, "population/map.html", context)


def _chips(
    key: str,
    second: bool,
    first_choice: tuple[str, str],
    second_choice: tuple[str, str],
    request: HttpRequest,
) -> list[dict[str, object]]:
    """Two ways to look, the present one marked."""
    found = []
    for value, label in (first_choice, second_choice):
        query = request.GET.copy()
        query.pop(key, None)
        if value:
            query[key] = value
        found.append(
            {
                "label": label,
                "href": f"{request.path}?{query.urlencode()}",
                "current": bool(value) == second,
            }
        )
    return found
