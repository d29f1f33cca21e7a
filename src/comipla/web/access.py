"""Doors of the pages: who may come in before a view runs.

Views behind `acting` can rely on `request.actor`. What an actor may see of an object is decided by
the scoped managers and `core.access.may`; a foreign object answers 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from comipla.core.access import Permission
from comipla.people.requests import ActingRequest, PersonRequest

View = Callable[..., HttpResponseBase]


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
    """Let in actors whose role has the permission; for the others the page does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission not in cast(ActingRequest, request).actor.permissions:
                raise Http404
            return view(request, *args, **kwargs)

        return acting(door)

    return decorate
