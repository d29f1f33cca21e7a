"""How a change of a year is carried through its pages: form, everything once more, done.

What moves money or is hard to take back is shown once more before it is done. A form carries a key
from its first page to its last, so that a second press of the same button does nothing more.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from comipla.people.interruptions import drop_form, kept_form
from comipla.programme.models import ProgrammeYear
from comipla.web.year_forms import DO, YearForm

CHECK, MEND = "check", "mend"
"""What a button asks for, beside DO: show it once more, go back to the form."""


@dataclass(frozen=True)
class Change:
    """A change of a year as its pages show it: words, the form, and what follows from it."""

    title: str
    button: str
    done: str
    form: YearForm
    effects: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()


def typed(request: HttpRequest) -> Any:
    """What was typed: posted now, or kept while the person proved who they are."""
    return request.POST if request.method == "POST" else kept_form(request)


def asked_to_do(request: HttpRequest, form: YearForm) -> bool:
    """Whether the form is complete and its owner has seen it once more."""
    return request.method == "POST" and request.POST.get("stage") == DO and not form.problems


def change_page(
    request: HttpRequest,
    year: ProgrammeYear,
    change: Change,
    *,
    problem: str = "",
    confirms: bool = True,
) -> HttpResponse:
    """The form, or, once it is complete, everything once more before it is done."""
    asked = request.POST.get("stage", "")
    form = change.form
    errors = form.problems if request.method == "POST" and asked != MEND else []
    if problem:
        errors = [(None, problem)]
    checks = confirms and request.method == "POST" and asked in (CHECK, DO) and not errors
    context = {
        "year": year,
        "change": change,
        "form": form,
        "errors": errors,
        "wrong": dict(errors),
        "confirms": confirms,
        "breadcrumbs": [*year_trail(year, here=False), (change.title, None)],
        "audience": "県の制度管理者",
    }
    template = "year/check.html" if checks else "year/change.html"
    return render(request, template, context, status=422 if errors else 200)


def finish(request: HttpRequest, year: ProgrammeYear, change: Change) -> HttpResponse:
    """Say that it is done, where the year is set."""
    drop_form(request)
    messages.success(request, change.done)
    return redirect("year_admin", code=year.code)


def year_trail(year: ProgrammeYear, *, here: bool = True) -> list[tuple[str, str | None]]:
    """Where the settings of a year stand; with `here` they are the page itself."""
    code = year.code
    settings = None if here else reverse("year_admin", kwargs={"code": code})
    return [(year.title, reverse("year", kwargs={"code": code})), ("設定", settings)]
