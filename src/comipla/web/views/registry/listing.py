"""The list of platforms, and its files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.communities.selectors import Choice, PlatformList
from comipla.communities.selectors.listing import ORDERS
from comipla.core.access import BodyKind, Permission
from comipla.core.registry import Stage
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.environment import querystring
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.views.registry.finding import actor_of

SIZE = 50
LONGEST = 100
COLUMNS = (
    {"key": "name", "label": "名称", "sortable": True},
    {"key": "place", "label": "市町村", "sortable": True},
    {"key": "stage", "label": "段階"},
    {"key": "since", "label": "いつから", "sortable": True},
    {"key": "recognition", "label": "認定"},
    {"key": "members", "label": "構成団体", "numeric": True},
)
FIELDS = (
    Field("番号", Kind.TEXT, lambda p: p.slug),
    Field("名称", Kind.TEXT, lambda p: p.name),
    Field("よみ", Kind.TEXT, lambda p: p.kana),
    Field("市町村", Kind.TEXT, lambda p: p.municipality.name),
    Field("団体の呼び方", Kind.TEXT, lambda p: p.type_label),
    Field("段階", Kind.TEXT, lambda p: p.stage.label),
    Field("段階になった日", Kind.DATE, lambda p: p.stage_since),
    Field("設立の日", Kind.DATE, lambda p: p.founded_on),
    Field("認定", Kind.TEXT, lambda p: p.recognition.label),
    Field("認定の日", Kind.DATE, lambda p: p.recognised_on),
    Field("法人格", Kind.TEXT, lambda p: p.legal_form.label),
    Field("構成団体の数", Kind.NUMBER, lambda p: p.members_now or 0),
    Field("事務所の所在地", Kind.TEXT, lambda p: p.office_address),
)

_see = permitted(Permission.SEE_PLATFORM)


@_see
@require_safe
def platform_list(request: HttpRequest) -> HttpResponse:
    """The platforms in sight, narrowed down by stage, municipality and words."""
    actor = actor_of(request)
    choice, sort = _choice(request.GET), _sort(request.GET)
    listed = PlatformList(actor, choice)
    stages, places = listed.stages(), listed.places()
    page = Paginator(listed.rows(sort), SIZE).get_page(request.GET.get("page"))
    query = _query(choice, sort)
    return render(
        request,
        "registry/list.html",
        {
            "choice": choice,
            "query": query,
            "sort": sort,
            "finding": _finding(choice, page.paginator.count),
            "chips": _chips(choice, stages, query),
            "places": places,
            "columns": COLUMNS,
            "page": page,
            "files": Files.of("platform_list_file", query)
            if Permission.EXPORT in actor.permissions
            else None,
            "may_register": actor.body_kind == BodyKind.MUNICIPALITY
            and Permission.EDIT_PLATFORM in actor.permissions,
            "may_set_rules": actor.body_kind == BodyKind.MUNICIPALITY
            and Permission.RECOGNISE_PLATFORM in actor.permissions,
            "breadcrumbs": [("コミプラ", None)],
        },
    )


@permitted(Permission.EXPORT)
@require_safe
def platform_list_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole list as a file, in its order."""
    choice, sort = _choice(request.GET), _sort(request.GET)
    query = _query(choice, sort)
    listed = PlatformList(actor_of(request), choice)
    sheet = Sheet("コミュニティ・プラットフォーム一覧", FIELDS, listed.lines(sort))
    about = [
        ("内容", _finding(choice, sum(listed.stages().values()))),
        ("基準日", f"{clock.today()}"),
    ]
    return download(
        request,
        form,
        [sheet, about_sheet(about)],
        back=f"{reverse('platform_list')}{querystring(query)}",
        others=Files.of("platform_list_file", query),
    )


def _choice(query: QueryDict) -> Choice:
    """What the address asks for; parts that say nothing known count as absent."""
    known = {stage.value: stage for stage in Stage}
    return Choice(
        text=query.get("q", "").strip()[:LONGEST],
        stages=tuple(known[key] for key in query.getlist("stage") if key in known),
        municipality=query.get("municipality", "")[:6],
    )


def _sort(query: QueryDict) -> str:
    sort = query.get("sort", "")
    return sort if sort.removeprefix("-") in ORDERS else ""


def _query(choice: Choice, sort: str) -> QueryDict:
    query = QueryDict(mutable=True)
    parts = {
        "q": [choice.text],
        "stage": [stage.value for stage in choice.stages],
        "municipality": [choice.municipality],
        "sort": [sort],
    }
    for key, values in parts.items():
        if any(values):
            query.setlist(key, values)
    return query


def _finding(choice: Choice, count: int) -> str:
    stages = "・".join(stage.label for stage in choice.stages)
    which = f"段階が「{stages}」の" if stages else ""
    return f"{which}コミュニティ・プラットフォーム {count:,}団体"


def _chips(choice: Choice, stages: dict[Stage, int], query: QueryDict) -> list[dict[str, object]]:
    shown = {**stages, **dict.fromkeys((s for s in choice.stages if s not in stages), 0)}
    chips = []
    for stage in Stage:
        if stage not in shown:
            continue
        chosen = stage in choice.stages
        after = [s.value for s in Stage if (s in choice.stages) != (s is stage)]
        chips.append(
            {
                "label": stage.label,
                "count": shown[stage],
                "current": chosen,
                "href": querystring(query, stage=after or None),
            }
        )
    return chips
