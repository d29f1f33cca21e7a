"""The sign-in page and what stands around it: one click in the demo, step-up, going on."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comipla.people.demo import DemoAccount, demo_accounts
from comipla.people.models import Person
from comipla.people.services import enter_demo
from comipla.people.step_up import confirm_in_demo, is_stepped_up
from comipla.web.access import signed_in


class SignInView(LoginView):
    """E-mail address and password, a passkey, or in the demo one click."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where to go afterwards and, in the demo, the people to choose from."""
        context = super().get_context_data(**kwargs)
        accounts = demo_accounts()
        return context | {
            "next": _safe_next(self.request),
            "demo": settings.DEMO,
            "cards": [account for account in accounts if account.featured],
            "others": _by_kind(account for account in accounts if not account.featured),
        }


def _by_kind(accounts: Iterable[DemoAccount]) -> dict[str, list[DemoAccount]]:
    """People by 市, 町, 村 and 県, as a long list is read; offices of the prefecture count as 県."""
    groups: dict[str, list[DemoAccount]] = {"市": [], "町": [], "村": [], "県": []}
    for account in accounts:
        groups.get(account.body[-1], groups["県"]).append(account)
    return {kind: members for kind, members in groups.items() if members}


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in one of the demo's invented people by one click; elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(Person, email=request.POST.get("person", ""))
    try:
        enter_demo(request=request, person=person)
    except PermissionDenied as error:
        raise Http404 from error
    return redirect(_safe_next(request) or settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for a proof of identity before a decision or a payment, then lead back."""
    target = _safe_next(request) or settings.LOGIN_REDIRECT_URL
    if is_stepped_up(request):
        return redirect(target)
    if not settings.DEMO:
        methods = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{methods[0]['url']}?{urlencode({'next': target})}")
    if request.method == "POST":
        confirm_in_demo(request)
        return redirect(target)
    return render(request, "account/step_up.html", {"next": target})


@require_safe
def session_continue(request: HttpRequest) -> HttpResponse:
    """Answer the press of 「ログインを続ける」: being asked is activity enough."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


def _safe_next(request: HttpRequest) -> str:
    """The address to go on to, if it is one of ours; else nothing."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if target and get_adapter().is_safe_url(target) else ""
