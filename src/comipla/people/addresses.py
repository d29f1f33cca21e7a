"""Where a request comes from."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """The address of the client, seen through the trusted proxies; None when there is none.

    Requests made up by code (a sign-in by the test client) come from nowhere.
    """
    if not request.META.get("REMOTE_ADDR"):
        return None
    return get_adapter().get_client_ip(request)
