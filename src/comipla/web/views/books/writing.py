"""Write a voucher, on a phone beside the till as well as at a desk; move money between banks."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import AccountCode, BookFile, BooksYear, Entry
from comipla.books.selectors.finding import banks_of, grants_of
from comipla.books.services import attach_receipt, edit_entry, keep_file, write_entry
from comipla.cases.uploads import HEIC, JPEG, PDF, PNG, UploadRefused, examine
from comipla.core.access import Permission
from comipla.core.books import EntryState, Refused, Side
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.books.forms import EntryForm, Problems, blank, initial_of
from comipla.web.views.books.finding import (
    actor_of,
    find_year,
    frame,
    key_of,
    problems_of,
    warnings_of,
)
from comipla.web.views.books.voucher import find_entry

PROOFS = (PDF, JPEG, PNG, HEIC)
"""Files that prove a payment: a picture or a scan."""

_enters = permitted(Permission.ENTER_MONEY)


@_enters
@require_http_methods(["GET", "HEAD", "POST"])
def books_entry_new(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write a voucher with its receipt."""
    year = find_year(request, slug, code)
    given = request.POST.get("side") or request.GET.get("side")
    side = Side.INCOME if given == Side.INCOME.value else Side.EXPENSE
    form = _form(request, year, side)
    if request.method != "POST":
        return _page(request, year, form, key=uuid.uuid4())
    return _write(request, year, form, None)


@_enters
@require_http_methods(["GET", "HEAD", "POST"])
def books_entry_edit(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Change a draft."""
    entry = find_entry(request, slug, code, number)
    year = entry.year
    if entry.stands is not EntryState.DRAFT or entry.reverses_id or entry.transfer is not None:
        messages.info(request, "この伝票は直せません。下の「できること」を見てください。")
        return redirect("books_entry", slug, code, number)
    form = _form(request, year, Side(entry.side), entry)
    if request.method != "POST":
        return _page(request, year, form, key=entry.key, entry=entry)
    return _write(request, year, form, entry)


def _form(
    request: HttpRequest, year: BooksYear, side: Side, entry: Entry | None = None
) -> EntryForm:
    banks = list(banks_of(year.platform))
    return EntryForm(
        request.POST if request.method == "POST" else None,
        side=side,
        accounts=list(AccountCode.objects.filter(platform=year.platform)),
        banks=banks,
        grants=list(grants_of(year.platform)),
        initial=initial_of(entry) if entry else blank(clock.today(), banks),
    )


def _write(
    request: HttpRequest, year: BooksYear, form: EntryForm, entry: Entry | None
) -> HttpResponse:
    """Keep the files first, so that a photo taken once survives a question about the voucher."""
    key = key_of(request)
    kept, refused = _take_files(request, year)
    problems: Problems = [*form.problems, *refused]
    warnings: list[tuple[str, str]] = []
    if not problems:
        try:
            stored = _store(request, year, form, entry, kept, key)
        except Refused as refusal:
            problems, warnings = problems_of(refusal), warnings_of(refusal)
        else:
            messages.success(
                request,
                f"第{stored.number}号の伝票を書きました。ほかの役員の承認を待っています。",
            )
            return redirect("books_entry", year.platform.slug, year.code, stored.number)
    return _page(
        request,
        year,
        form,
        key=key,
        entry=entry,
        problems=problems,
        warnings=warnings,
        kept=kept,
    )


@transaction.atomic
def _store(
    request: HttpRequest,
    year: BooksYear,
    form: EntryForm,
    entry: Entry | None,
    kept: list[BookFile],
    key: uuid.UUID,
) -> Entry:
    actor, confirmed = actor_of(request), request.POST.getlist("confirm")
    if entry is None:
        stored = write_entry(year=year, draft=form.draft, by=actor, key=key, confirmed=confirmed)
    else:
        stored = edit_entry(entry=entry, draft=form.draft, by=actor, confirmed=confirmed)
    for file in kept:
        attach_receipt(entry=stored, file=file, by=actor)
    return stored


def take_file(upload: UploadedFile, year: BooksYear, request: HttpRequest) -> BookFile:
    """Keep an uploaded picture or scan. Raises UploadRefused with a sentence for the person."""
    name = upload.name or "領収書"
    kind = examine(cast(Any, upload.file), name=name, size=upload.size or 0)
    if kind not in PROOFS:
        raise UploadRefused(f"「{name}」は{kind.label}です。写真かPDFを選んでください。")
    upload.seek(0)
    return keep_file(
        year=year,
        name=name,
        media_type=kind.media_type,
        data=upload.read(),
        by=actor_of(request),
    )


def _take_files(request: HttpRequest, year: BooksYear) -> tuple[list[BookFile], Problems]:
    """Files sent now and those kept while a question was answered; only one's own."""
    problems: Problems = []
    taken: dict[int, BookFile] = {}
    codes = [code for code in request.POST.getlist("kept") if len(code) == 32 and code.isalnum()]
    own = BookFile.objects.filter(
        year=year, uploaded_by_id=actor_of(request).person_id, receipt=None
    )
    for file in own.filter(uuid__in=[_uuid(code) for code in codes if _uuid(code)]):
        taken[file.pk] = file
    for upload in request.FILES.getlist("receipt"):
        try:
            file = take_file(upload, year, request)
        except UploadRefused as refusal:
            problems.append(("receipt", str(refusal)))
        else:
            taken[file.pk] = file
    return list(taken.values()), problems


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    year: BooksYear,
    form: EntryForm,
    *,
    key: uuid.UUID,
    entry: Entry | None = None,
    problems: Problems | None = None,
    warnings: list[tuple[str, str]] | None = None,
    kept: list[BookFile] | None = None,
) -> HttpResponse:
    title = f"第{entry.number}号の伝票を直す" if entry else f"{form.side.label}の伝票を書く"
    errors = problems or []
    context = frame(request, year, "books", title) | {
        "title": title,
        "form": form,
        "key": key,
        "entry": entry,
        "errors": errors,
        "wrong": dict(errors),
        "warnings": warnings or [],
        "kept": kept or [],
        "accept": ".pdf,.jpg,.jpeg,.png,.heic,.heif",
    }
    return render(request, "books/entry_form.html", context, status=422 if errors else 200)
