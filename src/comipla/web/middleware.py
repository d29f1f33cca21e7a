"""What the pages add to every answer, and whom they let ask without the site's name."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PROBES: Final = frozenset({"/healthz", "/readyz"})
"""Addresses for machines that watch the installation; they tell nothing about anybody."""


class ProbesNeedNoName:
    """Let a probe on this very machine ask by 127.0.0.1: it does not know the public name.

    Only the two probes, and only over the loopback; everywhere else the name must be ours.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as if the site had been asked by its name."""
        if request.path_info in PROBES and _over_loopback(request):
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return self.get_response(request)


def _over_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class NothingIsStored:
    """Let no browser and no proxy keep what a signed-in person was shown, refusals included.

    Pages say so by themselves; this holds for those that a refusal or an error has made.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header to what was answered."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            add_never_cache_headers(response)
        return response
