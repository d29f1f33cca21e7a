"""The page of one platform: its outline and one of its tabs; its files."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from comipla.communities.models import ChangeNotice, NoticeState, OfficerTerm, Platform
from comipla.communities.selectors import area_on, officers_on, rules_on
from comipla.core.access import BodyKind, Permission
from comipla.core.registry import MemberKind, Post
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

Context = dict[str, Any]
TABS = {
    "outline": "概要",
    "area": "区域",
    "members": "構成団体",
    "organs": "役員・組織",
    "bylaws": "規約",
    "history": "認定・段階の履歴",
    "notices": "届出",
}

_see = permitted(Permission.SEE_PLATFORM)


@_see
@require_safe
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a platform to whoever may see it."""
    row = find(request, slug)
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "outline"
    waiting = ChangeNotice.objects.visible_to(actor_of(request)).filter(
        platform=row, state=NoticeState.PENDING
    )
    over = row.life.stage.over
    context: Context = {
        "platform": row,
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"?tab={key}#tabs", "current": key == tab}
            for key, label in TABS.items()
        ],
        "waiting": list(waiting.order_by("pk")),
        "may_edit": not over and allowed(request, row, Permission.EDIT_PLATFORM),
        "may_notify": not over
        and allowed(request, row, Permission.EDIT_PLATFORM, Permission.CONFIRM_PLATFORM),
        "may_confirm": allowed(request, row, Permission.CONFIRM_PLATFORM),
        "may_decide": allowed(request, row, Permission.RECOGNISE_PLATFORM),
        "today": clock.today(),
        "breadcrumbs": trail(row),
        "audience": f"県と{row.municipality.name}と{row.name}",
    }
    context |= _PARTS[tab](request, row)
    return render(request, "registry/platform.html", context)


@_see
@require_safe
def platform_file(request: HttpRequest, slug: str, uuid: str) -> HttpResponseBase:
    """A file of the platform, always to be saved, never shown by the browser itself."""
    row = find(request, slug)
    if not _reads_contacts(request, row):
        raise Http404
    file = row.files.filter(uuid=uuid).first()
    if file is None or not file.path.exists():
        raise Http404
    response = FileResponse(file.path.open("rb"), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Content-Length"] = str(file.size)
    return response


def _reads_contacts(request: HttpRequest, row: Platform) -> bool:
    """Contacts, minutes and lists are for the platform and its municipality (J3)."""
    return actor_of(request).body_code in {row.body.code, row.municipality.code}


def _outline(_request: HttpRequest, row: Platform) -> Context:
    second = Platform.objects.for_system("two tiers").filter(parent_platform=row)
    return {"second_tier": list(second), "rules": rules_on(row.municipality, clock.today())}


def _area(_request: HttpRequest, row: Platform) -> Context:
    today = clock.today()
    past = row.area_parts.filter(valid_to__lt=today).select_related("district__municipality")
    return {"parts": list(area_on(row, today)), "past": list(past)}


def _members(_request: HttpRequest, row: Platform) -> Context:
    members = list(row.members.all())
    here = [member for member in members if member.left_on is None]
    kinds = [
        (kind, [member for member in here if member.kind is kind])
        for kind in MemberKind
        if any(member.kind is kind for member in here)
    ]
    associations = [member for member in here if member.kind is MemberKind.JICHIKAI]
    return {
        "kinds": kinds,
        "here": here,
        "left": [member for member in members if member.left_on is not None],
        "associations": associations,
        "joined_households": sum(member.households for member in associations),
    }


def _organs(request: HttpRequest, row: Platform) -> Context:
    today = clock.today()
    terms = sorted(officers_on(row, today), key=_by_rank)
    past = OfficerTerm.objects.for_system("officers of one platform").filter(
        platform=row, ends_on__lt=today
    )
    coming = OfficerTerm.objects.for_system("officers of one platform").filter(
        platform=row, starts_on__gt=today
    )
    return {
        "terms": terms,
        "past": list(past.order_by("-ends_on")),
        "coming": list(coming.order_by("starts_on")),
        "groups": list(row.groups.all()),
        "contacts": _reads_contacts(request, row),
    }


def _by_rank(term: OfficerTerm) -> tuple[int, int]:
    return list(Post).index(Post.of(term.post)), term.pk


def _bylaws(request: HttpRequest, row: Platform) -> Context:
    return {
        "bylaws": list(row.bylaws.select_related("file")),
        "files_open": _reads_contacts(request, row),
    }


def _history(request: HttpRequest, row: Platform) -> Context:
    events = row.events.select_related("by", "body", "paper", "file", "partner")
    own = actor_of(request).body_kind != BodyKind.BRANCH
    return {
        "events": list(events.order_by("-number")),
        "files_open": _reads_contacts(request, row),
        "papers_open": own and _reads_contacts(request, row),
    }


def _notices(request: HttpRequest, row: Platform) -> Context:
    notices = ChangeNotice.objects.visible_to(actor_of(request)).filter(platform=row)
    return {"notices": list(notices.select_related("submitted_for", "decided_by"))}


_PARTS: dict[str, Callable[[HttpRequest, Platform], Context]] = {
    "outline": _outline,
    "area": _area,
    "members": _members,
    "organs": _organs,
    "bylaws": _bylaws,
    "history": _history,
    "notices": _notices,
}
