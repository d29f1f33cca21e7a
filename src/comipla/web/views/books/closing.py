"""Close a year, audit it, have it approved, publish it; the audit kit; the papers as PDF."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from comipla.books.models import BookPaper, BooksYear
from comipla.books.papers import PaperKind, build_paper
from comipla.books.services import (
    SERIES,
    Signature,
    advance_books,
    points_of,
    reopen_asked,
)
from comipla.core.access import Actor, Permission
from comipla.core.books import (
    YEAR_STEPS,
    PointState,
    YearAct,
    YearState,
    may_close,
    year_acts_open,
)
from comipla.core.papers import Seal
from comipla.core.wareki import DateError, format_wareki_short, parse_date
from comipla.documents.selectors import pdf_of
from comipla.documents.services import preview
from comipla.programme import clock
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, key_of, sees_books

_STEPS = [state.label for state in YearState]
GOOD_OPINION = "帳簿、証拠書類、通帳を確かめた結果、会計は正しく処理されていました。"


@sees_books
@require_http_methods(["GET", "HEAD", "POST"])
def books_closing(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The audit kit, and the next step of the year."""
    year = find_year(request, slug, code)
    if request.method != "POST":
        return _page(request, year, [])
    if request.POST.get("act", "") not in YearAct.__members__:
        raise Http404
    act = YearAct[request.POST["act"]]
    if YEAR_STEPS[act].needed not in actor_of(request).permissions:
        raise PermissionDenied
    try:
        _advance(request, year, act)
    except ValidationError as refusal:
        return _page(request, year, _problems(refusal))
    except DateError as error:
        return _page(request, year, [("on", f"{error}。")])
    messages.success(request, YEAR_STEPS[act].done)
    return redirect("books_closing", slug, code)


def _advance(request: HttpRequest, year: BooksYear, act: YearAct) -> None:
    typed = request.POST
    signature = Signature(
        signers=typed.get("signers", ""),
        opinion=typed.get("opinion", ""),
        seen=typed.getlist("seen"),
    )
    day = typed.get("on", "").strip()
    advance_books(
        year=year,
        act=act,
        by=actor_of(request),
        key=key_of(request),
        on=parse_date(day) if day else None,
        note=typed.get("note", ""),
        signature=signature if act is YearAct.AUDIT else None,
    )


def _problems(refusal: ValidationError) -> Problems:
    if hasattr(refusal, "error_dict"):
        return [(field, words[0]) for field, words in refusal.message_dict.items()]
    return [(None, sentence) for sentence in refusal.messages]


def _page(request: HttpRequest, year: BooksYear, errors: Problems) -> HttpResponse:
    points = points_of(year)
    open_points = [point for point in points if point.state is PointState.OPEN]
    asked = reopen_asked(year)
    acts = year_acts_open(
        year.stands, permissions=actor_of(request).permissions, reopen_asked=asked
    )
    context = frame(request, year, "books_closing") | {
        "finding": _finding(year, len(open_points)),
        "points": points,
        "steps": _STEPS,
        "at": list(YearState).index(year.stands) + 1,
        "acts": {act.name.lower(): YEAR_STEPS[act].button for act in acts},
        "closable": may_close(points),
        "asked": asked,
        "events": [(YEAR_STEPS[YearAct(e.kind)].button, e) for e in _events(year)],
        "report": year.audit_reports.first(),
        "issued": list(year.papers.select_related("paper")),
        "drafts": [kind for kind in PaperKind if kind is not PaperKind.AUDIT],
        "kinds": {kind.value: kind.label for kind in PaperKind},
        "typed": {
            "on": request.POST.get("on") or format_wareki_short(clock.today()),
            "signers": request.POST.get("signers", actor_of(request).name),
            "opinion": request.POST.get("opinion", GOOD_OPINION),
            "note": request.POST.get("note", ""),
            "seen": request.POST.getlist("seen"),
        },
        "key": key_of(request) if request.method == "POST" else uuid.uuid4(),
        "errors": errors,
        "wrong": dict(errors),
    }
    return render(request, "books/closing.html", context, status=422 if errors else 200)


def _events(year: BooksYear) -> Any:
    return year.events.select_related("by").order_by("-id")


def _finding(year: BooksYear, count: int) -> str:
    name = f"{year.fiscal.label}の帳簿は「{year.stands.label}」です"
    if year.is_open and count:
        return f"{name}。締める前に直すところが{count}か所あります"
    return name


@sees_books
@require_safe
def books_paper(request: HttpRequest, slug: str, code: str, kind: str) -> HttpResponse:
    """A paper as PDF: the one that was issued, else a draft (案) as the books stand now."""
    year = find_year(request, slug, code)
    if kind not in {each.value for each in PaperKind}:
        raise Http404
    data = _pdf(year, PaperKind(kind), actor_of(request))
    name = content_disposition_header(
        as_attachment=False,
        filename=f"{year.platform.name}_{year.fiscal.label}{PaperKind(kind).label}.pdf",
    )
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": name or "inline"},
    )


def _pdf(year: BooksYear, kind: PaperKind, actor: Actor) -> bytes:
    issued = BookPaper.objects.filter(year=year, kind=kind.value).select_related("paper__issuer")
    latest = issued.first()
    if latest is not None:
        return pdf_of(latest.paper)
    if kind is PaperKind.AUDIT and Permission.AUDIT_BOOKS not in actor.permissions:
        raise Http404
    return preview(
        content=build_paper(year, kind, points=points_of(year) if kind is PaperKind.AUDIT else ()),
        issuer=year.platform.body,
        on=clock.today(),
        series=SERIES,
        seal=Seal.OMITTED,
    )
