"""What others see of a platform's money: the municipality its grants, everybody the published year.

The municipality reads vouchers that a grant pays for and nothing else; the public reads the
statement once it is published, with no payee and no picture.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.books.models import BooksYear, Grant
from comipla.books.selectors.cash_book import ROWS, grant_entries
from comipla.books.selectors.outside import grant_sums, published_books
from comipla.books.selectors.settling import statement_of
from comipla.communities.selectors import platform_by_slug
from comipla.core.books import Side
from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import DateError
from comipla.web.views.books.finding import actor_of, sees_grants


@sees_grants
@require_safe
def books_grants(request: HttpRequest, slug: str) -> HttpResponse:
    """The grants of a platform with what came in and went out; one of them voucher by voucher."""
    actor = actor_of(request)
    platform = platform_by_slug(actor, slug)
    if platform is None:
        raise Http404
    sums = grant_sums(actor, platform)
    grants = list(Grant.objects.filter(platform=platform))
    asked = request.GET.get("grant", "")
    chosen = next((grant for grant in grants if str(grant.pk) == asked), None)
    page = None
    if chosen is not None:
        shown = Paginator(grant_entries(actor, chosen.pk), ROWS)
        page = shown.get_page(request.GET.get("page"))
    context = {
        "platform": platform,
        "rows": [(grant, *sums.get(grant.pk, (0, 0, 0))) for grant in grants],
        "chosen": chosen,
        "page": page,
        "breadcrumbs": [
            (platform.name, reverse("platform", args=[slug])),
            ("交付金の使いみち", None),
        ],
        "audience": f"{platform.municipality.name}と{platform.name}",
    }
    return render(request, "books/grants.html", context)


@require_safe
def books_public(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The published statement of a year, for everybody."""
    year = _published(slug, code)
    statement = statement_of(year)
    context = {
        "year": year,
        "platform": year.platform,
        "statement": statement,
        "sides": [(side, statement.lines(side)) for side in Side],
        "report": year.audit_reports.first(),
        "phone": year.platform.municipality.phone,
        "office": year.platform.municipality.name,
    }
    return render(request, "books/public.html", context)


def _published(slug: str, code: str) -> BooksYear:
    try:
        fiscal = FiscalYear.from_code(code)
    except DateError:
        raise Http404 from None
    year = published_books(slug, fiscal.year)
    if year is None:
        raise Http404
    return year
