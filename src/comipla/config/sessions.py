"""Limits of a signed-in session (conventions C8): idle time and time in all."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

REFRESH = 60
"""Seconds between two writes of the session; not every request writes."""


class SessionLimits:
    """End a session that lasted too long, and keep one that is used from expiring.

    ``settings.SESSION_COOKIE_AGE`` is the idle time, ``settings.SESSION_LIFETIME`` the time in
    all, both in seconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before the page is made; anonymous visitors need no session."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            if now - began > settings.SESSION_LIFETIME:
                logout(request)
            elif now - request.session.get("seen", 0) >= REFRESH:
                request.session["seen"] = now
        return self.get_response(request)
