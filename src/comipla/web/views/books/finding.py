"""What every page of the books begins with: the year at the address, the way there, the tabs."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse

from comipla.books.models import BooksYear
from comipla.books.selectors.finding import books_year
from comipla.core.access import Actor, Permission
from comipla.core.books import Refused, Unconfirmed
from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import DateError
from comipla.people.requests import ActingRequest
from comipla.web.access import permitted
from comipla.web.books.forms import Problems

sees_books = permitted(Permission.SEE_BOOKS)
sees_grants = permitted(Permission.SEE_GRANT_MONEY)

TABS = (
    ("books", "出納帳"),
    ("books_approvals", "承認・支払"),
    ("books_budget", "予算"),
    ("books_settlement", "決算"),
    ("books_months", "残高の確認"),
    ("books_closing", "監査・締め"),
    ("books_setting", "設定"),
)


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    return cast(ActingRequest, request).actor


def find_year(request: HttpRequest, slug: str, code: str) -> BooksYear:
    """The year of books at an address if the actor may see it; else 404."""
    try:
        fiscal = FiscalYear.from_code(code)
    except DateError:
        raise Http404 from None
    year = books_year(actor_of(request), slug, fiscal.year)
    if year is None:
        raise Http404
    return year


def frame(request: HttpRequest, year: BooksYear, here: str, *more: str) -> dict[str, Any]:
    """The context that all pages of a year share; `here` is the tab, `more` ends the way there."""
    slug, code = year.platform.slug, year.code
    permissions = actor_of(request).permissions
    label = dict(TABS).get(here, "")
    trail: list[tuple[str, str | None]] = [
        (year.platform.name, reverse("books_years", args=[slug])),
        (year.fiscal.label, reverse("books", args=[slug, code])),
    ]
    trail.append((label, reverse(here, args=[slug, code]) if more else None))
    return {
        "year": year,
        "platform": year.platform,
        "slug": slug,
        "code": code,
        "tabs": [
            {"label": words, "href": reverse(name, args=[slug, code]), "current": name == here}
            for name, words in TABS
        ],
        "may": {permission.name.lower(): permission in permissions for permission in Permission},
        "errors": [],
        "breadcrumbs": [*trail, *((words, None) for words in more)],
        "audience": f"{year.platform.name}だけ",
    }


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key of a form, so that a second press finds the first; a form without one gets a new."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def problems_of(refusal: Refused) -> Problems:
    """What the rules said, at the fields where it belongs; warnings are confirmed, not mended."""
    if isinstance(refusal, Unconfirmed):
        return []
    return [(finding.field, finding.sentence) for finding in refusal.findings]


def warnings_of(refusal: Refused | None) -> list[tuple[str, str]]:
    """The warnings to be confirmed, by key."""
    if not isinstance(refusal, Unconfirmed):
        return []
    return [(finding.key, finding.sentence) for finding in refusal.findings]


def tell(request: HttpRequest, refusal: Refused) -> None:
    """Say what the rules said above the page that the person comes back to."""
    for finding in refusal.findings:
        messages.warning(request, finding.sentence)
