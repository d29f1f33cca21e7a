"""Make a projection, check it, publish it."""

from typing import cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from comipla.core.access import Permission, may
from comipla.core.evidence import Variant
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.population.models import ProjectionRun
from comipla.population.outlook import Settings
from comipla.population.selectors import Basis, basis_of
from comipla.population.services import check_run, make_run, publish_run, usual_settings
from comipla.web.access import permitted
from comipla.web.views.population.place import place_of

_WOMEN = (("15-49", "15〜49歳"), ("20-39", "20〜39歳"), ("20-44", "20〜44歳"))
_KAPPAS = (("0", "寄せない"), ("20", "20人分寄せる"), ("50", "50人分寄せる"))
_MOVES = {
    "check": (check_run, "確認しました。次は、市町村の決裁者が公表します。"),
    "publish": (publish_run, "公表しました。だれでも見られます。この計算はもう変わりません。"),
}


@permitted(Permission.MAKE_PROJECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def population_run(request: HttpRequest, key: str) -> HttpResponse:
    """Choose how to reckon, and reckon."""
    body = _reckoned(request, key)
    basis = basis_of(body)
    errors: list[tuple[str | None, str]] = []
    if request.method == "POST":
        try:
            make_run(
                body=body,
                by=cast(ActingRequest, request).actor,
                settings=_settings(request),
                key=UUID(request.POST.get("key", "")),
            )
        except ValidationError as slip:
            errors = [(None, sentence) for sentence in slip.messages]
        except ValueError:
            errors = [(None, "画面の内容が古くなりました。もう一度選んで、計算してください。")]
        else:
            messages.success(request, "計算しました。ほかの人に確認を頼んでください。")
            return redirect("population", key=key)
    return render(
        request,
        "population/run.html",
        _form(body, key, basis, errors),
        status=422 if errors else 200,
    )


def _form(
    body: Body, key: str, basis: Basis | None, errors: list[tuple[str | None, str]]
) -> dict[str, object]:
    usual = usual_settings(basis) if basis else Settings()
    periods = len(basis.tables) - 1 if basis else 0
    return {
        "body": body,
        "key": key,
        "basis": basis,
        "errors": errors,
        "usual": usual,
        "women": _WOMEN,
        "kappas": _KAPPAS if basis and basis.bases.reference else _KAPPAS[:1],
        "variants": [(v.value, v.label) for v in Variant if v.periods <= periods],
        "token": uuid4(),
        "breadcrumbs": [
            ("人口の見通し", reverse("population_list")),
            (body.name, reverse("population", args=[key])),
            ("計算する", None),
        ],
    }


def _settings(request: HttpRequest) -> Settings:
    """How to reckon, as chosen. Raises ValueError for what the form does not offer."""
    women, kappa = request.POST.get("women", "15-49"), request.POST.get("kappa", "0")
    if women not in dict(_WOMEN) or kappa not in dict(_KAPPAS):
        raise ValueError("not among the choices")
    return Settings(
        women=women, kappa=float(kappa), variant=Variant(request.POST.get("variant", "last"))
    )


@permitted(Permission.MAKE_PROJECTION)
@require_POST
def population_step(request: HttpRequest, key: str, pk: int, step: str) -> HttpResponse:
    """Move a projection on: checked by a second person, published by a decider."""
    body = _reckoned(request, key)
    if step not in _MOVES:
        raise Http404
    actor = cast(ActingRequest, request).actor
    run = ProjectionRun.objects.visible_to(actor).filter(pk=pk, body=body).first()
    if run is None:
        raise Http404
    move, told = _MOVES[step]
    try:
        move(run=run, by=actor)
    except ValidationError as slip:
        messages.error(request, "".join(slip.messages))
    else:
        messages.success(request, told)
    return redirect("population", key=key)


def _reckoned(request: HttpRequest, key: str) -> Body:
    """A place that the actor may reckon; 403 for one that may only be looked at."""
    body = place_of(request, key)
    if not may(cast(ActingRequest, request).actor, Permission.MAKE_PROJECTION, body.path):
        raise PermissionDenied
    return body
