"""What every request of a signed-in person passes: time limits, acting body, second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode

from comipla.people import limits
from comipla.people.interruptions import keep_form
from comipla.people.models import AuditKind
from comipla.people.requests import PersonRequest, client_ip, person_of
from comipla.people.selectors import has_second_factor, memberships_on
from comipla.people.services import actor_for, record_event

BEGAN = "began_at"
"""Session key: when the person signed in (seconds since 1970)."""
SEEN = "seen_at"
"""Session key: when the person last did something."""
MEMBERSHIP = "membership"
"""Session key: the membership chosen in the switcher."""
HAS_SECOND_FACTOR = "has_second_factor"
"""Session key: a second factor was seen; the last one cannot be removed, so it stays true."""

_REFRESH = 60  # seconds between two notes of activity, so that not every request writes
_OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "body_switch",
    "help",
    "help_page",
    "help_words",
    "invitation",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_view_recovery_codes",
    "second_factor_required",
    "session_continue",
}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def seconds_left(request: HttpRequest) -> int | None:
    """Seconds until this session ends if nothing more happens; None when nobody is signed in."""
    if not request.user.is_authenticated:
        return None
    now = time.time()
    idle = request.session.get(SEEN, now) + limits.idle().total_seconds()
    whole = request.session.get(BEGAN, now) + limits.lifetime().total_seconds()
    return max(0, int(min(idle, whole) - now))


class SessionLimits:
    """End a session that rested or lasted too long; note activity once a minute.

    A form posted too late is kept and offered again after signing in (see `interruptions`). The
    session cookie is SameSite=Lax, so no other site can post such a form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Check the limits before the page is made."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if seconds_left(request) == 0:
                return self._sign_out(request)
            self._note_activity(request)
        return self.get_response(request)

    def _note_activity(self, request: HttpRequest) -> None:
        now = int(time.time())
        request.session.setdefault(BEGAN, now)
        if now - request.session.get(SEEN, 0) >= _REFRESH:
            request.session[SEEN] = now
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=timezone.now()
            )

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        record_event(kind=AuditKind.SESSION_EXPIRED, person=person, ip=client_ip(request))
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)
        if request.headers.get("HX-Request") or "text/html" not in request.headers.get(
            "Accept", "text/html"
        ):
            return HttpResponse(status=401)
        sentence = "しばらく操作がなかったため、ログアウトしました。もう一度ログインしてください。"
        if request.method == "POST":
            if keep_form(request, person=person):
                sentence += "入力した内容は残してあります（添付ファイルは選び直しが必要です）。"
            else:
                sentence += "入力が長いため残せませんでした。保存済みの下書きから続けてください。"
        messages.warning(request, sentence)
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


class ActingBody:
    """Put `actor`, `membership` and `memberships` on the request.

    `request.actor` is None when nobody is signed in or no term counts today. Terms are read anew
    with every request: one that ends takes the rights with it at once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """Find out for whom the person acts."""
        request.actor = request.membership = None
        request.memberships = []
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.memberships = list(memberships_on(request.user, timezone.localdate()))
            chosen = request.session.get(MEMBERSHIP)
            request.membership = next(
                (membership for membership in request.memberships if membership.pk == chosen),
                request.memberships[0] if request.memberships else None,
            )
            if request.membership:
                request.actor = actor_for(request.membership)
        return self.get_response(request)


class SecondFactorRequired:
    """Lead whoever acts for a body to set up a second factor before anything else.

    Switched by `settings.SECOND_FACTOR_REQUIRED`, which is off in the demo only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing happens here: the page asked for is known only in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Redirect unless the page is one of those needed to set a second factor up."""
        if not settings.SECOND_FACTOR_REQUIRED or request.actor is None:
            return None
        if request.session.get(HAS_SECOND_FACTOR):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in _OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if has_second_factor(request.user):
            request.session[HAS_SECOND_FACTOR] = True
            return None
        return redirect("second_factor_required")
