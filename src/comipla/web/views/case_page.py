"""The page of one case: where it stands, what comes next, and everything that belongs to it."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comipla.cases.models import Case, Remark
from comipla.cases.procedures import EXPLANATIONS, RETENTION
from comipla.cases.selectors import case as reads
from comipla.cases.selectors.case import Dossier, Entry
from comipla.cases.services.remarks import EmptyRemark, write_remark
from comipla.core.access import Permission
from comipla.core.docket import Side
from comipla.people.requests import ActingRequest
from comipla.web.access import permitted

Context = dict[str, Any]
MESSAGES, NOTES = "messages", "notes"
_AUDIENCES = {MESSAGES: Remark.Audience.SHARED, NOTES: Remark.Audience.INTERNAL}
_STALE = "画面が古くなっていました。文を確かめて、もう一度送ってください。"


@permitted(Permission.SEE_CASE)
@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case to either of its sides, each its own part of it."""
    dossier = _open(request, number)
    return _page(request, dossier, request.GET.get("tab", ""))


@permitted(Permission.WRITE_NOTE)
@require_POST
def case_remark(request: HttpRequest, number: str) -> HttpResponse:
    """Write a message to the other side, or a note for one's own, exactly once."""
    dossier = _open(request, number)
    tab = request.POST.get("tab", "")
    if tab not in _AUDIENCES:
        raise Http404
    text = request.POST.get("text", "")
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return _page(request, dossier, tab, text=text, problem=_STALE)
    actor = cast(ActingRequest, request).actor
    try:
        remark = write_remark(
            case=dossier.case, audience=_AUDIENCES[tab], text=text, by=actor, key=key
        )
    except EmptyRemark as problem:
        return _page(request, dossier, tab, text=text, problem=str(problem))
    said = "内部メモを残しました。" if tab == NOTES else f"{dossier.other_name}に送りました。"
    messages.success(request, said)
    address = reverse("case_page", kwargs={"number": number})
    return redirect(f"{address}?tab={tab}#remark-{remark.pk}")


def _open(request: HttpRequest, number: str) -> Dossier:
    try:
        return reads.open_case(cast(ActingRequest, request).actor, number)
    except Case.DoesNotExist:
        raise Http404 from None


def _page(
    request: HttpRequest, dossier: Dossier, wanted: str, *, text: str = "", problem: str = ""
) -> HttpResponse:
    """The head of the case and one of its tabs; with a problem, what was written stays."""
    counts = reads.remark_counts(dossier)
    tabs = _tabs(dossier, counts)
    tab = wanted if wanted in tabs else "content"
    story = reads.story_of(dossier)
    case = dossier.case
    context: Context = {
        "dossier": dossier,
        "case": case,
        "state": dossier.procedure.state(dossier.standing.state),
        "steps": reads.steps_of(dossier),
        "ladder": reads.ladder_of(dossier),
        "room": reads.room_of(dossier),
        "kept_until": RETENTION[case.procedure](dossier.standing, dossier.surroundings.parameters),
        "related": reads.related_cases(dossier),
        "story": story,
        "tab": tab,
        "tabs": [
            {"key": key, "current": key == tab, "href": f"?tab={key}#tabs", **looks}
            for key, looks in tabs.items()
        ],
        "today": dossier.surroundings.today,
        "prefecture_side": dossier.side is Side.PREFECTURE,
        "breadcrumbs": [("案件", reverse("case_list")), (dossier.number, None)],
        "audience": _audience(dossier, tab),
        "updated_at": story[-1].recorded_at if story else case.opened_at,
        "text": text,
        "problem": problem,
        "errors": [("text", problem)] if problem else [],
    }
    context |= _PARTS[tab](request, dossier, story)
    return render(request, "cases/case.html", context, status=422 if problem else 200)


def _tabs(dossier: Dossier, counts: reads.RemarkCounts) -> dict[str, Context]:
    tabs: dict[str, Context] = {
        "content": {"label": "内容"},
        "basis": {"label": "算出基礎"},
        "papers": {
            "label": "書類",
            "count": sum(row.paper is not None for row in dossier.rows.values()),
        },
        MESSAGES: {"label": "やり取り", "count": counts.shared},
    }
    if Permission.SEE_INTERNAL_NOTE in dossier.actor.permissions:
        label = f"内部メモ（{_own_side(dossier)}のみ）"
        tabs[NOTES] = {"label": label, "count": counts.internal, "icon": "lock"}
    tabs["history"] = {"label": "履歴・差分"}
    return tabs


def _own_side(dossier: Dossier) -> str:
    """県, or 市, 町, 村."""
    return "県" if dossier.side is Side.PREFECTURE else dossier.case.owner.name[-1]


def _audience(dossier: Dossier, tab: str) -> str:
    if tab == NOTES:
        return f"{_own_side(dossier)}だけ"
    return f"県と{dossier.case.owner.name}"


def _content(request: HttpRequest, dossier: Dossier, story: tuple[Entry, ...]) -> Context:
    """What an act's form says: the one asked for, or the latest description of the project."""
    asked = request.GET.get("act", "")
    latest = reads.latest_description(dossier)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else latest
    contents = reads.contents_of(dossier, number) if number else None
    if contents is None:
        raise Http404
    attached = any(answer.digests for part in contents.parts for answer in part.answers)
    lines = reads.files_of(dossier) if attached else {}
    return {
        "contents": contents,
        "entry": next(entry for entry in story if entry.number == contents.number),
        "shown": reads.shown_acts(dossier),
        "files": {line.file.sha256: line for of_act in lines.values() for line in of_act},
    }


def _basis(_: HttpRequest, dossier: Dossier, story: tuple[Entry, ...]) -> Context:
    explain = EXPLANATIONS[dossier.case.procedure]
    entries = {entry.number: entry for entry in story}
    return {
        "explained": [
            (entries[explained.act], explained.calculation)
            for explained in explain(dossier.standing, dossier.surroundings)
        ][::-1]
    }


def _papers(_: HttpRequest, dossier: Dossier, _story: tuple[Entry, ...]) -> Context:
    files = reads.files_of(dossier)
    return {
        "papers": reads.papers_of(dossier)[::-1],
        "files": [line for lines in files.values() for line in lines],
    }


def _messages(_: HttpRequest, dossier: Dossier, _story: tuple[Entry, ...]) -> Context:
    return _remarks(dossier, MESSAGES)


def _notes(_: HttpRequest, dossier: Dossier, _story: tuple[Entry, ...]) -> Context:
    return _remarks(dossier, NOTES)


def _remarks(dossier: Dossier, tab: str) -> Context:
    return {
        "remarks": reads.remarks_of(dossier, _AUDIENCES[tab]),
        "may_write": Permission.WRITE_NOTE in dossier.actor.permissions,
        "key": uuid.uuid4(),
        "own_side": _own_side(dossier),
    }


def _history(_: HttpRequest, dossier: Dossier, _story: tuple[Entry, ...]) -> Context:
    return {"revisions": reads.revisions_of(dossier)}


_PARTS: dict[str, Callable[[HttpRequest, Dossier, tuple[Entry, ...]], Context]] = {
    "content": _content,
    "basis": _basis,
    "papers": _papers,
    MESSAGES: _messages,
    NOTES: _notes,
    "history": _history,
}
