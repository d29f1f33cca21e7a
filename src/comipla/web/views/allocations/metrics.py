"""What is counted: define metrics, take tables of their values, hand out the table to fill in."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comipla.blockgrants.models import MetricDef, MetricValue
from comipla.blockgrants.selectors import files_of, members_of, metrics_of, values_on
from comipla.blockgrants.services import define_metric, import_metrics
from comipla.communities.models import Platform
from comipla.core.access import Permission
from comipla.core.wareki import parse_date
from comipla.people.models import Body
from comipla.programme.clock import today
from comipla.web.access import permitted
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.views.allocations.finding import (
    Errors,
    Typed,
    actor_of,
    beside,
    own_town,
    said,
    trail,
)

_LARGEST = 1_500_000
_prepares = permitted(Permission.PREPARE_ALLOCATION)
Values = dict[tuple[int, int], MetricValue]


@_prepares
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_metrics(request: HttpRequest) -> HttpResponse:
    """The latest values of all platforms; a table of new ones is taken whole or not at all."""
    town = own_town(request)
    errors: Errors = []
    if request.method == "POST":
        take = _define if request.POST.get("do") == "define" else _import
        try:
            told = take(request, town)
        except ValidationError as refusal:
            errors = said(refusal)
        else:
            messages.success(request, told)
            return redirect("allocation_metrics")
    platforms, metrics, values = _table(town)
    context = {
        "platforms": platforms,
        "metrics": metrics,
        "values": values,
        "uncounted": [
            p for p in platforms if any((p.pk, m.pk) not in values for m in metrics)
        ],
        "files": files_of(town),
        "typed": Typed(request.POST.dict()),
        "errors": errors,
        "wrong": beside(errors),
        "template": Files.of("allocation_metrics_file", QueryDict()),
        "breadcrumbs": trail(None, "指標"),
    }  # fmt: skip
    return render(request, "allocations/metrics.html", context, status=422 if errors else 200)


def _define(request: HttpRequest, town: Body) -> str:
    foreigners = {"yes": True, "no": False}.get(request.POST.get("foreigners", ""))
    metric = define_metric(
        municipality=town,
        label=request.POST.get("label", "")[:40],
        unit=request.POST.get("unit", "")[:10],
        include_foreigners=foreigners,
        exclusions=request.POST.get("exclusions", "")[:100],
        by=actor_of(request),
    )
    return f"指標「{metric.label}」を足しました。表の列の見出しにこの名前を書くと、取り込めます。"


def _import(request: HttpRequest, town: Body) -> str:
    slips = {}
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > _LARGEST:
        slips["file"] = "1.5MBまでの CSV か Excel を選んでください。"
    day = None
    try:
        day = parse_date(request.POST.get("day", ""))
    except ValueError:
        slips["day"] = "いつの数かを、令和6年4月1日のように書いてください。"
    source = request.POST.get("source", "").strip()[:100]
    if not source:
        slips["source"] = "何から数えたかを書いてください（例 住民基本台帳）。"
    if slips or file is None or day is None:
        raise ValidationError(slips)
    kept, table = import_metrics(
        municipality=town,
        content=file.read(),
        name=file.name or "指標",
        day=day,
        source=source,
        by=actor_of(request),
    )
    passed = f"使わなかった列：{'、'.join(table.passed_over)}。" if table.passed_over else ""
    return f"「{kept.name}」から{len(table.values)}団体の数を取り込みました。{passed}"


def _table(town: Body) -> tuple[list[Platform], list[MetricDef], Values]:
    platforms = list(members_of(town, recognised_only=False))
    values = {(row.platform_id, row.metric_id): row for row in values_on(platforms, today())}
    return platforms, metrics_of(town), values


@_prepares
@require_safe
def allocation_metrics_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The table as it can be filled in and handed back: numbers, names, a column a metric."""
    town = own_town(request)
    platforms, metrics, values = _table(town)
    columns = (
        Field("番号", Kind.TEXT, lambda row: row[0]),
        Field("名称", Kind.TEXT, lambda row: row[1]),
        *(_column(number, metric) for number, metric in enumerate(metrics, start=2)),
    )
    sheet = Sheet("指標", columns, _rows(platforms, metrics, values))
    about = about_sheet([("内容", f"{town.name}の指標"), ("数の入っている欄", "いちばん新しい数")])
    back = reverse("allocation_metrics")
    others = Files.of("allocation_metrics_file", QueryDict())
    return download(request, form, [sheet, about], back=back, others=others)


def _column(number: int, metric: MetricDef) -> Field:
    heading = f"{metric.label}（{metric.unit}）" if metric.unit else metric.label
    return Field(heading, Kind.TEXT, lambda row: row[number])


def _rows(
    platforms: list[Platform], metrics: list[MetricDef], values: Values
) -> Iterator[tuple[Any, ...]]:
    for platform in platforms:
        known = (values.get((platform.pk, metric.pk)) for metric in metrics)
        yield (platform.slug, platform.name, *(row.value if row else "" for row in known))
