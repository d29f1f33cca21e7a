"""Filling in the form of an act: one view for every form, read from its declaration."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.services.attachments import detach
from comipla.cases.services.drafts import DraftSubmitted
from comipla.cases.services.entries import Entries
from comipla.core.forms import Field, Kind, Problem
from comipla.people.interruptions import drop_form, kept_form
from comipla.people.middleware import BEGAN
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.web.acts.comparing import compared
from comipla.web.acts.controls import computed_words
from comipla.web.acts.doors import with_draft
from comipla.web.acts.files import own_file, receive_files
from comipla.web.acts.page import following, form_page, place, saved_time, tasks_page
from comipla.web.acts.saving import PartMoved, save_part
from comipla.web.acts.sheet import Sheet, sheet_of
from comipla.web.acts.typed import (
    as_hidden,
    differing,
    imprint,
    merged,
    part_of,
    strings,
    without_row,
)


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def act_form(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """Show a form, or one part of a long one; keep what is posted and go where the button says."""
    if draft.act:
        return already_sent(request, draft)
    sheet = sheet_of(draft, request.actor)
    part = _part(request, sheet)
    if request.method == "POST":
        return _receive(request, sheet, part)
    if sheet.is_long and not part:
        return render(request, "acts/tasks.html", tasks_page(sheet))
    return render(request, "acts/form.html", _opened(request, sheet, part))


@with_draft
@require_POST
def draft_save(request: ActingRequest, draft: FormDraft) -> JsonResponse:
    """Keep what has been typed so far, while somebody is typing; answer with what it comes to."""
    sheet = sheet_of(draft, request.actor)
    part = _part(request, sheet)
    try:
        sheet = _saved(request, sheet, part, strings(request.POST))
    except DraftSubmitted:
        return JsonResponse({"say": "この書類は送信済みです。"}, status=410)
    except PartMoved as moved:
        who = moved.current.saved_by.name
        say = f"{who}さんの保存と重なりました。「保存する」を押すと、見比べて選べます。"
        return JsonResponse({"say": say}, status=409)
    computed = {name: computed_words(amount) for name, amount in sheet.computed.items()}
    return JsonResponse(
        {
            "saved_at": saved_time(sheet.draft),
            "base": imprint(sheet.open_fields(part), sheet.raw),
            "computed": computed,
        }
    )


def already_sent(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """The draft has become an act: lead to its receipt and say so."""
    messages.info(request, "この書類は送信済みです。送った内容は下の控えで確かめられます。")
    return redirect("receipt", key=draft.key)


def _part(request: ActingRequest, sheet: Sheet) -> str:
    part = request.GET.get("part", "")
    if part and (not sheet.is_long or sheet.section(part) is None):
        raise Http404
    return part


def _opened(request: ActingRequest, sheet: Sheet, part: str) -> dict[str, Any]:
    """A part as it is opened: as stored, or with the words that a lost session left behind."""
    fields = sheet.open_fields(part)
    base = imprint(fields, sheet.raw)
    focus = sheet.draft.last_field if _came_back(request, sheet.draft) else ""
    kept = kept_form(request)
    restored = kept is not None and kept.get("_part", "") == part
    if kept is not None and restored:
        raw = merged(sheet.raw, fields, part_of(fields, strings(kept)))
        sheet, base = replace(sheet, raw=raw), str(kept.get("_base", ""))
        focus = str(kept.get("_at", "")) or sheet.draft.last_field
    judged = request.GET.get("from") == "check"
    return form_page(
        sheet,
        part,
        base=base,
        problems=sheet.problems_in(sheet.sections(part)) if judged else (),
        blank=request.GET.get("add", ""),
        focus=focus,
        restored=restored,
        from_check=judged,
    )


def _came_back(request: ActingRequest, draft: FormDraft) -> bool:
    """Tell whether somebody takes the form up where it was left: asked to, or signed in since."""
    signed_in_for = timedelta(seconds=time.time() - request.session.get(BEGAN, 0))
    return "resume" in request.GET or clock.now() - signed_in_for > draft.saved_at


def _receive(request: ActingRequest, sheet: Sheet, part: str) -> HttpResponse:
    posted = strings(request.POST)
    file = _file_to_take_out(request, sheet)
    if file is not None and file.draft_id != sheet.draft.pk:
        kept = posted.get(file.slot, [])
        posted[file.slot] = [digest for digest in kept if digest != file.sha256]
    try:
        sheet = _saved(request, sheet, part, posted)
    except DraftSubmitted:
        return already_sent(request, sheet.draft)
    except PartMoved as moved:
        return _both(request, sheet, moved.current, part, posted)
    drop_form(request)
    fields = sheet.open_fields(part)
    refused = receive_files(request.FILES, draft=sheet.draft, fields=fields, by=request.actor)
    if file is not None and own_file(sheet.draft, file.uuid):
        detach(attachment=file, by=request.actor)
    return _onward(request, replace(sheet), part, refused)


def _saved(request: ActingRequest, sheet: Sheet, part: str, posted: dict[str, list[str]]) -> Sheet:
    """Save one part; the choices of a comparison are taken up first."""
    fields = sheet.open_fields(part)
    raw: Any = posted
    action = request.POST.get("_rows", "").split(":")
    row_field = _row_field(fields, action)
    if row_field is not None and action[0] == "remove" and action[-1].isdigit():
        raw = without_row(row_field, posted, int(action[-1]))
    mine = part_of(fields, raw)
    for field in fields:
        if request.POST.get(f"_keep-{field.key}") == "theirs":
            mine = merged(mine, (field,), part_of((field,), sheet.raw))
    draft = save_part(
        draft=sheet.draft,
        fields=fields,
        part=mine,
        base=request.POST.get("_base", ""),
        by=request.actor,
        at=request.POST.get("_at", ""),
    )
    return replace(sheet, draft=draft, raw=dict(draft.raw))


def _row_field(fields: tuple[Field, ...], action: list[str]) -> Field | None:
    if len(action) < 2:
        return None
    return next((f for f in fields if f.key == action[1] and f.kind is Kind.ROWS), None)


def _file_to_take_out(request: ActingRequest, sheet: Sheet) -> Attachment | None:
    """The file whose button was pressed, if it is in this form."""
    wanted = request.POST.get("_detach", "")
    if not wanted:
        return None
    files = (file for slot in sheet.files.values() for file in slot)
    return next((file for file in files if str(file.uuid) == wanted), None)


def _both(
    request: ActingRequest,
    sheet: Sheet,
    current: FormDraft,
    part: str,
    posted: dict[str, list[str]],
) -> HttpResponse:
    """Show what was typed here beside what somebody else has saved meanwhile."""
    fields = sheet.open_fields(part)
    mine = part_of(fields, posted)
    theirs: Entries = dict(current.raw)
    context = {
        "sheet": sheet,
        "current": current,
        "saved": saved_time(current),
        "rows": compared(sheet, differing(fields, mine, theirs), mine, theirs),
        "mine": as_hidden(mine),
        "base": imprint(fields, theirs),
        "part": part,
        "action": place(sheet.draft, part, request.GET.get("from", "")),
    }
    return render(request, "acts/compare.html", context, status=409)


def _onward(
    request: ActingRequest, sheet: Sheet, part: str, refused: tuple[Problem, ...]
) -> HttpResponse:
    """Go where the pressed button says; stay where something has to be mended first."""
    origin = request.GET.get("from", "")
    here = place(sheet.draft, part, origin)
    kind, _, name = request.POST.get("_rows", "").partition(":")
    go = request.POST.get("_go", "stay")
    if kind == "add":
        return redirect(place(sheet.draft, part, origin, add=name))
    if kind == "remove":
        return redirect(f"{here}#{name.split(':')[0]}")
    problems: tuple[Problem, ...] = ()
    if go in ("next", "check"):
        problems = sheet.problems_in(sheet.sections(part)) if sheet.is_long else sheet.problems
    if refused or problems:
        context = form_page(
            sheet,
            part,
            base=imprint(sheet.open_fields(part), sheet.raw),
            problems=(*refused, *problems),
            from_check=origin == "check",
        )
        return render(request, "acts/form.html", context)
    if go == "stay":
        messages.success(request, f"{saved_time(sheet.draft)}に保存しました。")
        return redirect(here)
    if go == "list":
        return redirect("act_form", key=sheet.draft.key)
    if origin == "check" or not sheet.is_long:
        return redirect("act_check", key=sheet.draft.key)
    return redirect(place(sheet.draft, following(sheet, part)))
