"""Write a scheme: begin with a shape, change its plan, begin a new version."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.blockgrants.models import MetricDef, Scheme, SchemeState, StepKind
from comipla.blockgrants.presets import PRESETS, Preset
from comipla.blockgrants.services.doors import add_step, locked, person_of, refuse_past, require
from comipla.core.access import Actor, Permission
from comipla.core.fiscal import FiscalYear
from comipla.people.models import Body
from comipla.programme.clock import now


@dataclass(frozen=True)
class Details:
    """What a scheme says beside its plan."""

    name: str
    legal_basis: str
    counted_on: date
    recognised_only: bool
    heads: str


@transaction.atomic
def open_scheme(
    *,
    municipality: Body,
    year: int,
    name: str,
    preset: str,
    by: Actor | None,
    key: uuid.UUID,
) -> Scheme:
    """Begin the next version of a year's scheme with a shape of `presets.PRESETS`.

    Metrics that the shape counts are defined where they are not yet. A repeat with the same `key`
    gives the scheme it made. `by` is None for the demo.

    Raises PermissionDenied, and ValidationError for a year that is over or closed.
    """
    require(by, Permission.PREPARE_ALLOCATION, municipality)
    known = _made(municipality, key)
    if known is not None:
        return known
    refuse_past(municipality, year)
    shape = PRESETS[preset]
    _define(municipality, shape)
    return _begin(
        municipality,
        by,
        key,
        year=year,
        name=name.strip(),
        counted_on=FiscalYear(year).start,
        heads=shape.heads,
        plan=dict(shape.plan),
    )


@transaction.atomic
def new_version(*, scheme: Scheme, by: Actor, key: uuid.UUID) -> Scheme:
    """Begin the next version of the same year with the plan of this one.

    Raises PermissionDenied, and ValidationError for a year that is over or closed.
    """
    require(by, Permission.PREPARE_ALLOCATION, scheme.municipality)
    known = _made(scheme.municipality, key)
    if known is not None:
        return known
    refuse_past(scheme.municipality, scheme.year)
    copied = ("year", "name", "legal_basis", "counted_on", "recognised_only", "heads", "plan")
    kept = ("before", "before_source")
    words = {field: getattr(scheme, field) for field in (*copied, *kept)}
    return _begin(scheme.municipality, by, key, **words)


@transaction.atomic
def save_scheme(
    *, scheme: Scheme, details: Details, plan: Mapping[str, Any], edits: int, by: Actor
) -> Scheme:
    """Store what was typed, complete or not; a scheme that waits for approval is a draft again.

    Raises PermissionDenied, and ValidationError where somebody else has changed it meanwhile
    (`edits` is what the form was drawn from) or where it is approved.
    """
    row = locked(scheme)
    require(by, Permission.PREPARE_ALLOCATION, row.municipality)
    refuse_settled(row)
    if row.edits != edits:
        raise ValidationError(
            "この算定は、ほかの画面で変えられました。画面を開き直して、もう一度直してください。"
        )
    for field in ("name", "legal_basis", "counted_on", "recognised_only", "heads"):
        setattr(row, field, getattr(details, field))
    row.plan, row.edits = dict(plan), row.edits + 1
    _touch(row, by)
    row.save()
    return row


def refuse_settled(row: Scheme) -> None:
    """Raise ValidationError for a scheme whose text stands."""
    if row.state.settled:
        raise ValidationError(
            f"この版は{row.state.label}です。変えるときは、新しい版を作ってください。"
        )


def _touch(row: Scheme, by: Actor | None) -> None:
    row.state = SchemeState.DRAFT
    row.edited_by_id, row.updated_at = person_of(by), now()


def _made(municipality: Body, key: uuid.UUID) -> Scheme | None:
    rows = Scheme.objects.for_system("a repeated press")
    return rows.select_related("municipality").filter(municipality=municipality, key=key).first()


def _define(municipality: Body, shape: Preset) -> None:
    MetricDef.objects.bulk_create(
        (
            MetricDef(municipality=municipality, code=code, label=label, unit=unit)
            for code, label, unit in shape.metrics
        ),
        ignore_conflicts=True,
    )


def _begin(municipality: Body, by: Actor | None, key: uuid.UUID, **words: Any) -> Scheme:
    # Versions are counted under the municipality's lock.
    Body.objects.select_for_update().get(pk=municipality.pk)
    rows = Scheme.objects.for_system("the next version")
    last = rows.filter(municipality=municipality, year=words["year"]).aggregate(Max("version"))
    row = Scheme(
        municipality=municipality, version=(last["version__max"] or 0) + 1, key=key, **words
    )
    _touch(row, by)
    row.save(force_insert=True)
    add_step(row, StepKind.OPENED, by, uuid.uuid5(key, "opened"))
    row.save(update_fields=["steps_count"])
    return row
