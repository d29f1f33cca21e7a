"""The cash book of a year."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.books.models import AccountCode, BooksYear, Entry
from comipla.books.selectors.balances import booked
from comipla.books.selectors.cash_book import CashBook, Sieve, cash_book
from comipla.books.selectors.finding import banks_of, grants_of, waiting
from comipla.core.access import Permission
from comipla.core.books import Side
from comipla.core.money import format_yen
from comipla.web.access import permitted
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.environment import querystring
from comipla.web.exports import Field, Kind, Sheet
from comipla.web.views.books.finding import actor_of, find_year, frame, sees_books


@sees_books
@require_safe
def books(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Booked vouchers in order, sieved by the address."""
    year = find_year(request, slug, code)
    sieve = _sieve(request.GET)
    shown = cash_book(year, sieve, page=_number(request.GET.get("page", "")) or 1)
    banks = list(banks_of(year.platform))
    context = frame(request, year, "books") | {
        "finding": _finding(year, shown, sieve),
        "shown": shown,
        "sieve": sieve,
        "banks": banks,
        "grants": list(grants_of(year.platform)),
        "accounts": list(AccountCode.objects.filter(platform=year.platform)),
        "open_count": waiting(actor_of(request), year).count(),
        "files": _files(year, request.GET),
    }
    return render(request, "books/cash.html", context)


@permitted(Permission.SEE_BOOKS)
@require_safe
def books_file(request: HttpRequest, slug: str, code: str, form: str) -> HttpResponseBase:
    """The cash book as sieved, as CSV or workbook."""
    year = find_year(request, slug, code)
    sieve = _sieve(request.GET)
    entries = (
        sieve(booked(year))
        .select_related("account", "bank__book", "grant")
        .order_by("paid_on", "number")
    )
    finding = f"{year.platform.name} {year.fiscal.label}の出納帳"
    sheets = [
        Sheet("出納帳", ENTRY_FIELDS, entries.iterator(chunk_size=2_000)),
        about_sheet([("内容", finding)]),
    ]
    back = f"{reverse('books', args=[slug, code])}{querystring(request.GET)}"
    return download(request, form, sheets, back=back, others=_files(year, request.GET))


def _files(year: BooksYear, query: QueryDict) -> Files:
    args = (year.platform.slug, year.code)
    csv, xlsx = (reverse("books_file", args=[*args, form]) for form in ("csv", "xlsx"))
    sieved = {"page": None}
    return Files(
        csv=f"{csv}{querystring(query, sieved)}",
        xlsx=f"{xlsx}{querystring(query, sieved)}",
        cp932=f"{csv}{querystring(query, sieved, encoding='shift_jis')}",
    )


def _sieve(query: QueryDict) -> Sieve:
    """What the address asks for; what cannot be read is left out."""
    month = _number(query.get("month", ""))
    return Sieve(
        bank=_number(query.get("bank", "")),
        book=_number(query.get("book", "")),
        account=query.get("account", "")[:8],
        grant=_number(query.get("grant", "")),
        month=month if month in range(1, 13) else None,
        text=query.get("q", "").strip()[:60],
        without_transfers="whole" in query,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _finding(year: BooksYear, shown: CashBook, sieve: Sieve) -> str:
    what = "出納帳" if sieve.whole_bank else "出納帳（しぼり込み）"
    if not shown.count:
        return f"{year.fiscal.label}の{what}に、記帳した伝票はありません"
    return (
        f"{year.fiscal.label}の{what} {shown.count:,}件、収入 {format_yen(shown.income)}、"
        f"支出 {format_yen(shown.expense)}"
    )


def _account(entry: Entry) -> str:
    return entry.account.label if entry.account else "振替"


def _amount(side: Side) -> Any:
    return lambda entry: entry.amount if entry.side == side.value else None


ENTRY_FIELDS = (
    Field("伝票番号", Kind.NUMBER, lambda entry: entry.number),
    Field("日付", Kind.DATE, lambda entry: entry.paid_on),
    Field("会計", Kind.TEXT, lambda entry: entry.bank.book.name),
    Field("通帳・現金", Kind.TEXT, lambda entry: entry.bank.name),
    Field("科目コード", Kind.TEXT, lambda entry: entry.account.code if entry.account else ""),
    Field("科目", Kind.TEXT, _account),
    Field("相手", Kind.TEXT, lambda entry: entry.payee),
    Field("内容", Kind.TEXT, lambda entry: entry.memo),
    Field("収入", Kind.YEN, _amount(Side.INCOME)),
    Field("支出", Kind.YEN, _amount(Side.EXPENSE)),
    Field("交付金・補助金", Kind.TEXT, lambda entry: entry.grant.name if entry.grant else ""),
    Field("部会・行事", Kind.TEXT, lambda entry: entry.group),
    Field("状態", Kind.TEXT, lambda entry: entry.stands.label),
)
