"""What the books stand on: sets of accounts, banks and who holds them, accounts, grants, limits."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import AccountCode, BankBook, Book, BooksYear
from comipla.books.selectors.finding import banks_of, grants_of
from comipla.books.services import (
    add_account,
    add_bank,
    add_book,
    add_grant,
    change_holders,
    set_rules,
)
from comipla.core.access import Permission
from comipla.core.books import check_holders
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, sees_books
from comipla.web.year_forms import YearForm


class GrantForm(YearForm):
    """A grant to tag money with."""

    fields = (
        ("name", "text", "交付金・補助金の名前", "", True),
        ("giver", "text", "交付する者", "", True),
        ("amount", "yen", "交付決定額", "", True),
        (
            "decided_on",
            "date",
            "交付決定日",
            "これより前の領収書は、この交付金では払えません。",
            True,
        ),
        ("ends_on", "date", "使える最後の日", "", False),
        ("purpose", "text", "使いみち", "", False),
        ("case_number", "text", "県の案件番号", "県の補助金が元のときに入れます。", False),
    )


class RulesForm(YearForm):
    """The platform's own limits."""

    fields = (
        ("receipt_above", "yen", "領収書の要る額", "この額以上の支払に要ります。", True),
        ("cash_limit", "yen", "手もとの現金の限度額", "現金を持たないときは0にします。", True),
    )


@sees_books
@require_http_methods(["GET", "HEAD", "POST"])
def books_setting(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show and settle what the books stand on; each small form does one thing."""
    year = find_year(request, slug, code)
    if request.method != "POST":
        return _page(request, year, "", [])
    part = request.POST.get("part", "")
    settle = _PARTS.get(part)
    if settle is None:
        raise Http404
    if _NEEDED[part] not in actor_of(request).permissions:
        raise PermissionDenied
    try:
        done = settle(request, year)
    except ValidationError as refusal:
        return _page(request, year, part, _problems(refusal))
    messages.success(request, done)
    return redirect("books_setting", slug, code)


def _problems(refusal: ValidationError) -> Problems:
    if hasattr(refusal, "error_dict"):
        return [(field, words[0]) for field, words in refusal.message_dict.items()]
    return [(None, sentence) for sentence in refusal.messages]


def _book(request: HttpRequest, year: BooksYear) -> str:
    book = add_book(
        platform=year.platform, name=request.POST.get("book_name", ""), by=actor_of(request)
    )
    return f"会計「{book.name}」があります。"


def _bank(request: HttpRequest, year: BooksYear) -> str:
    books = Book.objects.filter(platform=year.platform)
    typed = request.POST.get("book", "")
    book = (
        books.filter(pk=typed).select_related("platform__body").first() if _is_id(typed) else None
    )
    kind = request.POST.get("kind", "")
    if book is None or kind not in BankBook.Kind.values:
        raise ValidationError({"bank_name": "会計と種類を一覧から選んでください。"})
    bank = add_bank(
        book=book, kind=kind, name=request.POST.get("bank_name", ""), by=actor_of(request)
    )
    return f"{bank.get_kind_display()}「{bank.name}」があります。"


def _holders(request: HttpRequest, year: BooksYear) -> str:
    typed = request.POST.get("bank", "")
    bank = (
        banks_of(year.platform).select_related("book__platform__body").filter(pk=typed).first()
        if _is_id(typed)
        else None
    )
    if bank is None:
        raise ValidationError("通帳・現金を一覧から選んでください。")
    change_holders(
        bank=bank,
        passbook=request.POST.get("passbook", ""),
        seal=request.POST.get("seal", ""),
        by=actor_of(request),
    )
    for finding in check_holders(bank.passbook_holder, bank.seal_holder):
        messages.warning(request, finding.sentence)
    return f"{bank.name}を持つ人を書きました。"


def _account(request: HttpRequest, year: BooksYear) -> str:
    account = add_account(
        platform=year.platform,
        parent=request.POST.get("parent", ""),
        label=request.POST.get("label", ""),
        by=actor_of(request),
    )
    return f"科目「{account.label}」があります。"


def _grant(request: HttpRequest, year: BooksYear) -> str:
    form = GrantForm(request.POST)
    if form.problems:
        raise ValidationError({name or "name": words for name, words in form.problems})
    grant = add_grant(platform=year.platform, by=actor_of(request), **form.values)
    return f"「{grant.name}」を、伝票に付けられるようになりました。"


def _rules(request: HttpRequest, year: BooksYear) -> str:
    form = RulesForm(request.POST)
    if form.problems:
        raise ValidationError({name or "receipt_above": words for name, words in form.problems})
    if not year.is_open:
        raise ValidationError("この年度は締めてあるので、決まりを変えられません。")
    set_rules(year=year, by=actor_of(request), **form.values)
    return "決まりを変えました。"


_PARTS: Mapping[str, Callable[[HttpRequest, BooksYear], str]] = {
    "book": _book,
    "bank": _bank,
    "holders": _holders,
    "account": _account,
    "grant": _grant,
    "rules": _rules,
}
_NEEDED = dict.fromkeys(_PARTS, Permission.KEEP_BOOKS) | {"grant": Permission.ENTER_MONEY}


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= 12


def _page(request: HttpRequest, year: BooksYear, part: str, errors: Problems) -> HttpResponse:
    accounts = list(AccountCode.objects.filter(platform=year.platform))
    rules: Any = {"receipt_above": str(year.receipt_above), "cash_limit": str(year.cash_limit)}
    grant_typed = request.POST if part == "grant" else None
    context = frame(request, year, "books_setting") | {
        "part": part,
        "books": list(Book.objects.filter(platform=year.platform)),
        "banks": [
            (bank, check_holders(bank.passbook_holder, bank.seal_holder))
            for bank in banks_of(year.platform)
        ],
        "kinds": BankBook.Kind.choices,
        "accounts": accounts,
        "tops": [(a.code, f"{a.plain.side.label}：{a.label}") for a in accounts if not a.parent],
        "grants": list(grants_of(year.platform)),
        "grant_form": GrantForm(grant_typed),
        "rules_form": RulesForm(request.POST if part == "rules" else None, rules),
        "errors": errors,
        "wrong": dict(errors),
    }
    return render(request, "books/setting.html", context, status=422 if errors else 200)
