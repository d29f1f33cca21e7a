"""The frame of signed-in pages, built once per request for `base.html`."""

from typing import Any, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from comipla.core.access import Permission
from comipla.notices.selectors import unread_count
from comipla.people.middleware import seconds_left
from comipla.people.requests import ActingRequest
from comipla.people.selectors import prefecture_of
from comipla.web.help import help_address
from comipla.web.shell import BodyChoice, NavItem, Shell

NAVIGATION: tuple[tuple[str, str, Permission | None], ...] = ()
"""Main navigation: label, name of the page, and the permission it needs (None: everybody)."""

ACCOUNT_MENU: tuple[tuple[str, str, Permission | None], ...] = (
    ("自分の設定", "account", None),
    ("所属する人", "members", Permission.MANAGE_MEMBERS),
)
"""Menu under the person's own name."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page its `flashes` and its `help_url`, those of an acting person their `shell`."""
    context: dict[str, Any] = {
        "flashes": get_messages(request),
        "help_url": help_address(request.resolver_match),
    }
    if getattr(request, "actor", None) is not None:
        context["shell"] = build_shell(cast(ActingRequest, request))
    return context


def build_shell(request: ActingRequest) -> Shell:
    """The frame for whoever acts in this request."""
    office = prefecture_of(request.actor)
    return Shell(
        home_href="/",
        body_name=request.membership.body.name,
        role=request.membership.role_label,
        person_name=request.user.name,
        navigation=_items(request, NAVIGATION),
        sign_out_href=reverse("account_logout"),
        phone=office.phone,
        office=f"{office.name} {office.section}".strip(),
        bodies=tuple(
            BodyChoice(
                code=str(membership.pk),
                name=membership.body.name,
                role=membership.role_label,
                current=membership == request.membership,
            )
            for membership in request.memberships
        ),
        switch_href=reverse("body_switch"),
        account=_items(request, ACCOUNT_MENU),
        notices_href=reverse("inbox"),
        notices=unread_count(request.actor),
        session_seconds=seconds_left(request),
        keep_alive_href=reverse("session_continue"),
    )


def _items(
    request: ActingRequest, entries: tuple[tuple[str, str, Permission | None], ...]
) -> tuple[NavItem, ...]:
    match = request.resolver_match
    here = match.url_name if match else None
    return tuple(
        NavItem(label=label, href=reverse(name), current=name == here)
        for label, name, needed in entries
        if needed is None or needed in request.actor.permissions
    )
