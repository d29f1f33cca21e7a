"""Find the platform of an address, or nothing: a foreign one answers as one that is not there."""

from typing import cast

from django.http import Http404, HttpRequest
from django.urls import reverse

from comipla.communities.models import Platform
from comipla.communities.selectors import platform_by_slug
from comipla.core.access import Actor, Permission, may
from comipla.people.requests import ActingRequest


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    return cast(ActingRequest, request).actor


def find(request: HttpRequest, slug: str) -> Platform:
    """The platform at an address if the actor may see it; else 404."""
    platform = platform_by_slug(actor_of(request), slug)
    if platform is None:
        raise Http404
    return platform


def allowed(request: HttpRequest, platform: Platform, *permissions: Permission) -> bool:
    """Whether the actor has one of the permissions for the platform."""
    actor = actor_of(request)
    return any(may(actor, permission, platform.body.path) for permission in permissions)


def trail(platform: Platform, *here: str) -> list[tuple[str, str | None]]:
    """The way to a page of a platform."""
    crumbs: list[tuple[str, str | None]] = [("コミプラ", reverse("platform_list"))]
    if not here:
        return [*crumbs, (platform.name, None)]
    crumbs.append((platform.name, reverse("platform", args=[platform.slug])))
    return [*crumbs, *((label, None) for label in here)]
