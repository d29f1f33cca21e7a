"""The manual: its table of contents, its pages, and the words of the office.

Open to everybody, because whoever cannot sign in needs it most; it holds nothing about a case.
"""

from itertools import groupby
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.cases.procedures import PROCEDURES
from comipla.people.requests import PersonRequest
from comipla.people.selectors import help_desk
from comipla.web.help import guides, words


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The table of contents, what one's own role needs most standing first."""
    membership = cast(PersonRequest, request).membership
    pages = guides().values()
    own = [guide for guide in pages if membership and membership.role in guide.roles]
    groups = {name: list(group) for name, group in groupby(pages, lambda guide: guide.group)}
    context = {"membership": membership, "own": own, "groups": groups}
    return render(request, "help/index.html", context | _frame(request))


@require_safe
def help_page(request: HttpRequest, key: str) -> HttpResponse:
    """One page of the manual."""
    guide = guides().get(key)
    if guide is None:
        raise Http404
    context = {
        "guide": guide,
        "words": [words()[spelling] for spelling in guide.words],
        "further": [guides()[other] for other in guide.see],
    }
    return render(request, "help/page.html", context | _frame(request, guide.title))


@require_safe
def help_words(request: HttpRequest) -> HttpResponse:
    """Every word of the office that the pages use, by its reading, each with its anchor."""
    entries = list(dict.fromkeys(words().values()))
    rows = {row: list(group) for row, group in groupby(entries, lambda entry: entry.row)}
    states = [state for procedure in PROCEDURES.values() for state in procedure.states.values()]
    context: dict[str, Any] = {"rows": rows, "count": len(entries), "states": states}
    return render(request, "help/words.html", context | _frame(request, "ことば"))


def _frame(request: HttpRequest, title: str = "") -> dict[str, Any]:
    """Breadcrumbs, and whom to call when the manual does not help."""
    desk = help_desk(cast(PersonRequest, request).actor)
    trail = [("手引き", reverse("help")), (title, None)] if title else [("手引き", None)]
    return {
        "breadcrumbs": trail,
        "phone": desk.phone if desk else "",
        "office": f"{desk.name} {desk.section}".strip() if desk else "",
    }
