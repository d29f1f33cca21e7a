"""The forms of a platform, and the form that registers a new one."""

import uuid
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comipla.cases.uploads import UploadRefused, examine
from comipla.communities.models import Platform, RegistryFile
from comipla.communities.services import Registration, keep_file, register_platform
from comipla.core.access import BodyKind, Permission
from comipla.core.registry import AreaKind, Event, EventKind, Stage
from comipla.people.models import Body
from comipla.web.access import permitted
from comipla.web.registry.edits import EDITS, NOTICED, Edit, Order
from comipla.web.registry.edits.declaration import options_of
from comipla.web.registry.forms import Field, Form, blank, change_rows, read
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

_see = permitted(Permission.SEE_PLATFORM)
STALE = "画面が古くなっていました。内容を確かめて、もう一度送ってください。"


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def platform_edit(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Change something of a platform; what was typed stays until it could be done."""
    platform, edit = find(request, slug), EDITS.get(form)
    if edit is None:
        raise Http404
    needed = [Permission.EDIT_PLATFORM, *([Permission.CONFIRM_PLATFORM] if form in NOTICED else [])]
    if not allowed(request, platform, *needed):
        raise PermissionDenied
    fields = edit.fields(platform)
    if request.method != "POST":
        return form_page(request, platform, edit, blank(fields, edit.initial(platform)))
    filled = read(fields, request.POST)
    if "rows" in request.POST:
        change_rows(filled, request.POST["rows"])
        return form_page(request, platform, edit, filled)
    if not filled.problems:
        try:
            with transaction.atomic():
                said = edit.do(_order(request, platform, filled))
        except ValidationError as refusal:
            filled.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(f"{reverse('platform', args=[slug])}?tab={edit.tab}")
    return form_page(request, platform, edit, filled)


def _order(request: HttpRequest, platform: Platform, form: Form) -> Order:
    file = None
    if any(field.kind == "file" for field in form.fields):
        file = taken_file(request, platform)
    return Order(platform, form.values, actor_of(request), key_of(form), file)


def key_of(form: Form) -> uuid.UUID:
    """The idempotency key of a posted form; ValidationError for one that is no key."""
    try:
        return uuid.UUID(form.key)
    except ValueError as error:
        form.key = str(uuid.uuid4())
        raise ValidationError(STALE) from error


def taken_file(request: HttpRequest, platform: Platform) -> RegistryFile | None:
    """The file that came with the form, examined and kept; None where none came."""
    upload = request.FILES.get("file")
    if upload is None:
        return None
    name, size = upload.name or "", upload.size or 0
    try:
        kind = examine(cast(BinaryIO, upload), name=name, size=size)
    except UploadRefused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    upload.seek(0)
    return keep_file(
        platform=platform,
        name=name,
        media_type=kind.media_type,
        data=upload.read(),
        by=actor_of(request),
    )


def form_page(
    request: HttpRequest,
    platform: Platform | None,
    edit: Any,
    form: Form,
    **more: Any,
) -> HttpResponse:
    """A form with its problems, which are answered with 422."""
    crumbs = (
        trail(platform, edit.title)
        if platform
        else [("コミプラ", reverse("platform_list")), (edit.title, None)]
    )
    back = (
        f"{reverse('platform', args=[platform.slug])}?tab={edit.tab}"
        if platform
        else reverse("platform_list")
    )
    context = {
        "platform": platform,
        "edit": edit,
        "form": form,
        "errors": form.problems,
        "breadcrumbs": crumbs,
        "back": back,
    }
    status = 422 if form.problems else 200
    return render(request, "registry/form.html", context | more, status=status)


_ENTERABLE = tuple(stage for stage in Stage if not stage.over)
_REGISTER = Edit(
    title="コミュニティ・プラットフォームを登録する",
    button="台帳に登録する",
    tab="outline",
    fields=lambda _: (
        Field("name", "text", "名称", limit=100),
        Field("kana", "text", "よみ", required=False),
        Field("type_label", "text", "団体の呼び方", "例 校区コミュニティ協議会", limit=40),
        Field("area_kind", "choice", "区域の種類", options=options_of(AreaKind)),
        Field(
            "stage",
            "choice",
            "今の段階",
            options=[(stage.value, stage.label) for stage in _ENTERABLE],
        ),
        Field("on", "date", "その段階になった日"),
        Field("evidence", "text", "根拠", "例 令和6年4月20日の設立総会の議事録"),
    ),
    initial=lambda _: {"type_label": "コミュニティ協議会"},
    do=lambda _: "",
    lead="登録すると、この団体の人を招き、役割を渡せるようになります。",
)


@permitted(Permission.EDIT_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_new(request: HttpRequest) -> HttpResponse:
    """Enter a platform of one's own municipality in the registry."""
    actor = actor_of(request)
    if actor.body_kind != BodyKind.MUNICIPALITY:
        raise PermissionDenied
    fields = _REGISTER.fields(Platform())
    if request.method != "POST":
        return form_page(request, None, _REGISTER, blank(fields, _REGISTER.initial(Platform())))
    filled = read(fields, request.POST)
    if not filled.problems:
        town = Body.objects.get(code=actor.body_code)
        try:
            registration = _registration(town, filled)
            platform = register_platform(registration=registration, by=actor)
        except ValidationError as refusal:
            filled.refuse(refusal)
        else:
            messages.success(request, f"{platform.name}を台帳に登録しました。")
            return redirect("platform", slug=platform.slug)
    return form_page(request, None, _REGISTER, filled)


def _registration(town: Body, form: Form) -> Registration:
    values = form.values
    entered = Event(EventKind.ENTERED, values["on"], values["evidence"], Stage.of(values["stage"]))
    return Registration(
        municipality=town,
        name=values["name"],
        kana=values["kana"],
        type_label=values["type_label"],
        history=(entered,),
        details={"area_kind": AreaKind.of(values["area_kind"])},
        key=key_of(form),
    )
