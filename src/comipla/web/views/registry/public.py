"""The published profile of a platform: for everybody, without sign-in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.communities.selectors import (
    area_on,
    members_on,
    officers_on,
    published_platform,
)
from comipla.core.registry import MemberKind
from comipla.programme import clock


@require_safe
def platform_public(request: HttpRequest, slug: str) -> HttpResponse:
    """What the platform tells of itself; names of officers only where they agreed."""
    platform = published_platform(slug)
    if platform is None:
        raise Http404
    today = clock.today()
    members = list(members_on(platform, today).exclude(kind=MemberKind.INDIVIDUAL))
    officers = officers_on(platform, today).filter(name_is_public=True)
    context = {
        "platform": platform,
        "parts": list(area_on(platform, today)),
        "members": members,
        "officers": list(officers),
        "groups": list(platform.groups.filter(ends_on=None)),
        "phone": platform.municipality.phone,
        "office": platform.municipality.name,
    }
    return render(request, "registry/public.html", context)
