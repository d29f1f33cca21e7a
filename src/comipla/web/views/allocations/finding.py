"""Find the scheme of an address, or nothing: a foreign one answers as one that is not there."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse

from comipla.blockgrants.models import Scheme, SchemeState
from comipla.blockgrants.selectors import scheme_at
from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.people.models import Body
from comipla.people.requests import ActingRequest

Errors = list[tuple[str | None, str]]
TONES = {
    SchemeState.DRAFT: "neutral",
    SchemeState.SIMULATED: "action",
    SchemeState.APPROVED: "progress",
    SchemeState.PUBLISHED: "success",
    SchemeState.LOCKED: "done",
}


class Typed(dict[str, Any]):
    """Words by field; a field that has none is empty."""

    def __missing__(self, _field: str) -> str:
        return ""


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    return cast(ActingRequest, request).actor


def own_town(request: HttpRequest) -> Body:
    """The municipality for which somebody acts; others have none of their own."""
    body = cast(ActingRequest, request).membership.body
    if body.kind != BodyKind.MUNICIPALITY:
        raise PermissionDenied
    return body


def find(request: HttpRequest, pk: int, permission: Permission | None = None) -> Scheme:
    """The scheme if the actor may see it, else 404; 403 where a permission is missing."""
    scheme = scheme_at(actor_of(request), pk)
    if scheme is None:
        raise Http404
    if permission and not may(actor_of(request), permission, scheme.municipality.path):
        raise PermissionDenied
    return scheme


def said(refusal: ValidationError) -> Errors:
    """The sentences of a refusal, each with its field where it has one."""
    if hasattr(refusal, "error_dict"):
        return [(name, text) for name, texts in refusal.message_dict.items() for text in texts]
    return [(None, text) for text in refusal.messages]


def beside(errors: Errors) -> Typed:
    """The sentences by field."""
    return Typed({field: text for field, text in errors if field})


def trail(scheme: Scheme | None, *here: str) -> list[tuple[str, str | None]]:
    """The way to a page of a scheme."""
    crumbs: list[tuple[str, str | None]] = [("交付金の算定", reverse("allocation_list"))]
    if scheme is not None:
        address = reverse("allocation", args=[scheme.pk]) if here else None
        crumbs.append((scheme.title, address))
    return [*crumbs, *((label, None) for label in here)]
