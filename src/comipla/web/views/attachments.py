"""Files handed in with forms: put in, taken out, and handed out to those who may see them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from comipla.cases.models import Attachment, Case, FormDraft
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.attachments import detach, path_of
from comipla.cases.services.drafts import DraftSubmitted
from comipla.core.access import Actor, Permission
from comipla.core.docket import Side
from comipla.core.forms import Field, Kind, Problem
from comipla.people.requests import ActingRequest
from comipla.web.access import permitted
from comipla.web.acts.controls import Drawing
from comipla.web.acts.doors import with_draft
from comipla.web.acts.files import own_file, receive_files
from comipla.web.acts.page import place
from comipla.web.acts.sheet import Sheet, sheet_of
from comipla.web.views.act_form import already_sent

_KEPT_BACK = frozenset[str]().union(*(p.internal_kinds for p in PROCEDURES.values()))
"""Kinds of acts that the municipality does not see (`core.sight`), nor the files that came with."""


@with_draft
@require_POST
def draft_attach(request: ActingRequest, draft: FormDraft) -> HttpResponse:
    """Take files into a slot at once, without the rest of the form; answer with the slot anew."""
    sheet = sheet_of(draft, request.actor)
    field = _slot(sheet, request.GET.get("slot", ""))
    if draft.act:
        return already_sent(request, draft)
    try:
        problems = receive_files(request.FILES, draft=draft, fields=(field,), by=request.actor)
    except DraftSubmitted:
        return already_sent(request, draft)
    return _slot_anew(request, draft, field, problems)


@with_draft
@require_POST
def draft_detach(request: ActingRequest, draft: FormDraft, uuid: UUID) -> HttpResponse:
    """Take a file out of the form; what was handed in with an earlier act is not touched here."""
    attachment = own_file(draft, uuid)
    if attachment is None:
        raise Http404
    if draft.act:
        return already_sent(request, draft)
    try:
        detach(attachment=attachment, by=request.actor)
    except DraftSubmitted:
        return already_sent(request, draft)
    sheet = sheet_of(draft, request.actor)
    return _slot_anew(request, draft, _slot(sheet, attachment.slot), ())


@permitted(Permission.SEE_CASE)
@require_safe
def attachment(request: ActingRequest, uuid: UUID) -> FileResponse:
    """Hand a file out: to the body that handed it in, and once it is sent to the other side.

    It is always saved and never shown: whatever its bytes are, they do not run on this site.
    """
    found = _visible(request.actor, uuid)
    if found is None or not path_of(found).exists():
        raise Http404
    return FileResponse(
        path_of(found).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _visible(actor: Actor, uuid: UUID) -> Attachment | None:
    own = Q(draft__body__code=actor.body_code)
    sent = Q(act__case__in=Case.objects.visible_to(actor))
    if actor.side == Side.MUNICIPALITY:
        sent &= ~Q(act__kind__in=_KEPT_BACK)
    return Attachment.objects.filter(own | sent, uuid=uuid, removed_at=None).first()


def _slot(sheet: Sheet, key: str) -> Field:
    """The slot of that key, where a correction leaves it open."""
    for field in sheet.form.fields:
        if field.key == key and field.kind is Kind.FILES and not sheet.is_locked(field):
            return field
    raise Http404


def _slot_anew(
    request: Any, draft: FormDraft, field: Field, problems: tuple[Problem, ...]
) -> HttpResponse:
    """The slot as it stands now, for the page that is open; or the whole page without script."""
    sheet = sheet_of(draft, request.actor)
    if not request.htmx:
        for problem in problems:
            messages.warning(request, problem.message)
        return redirect(f"{place(draft, sheet.part_with(field.key))}#{field.key}")
    drawing = Drawing(sheet, problems=problems)
    control = drawing.control(field, frozenset({f.key for f in sheet.form.fields}))
    return render(request, "acts/slot.html", {"control": control, "sheet": sheet})
