"""Hold passbooks and cash against the books at the end of a month."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import BankBook, BookFile, BooksYear, MonthCheck
from comipla.books.selectors.balances import balances_of
from comipla.books.selectors.finding import banks_of
from comipla.books.services import check_month
from comipla.cases.uploads import UploadRefused
from comipla.core.access import Permission
from comipla.core.wareki import format_wareki_short
from comipla.programme import clock
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, key_of, sees_books
from comipla.web.views.books.writing import take_file
from comipla.web.year_forms import YearForm


class CheckForm(YearForm):
    """Which bank, on which day, what it shows."""

    fields = (
        ("bank", "text", "通帳・現金", "", True),
        ("on", "date", "確かめた日（月末）", "", True),
        ("balance", "yen", "通帳や数えた現金の残高", "", True),
        ("note", "text", "帳簿とちがうときの訳", "", False),
    )

    def __init__(
        self, typed: Mapping[str, Any] | None, banks: Mapping[str, BankBook], day: date
    ) -> None:
        super().__init__(typed, {"on": format_wareki_short(day)})
        if self.typed and self.raw["bank"] in banks:
            self.values["bank"] = banks[self.raw["bank"]]
        elif self.typed and self.raw["bank"]:
            self.problems.append(("bank", "通帳・現金を一覧から選んでください。"))


@sees_books
@require_http_methods(["GET", "HEAD", "POST"])
def books_months(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The checks so far, the balances now, and the next check."""
    year = find_year(request, slug, code)
    banks = {str(bank.pk): bank for bank in banks_of(year.platform)}
    keeps = Permission.KEEP_BOOKS in actor_of(request).permissions
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    form = CheckForm(
        request.POST if request.method == "POST" else None, banks, _last_month_end(year)
    )
    problems: Problems = list(form.problems)
    if request.method == "POST" and not problems:
        try:
            check = _check(request, year, form)
        except UploadRefused as refusal:
            problems = [("photo", str(refusal))]
        except ValidationError as refusal:
            problems = _problems(refusal)
        else:
            messages.success(request, _told(check))
            return redirect("books_months", slug, code)
    held = balances_of(year)
    checks = year.month_checks.select_related("bank__book", "file", "by")
    context = frame(request, year, "books_months") | {
        "form": form,
        "options": [(key, f"{b.book.name}：{b.name}") for key, b in banks.items()],
        "balances": [(bank, held.get(bank.pk, 0)) for bank in banks.values()],
        "total": sum(held.values()),
        "checks": list(checks),
        "writes": year.is_open and keeps,
        "key": key_of(request) if request.method == "POST" else uuid.uuid4(),
        "errors": problems,
        "wrong": dict(problems),
    }
    return render(request, "books/months.html", context, status=422 if problems else 200)


def _check(request: HttpRequest, year: BooksYear, form: CheckForm) -> MonthCheck:
    upload = request.FILES.get("photo")
    file: BookFile | None = take_file(upload, year, request) if upload else None
    return check_month(
        year=year,
        bank=form.values["bank"],
        on=form.day("on"),
        balance=form.yen("balance"),
        note=form.text("note"),
        file=file,
        by=actor_of(request),
        key=key_of(request),
    )


def _problems(refusal: ValidationError) -> Problems:
    if hasattr(refusal, "error_dict"):
        return [(field, words[0]) for field, words in refusal.message_dict.items()]
    return [(None, sentence) for sentence in refusal.messages]


def _told(check: MonthCheck) -> str:
    if check.difference == 0:
        return f"{check.bank.name}の残高は帳簿と合っています。"
    return f"{check.bank.name}の残高を記録しました。帳簿と{abs(check.difference):,}円ちがいます。"


def _last_month_end(year: BooksYear) -> date:
    """The last day of the month before today, or of the year where that is over."""
    today = clock.today()
    if today > year.ends_on:
        return year.ends_on
    return max(today.replace(day=1) - timedelta(days=1), year.starts_on)
