"""The plan of a year's money: first plan and revised plan, on one page."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import AccountCode, Book, BooksYear, BudgetLine
from comipla.books.services import Plan, planned_again, set_budget
from comipla.core.access import Permission
from comipla.core.books import Side
from comipla.core.money import MoneyError, Yen, format_yen, parse_yen
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, sees_books


class Cell(NamedTuple):
    """A line of the form: its account, what stands there, what the plan was first."""

    account: AccountCode
    top: str
    typed: str
    remark: str
    original: Yen


@sees_books
@require_http_methods(["GET", "HEAD", "POST"])
def books_budget(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the plan; write it where one may."""
    year = find_year(request, slug, code)
    if request.method == "POST" and Permission.ENTER_MONEY not in actor_of(request).permissions:
        raise PermissionDenied
    books = list(Book.objects.filter(platform=year.platform))
    asked = request.POST.get("book") or request.GET.get("book", "")
    book = next((each for each in books if str(each.pk) == asked), books[0])
    accounts = list(AccountCode.objects.filter(platform=year.platform))
    above = {account.parent for account in accounts}
    leaves = [account for account in accounts if account.code not in above]
    if request.method != "POST":
        return _page(request, year, books, book, leaves, [])
    if "copy" in request.POST:
        count = planned_again(year)
        messages.success(request, f"前の年度の予算から{count}行を写しました。額を直してください。")
        return redirect("books_budget", slug, code)
    plan, problems = _read(request, leaves)
    if not problems:
        try:
            set_budget(
                year=year,
                book=book,
                plan=plan,
                by=actor_of(request),
                revise="revise" in request.POST,
            )
        except ValidationError as refusal:
            problems = [(None, refusal.messages[0])]
        else:
            messages.success(request, f"{book.name}の予算を書きました。")
            return redirect(f"{request.path}?book={book.pk}")
    return _page(request, year, books, book, leaves, problems)


def _read(request: HttpRequest, leaves: list[AccountCode]) -> tuple[dict[int, Plan], Problems]:
    plan: dict[int, Plan] = {}
    problems: Problems = []
    for account in leaves:
        typed = request.POST.get(f"amount-{account.code}", "").strip()
        try:
            amount = parse_yen(typed) if typed else 0
        except MoneyError as error:
            problems.append((f"amount-{account.code}", f"{account.label}：{error}。"))
            continue
        plan[account.pk] = Plan(amount, request.POST.get(f"remark-{account.code}", ""))
    return plan, problems


def _page(
    request: HttpRequest,
    year: BooksYear,
    books: list[Book],
    book: Book,
    leaves: list[AccountCode],
    errors: Problems,
) -> HttpResponse:
    lines = {line.account_id: line for line in BudgetLine.objects.filter(year=year, book=book)}
    tops = {a.code: a.label for a in AccountCode.objects.filter(platform=year.platform, parent="")}
    cells = [_cell(request, account, lines.get(account.pk), tops) for account in leaves]
    totals = {
        side: sum(
            line.plain.current
            for line in lines.values()
            for account in leaves
            if account.pk == line.account_id and account.side == side.value
        )
        for side in Side
    }
    income, expense = totals[Side.INCOME], totals[Side.EXPENSE]
    context = frame(request, year, "books_budget") | {
        "book": book,
        "books": books,
        "planned": bool(lines),
        "sides": [(s, [c for c in cells if c.account.side == s.value], totals[s]) for s in Side],
        "writes": year.is_open and Permission.ENTER_MONEY in actor_of(request).permissions,
        "finding": _finding(year, book, income, expense, bool(lines)),
        "errors": errors,
        "wrong": dict(errors),
    }
    return render(request, "books/budget.html", context, status=422 if errors else 200)


def _cell(
    request: HttpRequest, account: AccountCode, line: BudgetLine | None, tops: dict[str, str]
) -> Cell:
    stored = str(line.plain.current) if line and line.plain.current else ""
    remark = line.remark if line else ""
    return Cell(
        account,
        tops.get(account.parent, ""),
        request.POST.get(f"amount-{account.code}", stored),
        request.POST.get(f"remark-{account.code}", remark),
        line.original if line else 0,
    )


def _finding(year: BooksYear, book: Book, income: Yen, expense: Yen, planned: bool) -> str:
    name = f"{year.fiscal.label} {book.name}の予算"
    if not planned:
        return f"{name}はまだ入っていません"
    if income == expense:
        return f"{name} 収入・支出とも {format_yen(income)}"
    return (
        f"{name} 収入 {format_yen(income)}と支出 {format_yen(expense)}が"
        f"{format_yen(abs(income - expense))}ちがいます"
    )
