"""Issues for the people of a platform and of its municipality: list, entry, one with its story."""

import uuid

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from comipla.communities.models import Platform
from comipla.core.access import Permission
from comipla.core.plans.codes import IssueCode, IssueStatus, Severity, Urgency
from comipla.plans.models import Issue
from comipla.plans.selectors.issues import IssueList, issue_of
from comipla.plans.services import report_issue, step_issue
from comipla.web.access import permitted
from comipla.web.plans.issue_forms import ENTRY, pictures_of, report_of, step_fields
from comipla.web.registry.forms import Form, blank, read
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

_see = permitted(Permission.SEE_PLATFORM)
_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@_see
@require_safe
def issues(request: HttpRequest, slug: str) -> HttpResponse:
    """List the issues of a platform; the address holds every filter."""
    platform = find(request, slug)
    listed = IssueList(actor_of(request), platform, request.GET)
    context = {
        "platform": platform,
        "listed": listed,
        "page": listed.page,
        "may_write": allowed(request, platform, Permission.WRITE_PLAN),
        "breadcrumbs": trail(platform, "課題"),
        "audience": f"県と{platform.municipality.name}と{platform.name}",
    }
    return render(request, "plans/issues.html", context)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def issue_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an issue that was found on a town walk, in a workshop or a survey."""
    platform = find(request, slug)
    if not allowed(request, platform, Permission.WRITE_PLAN):
        raise PermissionDenied
    if request.method != "POST":
        usual = {"severity": Severity.MIDDLE.value, "urgency": Urgency.LATER.value}
        return _entry(request, platform, blank(ENTRY, usual))
    form = read(ENTRY, request.POST)
    report = report_of(form.values, form) if not form.problems else None
    if report is not None and not form.problems:
        try:
            made = report_issue(
                platform=platform,
                report=report,
                by=actor_of(request),
                key=key_of(form),
                pictures=pictures_of(
                    request.FILES.getlist("photos"), may_publish="may_publish" in request.POST
                ),
            )
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, f"課題{made.number}を入れました。")
            return redirect("platform_issues", slug)
    return _entry(request, platform, form)


def _entry(request: HttpRequest, platform: Platform, form: Form) -> HttpResponse:
    context = {
        "platform": platform,
        "form": form,
        "errors": form.problems,
        "may_publish": "may_publish" in request.POST,
        "breadcrumbs": [
            *trail(platform)[:-1],
            (platform.name, reverse("platform", args=[platform.slug])),
            ("課題", reverse("platform_issues", args=[platform.slug])),
            ("課題を入れる", None),
        ],
    }
    status = 422 if form.problems else 200
    return render(request, "plans/issue_new.html", context, status=status)


def _refused(form: Form, error: ValidationError) -> None:
    """Put a refusal beside its fields; the two coordinates are one field of the form."""
    if not hasattr(error, "error_dict"):
        form.problems.extend((None, sentence) for sentence in error.messages)
        return
    found = error.message_dict
    if found.pop("latitude", None) or found.pop("longitude", None):
        form.problems.append(("point", "地図の位置が日本の外です。数字を確かめてください。"))
        found.pop("longitude", None)
    for column, sentences in found.items():
        form.problems.extend((column, sentence) for sentence in sentences)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an issue with its story; take the next step where the person may."""
    platform = find(request, slug)
    row = issue_of(actor_of(request), platform, number)
    if row is None:
        raise Http404
    may_write = allowed(request, platform, Permission.WRITE_PLAN)
    may_answer = allowed(request, platform, Permission.ANSWER_PLAN)
    fields = step_fields(row, answers_only=not may_write)
    form = blank(fields, {"code": row.code or ""})
    if request.method == "POST":
        if not (may_write or may_answer):
            raise PermissionDenied
        form = read(fields, request.POST)
        if not form.problems and _step(request, row, form):
            return redirect("platform_issue", slug, number)
    context = {
        "platform": platform,
        "issue": row,
        "form": form,
        "errors": form.problems,
        "may_write": may_write,
        "may_step": may_write or (may_answer and row.status is not IssueStatus.OPEN),
        "breadcrumbs": [
            *trail(platform)[:-1],
            (platform.name, reverse("platform", args=[slug])),
            ("課題", reverse("platform_issues", args=[slug])),
            (f"課題{number}", None),
        ],
        "audience": f"県と{platform.municipality.name}と{platform.name}",
    }
    return render(request, "plans/issue.html", context, status=422 if form.problems else 200)


def _step(request: HttpRequest, row: Issue, form: Form) -> bool:
    values = form.values
    code = values.get("code", "")
    try:
        step_issue(
            issue=row,
            status=IssueStatus.of(values.get("status", IssueStatus.ANSWERED)),
            code=IssueCode.of(code) if code else None,
            text=values["text"],
            department=values.get("department", ""),
            told=bool(values["text"]),
            by=actor_of(request),
            key=key_of(form),
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, "記録しました。")
    return True


@_see
@require_safe
def issue_photo(request: HttpRequest, slug: str, number: int, uuid: uuid.UUID) -> HttpResponseBase:
    """Hand out a photograph, which was stored without its traces."""
    row = issue_of(actor_of(request), find(request, slug), number)
    photo = next((each for each in row.photos.all() if each.uuid == uuid), None) if row else None
    if photo is None or not photo.path.exists():
        raise Http404
    return FileResponse(photo.path.open("rb"), content_type=photo.content_type, headers=_SAFE)


@_see
@require_safe
def issue_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet for the notice board: a QR code that leads to the report."""
    platform = find(request, slug)
    address = f"{settings.PUBLIC_URL}{reverse('public_issue_new', args=[slug])}"
    code = segno.make(address, error="m").svg_inline(
        border=0, svgclass=None, lineclass=None, omitsize=True
    )
    context = {
        "platform": platform,
        "address": address,
        "qr": Markup(code),  # noqa: S704 - drawn by us from our own address
        "breadcrumbs": trail(platform, "課題を知らせる掲示"),
    }
    return render(request, "plans/poster.html", context)
