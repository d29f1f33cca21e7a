"""Compose a scheme: begin it with a shape, write its components without any script."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comipla.blockgrants.codec import problems_of
from comipla.blockgrants.models import MetricDef, Scheme
from comipla.blockgrants.presets import PRESETS
from comipla.blockgrants.selectors import metrics_of
from comipla.blockgrants.services import Details, import_before, open_scheme, save_scheme
from comipla.core.access import Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import format_wareki, parse_date
from comipla.programme.clock import today
from comipla.web.access import permitted
from comipla.web.allocations.composer import Plan
from comipla.web.allocations.fields import LEFTOVERS, MODES, ROUNDINGS, SHAPES
from comipla.web.views.allocations.finding import (
    Errors,
    Typed,
    actor_of,
    beside,
    find,
    own_town,
    said,
    trail,
)

_prepares = permitted(Permission.PREPARE_ALLOCATION)
_LARGEST = 1_500_000


@_prepares
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_new(request: HttpRequest) -> HttpResponse:
    """Choose year, name and shape."""
    town = own_town(request)
    this = FiscalYear.of(today())
    years = [(str(year), FiscalYear(year).label) for year in (this.year + 1, this.year)]
    typed = Typed(request.POST.dict() if request.method == "POST" else {"year": str(this.year)})
    errors: Errors = []
    if request.method == "POST":
        errors = _missing(request, dict(years))
        if not errors:
            try:
                scheme = open_scheme(
                    municipality=town,
                    year=int(request.POST["year"]),
                    name=request.POST["name"],
                    preset=request.POST["preset"],
                    by=actor_of(request),
                    key=UUID(request.POST.get("key", "")),
                )
            except ValidationError as refusal:
                errors = said(refusal)
            except ValueError:
                errors = [(None, "画面の内容が古くなりました。もう一度選んでください。")]
            else:
                return redirect("allocation_compose", pk=scheme.pk)
    context = {
        "typed": typed,
        "years": years,
        "presets": [(preset.key, preset.label, preset.hint) for preset in PRESETS.values()],
        "token": typed["key"] or uuid4(),
        "errors": errors,
        "wrong": beside(errors),
        "breadcrumbs": trail(None, "算定を作る"),
    }
    return render(request, "allocations/new.html", context, status=422 if errors else 200)


def _missing(request: HttpRequest, years: dict[str, str]) -> Errors:
    errors: Errors = []
    if request.POST.get("year") not in years:
        errors.append(("year", "年度を選んでください。"))
    name = request.POST.get("name", "").strip()
    if not 0 < len(name) <= 60:
        errors.append(("name", "交付金の名前を60文字までで書いてください（例 地域づくり交付金）。"))
    if request.POST.get("preset") not in PRESETS:
        errors.append(("preset", "はじめの形を選んでください。あとで項目を足し引きできます。"))
    return errors


@_prepares
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the components; buttons add, move and remove them, saving keeps what was typed."""
    scheme = find(request, pk, Permission.PREPARE_ALLOCATION)
    if scheme.state.settled:
        messages.error(request, f"この版は{scheme.state.label}です。新しい版を作ると変えられます。")
        return redirect("allocation", pk=pk)
    metrics = metrics_of(scheme.municipality)
    if request.method != "POST":
        return _composer(request, scheme, Plan.of(scheme.plan), metrics, _written(scheme), [])
    plan, typed = Plan.typed(request.POST), request.POST.dict()
    button = request.POST.get("do", "save")
    if button != "save":
        plan.press(button, request.POST.get("kind", ""))
        return _composer(request, scheme, plan, metrics, typed, [])
    errors = _save(request, scheme, plan)
    if errors:
        return _composer(request, scheme, plan, metrics, typed, errors)
    messages.success(request, "保存しました。次は「試算」で数を確かめます。")
    return redirect("allocation", pk=pk)


def _save(request: HttpRequest, scheme: Scheme, plan: Plan) -> Errors:
    try:
        day = parse_date(request.POST.get("counted_on", ""))
    except ValueError:
        return [("counted_on", "基準日を、令和6年4月1日のように書いてください。")]
    name = request.POST.get("name", "").strip()
    if not 0 < len(name) <= 60:
        return [("name", "交付金の名前を60文字までで書いてください。")]
    details = Details(
        name=name,
        legal_basis=request.POST.get("legal_basis", "").strip()[:200],
        counted_on=day,
        recognised_only=bool(request.POST.get("recognised_only")),
        heads=request.POST.get("heads", "")[:40],
    )
    edits = request.POST.get("edits", "")
    try:
        save_scheme(
            scheme=scheme,
            details=details,
            plan=plan.words(),
            edits=int(edits) if edits.isdecimal() and len(edits) < 9 else -1,
            by=actor_of(request),
        )
    except ValidationError as refusal:
        return said(refusal)
    return []


def _written(scheme: Scheme) -> dict[str, Any]:
    return {
        "name": scheme.name,
        "legal_basis": scheme.legal_basis,
        "counted_on": format_wareki(scheme.counted_on),
        "recognised_only": "1" if scheme.recognised_only else "",
        "heads": scheme.heads,
        "edits": scheme.edits,
    }


def _composer(
    request: HttpRequest,
    scheme: Scheme,
    plan: Plan,
    metrics: list[MetricDef],
    typed: dict[str, Any],
    errors: Errors,
) -> HttpResponse:
    problems = problems_of(scheme, metrics, plan.words())
    context = {
        "scheme": scheme,
        "typed": Typed(typed),
        "whole": Typed(plan.whole),
        "cards": plan.cards(),
        "pools": [(key, Typed(pool)) for key, pool in plan.pools.items()],
        "slips": dict(problems),
        "whole_slip": next((text for number, text in problems if number is None), ""),
        "options": {
            "metric": [(m.code, m.label) for m in metrics],
            "metrics": [(m.code, m.label) for m in metrics],
            "pool": [(key, pool.get("label") or key) for key, pool in plan.pools.items()],
            "mode": MODES,
            "leftover": LEFTOVERS,
            "rounding": ROUNDINGS,
        },
        "kinds": [(key, f"{shape.label}（{shape.hint}）") for key, shape in SHAPES.items()],
        "errors": errors,
        "wrong": beside(errors),
        "breadcrumbs": trail(scheme, "組み立てる"),
    }
    return render(request, "allocations/compose.html", context, status=422 if errors else 200)


@_prepares
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_before(request: HttpRequest, pk: int) -> HttpResponse:
    """Take last year's amounts from a table, for a year that was not reckoned here."""
    scheme = find(request, pk, Permission.PREPARE_ALLOCATION)
    errors: Errors = []
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None or (file.size or 0) > _LARGEST:
                raise ValidationError({"file": "1.5MBまでの CSV か Excel を選んでください。"})
            import_before(
                scheme=scheme,
                content=file.read(),
                name=file.name or "前年度の額",
                by=actor_of(request),
            )
        except ValidationError as refusal:
            errors = said(refusal)
        else:
            messages.success(request, "前年度の額を取り込みました。")
            return redirect("allocation_try", pk=pk)
    context = {
        "scheme": scheme,
        "errors": errors,
        "wrong": beside(errors),
        "back": reverse("allocation", args=[pk]),
        "breadcrumbs": trail(scheme, "前年度の額を取り込む"),
    }
    return render(request, "allocations/before.html", context, status=422 if errors else 200)
