"""The questionnaire: write a question, move it, take it out, look at the sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comipla.core.access import Permission
from comipla.documents.rendering import UnprintableCharacter
from comipla.surveys.models import Survey, SurveyQuestion
from comipla.surveys.services import (
    give_up_batch,
    move_question,
    print_sheets,
    remove_question,
    save_question,
)
from comipla.web.access import permitted
from comipla.web.registry.forms import Form, blank, read
from comipla.web.surveys.forms import QUESTION, SHEETS, question_initial, question_of
from comipla.web.surveys.sheet_pdf import SAMPLE, sheets_pdf
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of
from comipla.web.views.surveys.finding import Found, writable

_see = permitted(Permission.SEE_PLATFORM)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def survey_question(request: HttpRequest, slug: str, number: int, place: int) -> HttpResponse:
    """Write the question in a place; place 0 adds one."""
    found = writable(request, slug, number)
    row = next((each for each in found.survey.questions.all() if each.number == place), None)
    if row is None and place:
        raise Http404
    if request.method != "POST":
        return _question_page(request, found, row, blank(QUESTION, question_initial(row)))
    form = read(QUESTION, request.POST)
    if not form.problems:
        try:
            saved = save_question(
                survey=found.survey,
                question=question_of(form.values),
                number=place or None,
                by=actor_of(request),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"問{saved.number}を保存しました。")
            return redirect(found.address)
    return _question_page(request, found, row, form)


def _question_page(
    request: HttpRequest, found: Found, row: SurveyQuestion | None, form: Form
) -> HttpResponse:
    title = f"問{row.number}を書く" if row else "問いを加える"
    context = found.context(title) | {
        "title": title,
        "button": "問いを保存する",
        "form": form,
        "errors": form.problems,
        "back": found.address,
    }
    return render(request, "surveys/form.html", context, status=422 if form.problems else 200)


@_see
@require_POST
def survey_order(request: HttpRequest, slug: str, number: int, place: int) -> HttpResponse:
    """Move a question up or down, or take it out, as the pressed button says."""
    found, order = writable(request, slug, number), request.POST.get("order", "")
    try:
        if order == "remove":
            removed = remove_question(survey=found.survey, number=place, by=actor_of(request))
            messages.success(request, f"問い「{removed.text}」を外しました。")
        elif order in ("up", "down"):
            move_question(survey=found.survey, number=place, up=order == "up", by=actor_of(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect(f"{found.address}#questions")


@_see
@require_safe
def survey_sample(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheet as it will be printed, without a code."""
    found = writable(request, slug, number)
    try:
        return _pdf(found.survey, SAMPLE, "見本")
    except UnprintableCharacter as problem:
        messages.warning(request, str(problem))
        return redirect(found.address)


@_see
@require_http_methods(["GET", "HEAD", "POST"])
def survey_sheets(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Print a batch of sheets: the file comes once, with its codes."""
    found = writable(request, slug, number)
    if request.method != "POST":
        return _sheets_page(request, found, blank(SHEETS, {}))
    form = read(SHEETS, request.POST)
    if not form.problems:
        try:
            printed = print_sheets(
                survey=found.survey,
                count=form.values["count"],
                by=actor_of(request),
                key=key_of(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            batch = printed.batch
            return _pdf(found.survey, printed.sheets, f"{batch.first}-{batch.last}")
    return _sheets_page(request, found, form)


def _sheets_page(request: HttpRequest, found: Found, form: Form) -> HttpResponse:
    context = found.context("用紙を印刷する") | {
        "title": "用紙を印刷する",
        "button": "用紙のPDFを作る",
        "form": form,
        "errors": form.problems,
        "back": found.address,
        "notes": (
            "用紙の一枚ずつに、番号と、一度だけ使える符号が付きます。符号は用紙にだけあり、ここには残りません。",
            "PDFはすぐに保存してください。なくしたときは、その束を「使わない」にして、作り直します。",
            "用紙の番号と配る相手を控えないでください。だれの答えか分からなくするためです。",
        ),
    }
    return render(request, "surveys/form.html", context, status=422 if form.problems else 200)


@_see
@require_POST
def survey_batch_end(request: HttpRequest, slug: str, number: int, batch: int) -> HttpResponse:
    """Let no sheet of a lost batch answer any more."""
    found = writable(request, slug, number)
    row = found.survey.batches.filter(pk=batch).first()
    if row is None:
        raise Http404
    try:
        give_up_batch(survey=found.survey, batch=row, by=actor_of(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, f"用紙{row.first}から{row.last}までを、使わないことにしました。")
    return redirect(f"{found.address}#sheets")


def _pdf(survey: Survey, sheets: tuple[tuple[int, str], ...], mark: str) -> HttpResponse:
    name = f"{survey.title}_{mark}.pdf"
    return HttpResponse(
        sheets_pdf(survey, sheets),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(False, name) or "inline",
            "Cache-Control": "no-store",
        },
    )
