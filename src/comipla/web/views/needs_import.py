"""A municipality's needs as one spreadsheet (総括表): the template, the reading, the drafts."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.drafts import begin_case
from comipla.cases.services.surroundings import envelopes_for
from comipla.cases.uploads import TEXT, XLSX, UploadRefused, examine
from comipla.core.access import Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.forms import Problem
from comipla.core.project_table import (
    Capping,
    Need,
    ProjectTable,
    Terms,
    cappings,
    check_shares,
    check_totals,
    needs_of,
    parse_project_table,
)
from comipla.core.subsidy import allocate_within_cap
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.programme.clock import today
from comipla.programme.editions import form
from comipla.programme.models import CallKind, EnvelopeKind, ProgrammeYear
from comipla.programme.parameters import parameters_at
from comipla.programme.selectors import call_of, survey_years
from comipla.programme.spreadsheets import SpreadsheetError, read_grids, write_project_table
from comipla.web.access import permitted
from comipla.web.views.act_flow import PROCEDURE, is_open

_submitting = permitted(Permission.SUBMIT)
_YEARS = 3
"""Columns of the template: the year that is asked for and the two after it."""
MOST_PROJECTS = 99
"""As many as there are priorities in the needs sheet."""
_SALT = "comipla.needs_import"
_HOURS = 12
"""How long a table that was read can be taken over, in hours: the length of a session."""


@dataclass(frozen=True)
class Taken:
    """A table as read for one year: what would become drafts, and what was noticed."""

    needs: tuple[Need, ...]
    granted: tuple[int, ...]
    problems: tuple[Problem, ...]
    differences: tuple[Problem, ...]
    cut: tuple[Capping, ...]
    cap: int


@_submitting
@require_safe
def needs_template(request: ActingRequest, code: str) -> HttpResponse:
    """The empty 総括表 of a year, to be filled in offline."""
    year = _year(request, code)
    years = [FiscalYear(year.fiscal.year + ahead) for ahead in range(_YEARS)]
    name = content_disposition_header(
        as_attachment=True, filename=f"要望総括表_{year.fiscal.label}.xlsx"
    )
    return HttpResponse(
        write_project_table(years),
        content_type=XLSX.media_type,
        headers={"Content-Disposition": name or "attachment"},
    )


@_submitting
@require_http_methods(["GET", "HEAD", "POST"])
def needs_import(request: ActingRequest, code: str) -> HttpResponse:
    """Read a 総括表, show what it says cell by cell, and make a draft of every project."""
    year = _year(request, code)
    if request.method != "POST":
        context = {"year": year, "errors": [], "breadcrumbs": _trail()}
        return render(request, "acts/import.html", context)
    if "table" in request.POST:
        return _take_over(request, year)
    file = request.FILES.get("file")
    if file is None:
        return _refused(request, year, "総括表のファイルを選んでください。")
    try:
        taken = _read(file, year, request.membership.body)
    except (UploadRefused, SpreadsheetError) as refused:
        return _refused(request, year, str(refused))
    context = {
        "year": year,
        "name": file.name,
        "taken": taken,
        "rows": list(zip(taken.needs, taken.granted, strict=True)),
        "errors": [(None, problem.sentence) for problem in taken.problems],
        "table": signing.dumps([_plain(n) for n in taken.needs], salt=_SALT, compress=True),
        "key": uuid4(),
        "breadcrumbs": _trail(),
    }
    return render(request, "acts/import_preview.html", context)


def _year(request: ActingRequest, code: str) -> ProgrammeYear:
    for year in survey_years(request.actor):
        if year.code == code and is_open(call_of(year, CallKind.NEEDS_SURVEY)):
            return year
    raise Http404


def _refused(request: ActingRequest, year: ProgrammeYear, sentence: str) -> HttpResponse:
    context = {"year": year, "errors": [("file", sentence)], "breadcrumbs": _trail()}
    return render(request, "acts/import.html", context)


def _read(file: UploadedFile, year: ProgrammeYear, body: Body) -> Taken:
    """Read the table and recalculate it. Raises UploadRefused and SpreadsheetError."""
    name = file.name or "総括表"
    stream = cast(BinaryIO, file.file)
    kind = examine(stream, name=name, size=file.size or 0)
    if kind not in (XLSX, TEXT):
        raise UploadRefused(
            f"「{name}」は{kind.label}です。Excel（xlsx）かCSVで保存し直して選んでください。"
        )
    stream.seek(0)
    reading = parse_project_table(read_grids(stream.read(), name))
    if reading.table is None:
        return Taken((), (), reading.problems, (), (), 0)
    terms = _terms(year, body)
    return _taken(reading.table, reading.problems, year.fiscal, terms)


def _taken(
    table: ProjectTable, problems: tuple[Problem, ...], year: FiscalYear, terms: Terms
) -> Taken:
    needs, cap = needs_of(table, year, terms), terms.year_cap or 0
    found = [*problems]
    if year not in table.years:
        found.append(Problem("", "総括表", f"{year.label}の列がありません。列を加えてください。"))
    elif not needs and not found:
        found.append(
            Problem("", "総括表", f"{year.label}の「うち市町村支出額」に金額がありません。")
        )
    if len(needs) > MOST_PROJECTS:
        found.append(Problem("", "総括表", f"事業は{MOST_PROJECTS}件までにしてください。"))
    differences = (*check_totals(table), *check_shares(table, terms))
    cut = tuple(capping for capping in cappings(table, terms) if capping.year == year)
    return Taken(
        needs=needs,
        granted=tuple(allocate_within_cap([n.requested for n in needs], cap, unit=terms.unit)),
        problems=tuple(found),
        differences=differences,
        cut=cut,
        cap=cap,
    )


def _terms(year: ProgrammeYear, body: Body) -> Terms:
    parameters = parameters_at(year, today())
    menu = PROCEDURES[PROCEDURE].menu
    cap = envelopes_for(year=year, owner=body, menu=menu).get(EnvelopeKind.CAP)
    return Terms(
        rate=parameters.rate("subsidy_rate"),
        unit=parameters.yen("rounding_unit"),
        year_cap=cap.limit if cap else parameters.yen("cap_per_municipality"),
    )


def _plain(need: Need) -> dict[str, Any]:
    return {
        "priority": need.priority,
        "title": need.title,
        "total_cost": need.total_cost,
        "eligible_cost": need.eligible_cost,
        "requested": need.requested,
    }


def _take_over(request: ActingRequest, year: ProgrammeYear) -> HttpResponse:
    """Make one draft of each project; a second click finds those of the first."""
    try:
        needs = signing.loads(request.POST["table"], salt=_SALT, max_age=_HOURS * 3600)
        key = UUID(request.POST.get("key", ""))
    except (signing.BadSignature, ValueError):
        return _refused(
            request, year, "時間がたちました。総括表のファイルをもう一度選んでください。"
        )
    code = PROCEDURES[PROCEDURE].opening[0].form or ""
    declared = form(code, year.forms)
    for need in needs:
        begin_case(
            year=year,
            procedure=PROCEDURE,
            by=request.actor,
            raw=declared.write(need),
            key=uuid5(key, str(need["priority"])),
        )
    messages.success(
        request,
        f"総括表から要望調書の下書きを{len(needs)}件作りました。"
        "事業の内容を書き足して、1件ずつ提出してください。",
    )
    return redirect("act_new")


def _trail() -> list[tuple[str, str | None]]:
    return [
        ("案件", reverse("case_list")),
        ("要望調書を作る", reverse("act_new")),
        ("総括表から作る", None),
    ]
