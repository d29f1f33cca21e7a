"""Members of a body: who belongs to it, who is invited, and the end of a term."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comipla.core.access import Permission
from comipla.people.interruptions import take_form
from comipla.people.models import Body, Invitation, Membership
from comipla.people.requests import ActingRequest, client_ip
from comipla.people.selectors import (
    bodies_managed_by,
    body_managed_by,
    former_members_of,
    members_of,
    open_invitations,
)
from comipla.people.services import (
    InvitationClosed,
    disable_person,
    end_membership,
    invite,
    withdraw_invitation,
)
from comipla.people.step_up import step_up_required
from comipla.web.access import permitted
from comipla.web.account_forms import InviteForm

_manager = permitted(Permission.MANAGE_MEMBERS)


@_manager
@require_safe
def members(request: ActingRequest, code: str = "") -> HttpResponse:
    """Show who belongs to one's own body, or to another that one manages."""
    body = _managed(request, code or request.actor.body_code)
    today = timezone.localdate()
    return render(
        request,
        "members/members.html",
        {
            "body": body,
            "today": today,
            "bodies": bodies_managed_by(request.actor),
            "members": members_of(body, day=today),
            "invitations": open_invitations(body),
            "former": former_members_of(body, day=today),
        },
    )


@_manager
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def member_invite(request: ActingRequest, code: str) -> HttpResponse:
    """Invite somebody; the link is shown once, to be handed on."""
    body = _managed(request, code)
    kept = take_form(request)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        initial=kept.dict() if kept else None,
        body=body,
    )
    if form.is_valid():
        try:
            invitation, token = invite(
                body=body, by=request.actor, ip=client_ip(request), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            link = request.build_absolute_uri(reverse("invitation", args=[token]))
            return render(
                request,
                "members/invited.html",
                {"body": body, "invitation": invitation, "link": link},
            )
    return render(request, "members/invite.html", {"body": body, "form": form})


@_manager
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def member_end(request: ActingRequest, pk: int) -> HttpResponse:
    """Confirm, then end a term at once, or stop the whole account."""
    membership = get_object_or_404(
        Membership.objects.select_related("body", "person"), pk=pk, ended_at=None
    )
    body = _managed(request, membership.body.code)
    problem = None
    if request.method == "POST":
        try:
            messages.success(request, _end(request, membership))
            return redirect("body_members", code=body.code)
        except ValidationError as error:
            problem = error.messages[0]
        except PermissionDenied:
            problem = (
                "この人はほかの団体にも所属しているため、アカウントは止められません。"
                "この団体の所属を終えるか、県の制度管理者に頼んでください。"
            )
    return render(
        request,
        "members/end.html",
        {"body": body, "membership": membership, "problem": problem},
    )


@_manager
@require_POST
def invitation_withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Close an invitation that was sent to the wrong address."""
    invitation = get_object_or_404(Invitation.objects.select_related("body"), pk=pk)
    body = _managed(request, invitation.body.code)
    try:
        withdraw_invitation(invitation=invitation, by=request.actor, ip=client_ip(request))
        messages.success(request, f"{invitation.email}への招待を取り下げました。")
    except InvitationClosed as closed:
        messages.warning(request, str(closed))
    return redirect("body_members", code=body.code)


def _end(request: ActingRequest, membership: Membership) -> str:
    """Do what the pressed button says and return the sentence about it."""
    name = membership.person.name
    if "stop_account" in request.POST:
        disable_person(person=membership.person, by=request.actor, ip=client_ip(request))
        return f"{name}さんのアカウントを止めました。ログイン中の端末もすべて終わりました。"
    end_membership(membership=membership, by=request.actor, ip=client_ip(request))
    return f"{name}さんの{membership.body.name}での所属を終えました。"


def _managed(request: ActingRequest, code: str) -> Body:
    body = body_managed_by(request.actor, code)
    if body is None:
        raise Http404
    return body
