"""A scheme: what it is, what it gave, what can be done next, and all of it as a file."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.blockgrants.codec import problems_of
from comipla.blockgrants.models import AllocationRun, AllocationSheet, Scheme, SchemeState
from comipla.blockgrants.selectors import latest_run, metrics_of, sheets_of, steps_of
from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.allocation.numbers import read_exact
from comipla.web.access import permitted
from comipla.web.allocations.fields import SHAPES, shape_key
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.views.allocations.finding import TONES, actor_of, find, trail

_sees = permitted(Permission.SEE_PLATFORM)
_NEXT = {
    SchemeState.SIMULATED: ("approve", "この算定を承認する"),
    SchemeState.APPROVED: ("publish", "公表して、各団体に算定調書を見せる"),
    SchemeState.PUBLISHED: ("close", "この年度の額を確定する"),
}


@_sees
@require_safe
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """The scheme with its latest amounts."""
    actor = actor_of(request)
    scheme = find(request, pk)
    run = latest_run(scheme)
    sheets = sheets_of(actor, run) if run else []
    path = scheme.municipality.path
    prepares = may(actor, Permission.PREPARE_ALLOCATION, path)
    metrics = metrics_of(scheme.municipality)
    labels = {metric.code: metric.label for metric in metrics}
    context: dict[str, Any] = {
        "scheme": scheme,
        "tone": TONES[scheme.state],
        "run": run,
        "sheets": sheets,
        "stale": bool(run) and scheme.state == SchemeState.DRAFT,
        "whole": actor.body_kind != BodyKind.PLATFORM,
        "parts": [_part_words(part, labels) for part in scheme.plan.get("components", ())],
        "prepares": prepares,
        "problems": [text for _, text in problems_of(scheme, metrics)] if prepares else [],
        "decision": _decision(actor, scheme, run),
        "steps": steps_of(scheme) if actor.body_kind != BodyKind.PLATFORM else [],
        "token": uuid4(),
        "files": _files(pk) if sheets and Permission.EXPORT in actor.permissions else None,
        "breadcrumbs": trail(scheme),
    }
    return render(request, "allocations/scheme.html", context)


def _part_words(part: dict[str, Any], labels: dict[str, str]) -> tuple[str, str]:
    """A component in words: its name, and what it goes by."""
    shape = SHAPES.get(shape_key(part))
    kind = shape.label if shape else str(part.get("kind", ""))
    told = []
    for ask in shape.asks if shape else ():
        value = part.get(ask.word)
        if ask.kind == "metric" and value:
            told.append(f"{ask.label}：{labels.get(value, value)}")
        elif ask.kind == "text" and value:
            told.append(f"{ask.label}：{value}{ask.unit}")
    return part.get("label") or kind, "、".join([kind, *told])


def _decision(actor: Actor, scheme: Scheme, run: AllocationRun | None) -> dict[str, str] | None:
    """What the second person may do next, and why it is closed where it is."""
    if run is None or scheme.state not in _NEXT:
        return None
    if not may(actor, Permission.APPROVE_ALLOCATION, scheme.municipality.path):
        return None
    step, label = _NEXT[scheme.state]
    mine = actor.person_id in (run.prepared_by_id, scheme.edited_by_id)
    return {
        "step": step,
        "label": label,
        "reason": "自分が作った算定は、ほかの決裁者が決めます。"
        if mine and step != "close"
        else "",
    }


def _per_head(sheet: AllocationSheet) -> int | None:
    heads = read_exact(sheet.heads) if sheet.heads else 0
    return int(sheet.total / heads) if heads else None


_FIELDS = (
    Field("番号", Kind.TEXT, lambda sheet: sheet.platform.slug),
    Field("名称", Kind.TEXT, lambda sheet: sheet.name),
    Field("前年度", Kind.YEN, lambda sheet: sheet.before),
    Field("算定額", Kind.YEN, lambda sheet: sheet.total),
    Field("増減", Kind.YEN, lambda sheet: sheet.difference),
    Field("1人（世帯）当たり", Kind.YEN, _per_head),
)


@permitted(Permission.EXPORT)
@require_safe
def allocation_file(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The amounts of all platforms in sight, with every line on a second sheet."""
    scheme = find(request, pk)
    run = latest_run(scheme)
    sheets = sheets_of(actor_of(request), run) if run else []
    if run is None or not sheets:
        raise Http404
    lines = Sheet(
        "算定の内訳",
        (
            Field("番号", Kind.TEXT, lambda row: row[0].platform.slug),
            Field("名称", Kind.TEXT, lambda row: row[0].name),
            Field("項目", Kind.TEXT, lambda row: row[1]["label"]),
            Field("計算", Kind.TEXT, lambda row: row[1]["working"]),
            Field("端数", Kind.TEXT, lambda row: row[1]["rounding"]),
            Field("額", Kind.YEN, lambda row: row[1]["amount"]),
        ),
        ((sheet, line) for sheet in sheets for line in sheet.lines),
    )
    about = about_sheet(
        [
            ("内容", scheme.title),
            ("市町村", scheme.municipality.name),
            ("状態", scheme.state.label),
            ("算定に使ったものの指紋（SHA-256）", run.inputs_hash),
        ]
    )
    main = Sheet(f"算定_{scheme.fiscal.code}_{scheme.municipality.name}", _FIELDS, sheets)
    back = reverse("allocation", args=[pk])
    return download(request, form, [main, lines, about], back=back, others=_files(pk))


def _files(pk: int) -> Files:
    csv, xlsx = (reverse("allocation_file", args=[pk, form]) for form in ("csv", "xlsx"))
    query = QueryDict(mutable=True)
    query["encoding"] = "shift_jis"
    return Files(csv=csv, xlsx=xlsx, cp932=f"{csv}?{query.urlencode()}")
