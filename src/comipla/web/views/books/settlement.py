"""The statement of a year: whole, of one set of accounts, of one grant; every total leads on."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.books.models import Book, BooksYear, Grant
from comipla.books.selectors.finding import grants_of
from comipla.books.selectors.settling import statement_of
from comipla.core.books import Side
from comipla.core.money import format_yen
from comipla.web.views.books.finding import find_year, frame, sees_books


@sees_books
@require_safe
def books_settlement(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """収支決算書, on the screen and on paper."""
    year = find_year(request, slug, code)
    books = list(Book.objects.filter(platform=year.platform))
    grants = list(grants_of(year.platform))
    book, grant = _chosen(request.GET, books, grants)
    statement = statement_of(
        year, book=book.pk if book else None, grant=grant.pk if grant else None
    )
    which = grant.name if grant else book.name if book else "全会計"
    context = frame(request, year, "books_settlement") | {
        "statement": statement,
        "which": which,
        "grant": grant,
        "title": f"{year.fiscal.label}収支決算書（{which}）",
        "sides": [(side, statement.lines(side)) for side in Side],
        "behind": _behind(year, book, grant),
        "choices": _choices(books, grants, book, grant),
        "left": format_yen(statement.carry),
    }
    return render(request, "books/settlement.html", context)


def _chosen(
    query: QueryDict, books: list[Book], grants: list[Grant]
) -> tuple[Book | None, Grant | None]:
    """The set of accounts or the grant that the address names; 404 for a foreign one."""
    named = {f"book={book.pk}": book for book in books}
    tagged = {f"grant={grant.pk}": grant for grant in grants}
    if "grant" in query:
        grant = tagged.get(f"grant={query['grant']}")
        if grant is None:
            raise Http404
        return None, grant
    if "book" in query:
        book = named.get(f"book={query['book']}")
        if book is None:
            raise Http404
        return book, None
    return None, None


def _choices(
    books: list[Book], grants: list[Grant], book: Book | None, grant: Grant | None
) -> list[dict[str, object]]:
    """Links to the statements there are."""
    choices: list[dict[str, object]] = [
        {"label": "全会計", "href": "?", "current": book is None and grant is None}
    ]
    if len(books) > 1:
        choices += [
            {"label": each.name, "href": f"?book={each.pk}", "current": each == book}
            for each in books
        ]
    choices += [
        {"label": each.name, "href": f"?grant={each.pk}", "current": each == grant}
        for each in grants
    ]
    return choices


def _behind(year: BooksYear, book: Book | None, grant: Grant | None) -> str:
    """The beginning of the address of the vouchers behind a line; its account comes after it."""
    query: dict[str, object] = {}
    if grant is not None:
        query["grant"] = grant.pk
    elif book is not None:
        query["book"] = book.pk
    if book is None:
        query["whole"] = 1
    here = reverse("books", args=[year.platform.slug, year.code])
    return f"{here}?{urlencode({**query, 'account': ''})}"
