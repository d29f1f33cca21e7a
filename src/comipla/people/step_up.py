"""Prove once more who you are before a decision or a payment.

A proof counts for ten minutes (`settings.ACCOUNT_REAUTHENTICATION_TIMEOUT`). In the demo nobody
has a password, so the page asks for a confirmation only, and says so.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from comipla.people import limits
from comipla.people.interruptions import keep_form
from comipla.people.models import AuditKind
from comipla.people.requests import client_ip, person_of
from comipla.people.services import record_event

_DEMO_CONFIRMED = "demo_step_up_at"


def is_stepped_up(request: HttpRequest) -> bool:
    """Tell whether the person proved who they are within the last ten minutes."""
    if settings.DEMO:
        confirmed = request.session.get(_DEMO_CONFIRMED, 0)
        return time.time() - confirmed < limits.step_up().total_seconds()
    return did_recently_reauthenticate(request)


def confirm_in_demo(request: HttpRequest) -> None:
    """Note the confirmation that stands for the proof in the demo. Raises outside of it."""
    if not settings.DEMO:
        raise PermissionDenied
    request.session[_DEMO_CONFIRMED] = time.time()
    record_event(
        kind=AuditKind.STEPPED_UP,
        person=person_of(request),
        ip=client_ip(request),
        detail={"demo": 1},
    )


def step_up_response(request: HttpRequest) -> HttpResponse | None:
    """Where to send a person who has to prove themselves first; None when the proof is fresh.

    The person comes back to the same address; a posted form is kept for it (`interruptions`).
    """
    if is_stepped_up(request):
        return None
    if request.method == "POST":
        keep_form(request, person=person_of(request))
    return redirect(f"{reverse('step_up')}?{urlencode({'next': request.get_full_path()})}")


def step_up_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view for signed-in persons that decides or pays: ask for a fresh proof first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return step_up_response(request) or view(request, *args, **kwargs)

    return guarded
