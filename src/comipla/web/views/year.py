"""The year: money from the budget to the last yen, where the municipalities stand, what falls due."""

from collections.abc import Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.cases.numbers import shown_number
from comipla.cases.selectors.desk import due_between
from comipla.cases.selectors.listing import LATE
from comipla.cases.selectors.year import Money, Year, year_of
from comipla.core.access import Actor, Permission
from comipla.core.docket import Side
from comipla.core.money import format_yen
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.programme.models import ProgrammeYear
from comipla.programme.selectors import running_year, years_of
from comipla.programme.services import SUBSIDY_MENU
from comipla.web.access import permitted
from comipla.web.charts import Chart
from comipla.web.downloads import CP932, Files, download
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.year_charts import caps_chart, list_href, money_chart, place_map

AHEAD: Final = timedelta(days=14)
_DUES_SHOWN: Final = 8

_see = permitted(Permission.SEE_YEAR)
_export = permitted(Permission.EXPORT)


@_see
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Lead to the year that is carried out now."""
    actor = cast(ActingRequest, request).actor
    running = running_year(actor)
    if running is None:
        manages = Permission.MANAGE_PROGRAMME in actor.permissions
        return render(request, "year/none.html", {"manages": manages})
    return redirect("year", code=running.code)


@_see
@require_safe
def year(request: HttpRequest, code: str) -> HttpResponse:
    """Show the year as far as the person may see it."""
    actor, today = cast(ActingRequest, request).actor, clock.today()
    chosen = find_year(actor, code)
    shown = year_of(actor, chosen, menu=SUBSIDY_MENU, today=today)
    whole = sees_budget(actor)
    context: dict[str, Any] = {
        "year": chosen,
        "shown": shown,
        "charts": _charts(actor, chosen, shown),
        "headline": _headline(actor, chosen, shown.money),
        "place": shown.places[0] if len(shown.places) == 1 else None,
        "finding": _finding(shown, actor),
        "standings": [
            (standing, list_href(chosen, states=(standing.state.key,)))
            for standing in shown.standings
        ],
        "all_href": list_href(chosen),
        "late_href": list_href(chosen, turn=LATE),
        "dues": due_between(
            actor, since=today, until=today + AHEAD, year=chosen, limit=_DUES_SHOWN
        ),
        "shown_number": shown_number,
        "manages": Permission.MANAGE_PROGRAMME in actor.permissions,
        "exports": Permission.EXPORT in actor.permissions,
        "today": today,
        "updated_at": clock.now(),
        "breadcrumbs": [("年度", None)],
        "audience": "県の人" if whole else "あなたの団体の人と県",
    }
    return render(request, "year/year.html", context)


@_export
@require_safe
def year_file(request: HttpRequest, code: str, chart: str, form: str) -> HttpResponseBase:
    """The figures of one picture as a file."""
    actor = cast(ActingRequest, request).actor
    chosen = find_year(actor, code)
    shown = year_of(actor, chosen, menu=SUBSIDY_MENU, today=clock.today())
    charts = {drawn.key: drawn for drawn in _charts(actor, chosen, shown)}
    if chart not in charts:
        raise Http404
    sheet = _sheet(charts[chart], f"{chosen.code}_{NAMES[chart]}")
    back = reverse("year", kwargs={"code": code})
    return download(request, form, [sheet], back=back, others=_files(code, chart))


def _files(code: str, chart: str) -> Files:
    csv, xlsx = (reverse("year_file", args=[code, chart, form]) for form in ("csv", "xlsx"))
    return Files(csv=csv, xlsx=xlsx, cp932=f"{csv}?encoding={CP932}")


NAMES: Final = {"money": "予算の動き", "places": "市町村の状況", "caps": "市町村の枠"}
"""What the file of a picture is called, by the picture's key."""


def find_year(actor: Actor, code: str) -> ProgrammeYear:
    """A year of the actor's prefecture by its code; a foreign or unknown one does not exist."""
    return get_object_or_404(years_of(actor).select_related("prefecture"), code=code)


def sees_budget(actor: Actor) -> bool:
    """Tell whether the person sees the budget of the prefecture and not just caps."""
    return actor.side == Side.PREFECTURE and not actor.serves


def _charts(actor: Actor, chosen: ProgrammeYear, shown: Year) -> Sequence[Chart]:
    """The pictures that the person may see; a municipality sees its own money alone."""
    manages = Permission.MANAGE_PROGRAMME in actor.permissions
    money = money_chart(
        chosen,
        shown,
        limit_name=_limit_name(actor, chosen),
        limit_href=reverse("year_admin", kwargs={"code": chosen.code}) if manages else "",
    )
    if len(shown.places) < 2:
        return [money]
    return [money, place_map(chosen, shown.places), caps_chart(chosen, shown.places)]


def _headline(actor: Actor, chosen: ProgrammeYear, money: Money) -> str:
    """How far the year has come, in a sentence."""
    name, label = _limit_name(actor, chosen), chosen.title
    if not money.limit:
        return f"{label}の{name}はまだ入っていません"
    if not money.decided:
        return f"{label}の{name} {format_yen(money.limit)}から、まだ何も決定していません"
    return f"{label}は、{name}の{money.decided * 100 // money.limit}%が決定しました"


def _limit_name(actor: Actor, chosen: ProgrammeYear) -> str:
    name = "予算" if sees_budget(actor) else "上限"
    return name if chosen.enacted else f"{name}（案）"


def _finding(shown: Year, actor: Actor) -> str:
    """How many cases there are and whose turn it is, in a sentence."""
    if not shown.cases:
        return "案件はまだありません"
    prefecture, municipality = (shown.turns[side.value] for side in Side)
    over = shown.cases - prefecture - municipality
    return (
        f"案件は{shown.cases:,}件、うち県の番が{prefecture:,}件、"
        f"{'自分' if actor.side == Side.MUNICIPALITY else '市町村'}の番が{municipality:,}件、"
        f"終わったものが{over:,}件です"
    )


def _sheet(chart: Chart, name: str) -> Sheet:
    """The table under a picture as a sheet of a file; its first column names the rows."""
    table = chart.table
    numeric = [isinstance(cell, int) for cell in table.rows[0]] if table.rows else []
    kind = Kind.YEN if table.unit == "円" else Kind.NUMBER
    fields = [
        Field(
            column or "項目",
            kind if place < len(numeric) and numeric[place] else Kind.TEXT,
            itemgetter(place),
        )
        for place, column in enumerate(table.columns)
    ]
    return Sheet(name, fields, table.rows)
