"""What the municipality decides: events of a life, recognition and its rules, notices."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comipla.communities.models import ChangeNotice, Platform
from comipla.communities.selectors import known_of, rules_on
from comipla.communities.services import (
    confirm_change,
    decide_recognition,
    record_platform_event,
    return_change,
    save_rules,
    withdraw_change,
)
from comipla.core.access import BodyKind, Permission
from comipla.core.registry import (
    EventKind,
    MemberKind,
    Rules,
    Stage,
    check,
    events_open,
    stages_open,
)
from comipla.people.models import Body
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.registry.edits import Edit
from comipla.web.registry.edits.declaration import options_of
from comipla.web.registry.forms import Field, blank, read
from comipla.web.views.registry.editing import form_page, key_of, taken_file
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

_see = permitted(Permission.SEE_PLATFORM)
_JUDGED = (EventKind.GRANTED, EventKind.DECLINED, EventKind.REVOKED)


def _edit(title: str, button: str, lead: str = "") -> Edit:
    """A form that stands for itself: its view does what it says."""
    return Edit(title, button, "history", lambda _: (), lambda _: {}, lambda _: "", lead)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def platform_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an event of a platform's life: a stage, an application, a correction."""
    platform = find(request, slug)
    decides = allowed(request, platform, Permission.RECOGNISE_PLATFORM)
    if not (decides or allowed(request, platform, Permission.EDIT_PLATFORM)):
        raise PermissionDenied
    edit = _edit(
        "段階・認定の記録を加える",
        "記録する",
        "記録は消せません。まちがいは「段階の訂正」で直します。",
    )
    fields = _event_fields(platform, decides=decides)
    if request.method != "POST":
        return form_page(request, platform, edit, blank(fields, {}))
    form = read(fields, request.POST)
    if not form.problems:
        values = form.values
        try:
            with transaction.atomic():
                record_platform_event(
                    platform=platform,
                    kind=EventKind.of(values["kind"]),
                    on=values["on"],
                    evidence=values["evidence"],
                    stage=Stage.of(values["stage"]) if values.get("stage") else None,
                    partner=_partner(platform, values.get("partner", "")),
                    file=taken_file(request, platform),
                    by=actor_of(request),
                    key=key_of(form),
                )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "記録しました。")
            return redirect(f"{reverse('platform', args=[slug])}?tab=history")
    return form_page(request, platform, edit, form)


def _event_fields(platform: Platform, *, decides: bool) -> tuple[Field, ...]:
    kinds = [kind for kind in events_open(platform.life) if kind not in _JUDGED]
    if not decides:
        kinds = [kind for kind in kinds if kind is EventKind.APPLIED]
    fields = [Field("kind", "choice", "記録すること", options=[(k.value, k.label) for k in kinds])]
    if decides:
        ways = "・".join(stage.label for stage in stages_open(platform.life)) or "ありません"
        near = Platform.objects.for_system("who takes over").filter(
            municipality=platform.municipality
        )
        partners = [(p.slug, p.name) for p in near.exclude(pk=platform.pk).order_by("kana_key")]
        fields += [
            Field(
                "stage",
                "choice",
                "移る先の段階",
                f"今は「{platform.life.stage.label}」です。移れる先は{ways}。",
                required=False,
                options=options_of(Stage),
            ),
            Field("partner", "choice", "統合する相手", required=False, options=partners),
        ]
    return (
        *fields,
        Field("on", "date", "その日"),
        Field("evidence", "text", "根拠", "例 令和6年4月20日の総会の議事録"),
        Field("file", "file", "根拠の書類", "PDF、写真、Word。", required=False),
    )


def _partner(platform: Platform, slug: str) -> Platform | None:
    near = Platform.objects.for_system("who takes over").filter(municipality=platform.municipality)
    return near.filter(slug=slug).first() if slug else None


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def platform_recognition(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules with their answers; whoever decides grants, declines or revokes here."""
    platform = find(request, slug)
    decides = allowed(request, platform, Permission.RECOGNISE_PLATFORM)
    if request.method == "POST" and not decides:
        raise PermissionDenied
    rule_set = rules_on(platform.municipality, clock.today())
    ticked = frozenset(request.POST.getlist("ticked"))
    rules = rule_set.rules if rule_set else Rules(no_overlap=True)
    findings = check(rules, known_of(platform, clock.today(), ticked))
    edit = _edit("認定の要件を確かめる", "決定して通知を出す")
    fields = _decision_fields(platform)
    form = read(fields, request.POST) if request.method == "POST" else blank(fields, {})
    if request.method == "POST" and not form.problems:
        try:
            decide_recognition(
                platform=platform,
                kind=EventKind.of(form.values["kind"]),
                on=form.values["on"],
                reason=form.values["reason"],
                findings=findings,
                by=actor_of(request),
                key=key_of(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "決定を記録し、通知を発行しました。")
            return redirect(f"{reverse('platform', args=[slug])}?tab=history")
    context = {
        "platform": platform,
        "edit": edit,
        "form": form,
        "errors": form.problems,
        "findings": findings,
        "unmet": sum(not finding.met for finding in findings),
        "checklist": rules.checklist,
        "ticked": ticked,
        "rule_set": rule_set,
        "decides": decides and bool(fields[0].options),
        "breadcrumbs": trail(platform, edit.title),
    }
    return render(
        request, "registry/recognition.html", context, status=422 if form.problems else 200
    )


def _decision_fields(platform: Platform) -> tuple[Field, ...]:
    kinds = [kind for kind in events_open(platform.life) if kind in _JUDGED]
    return (
        Field("kind", "choice", "決定", options=[(k.value, k.label) for k in kinds]),
        Field("on", "date", "決定の日"),
        Field(
            "reason",
            "long",
            "理由",
            "認定しないとき、取り消すとき、満たしていない要件があるときに書きます。通知に載ります。",
            required=False,
        ),
    )


@permitted(Permission.RECOGNISE_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_rules(request: HttpRequest) -> HttpResponse:
    """The rules of recognition of one's own municipality: the version in force, and the next."""
    actor = actor_of(request)
    if actor.body_kind != BodyKind.MUNICIPALITY:
        raise PermissionDenied
    town = Body.objects.get(code=actor.body_code)
    edit = _edit(
        "認定の要件を決める",
        "この要件にする",
        "前の要件は残り、それで認定した団体の記録も変わりません。",
    )
    fields = _rule_fields()
    if request.method != "POST":
        return form_page(request, None, edit, blank(fields, _rules_now(town)))
    form = read(fields, request.POST)
    if not form.problems:
        try:
            save_rules(
                municipality=town,
                rules=_rules(form.values),
                in_force_from=form.values["in_force_from"],
                source=form.values["source"],
                by=actor,
                key=key_of(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "認定の要件を決めました。")
            return redirect("platform_list")
    return form_page(request, None, edit, form)


def _rule_fields() -> tuple[Field, ...]:
    return (
        Field("source", "text", "もとになる要綱・規則", "例 ○○市地域コミュニティ認定要綱"),
        Field("in_force_from", "date", "適用の日"),
        Field("coverage", "number", "加入の割合（これ以上）", "決めないときは0。", unit="%"),
        Field("households", "yes", "割合を自治会の数でなく世帯数で数える"),
        Field(
            "kinds",
            "choices",
            "加わっていてほしい団体",
            required=False,
            options=options_of(MemberKind),
        ),
        Field(
            "kinds_needed",
            "number",
            "そのうち必要な種類の数",
            "空のままなら、選んだもの全部です。",
            required=False,
            unit="種類",
        ),
        Field("no_overlap", "yes", "区域が他の団体と重ならないこと"),
        Field("bylaws", "yes", "規約があること"),
        Field("auditors", "number", "監事の人数（これ以上）", unit="人"),
        Field(
            "checklist",
            "long",
            "ほかに確かめること",
            "1行に1つ。例 だれでも加入できる",
            required=False,
        ),
    )


def _rules_now(town: Body) -> dict[str, Any]:
    current = rules_on(town, clock.today())
    rules = current.rules if current else Rules()
    return {
        "source": current.source if current else "",
        "coverage": f"{int(rules.coverage * 100)}",
        "households": "1" if rules.households else "",
        "kinds": [kind.value for kind in rules.kinds],
        "kinds_needed": "" if rules.kinds_needed is None else rules.kinds_needed,
        "no_overlap": "1" if rules.no_overlap else "",
        "bylaws": "1" if rules.bylaws else "",
        "auditors": rules.auditors,
        "checklist": "\n".join(rules.checklist),
    }


def _rules(values: dict[str, Any]) -> Rules:
    known = {kind.value for kind in MemberKind}
    try:
        return Rules(
            coverage=Fraction(values["coverage"], 100),
            households=values["households"],
            kinds=tuple(MemberKind.of(kind) for kind in values["kinds"] if kind in known),
            kinds_needed=values["kinds_needed"],
            no_overlap=values["no_overlap"],
            bylaws=values["bylaws"],
            auditors=values["auditors"],
            checklist=tuple(filter(None, map(str.strip, values["checklist"].splitlines()))),
        )
    except ValueError as error:
        raise ValidationError(str(error)) from error


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def platform_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice of change: confirmed or returned by the municipality, taken back by its sender."""
    notice = (
        ChangeNotice.objects.visible_to(actor_of(request))
        .filter(pk=pk)
        .select_related(
            "platform__body",
            "platform__municipality",
            "submitted_by",
            "submitted_for",
            "decided_by",
            "file",
        )
        .first()
    )
    if notice is None:
        raise Http404
    problem, answer = "", request.POST.get("answer", "")
    if request.method == "POST":
        try:
            messages.success(request, _answer(request, notice, answer))
        except ValidationError as refusal:
            problem = refusal.messages[0]
        else:
            return redirect(f"{reverse('platform', args=[notice.platform.slug])}?tab=notices")
    context = {
        "notice": notice,
        "platform": notice.platform,
        "answer": answer,
        "errors": [("answer", problem)] if problem else [],
        "problem": problem,
        "may_confirm": allowed(request, notice.platform, Permission.CONFIRM_PLATFORM),
        "may_withdraw": allowed(request, notice.platform, Permission.EDIT_PLATFORM)
        and notice.submitted_for.code == actor_of(request).body_code,
        "breadcrumbs": trail(notice.platform, f"{notice.subject.label}の届出"),
    }
    return render(request, "registry/notice.html", context, status=422 if problem else 200)


def _answer(request: HttpRequest, notice: ChangeNotice, answer: str) -> str:
    """Do what the pressed button says and return the sentence about it."""
    actor, pressed = actor_of(request), request.POST.get("do", "")
    if pressed == "confirm":
        confirm_change(notice=notice, by=actor)
        return "届出を確認しました。台帳が変わりました。"
    if pressed == "return":
        return_change(notice=notice, answer=answer, by=actor)
        return "届出を差し戻しました。"
    if pressed == "withdraw":
        withdraw_change(notice=notice, by=actor)
        return "届出を取り下げました。"
    if not allowed(request, notice.platform, Permission.CONFIRM_PLATFORM, Permission.EDIT_PLATFORM):
        raise PermissionDenied
    raise ValidationError("押すボタンを選んでください。")
