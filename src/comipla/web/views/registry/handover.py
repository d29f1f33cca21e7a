"""The handover pack (引継ぎ): everything a successor needs on one sheet, and the role itself."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.communities.models import ChangeNotice, NoticeState, Platform
from comipla.communities.selectors import officers_on, terms_ending
from comipla.core.access import Permission
from comipla.core.registry import Post
from comipla.people.interruptions import drop_form, kept_form
from comipla.people.models import Membership
from comipla.people.requests import ActingRequest, client_ip
from comipla.people.selectors import members_of
from comipla.people.services import hand_over
from comipla.people.step_up import step_up_required
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

_DUTIES = (
    (0, "前の年度の会計をしめ、監査を受ける。総会の議案を用意する。"),
    (0, "総会を開き、事業報告・決算・事業計画・予算・役員を決める。"),
    (1, "役員、規約、名称、区域が変わったら市町村に届け出る。"),
    (1, "補助金・交付金の実績を報告し、新しい年度の申請をする。"),
    (6, "半年の会計と事業の進み具合を確かめる。"),
    (9, "次の年度の計画と予算の案を作る。任期が終わる役員の後任を探す。"),
    (11, "年度末までの支払を終える。引継ぎの用意をする。"),
)
"""Duties of every platform, by months after its fiscal year begins."""


@permitted(Permission.SEE_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: ActingRequest, slug: str) -> HttpResponseBase:
    """Show the pack to the platform's own people and its municipality; hand a role over."""
    platform = find(request, slug)
    if actor_of(request).body_code not in {platform.body.code, platform.municipality.code}:
        raise Http404
    if request.method != "POST":
        return _page(request, platform)
    if not allowed(request, platform, Permission.MANAGE_MEMBERS):
        raise PermissionDenied
    return _passing_on(request, platform)


@step_up_required
def _passing_on(request: ActingRequest, platform: Platform) -> HttpResponse:
    """Hand the role over for somebody who has just proved once more who they are."""
    people = list(members_of(platform.body, day=clock.today()))
    try:
        said = _hand_over(request, people)
    except ValidationError as refusal:
        return _page(request, platform, problem=refusal.messages[0])
    drop_form(request)
    messages.success(request, said)
    return redirect("home")


def _page(request: ActingRequest, platform: Platform, *, problem: str = "") -> HttpResponse:
    people = list(members_of(platform.body, day=clock.today()))
    typed: QueryDict = (
        request.POST if request.method == "POST" else kept_form(request) or QueryDict()
    )
    context = {
        "platform": platform,
        "may_hand_over": allowed(request, platform, Permission.MANAGE_MEMBERS),
        "roles": [(str(m.pk), f"{m.role_label}　{m.person.name}") for m in people],
        "successors": sorted({(str(m.person_id), m.person.name) for m in people}),
        "chosen": {name: typed.get(name, "") for name in ("membership", "successor")},
        "errors": [("successor", problem)] if problem else [],
        "problem": problem,
        "audience": f"{platform.name}と{platform.municipality.name}",
        "breadcrumbs": trail(platform, "引継ぎ"),
        **pack_of(platform, actor_of(request), clock.today()),
    }
    return render(request, "registry/handover.html", context, status=422 if problem else 200)


def pack_of(platform: Platform, actor: Any, today: date) -> dict[str, Any]:
    """What stands in the pack: duties by month, open items, people, papers, groups."""
    notices = ChangeNotice.objects.visible_to(actor).filter(
        platform=platform, state__in=(NoticeState.PENDING, NoticeState.RETURNED)
    )
    terms = sorted(officers_on(platform, today), key=lambda term: list(Post).index(term.post))
    return {
        "duties": [
            ((platform.fiscal_start_month - 1 + months) % 12 + 1, duty) for months, duty in _DUTIES
        ],
        "open_notices": list(notices),
        "ending": list(terms_ending(actor, today).filter(platform=platform)),
        "terms": terms,
        "groups": list(platform.groups.filter(ends_on=None)),
        "bylaws": list(platform.bylaws.select_related("file")[:3]),
        "files": list(platform.files.order_by("-pk")[:20]),
        "papers": [
            event
            for event in platform.events.select_related("paper").order_by("-number")
            if event.paper
        ],
        "today": today,
    }


def _hand_over(request: ActingRequest, people: list[Membership]) -> str:
    memberships = {str(m.pk): m for m in people}
    persons = {str(m.person_id): m.person for m in people}
    membership = memberships.get(request.POST.get("membership", ""))
    successor = persons.get(request.POST.get("successor", ""))
    if membership is None or successor is None:
        raise ValidationError("引き継ぐ役割と、引き継ぐ相手を選んでください。")
    hand_over(membership=membership, successor=successor, by=request.actor, ip=client_ip(request))
    return f"{membership.role_label}を{successor.name}さんに引き継ぎました。"
