"""The years of a platform's books; the way to one's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comipla.books.selectors.finding import books_of
from comipla.books.services import open_books
from comipla.communities.models import Platform
from comipla.communities.selectors import platform_by_slug
from comipla.core.access import Permission
from comipla.core.fiscal import FiscalYear
from comipla.programme import clock
from comipla.web.views.books.finding import actor_of, sees_books


@sees_books
@require_safe
def books_home(request: HttpRequest) -> HttpResponse:
    """Lead the platform's people to the books they keep: the newest year, or the first step."""
    actor = actor_of(request)
    platform = Platform.objects.visible_to(actor).filter(body__code=actor.body_code).first()
    if platform is None:
        raise Http404
    newest = books_of(actor, platform).first()
    if newest is None:
        return redirect("books_years", platform.slug)
    return redirect("books", platform.slug, newest.code)


@sees_books
@require_http_methods(["GET", "HEAD", "POST"])
def books_years(request: HttpRequest, slug: str) -> HttpResponse:
    """The years of the books; the treasurer begins the next one here."""
    actor = actor_of(request)
    platform = platform_by_slug(actor, slug)
    if platform is None:
        raise Http404
    years = list(books_of(actor, platform))
    following = years[0].fiscal.next if years else FiscalYear.of(clock.today())
    if request.method == "POST":
        asked = request.POST.get("year", following.code)
        if asked in [year.code for year in years]:  # a second press
            return redirect("books", slug, asked)
        try:
            year = open_books(platform=platform, year=following.year, by=actor)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
            return redirect("books_years", slug)
        messages.success(request, f"{year.fiscal.label}の帳簿を始めました。")
        return redirect("books", slug, year.code)
    context = {
        "platform": platform,
        "years": years,
        "following": following,
        "may_begin": Permission.KEEP_BOOKS in actor.permissions,
        "breadcrumbs": [
            (platform.name, reverse("platform", args=[slug])),
            ("会計", None),
        ],
        "audience": f"{platform.name}だけ",
    }
    return render(request, "books/years.html", context)
