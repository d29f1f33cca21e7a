"""The frame of signed-in pages, built once per request for `base.html`."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest

from comipla.core.access import Permission
from comipla.notices.selectors import unread_count
from comipla.people.middleware import seconds_left
from comipla.people.requests import ActingRequest
from comipla.people.selectors import prefecture_of
from comipla.programme.models import ProgrammeYear
from comipla.programme.selectors import years_of
from comipla.web.environment import url
from comipla.web.help import help_address
from comipla.web.shell import BodyChoice, NavItem, Shell


class Entry(NamedTuple):
    """An entry of a menu: its words, the page it opens, the permission that takes (None: nobody's).

    `key` opens it from the keyboard; `family` are beginnings of the names of the pages below it.
    """

    label: str
    name: str
    needed: Permission | None = None
    key: str = ""
    family: tuple[str, ...] = ()


NAVIGATION: Final = (
    Entry("机", "desk", key="g h"),
    Entry(
        "案件", "case_list", Permission.SEE_CASE, "g c", ("case_", "act_", "approval", "receipt")
    ),
    Entry("コミプラ", "platform_list", Permission.SEE_PLATFORM, "g p", ("platform",)),
    Entry("人口", "population_list", Permission.SEE_PLATFORM, "g j", ("population",)),
    Entry("交付金", "allocation_list", Permission.SEE_PLATFORM, "g a", ("allocation",)),
    Entry("会計", "books_home", Permission.SEE_BOOKS, "g b", ("books",)),
    Entry("期限", "deadlines", Permission.SEE_CASE, "g d", ("deadlines_",)),
    Entry("年度", "years", Permission.SEE_YEAR, "g y", ("year",)),
    Entry("台帳", "ledger", Permission.SEE_LEDGER, "g l"),
)
"""Main navigation of signed-in pages."""

ACCOUNT_MENU: Final = (
    Entry("自分の設定", "account"),
    Entry("所属する人", "members", Permission.MANAGE_MEMBERS),
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
    body = request.membership.body
    office = body if body.code == request.actor.body_path[0] else prefecture_of(request.actor)
    year_label, years = _years(request)
    sees_cases = Permission.SEE_CASE in request.actor.permissions
    return Shell(
        home_href=url("home"),
        body_name=body.name,
        role=request.membership.role_label,
        person_name=request.user.name,
        navigation=_items(request, NAVIGATION),
        sign_out_href=url("account_logout"),
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
        switch_href=url("body_switch"),
        account=_items(request, ACCOUNT_MENU),
        notices_href=url("inbox"),
        notices=unread_count(request.actor),
        search_href=url("case_list") if sees_cases else "",
        search_query=request.GET.get("q", "") if sees_cases else "",
        year_label=year_label,
        years=years,
        session_seconds=seconds_left(request),
        keep_alive_href=url("session_continue"),
    )


def years_in_sight(request: ActingRequest) -> list[ProgrammeYear]:
    """The programme years of the actor's prefecture, newest first; read once in a request."""
    return cast(
        list[ProgrammeYear],
        vars(request).get("programme_years")
        or vars(request).setdefault("programme_years", list(years_of(request.actor))),
    )


def _items(request: ActingRequest, entries: Iterable[Entry]) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(
            label=entry.label,
            href=url(entry.name),
            current=_is_here(request, entry),
            key=entry.key,
        )
        for entry in entries
        if entry.needed is None or entry.needed in request.actor.permissions
    )


def _is_here(request: ActingRequest, entry: Entry) -> bool:
    here = (request.resolver_match.url_name if request.resolver_match else None) or ""
    return here == entry.name or here.startswith(entry.family)


def _years(request: ActingRequest) -> tuple[str, tuple[NavItem, ...]]:
    """The year shown or carried out now, and all that the person can look into, newest first."""
    if Permission.SEE_YEAR not in request.actor.permissions:
        return "", ()
    years = years_in_sight(request)
    match = request.resolver_match
    code = match.kwargs.get("code") if match and (match.url_name or "").startswith("year") else ""
    shown = next((year for year in years if year.code == code), None)
    running = next((year for year in years if year.enacted), None)
    current = shown or running
    items = tuple(
        NavItem(
            label=year.title,
            href=url("year", code=year.code),
            current=year == shown,
        )
        for year in years
    )
    return current.title if current else "年度", items
