"""The future of one place: on the screen, as a table, as the card of a district."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.evidence import Showing
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.population.models import ProjectionRun, RunState
from comipla.population.selectors import (
    latest_run,
    own_tables,
    place_at,
    public_place,
    runs_of,
)
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.population.card import card_pdf
from comipla.web.population.page import shown

_sees = permitted(Permission.SEE_PLATFORM)


def place_of(request: HttpRequest, key: str) -> Body:
    """The place at an address; 404 for one that is not there or out of reach."""
    body = place_at(cast(ActingRequest, request).actor, key)
    if body is None:
        raise Http404
    return body


def run_for(actor: Actor, body: Body) -> ProjectionRun | None:
    """The latest projection that the actor may see: others' drafts are theirs alone."""
    own = may(actor, Permission.SEE_PLATFORM, body.path)
    return latest_run(body, published=not own)


@_sees
@require_safe
def population(request: HttpRequest, key: str) -> HttpResponse:
    """The future of a place, with what can be done next."""
    actor = cast(ActingRequest, request).actor
    body = place_of(request, key)
    run = run_for(actor, body)
    reckons = may(actor, Permission.MAKE_PROJECTION, body.path)
    tables = own_tables(body) if may(actor, Permission.SEE_PLATFORM, body.path) else []
    context: dict[str, Any] = {
        "tables": tables,
        "runs": runs_of(body) if reckons else [],
        "reckons": reckons,
        "composes": reckons and body.kind == BodyKind.PLATFORM,
        "next": _next_steps(actor, run) if run and reckons else [],
        "breadcrumbs": [("人口の見通し", reverse("population_list")), (body.name, None)],
    }
    if run is None:
        return render(
            request, "population/empty.html", {**context, "body": body, "key": key, "errors": []}
        )
    return render(request, "population/place.html", {**context, **shown(body, run, request.GET)})


def _next_steps(actor: Actor, run: ProjectionRun) -> list[dict[str, str]]:
    """The acts open on a run, each with the reason why it is closed for this person."""
    own = run.made_by_id == actor.person_id
    if run.state == RunState.DRAFT:
        reason = "自分が計算したものは確認できません。ほかの人が確認します。" if own else ""
        return [{"step": "check", "label": "この計算を確認した", "reason": reason}]
    if run.state == RunState.CHECKED:
        allowed = Permission.PUBLISH_PROJECTION in actor.permissions
        reason = "" if allowed else "公表するのは市町村の決裁者です。"
        if allowed and own:
            reason = "自分が計算したものは公表できません。ほかの決裁者が公表します。"
        return [{"step": "publish", "label": "この見通しを公表する", "reason": reason}]
    return []


@require_safe
def population_public(request: HttpRequest, key: str) -> HttpResponse:
    """The published future of a place, for everybody."""
    body = public_place(key)
    run = latest_run(body, published=True) if body else None
    if (
        body is None
        or run is None
        or (body.kind == BodyKind.PLATFORM and not body.platform.is_published)
    ):
        raise Http404
    return render(request, "population/public.html", shown(body, run, request.GET))


@_sees
@require_safe
def population_card(request: HttpRequest, key: str) -> HttpResponse:
    """地域カルテ: the place on one sheet of A4."""
    body, run = _with_run(request, key)
    context = {
        **shown(body, run, request.GET),
        "breadcrumbs": [
            ("人口の見通し", reverse("population_list")),
            (body.name, reverse("population", args=[key])),
            ("地域カルテ", None),
        ],
    }
    return render(request, "population/card.html", context)


@_sees
@require_safe
def population_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """地域カルテ as a PDF."""
    body, run = _with_run(request, key)
    name = quote(f"地域カルテ_{body.name}_{clock.today():%Y%m%d}.pdf")
    return HttpResponse(
        card_pdf(body, run),
        content_type="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"},
    )


@_sees
@require_safe
def population_file(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """The projection by year, sex and class as a file."""
    body, run = _with_run(request, key)
    facts = [
        ("場所", body.name),
        ("もとの表", run.basis),
        ("状態", RunState.of(run.state).label),
        ("数値", "架空の数値" if run.is_synthetic else "実際の数値"),
    ]
    csv, xlsx = (reverse("population_file", args=[key, kind]) for kind in ("csv", "xlsx"))
    return download(
        request,
        form,
        [Sheet(f"将来人口_{body.name}", _FIELDS, _rows(run)), about_sheet(facts)],
        back=reverse("population", args=[key]),
        others=Files(csv=csv, xlsx=xlsx, cp932=f"{csv}?encoding=shift_jis"),
    )


_FIELDS = (
    Field("年", Kind.NUMBER, lambda row: row[0]),
    Field("区分", Kind.TEXT, lambda row: row[1]),
    Field("男女", Kind.TEXT, lambda row: row[2]),
    Field("年齢", Kind.TEXT, lambda row: row[3]),
    Field("人口（人）", Kind.NUMBER, lambda row: row[4]),
)


def _rows(run: ProjectionRun) -> Iterator[tuple[int, str, str, str, float]]:
    """A row for each year, sex and class; below 200 people only those that were counted."""
    outlook = run.outlook
    steps = 1 if outlook.showing is Showing.COUNTS else len(outlook.years)
    for step, year in enumerate(outlook.years[:steps]):
        for sex, name in enumerate("男女"):
            for label, number in zip(outlook.labels, outlook.population[step][sex], strict=True):
                yield (
                    year,
                    "見込み" if step else "実績",
                    name,
                    f"{label}歳",
                    round(float(number), 1),
                )


def _with_run(request: HttpRequest, key: str) -> tuple[Body, ProjectionRun]:
    body = place_of(request, key)
    run = run_for(cast(ActingRequest, request).actor, body)
    if run is None:
        raise Http404
    return body, run
