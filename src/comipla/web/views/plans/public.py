"""What everybody sees, without sign-in: the plan, the report of an issue, the answer to it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comipla.communities.models import Platform
from comipla.communities.selectors import published_platform
from comipla.core.paper_blocks import to_json
from comipla.plans.booklets import booklet_of, booklet_pdf
from comipla.plans.models import Issue
from comipla.plans.selectors.issues import issue_by_receipt
from comipla.plans.selectors.plans import Reading
from comipla.plans.selectors.plans import public_plan as read_public_plan
from comipla.plans.services import report_issue
from comipla.web.access import guessing_limited
from comipla.web.plans.issue_forms import PUBLIC, TRAP, hints_of, pictures_of, report_of
from comipla.web.registry.forms import Form, blank, read
from comipla.web.views.registry.editing import key_of

_TRAPPED = "「この欄には書かない」の欄に文字が入っています。消してから、もう一度送ってください。"


@require_http_methods(["GET", "HEAD", "POST"])
@guessing_limited("report")
def public_issue_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Report an issue: one page, one thing that has to be filled in, no name."""
    platform = _published(slug)
    if request.method != "POST":
        return _report(request, platform, blank(PUBLIC, {}))
    form = read(PUBLIC, request.POST)
    if request.POST.get(TRAP):
        form.problems.append((TRAP, _TRAPPED))
    hints = hints_of(form)
    sure = request.POST.get("sure") == "1" and request.POST.get("hinted") == "".join(hints)
    if form.problems or (hints and not sure):
        return _report(request, platform, form, hints)
    made = _take(request, platform, form)
    if made is None:
        return _report(request, platform, form, hints)
    return redirect("public_issue", slug, made.shown_receipt)


def _take(request: HttpRequest, platform: Platform, form: Form) -> Issue | None:
    try:
        return report_issue(
            platform=platform,
            report=report_of(form.values, form),
            by=None,
            key=key_of(form),
            pictures=pictures_of(
                request.FILES.getlist("photos"), may_publish="may_publish" in request.POST
            ),
        )
    except ValidationError as refusal:
        form.problems.extend(_sentences(refusal))
        return None


def _sentences(error: ValidationError) -> list[tuple[str | None, str]]:
    if not hasattr(error, "error_dict"):
        return [(None, sentence) for sentence in error.messages]
    return [(name, each) for name, found in error.message_dict.items() for each in found]


def _report(
    request: HttpRequest, platform: Platform, form: Form, hints: tuple[str, ...] = ()
) -> HttpResponse:
    context = _around(platform) | {
        "form": form,
        "errors": form.problems,
        "hints": hints,
        "trap": TRAP,
        "may_publish": "may_publish" in request.POST,
    }
    status = 422 if form.problems or hints else 200
    return render(request, "plans/public_report.html", context, status=status)


@never_cache
@require_safe
@guessing_limited("receipt")
def public_issue(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """What became of a report, for whoever holds its receipt."""
    platform = _published(slug)
    issue = issue_by_receipt(platform, receipt)
    if issue is None:
        return render(
            request,
            "plans/public_find.html",
            _around(platform) | {"receipt": receipt, "missing": True},
            status=404,
        )
    told = [step for step in issue.steps.all() if step.told and step.text]
    context = _around(platform) | {"issue": issue, "told": told}
    return render(request, "plans/public_issue.html", context)


@require_safe
def public_issue_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the receipt, and lead to its answer."""
    platform = _published(slug)
    receipt = "".join(c for c in request.GET.get("receipt", "").upper() if c.isalnum())
    if receipt:
        return redirect("public_issue", slug, receipt)
    context = _around(platform) | {"receipt": "", "missing": False}
    return render(request, "plans/public_find.html", context)


@require_safe
def public_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan in large type: the version in force, or the draft that is open for opinions."""
    platform, reading = _read(slug)
    content = booklet_of(reading, platform)
    context = _around(platform) | {
        "plan": reading.plan,
        "content": content,
        "chapters": to_json(content)["annexes"],
    }
    return render(request, "plans/public_plan.html", context)


@require_safe
def public_plan_file(_request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a booklet to print."""
    platform, reading = _read(slug)
    return pdf_response(reading, platform)


def pdf_response(reading: Reading, platform: Platform) -> HttpResponse:
    """The booklet as a file that opens in the browser."""
    name = f"{reading.plan.title}_第{reading.plan.version}版.pdf"
    disposition = content_disposition_header(False, name) or "inline"
    return HttpResponse(
        booklet_pdf(reading, platform),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition},
    )


def _read(slug: str) -> tuple[Platform, Reading]:
    platform = _published(slug)
    reading = read_public_plan(platform)
    if reading is None:
        raise Http404
    return platform, reading


def _published(slug: str) -> Platform:
    platform = published_platform(slug)
    if platform is None:
        raise Http404
    return platform


def _around(platform: Platform) -> dict[str, object]:
    return {
        "platform": platform,
        "phone": platform.municipality.phone,
        "office": platform.municipality.name,
    }
