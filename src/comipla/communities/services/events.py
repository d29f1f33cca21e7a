"""`record_platform_event`: the one door through which a stage or a recognition moves."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.communities.models import Platform, PlatformEvent, RegistryFile
from comipla.communities.services.chain import event_hash
from comipla.communities.services.doors import locked, require
from comipla.core.access import Actor, Permission
from comipla.core.registry import Event, EventKind, EventRefused, Life, Stage, follow
from comipla.documents.models import Paper
from comipla.people.models import Body
from comipla.programme.clock import now, today

PROJECTED = (
    "stage",
    "stage_since",
    "founded_on",
    "recognition",
    "recognised_on",
    "last_event_on",
)
"""Columns of a platform that hold the fold of its events."""


@transaction.atomic
def record_platform_event(
    *,
    platform: Platform,
    kind: EventKind,
    on: date,
    evidence: str,
    by: Actor,
    key: uuid.UUID,
    stage: Stage | None = None,
    partner: Platform | None = None,
    file: RegistryFile | None = None,
    paper: Paper | None = None,
    findings: list[dict[str, Any]] | None = None,
) -> PlatformEvent:
    """Record an event with its evidence and day; move the platform's stage by what it comes to.

    Deciding takes RECOGNISE_PLATFORM; only an application for recognition may also be entered by
    whoever edits the platform. A repeat with the same `key` returns the event it made.

    Raises PermissionDenied, and ValidationError where the event cannot follow on what is there.
    """
    row = locked(platform)
    allowed = [Permission.RECOGNISE_PLATFORM]
    if kind is EventKind.APPLIED:
        allowed.append(Permission.EDIT_PLATFORM)
    require(by, *allowed, platform=row)
    known = PlatformEvent.objects.filter(key=key, platform=row).first()
    if known is not None:
        return known
    event = Event(kind=kind, on=on, evidence=evidence, stage=stage, partner=partner is not None)
    return append_event(
        row, event, by=by, key=key, partner=partner, file=file, paper=paper, findings=findings
    )


def append_event(
    row: Platform,
    event: Event,
    *,
    by: Actor,
    key: uuid.UUID,
    partner: Platform | None = None,
    file: RegistryFile | None = None,
    paper: Paper | None = None,
    findings: list[dict[str, Any]] | None = None,
) -> PlatformEvent:
    """Append to a platform under lock, for whoever has asked for permission already."""
    if event.on > today():
        raise ValidationError({"on": "日付を今日か、それより前にしてください。"})
    if partner is not None and partner.municipality_id != row.municipality_id:
        raise ValidationError({"partner": "統合の相手は、同じ市町村から選んでください。"})
    if partner is not None and partner.pk == row.pk:
        raise ValidationError({"partner": "統合の相手は、ほかの団体から選んでください。"})
    try:
        life = follow(row.life if row.events_count else None, event)
    except EventRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    stored = made(
        row,
        event,
        life,
        body=_body_of(by, row),
        key=key,
        by=by,
        partner=partner,
        file=file,
        paper=paper,
        findings=findings or [],
    )
    stored.save(force_insert=True)
    project(row, life)
    if life.stage is Stage.MERGED and partner is not None:
        row.merged_into = partner
    elif not life.stage.over:
        row.merged_into = None
    row.save(update_fields=[*PROJECTED, "merged_into", "events_count", "head"])
    return stored


def made(
    row: Platform,
    event: Event,
    life: Life,
    *,
    body: Body,
    key: uuid.UUID,
    by: Actor | None = None,
    **more: Any,
) -> PlatformEvent:
    """The next event of a platform as a row not yet stored; moves the platform's count and head."""
    stored = PlatformEvent(
        platform=row,
        number=row.events_count + 1,
        kind=event.kind,
        on=event.on,
        stage=event.stage or "",
        stage_after=life.stage,
        recognition_after=life.recognition,
        evidence=event.evidence,
        by_id=by.person_id if by else None,
        body=body,
        role=by.role if by else "",
        recorded_at=now(),
        key=key,
        previous=row.head,
        **more,
    )
    row.events_count = stored.number
    row.head = stored.hash = event_hash(stored, slug=row.slug, body_code=body.code)
    return stored


def project(row: Platform, life: Life) -> None:
    """Write a life into the platform's columns."""
    row.stage = life.stage
    row.stage_since = life.since
    row.founded_on = life.founded_on
    row.recognition = life.recognition
    row.recognised_on = life.recognised_on
    row.last_event_on = life.last_on


def _body_of(by: Actor, row: Platform) -> Body:
    for body in (row.municipality, row.body):
        if body.code == by.body_code:
            return body
    return Body.objects.get(code=by.body_code)
