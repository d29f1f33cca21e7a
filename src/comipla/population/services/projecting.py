"""Project a place; a second person checks and publishes what the first has made."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.core.access import Actor, Permission, may
from comipla.core.evidence.small_areas import BAND_BELOW, KAPPA
from comipla.core.facts import canonical
from comipla.people.models import Body
from comipla.population.models import PopulationTable, ProjectionRun, RunState, Source
from comipla.population.outlook import Settings, look_ahead
from comipla.population.selectors import Basis, basis_of
from comipla.programme.clock import now


def make_run(
    *,
    body: Body,
    by: Actor | None,
    settings: Settings | None = None,
    key: uuid.UUID | None = None,
) -> ProjectionRun:
    """Project a municipality or platform from its latest tables and keep it as a draft.

    Without `settings`, places below 500 people lean on their municipality where it has tables.
    `by` is None for the demo. A repeat with the same `key` returns the run it made.

    Raises PermissionDenied, and ValidationError where there is nothing to project from.
    """
    if by is not None and not may(by, Permission.MAKE_PROJECTION, body.path):
        raise PermissionDenied
    known = ProjectionRun.objects.for_system("a repeated press").filter(key=key, body=body).first()
    if key is not None and known is not None:
        return known
    basis = basis_of(body)
    if basis is None:
        raise ValidationError(
            f"{body.name}には、ちょうど5年おきの人口の表がまだ2つありません。"
            "同じ種類の表を2年分取り込むと、計算できます。"
        )
    run = reckoned(body, basis, settings or usual_settings(basis), by=by, key=key)
    run.save(force_insert=True)
    return run


def usual_settings(basis: Basis) -> Settings:
    """What a place is reckoned with unless somebody chooses otherwise."""
    small = basis.tables[-1].people < BAND_BELOW
    return Settings(kappa=KAPPA if small and basis.bases.reference else 0.0)


def reckoned(
    body: Body,
    basis: Basis,
    settings: Settings,
    *,
    by: Actor | None,
    key: uuid.UUID | None = None,
) -> ProjectionRun:
    """A projection as a row not yet stored. Raises ValidationError, in words."""
    try:
        outlook = look_ahead(basis.bases, settings)
    except ValueError as slip:
        raise ValidationError(str(slip)) from slip
    inputs = _inputs(basis, settings)
    return ProjectionRun(
        body=body,
        kappa=settings.kappa,
        inputs=inputs,
        inputs_hash=hashlib.sha256(canonical(inputs)).hexdigest(),
        result=outlook.write(),
        state=RunState.DRAFT,
        made_by_id=by.known_person if by else None,
        made_at=now(),
        key=key or uuid.uuid4(),
    )


@transaction.atomic
def check_run(*, run: ProjectionRun, by: Actor) -> ProjectionRun:
    """Say that a second person has looked through a draft; said twice, the first time counts.

    Raises PermissionDenied, and ValidationError for the person who made it.
    """
    row = _locked(run)
    if not may(by, Permission.MAKE_PROJECTION, row.body.path):
        raise PermissionDenied
    if row.state != RunState.DRAFT:
        return row
    _refuse_maker(row, by, "確認")
    row.state, row.checked_by_id, row.checked_at = RunState.CHECKED, by.known_person, now()
    row.save(update_fields=["state", "checked_by", "checked_at"])
    return row


@transaction.atomic
def publish_run(*, run: ProjectionRun, by: Actor) -> ProjectionRun:
    """Publish what was checked, for everybody and for ever; said twice, the first time counts.

    Raises PermissionDenied, and ValidationError for a draft and for the person who made it.
    """
    row = _locked(run)
    if not may(by, Permission.PUBLISH_PROJECTION, row.body.path):
        raise PermissionDenied
    if row.state == RunState.PUBLISHED:
        return row
    if row.state != RunState.CHECKED:
        raise ValidationError(
            "まだ確認されていません。作った人とは別の人が確認すると、公表できます。"
        )
    _refuse_maker(row, by, "公表")
    row.state, row.published_by_id, row.published_at = RunState.PUBLISHED, by.known_person, now()
    row.save(update_fields=["state", "published_by", "published_at"])
    return row


def _locked(run: ProjectionRun) -> ProjectionRun:
    rows = ProjectionRun.objects.for_system("move a projection").select_related("body")
    return rows.select_for_update(of=("self",)).get(pk=run.pk)


def _refuse_maker(run: ProjectionRun, by: Actor, what: str) -> None:
    if run.made_by_id == by.person_id:
        raise ValidationError(
            f"自分が計算したものは{what}できません。ほかの人に{what}を頼んでください。"
        )


def _inputs(basis: Basis, settings: Settings) -> dict[str, Any]:
    """Everything the result follows from, as it is hashed."""
    return {
        "source": str(basis.source),
        "source_label": Source.of(basis.source).label,
        "days_label": [f"{day.year}年{day.month}月" for day in basis.days],
        "bases": list(_told(basis.tables)),
        "reference": [table.tolist() for table in basis.bases.reference],
        "reference_of": sorted({table.name for table in basis.reference}),
        "synthetic": any(table.file.is_synthetic for table in basis.tables),
        "women": settings.women,
        "kappa": settings.kappa,
        "steps": settings.steps,
        "variant": settings.variant.value,
    }


def _told(tables: Iterable[PopulationTable]) -> Iterable[dict[str, Any]]:
    for table in tables:
        yield {
            "day": table.day.isoformat(),
            "men": list(table.men),
            "women": list(table.women),
            "unknown": list(table.unknown),
            "file": table.file.name,
            "sha256": table.file.sha256,
        }
