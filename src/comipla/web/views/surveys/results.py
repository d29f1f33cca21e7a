"""What came out: for the office, for everybody, and as files."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.communities.selectors import published_platform
from comipla.core.access import Permission
from comipla.core.surveys import Answers, Channel, Question
from comipla.programme import clock
from comipla.surveys.models import Survey
from comipla.surveys.selectors import (
    Results,
    progress_of,
    published_survey,
    questions_of,
    results_of,
)
from comipla.web.access import permitted
from comipla.web.exports import Field, Kind, Sheet, csv_response
from comipla.web.surveys.words import HIDDEN, cross_table, shown
from comipla.web.views.surveys.finding import Found, find_survey, writable

_see = permitted(Permission.SEE_PLATFORM)


@_see
@require_safe
def survey_results(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The result: whole for those who ask, small counts hidden for the others after the close."""
    found = find_survey(request, slug, number)
    context = found.context("結果") | {"waiting": not _may_read(found)}
    if _may_read(found):
        results = results_of(found.survey, public=not found.may_write, by=request.GET.get("by", ""))
        context |= _shown(results) | {"progress": progress_of(found.survey)}
    return render(request, "surveys/results.html", context)


@_see
@require_safe
def survey_results_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The counts as CSV, hidden as on the page."""
    found = find_survey(request, slug, number)
    if not _may_read(found):
        raise PermissionDenied
    results = results_of(found.survey, public=not found.may_write, by=request.GET.get("by", ""))
    return _counts_file(found.survey, results)


@_see
@require_safe
def survey_answers_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Every answer as CSV, for those who ask alone: a row a person, in no order of time."""
    found = writable(request, slug, number)
    rows = found.survey.responses.order_by("key").values_list("channel", "answers")
    questions = questions_of(found.survey)
    fields = [
        Field("回答の方法", Kind.TEXT, lambda row: Channel.of(row[0]).label),
        *(_column(place, each) for place, each in enumerate(questions, start=1)),
    ]
    name = f"{found.survey.title}_回答"
    return csv_response(Sheet(name, fields, rows), f"{name}_{clock.today():%Y%m%d}.csv")


@require_safe
def public_survey(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The published result, for everybody, small counts hidden."""
    survey = _published(slug, number)
    results = results_of(survey, public=True, by=request.GET.get("by", ""))
    context = _shown(results) | {
        "survey": survey,
        "platform": survey.platform,
        "progress": progress_of(survey),
        "phone": survey.platform.municipality.phone,
        "office": survey.platform.municipality.name,
    }
    return render(request, "surveys/public.html", context)


@require_safe
def public_survey_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The published counts as CSV."""
    survey = _published(slug, number)
    return _counts_file(survey, results_of(survey, public=True, by=request.GET.get("by", "")))


def _published(slug: str, number: int) -> Survey:
    platform = published_platform(slug)
    survey = published_survey(platform, number) if platform else None
    if survey is None:
        raise Http404
    return survey


def _may_read(found: Found) -> bool:
    """Those who ask read along; the others once nothing is added any more."""
    return found.may_write or found.survey.state.counted


def _shown(results: Results) -> dict[str, Any]:
    places = {each.key: place for place, each in enumerate(results.questions, start=1)}
    crosses = [cross_table(places[each.question.key], each) for each in results.crosses]
    parts = [
        shown(places[each.question.key], each, results.texts.get(each.question.key, []))
        for each in results.tallies
    ]
    hides = any(part.tally.hides for part in parts) or any(c.cross.hides for c in crosses)
    return {"results": results, "parts": parts, "crosses": crosses, "hides": hides}


def _counts_file(survey: Survey, results: Results) -> HttpResponseBase:
    fields = [
        Field("問い", Kind.TEXT, lambda row: row[0]),
        Field("区分", Kind.TEXT, lambda row: row[1]),
        Field("答え", Kind.TEXT, lambda row: row[2]),
        Field("人数（人）", Kind.TEXT, lambda row: HIDDEN if row[3] is None else row[3]),
        Field("区分の人数（人）", Kind.NUMBER, lambda row: row[4]),
    ]
    name = f"{survey.title}_集計"
    sheet = Sheet(name, fields, _counts(results))
    return csv_response(sheet, f"{name}_{clock.today():%Y%m%d}.csv")


def _counts(results: Results) -> Iterator[tuple[str, str, str, int | None, int]]:
    for tally in results.tallies:
        for label, count in zip(tally.labels, tally.counts, strict=True):
            yield tally.question.text, "全体", label, count, tally.n
        yield tally.question.text, "全体", "無回答", tally.silent, tally.n
    for cross in results.crosses:
        for group, n, counts in cross.rows:
            for label, count in zip(cross.labels, counts, strict=True):
                yield cross.question.text, f"{cross.by.text}：{group}", label, count, n


def _column(place: int, question: Question) -> Field:
    def value(row: tuple[str, Answers]) -> str:
        answer = row[1].get(question.key, "")
        numbers = answer if isinstance(answer, list) else [answer]
        if not question.labels:
            return str(answer)
        return "、".join(question.labels[n - 1] for n in numbers if isinstance(n, int))

    return Field(f"問{place} {question.text}", Kind.TEXT, value)
