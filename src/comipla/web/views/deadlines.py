"""Deadlines: a month as a list or as a sheet of days, and the same as a calendar feed."""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from comipla.cases.numbers import shown_number
from comipla.cases.selectors.desk import Coming, due_between
from comipla.core.access import Permission
from comipla.core.wareki import format_wareki
from comipla.notices.feeds import close_feed, feed_of, membership_behind, open_feed
from comipla.people.requests import ActingRequest
from comipla.people.services import actor_for
from comipla.programme import clock
from comipla.programme.calendar import office_calendar
from comipla.web.access import guessing_limited, permitted
from comipla.web.calendar_file import CONTENT_TYPE, REFRESH, calendar_file

SHOWN: Final = 300
"""Deadlines of a month that are shown; more than that are narrowed down in the list of cases."""
CLASH: Final = 5
"""Deadlines on one day from which on they are pointed out."""
_FEED_BACK: Final = timedelta(days=60)
_FEED_AHEAD: Final = timedelta(days=400)

_see = permitted(Permission.SEE_CASE)


@dataclass(frozen=True)
class Day:
    """A day of the sheet with what falls due on it; `inside` the month shown, `open` at the office."""

    on: date
    inside: bool
    open: bool
    items: Sequence[Coming]


@_see
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Show what falls due in a month: ?month=2024-07, ?view=month for the sheet of days."""
    actor, today = cast(ActingRequest, request).actor, clock.today()
    first = _month(request.GET.get("month", ""), today)
    last = _next_month(first) - timedelta(days=1)
    items = due_between(actor, since=first, until=last, limit=SHOWN)
    days = [(day, list(found)) for day, found in groupby(items, key=lambda item: item.on)]
    counts = Counter(item.on for item in items)
    context: dict[str, Any] = {
        "first": first,
        "month": format_wareki(first).removesuffix("1日"),
        "before": _name(first - timedelta(days=1)),
        "after": _name(_next_month(first)),
        "this": _name(today),
        "sheet": request.GET.get("view") == "month",
        "weeks": _weeks(first, dict(days)),
        "days": days,
        "count": len(items),
        "cut": len(items) == SHOWN,
        "clashes": [(day, count) for day, count in counts.items() if count >= CLASH],
        "feed": feed_of(cast(ActingRequest, request).membership),
        "side": actor.side,
        "shown_number": shown_number,
        "today": today,
        "breadcrumbs": [("机", reverse("desk")), ("期限", None)],
        "audience": "あなたの団体の人",
    }
    return render(request, "desk/deadlines.html", context)


@_see
@require_POST
def deadlines_feed(request: HttpRequest) -> HttpResponse:
    """Make a feed and show its address this once, or stop the one there is."""
    membership = cast(ActingRequest, request).membership
    if "stop" in request.POST:
        if close_feed(membership=membership):
            messages.success(request, "予定表への配信を止めました。前のアドレスからは読めません。")
        return redirect("deadlines")
    token = open_feed(membership=membership)
    address = request.build_absolute_uri(reverse("deadlines_ics", kwargs={"token": token}))
    return render(
        request,
        "desk/feed.html",
        {
            "address": address,
            "body": membership.body.name,
            "breadcrumbs": [
                ("机", reverse("desk")),
                ("期限", reverse("deadlines")),
                ("配信", None),
            ],
            "audience": "あなただけ",
        },
    )


@require_safe
@guessing_limited("feed")
def deadlines_ics(_request: HttpRequest, token: str) -> HttpResponse:
    """The feed behind a secret address; nobody signs in, and a closed one does not exist."""
    today = clock.today()
    membership = membership_behind(token, day=today)
    if membership is None:
        raise Http404
    actor = actor_for(membership)
    if Permission.SEE_CASE not in actor.permissions:
        raise Http404
    items = due_between(actor, since=today - _FEED_BACK, until=today + _FEED_AHEAD)
    content = calendar_file(items, name=f"comipla 期限 {membership.body.name}")
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    patch_cache_control(response, private=True, max_age=int(REFRESH.total_seconds()))
    return response


def _month(text: str, today: date) -> date:
    """The first day of the month named as 2024-07; of this month for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _name(day: date) -> str:
    return f"{day:%Y-%m}"


def _weeks(first: date, items: dict[date, list[Coming]]) -> list[list[Day]]:
    """The sheet: whole weeks from Sunday on."""
    office = office_calendar()
    sheet = calendar.Calendar(firstweekday=calendar.SUNDAY)
    return [
        [
            Day(day, day.month == first.month, office.is_open(day), items.get(day, ()))
            for day in week
        ]
        for week in sheet.monthdatescalendar(first.year, first.month)
    ]
