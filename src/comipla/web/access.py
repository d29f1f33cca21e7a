"""Doors of the pages: who may come in before a view runs.

Views behind `acting` can rely on `request.actor`. A role that may not do a thing is told so (403);
what an actor may see of an object is decided by the scoped managers and `core.access.may`, and a
foreign object answers 404, as one that does not exist.
"""

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from comipla.core.access import Permission
from comipla.people.requests import ActingRequest, PersonRequest
from comipla.people.throttling import count_attempt, seconds_to_wait

View = Callable[..., HttpResponseBase]

_NOTHING_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


def signed_in(view: View) -> View:
    """Let signed-in persons in, also those who belong to no body today."""

    @wraps(view)
    @never_cache
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return door


def acting(view: View) -> View:
    """Let in persons who act for a body today; tell the others why not and whom to ask."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if cast(PersonRequest, request).actor is None:
            return render(request, "account/no_body.html", status=403)
        return view(request, *args, **kwargs)

    return signed_in(door)


def permitted(permission: Permission) -> Callable[[View], View]:
    """Let in actors whose role has the permission; tell the others that theirs has not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission not in cast(ActingRequest, request).actor.permissions:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return acting(door)

    return decorate


def guessing_limited(action: str) -> Callable[[View], View]:
    """Let a network address guess at secret addresses, and send to them, only so often.

    `action` names the limit in `settings.GUESSING_LIMITS`. Reading what exists is never counted.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            seconds = seconds_to_wait(request, action)
            if seconds:
                minutes = math.ceil(seconds / 60)
                refusal = render(request, "429.html", {"minutes": minutes}, status=429)
                refusal["Retry-After"] = str(seconds)
                return refusal
            response = view(request, *args, **kwargs)
            if request.method == "POST" or response.status_code in _NOTHING_THERE:
                count_attempt(request, action)
            return response

        return door

    return decorate
