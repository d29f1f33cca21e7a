"""Vouchers that wait: for approval, for payment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.books.selectors.finding import waiting
from comipla.core.books import EntryState
from comipla.core.money import format_yen
from comipla.web.views.books.finding import actor_of, find_year, frame, sees_books


@sees_books
@require_safe
def books_approvals(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What waits for a second person, and what waits for the treasurer."""
    year = find_year(request, slug, code)
    entries = list(waiting(actor_of(request), year))
    drafts = [entry for entry in entries if entry.stands is EntryState.DRAFT]
    approved = [entry for entry in entries if entry.stands is EntryState.APPROVED]
    context = frame(request, year, "books_approvals") | {
        "finding": _finding(drafts, approved),
        "sections": [
            ("承認を待っている伝票", "drafts", drafts),
            ("支払・入金の記帳を待っている伝票", "approved", approved),
        ],
    }
    return render(request, "books/approvals.html", context)


def _finding(drafts: list, approved: list) -> str:
    if not drafts and not approved:
        return "待っている伝票はありません"
    total = sum(entry.amount for entry in drafts)
    return f"承認待ち {len(drafts)}件（計 {format_yen(total)}）、記帳待ち {len(approved)}件"
