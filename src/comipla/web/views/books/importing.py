"""Read vouchers from a sheet: what it says is shown first, then drafts are made of all of it."""

import uuid
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import BooksYear
from comipla.books.selectors.finding import banks_of, grants_of
from comipla.books.selectors.judging import accounts_of
from comipla.books.services import import_entries
from comipla.cases.uploads import TEXT, XLSX, UploadRefused, examine
from comipla.core.access import Permission
from comipla.core.books import EntrySheet, Known, Refused, read_entries
from comipla.programme.spreadsheets import SpreadsheetError, read_grids
from comipla.web.access import permitted
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, key_of, problems_of


@permitted(Permission.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def books_import(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a sheet in whole, or say cell by cell what stands in the way."""
    year = find_year(request, slug, code)
    if request.method != "POST":
        return _page(request, year, [])
    try:
        sheet = _read(request, year)
    except (UploadRefused, SpreadsheetError) as refused:
        return _page(request, year, [("file", str(refused))])
    if sheet.problems:
        return _page(request, year, [("file", p.sentence) for p in sheet.problems])
    if not sheet.rows:
        return _page(request, year, [("file", "伝票が1件もありません。行を書いてください。")])
    try:
        stored = import_entries(
            year=year, rows=sheet.rows, by=actor_of(request), key=key_of(request)
        )
    except Refused as refusal:
        return _page(request, year, problems_of(refusal))
    messages.success(request, f"{len(stored)}件の伝票を取り込みました。承認を待っています。")
    return redirect("books_approvals", slug, code)


def _read(request: HttpRequest, year: BooksYear) -> EntrySheet:
    """The sheet as read. Raises UploadRefused and SpreadsheetError."""
    file = request.FILES.get("file")
    if file is None:
        raise UploadRefused("取り込むファイルを選んでください。")
    name = file.name or "伝票"
    kind = examine(cast(BinaryIO, file.file), name=name, size=file.size or 0)
    if kind not in (XLSX, TEXT):
        raise UploadRefused(
            f"「{name}」は{kind.label}です。Excel（xlsx）かCSVで保存し直して選んでください。"
        )
    file.seek(0)
    known = Known(
        accounts=accounts_of(year),
        banks=[bank.name for bank in banks_of(year.platform)],
        grants=[grant.name for grant in grants_of(year.platform)],
    )
    return read_entries(read_grids(file.read(), name), known)


def _page(request: HttpRequest, year: BooksYear, errors: Problems) -> HttpResponse:
    context = frame(request, year, "books", "伝票を取り込む") | {
        "key": key_of(request) if request.method == "POST" else uuid.uuid4(),
        "errors": errors,
    }
    return render(request, "books/import.html", context, status=422 if errors else 200)
