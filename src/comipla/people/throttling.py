"""Limits on guessing, counted in the cache that all workers share, and how long one has to wait.

Sign-in is counted by allauth (`ACCOUNT_RATE_LIMITS`). Pages behind a secret in their address are
counted here, by the network address they are asked from (`GUESSING_LIMITS`).
"""

import math
import time

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_APP = "comipla"


def seconds_to_wait(request: HttpRequest, action: str) -> int:
    """Seconds until the address may try `action` again; 0 when it may now. Writes nothing."""
    return _wait(request, _APP, action, settings.GUESSING_LIMITS)


def count_attempt(request: HttpRequest, action: str) -> None:
    """Count one attempt of the address."""
    ratelimit.consume(
        request, app=_APP, action=action, config=settings.GUESSING_LIMITS, limit_get=True
    )


def seconds_to_wait_for_sign_in(request: HttpRequest, key: str) -> int:
    """Seconds until `key` (an account tried from one network) may be tried again; 0 for now."""
    limits = app_settings.RATE_LIMITS
    return _wait(request, "allauth.account", "login_failed", limits, key=key)


def _wait(
    request: HttpRequest, app: str, action: str, limits: dict[str, str], key: str | None = None
) -> int:
    now, longest = time.time(), 0.0
    for rate in ratelimit.get_rates(app=app, action=action, config=limits):
        place = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
        recent = [moment for moment in cache.get(place, []) if moment > now - rate.duration]
        if len(recent) >= rate.amount:  # the latest attempt stands first
            longest = max(longest, recent[rate.amount - 1] + rate.duration - now)
    return math.ceil(longest)
