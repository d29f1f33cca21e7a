"""The page of a voucher: what it says, who did what, what can be done now; its pictures."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comipla.books.models import BookFile, BooksYear, Entry
from comipla.books.selectors.finding import books_of, entry_at
from comipla.books.services import (
    approve_entry,
    pay_entry,
    reverse_entry,
    send_back_entry,
    withdraw_entry,
)
from comipla.core.access import Permission
from comipla.core.books import (
    DEEDS,
    EntryAct,
    Finding,
    Refused,
    acts_open,
)
from comipla.core.wareki import DateError, format_wareki_short, parse_date
from comipla.programme import clock
from comipla.web.views.books.finding import (
    actor_of,
    find_year,
    frame,
    key_of,
    problems_of,
    sees_grants,
    warnings_of,
)


def find_entry(request: HttpRequest, slug: str, code: str, number: int) -> Entry:
    """The voucher at an address if the actor may see it; else 404."""
    entry = entry_at(actor_of(request), find_year(request, slug, code), number)
    if entry is None:
        raise Http404
    return entry


@sees_grants
@require_http_methods(["GET", "HEAD", "POST"])
def books_entry(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Show a voucher, or do to it what a button says."""
    entry = find_entry(request, slug, code, number)
    if request.method != "POST":
        return _page(request, entry)
    deed = _DEEDS.get(request.POST.get("act", ""))
    if deed is None:
        raise Http404
    try:
        answer = deed(request, entry)
    except Refused as refusal:
        return _page(request, find_entry(request, slug, code, number), refusal)
    messages.success(request, answer)
    return redirect("books_entry", slug, code, number)


@sees_grants
@require_safe
def books_receipt(request: HttpRequest, slug: str, code: str, uuid: UUID) -> FileResponse:
    """Hand a picture out to who may see its voucher; always saved and never shown as a page."""
    year = find_year(request, slug, code)
    entries = Entry.objects.visible_to(actor_of(request)).filter(year=year)
    files = BookFile.objects.filter(uuid=uuid, year=year)
    if Permission.SEE_BOOKS not in actor_of(request).permissions:
        files = files.filter(receipt__entry__in=entries)
    file = files.first()
    if file is None or not file.path.exists():
        raise Http404
    return FileResponse(
        file.path.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _approve(request: HttpRequest, entry: Entry) -> str:
    confirmed = request.POST.getlist("confirm")
    approve_entry(entry=entry, by=actor_of(request), confirmed=confirmed)
    return f"第{entry.number}号を承認しました。会計が支払って記帳します。"


def _send_back(request: HttpRequest, entry: Entry) -> str:
    send_back_entry(entry=entry, by=actor_of(request), note=request.POST.get("note", "")[:400])
    return f"第{entry.number}号を差し戻しました。書いた人が直します。"


def _withdraw(request: HttpRequest, entry: Entry) -> str:
    withdraw_entry(entry=entry, by=actor_of(request))
    return f"第{entry.number}号を取り下げました。番号は欠番として残ります。"


def _pay(request: HttpRequest, entry: Entry) -> str:
    confirmed = request.POST.getlist("confirm")
    pay_entry(entry=entry, on=_day(request), by=actor_of(request), confirmed=confirmed)
    return f"第{entry.number}号を出納帳に記帳しました。"


def _reverse(request: HttpRequest, entry: Entry) -> str:
    year = open_year(request, entry.year)
    reason = request.POST.get("reason", "")[:200]
    made = reverse_entry(
        entry=entry, year=year, by=actor_of(request), reason=reason, key=key_of(request)
    )
    return f"第{entry.number}号を取り消す伝票を、第{made.number}号として書きました。承認を待っています。"


_DEEDS: dict[str, Callable[[HttpRequest, Entry], str]] = {
    EntryAct.APPROVE: _approve,
    EntryAct.SEND_BACK: _send_back,
    EntryAct.WITHDRAW: _withdraw,
    EntryAct.PAY: _pay,
    EntryAct.REVERSE: _reverse,
}


def open_year(request: HttpRequest, year: BooksYear) -> BooksYear:
    """The year itself while it is open, else the newest one of the platform."""
    if year.is_open:
        return year
    newest = books_of(actor_of(request), year.platform).select_related("platform__body").first()
    return newest or year


def _day(request: HttpRequest) -> date:
    """The day on which money moved, as it was typed."""
    typed = request.POST.get("on", "").strip()
    try:
        return parse_date(typed)
    except DateError as error:
        sentence = f"お金が動いた日：{error}。"
        raise Refused([Finding("day", "on", sentence, forbids=True)]) from error


def _page(request: HttpRequest, entry: Entry, refusal: Refused | None = None) -> HttpResponse:
    other = getattr(entry, "reversal", None)
    acts = acts_open(
        entry.stands,
        permissions=actor_of(request).permissions,
        year_open=entry.year.is_open,
        is_reversed=other is not None,
        is_reversal=entry.reverses_id is not None,
        is_transfer=entry.transfer is not None,
    )
    errors = problems_of(refusal) if refusal else []
    context = frame(request, entry.year, "books", f"第{entry.number}号") | {
        "entry": entry,
        "reversal": other,
        "receipts": [receipt.file for receipt in entry.receipts.select_related("file")],
        "acts": {act.name.lower(): DEEDS[act] for act in acts},
        "deed": request.POST.get("act", ""),
        "today": format_wareki_short(max(entry.on, min(clock.today(), entry.year.ends_on))),
        "typed": {name: request.POST.get(name, "") for name in ("on", "note", "reason")},
        "key": key_of(request),
        "errors": errors,
        "wrong": dict(errors),
        "warnings": warnings_of(refusal),
        "partner": _partner(entry),
    }
    context["audience"] = _audience(entry)
    return render(request, "books/entry.html", context, status=422 if refusal else 200)


def _partner(entry: Entry) -> Entry | None:
    """The other leg of a transfer."""
    if entry.transfer is None:
        return None
    legs: Any = Entry.objects.for_system("the other leg").filter(
        year_id=entry.year_id, transfer=entry.transfer
    )
    return legs.exclude(pk=entry.pk).select_related("bank").first()


def _audience(entry: Entry) -> str:
    if entry.grant is None:
        return f"{entry.year.platform.name}だけ"
    return f"{entry.year.platform.name}と{entry.year.platform.municipality.name}"
