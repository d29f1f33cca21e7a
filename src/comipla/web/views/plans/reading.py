"""Read a plan: a version with what is to be done next, what changed, the booklet."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from comipla.core.access import Permission
from comipla.core.fiscal import FiscalYear
from comipla.core.paper_blocks import to_json
from comipla.core.plans.codes import PlanState
from comipla.core.plans.life import Move
from comipla.core.plans.text import money_plan
from comipla.documents.rendering import UnprintableCharacter
from comipla.documents.word import MEDIA_TYPE
from comipla.plans.booklets import booklet_of, booklet_word
from comipla.plans.selectors.plans import difference_of, events_of, moves_of, versions_of
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.views.plans.finding import Found, find_version
from comipla.web.views.plans.moving import BUTTONS
from comipla.web.views.plans.public import pdf_response
from comipla.web.views.registry.finding import actor_of, allowed, find, trail

_see = permitted(Permission.SEE_PLATFORM)

WAY = [state for state in PlanState if state is not PlanState.SUPERSEDED]
"""The states of a version in the order of its life, as the steps of its page."""


@_see
@require_safe
def plan(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """Show a version, the newest without a number; before the first, say how one begins."""
    platform = find(request, slug)
    versions = list(versions_of(actor_of(request), platform))
    may_write = allowed(request, platform, Permission.WRITE_PLAN)
    if not versions and version is None:
        context = {
            "platform": platform,
            "may_write": may_write and not platform.life.stage.over,
            "key": uuid.uuid4(),
            "breadcrumbs": trail(platform, "計画"),
        }
        return render(request, "plans/none.html", context)
    found = find_version(request, slug, version or versions[0].version)
    in_the_making = versions[0].adopted_on is None
    state = found.plan.state
    context = found.context() | {
        "versions": versions,
        "states": [each.label for each in WAY],
        "at": WAY.index(state) + 1 if state in WAY else len(WAY),
        "moves": _offered(found),
        "move_words": {state.value: words for state, words in BUTTONS.items()},
        "events": events_of(found.plan),
        "money": money_plan(found.reading.text),
        "answers": found.reading.shown_answers,
        "rewritable": may_write and not state.adopted and state is not PlanState.DRAFT_PUBLISHED,
        "may_begin": may_write and not in_the_making,
        "review_years": _review_years(found),
        "key": uuid.uuid4(),
    }
    return render(request, "plans/plan.html", context)


def _offered(found: Found) -> list[Move]:
    """The ways on that this person can take; the town's own way is on the page of answers."""
    if not found.may_write:
        return []
    return [m for m in moves_of(found.reading) if m.target is not PlanState.RESPONDED]


def _review_years(found: Found) -> list[tuple[FiscalYear, bool]]:
    """The years of the plan that have begun, and whether their review is closed."""
    plan = found.plan
    if plan.state not in (PlanState.ACTIVE, PlanState.REVIEWED, PlanState.SUPERSEDED):
        return []
    last = min(plan.last_year, FiscalYear.of(clock.today()).year)
    reviewed = plan.reviewed_year or 0
    return [(FiscalYear(year), year <= reviewed) for year in range(plan.first_year, last + 1)]


@_see
@require_safe
def plan_difference(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What changed since the version before."""
    found = find_version(request, slug, version)
    difference = difference_of(found.reading)
    if difference is None:
        raise Http404
    context = found.context("前の版との違い") | {"difference": difference}
    return render(request, "plans/changes.html", context)


@_see
@require_safe
def plan_large(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """The booklet in large type."""
    found = find_version(request, slug, version)
    content = booklet_of(found.reading, found.platform)
    context = found.context("大きな文字") | {
        "content": content,
        "chapters": to_json(content)["annexes"],
    }
    return render(request, "plans/large.html", context)


@_see
@require_safe
def plan_file(request: HttpRequest, slug: str, version: int, form: str) -> HttpResponse:
    """The booklet as PDF or Word file."""
    found = find_version(request, slug, version)
    if form == "pdf":
        try:
            return pdf_response(found.reading, found.platform)
        except UnprintableCharacter as problem:
            messages.warning(request, str(problem))
            return redirect(found.address)
    if form != "docx":
        raise Http404
    name = f"{found.plan.title}_第{version}版.docx"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        booklet_word(found.reading, found.platform),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": disposition},
    )
