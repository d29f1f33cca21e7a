"""One's own account: name, sign-in, devices, bodies."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comipla.people.middleware import MEMBERSHIP
from comipla.people.models import AuditKind
from comipla.people.requests import PersonRequest, client_ip
from comipla.people.selectors import (
    live_sessions_of,
    memberships_on,
    recent_events,
    second_factors,
)
from comipla.people.services import change_name, end_sessions, record_event
from comipla.web.access import signed_in
from comipla.web.account_forms import NameForm
from comipla.web.devices import device_in_words


@signed_in
@require_safe
def account(request: PersonRequest) -> HttpResponse:
    """Show everything about one's own account on one page."""
    person = request.user
    codes = Authenticator.objects.filter(
        user=person, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return render(
        request,
        "account/account.html",
        {
            "person": person,
            "factors": [factor.wrap() for factor in second_factors(person)],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "devices": [
                (session, device_in_words(session.user_agent))
                for session in live_sessions_of(person)
            ],
            "this_session": request.session.session_key,
            "memberships": request.memberships,
            "events": recent_events(person),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account_name(request: PersonRequest) -> HttpResponse:
    """Change one's own name."""
    person = request.user
    names = ("family_name", "given_name", "family_kana", "given_kana")
    form = NameForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(person, name) for name in names},
    )
    if form.is_valid():
        change_name(person=person, ip=client_ip(request), **form.cleaned_data)
        messages.success(request, "氏名を変えました。")
        return redirect("account")
    return render(request, "account/name.html", {"form": form})


@signed_in
@require_POST
def account_sessions_end(request: PersonRequest) -> HttpResponse:
    """End one session of one's own, or all but this one."""
    chosen = request.POST.get("session", "")
    ended = end_sessions(
        person=request.user,
        keep=request.session.session_key,
        only=int(chosen) if chosen.isdecimal() else None,
        ip=client_ip(request),
    )
    messages.success(request, f"ほかの端末のログインを{ended}件終えました。")
    return redirect("account")


@signed_in
@require_POST
def body_switch(request: PersonRequest) -> HttpResponse:
    """Act for another of one's bodies from now on, with one click."""
    held = memberships_on(request.user, timezone.localdate())
    chosen = request.POST.get("body", "")
    membership = get_object_or_404(held, pk=int(chosen) if chosen.isdecimal() else 0)
    request.session[MEMBERSHIP] = membership.pk
    record_event(
        kind=AuditKind.BODY_SWITCHED,
        person=request.user,
        body=membership.body,
        ip=client_ip(request),
        detail={"membership": membership.pk},
    )
    messages.success(
        request, f"{membership.body.name}の{membership.role_label}として仕事をしています。"
    )
    return redirect("/")
