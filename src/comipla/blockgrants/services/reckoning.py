"""Reckon a scheme: try it out with other numbers, or keep it and ask for approval."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.blockgrants.codec import core_scheme, line_words
from comipla.blockgrants.models import (
    AllocationRun,
    AllocationSheet,
    Scheme,
    SchemeState,
    StepKind,
)
from comipla.blockgrants.selectors import (
    Before,
    Collected,
    before_of,
    collected,
    metrics_of,
    participants,
)
from comipla.blockgrants.services.composing import refuse_settled
from comipla.blockgrants.services.doors import (
    add_step,
    is_repeat,
    locked,
    person_of,
    refuse_past,
    require,
)
from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.allocation import (
    AllocationError,
    AllocationScheme,
    Comparison,
    Simulation,
    simulate,
)
from comipla.core.allocation.numbers import plain_number
from comipla.programme.clock import now


@dataclass(frozen=True)
class Trial:
    """What a scheme gives today: the simulation with everything it was reckoned from.

    `base` is the scheme as it stands, without the changes that were tried.
    """

    base: AllocationScheme
    simulation: Simulation
    platforms: tuple[Platform, ...]
    collected: Collected
    before: Before

    @property
    def comparison(self) -> Comparison | None:
        """Against last year; None where last year is not known."""
        return self.simulation.comparison

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences to read before deciding."""
        uneven = tuple(
            f"「{label}」の基準日が団体によって違います。同じ日の表を取り込むと、そろいます。"
            for label in self.collected.uneven
        )
        residuals = tuple(residual.words for residual in self.simulation.result.residuals)
        return (*dict.fromkeys((*self.simulation.result.notices, *uneven, *residuals)),)


def try_out(scheme: Scheme, changes: Mapping[str, object] | None = None) -> Trial:
    """Reckon without storing anything; `changes` as in `core.allocation.simulate`.

    Raises AllocationError, which names the platform, the component or the number.
    """
    base = core_scheme(scheme, metrics_of(scheme.municipality))
    platforms = participants(scheme)
    if not platforms:
        raise AllocationError(
            "対象の団体がありません。コミプラの台帳に、設立された団体を登録してください。"
        )
    codes = tuple(filter(None, dict.fromkeys((*base.needs, scheme.heads))))
    known = collected(scheme, platforms, codes)
    before = before_of(scheme)
    if before.amounts is not None and scheme.heads:
        simulation = simulate(
            base, known.metrics, before.amounts, changes=changes, heads=scheme.heads
        )
    else:
        simulation = simulate(base, known.metrics, before.amounts, changes=changes)
    return Trial(base, simulation, tuple(platforms), known, before)


@transaction.atomic
def ask_approval(*, scheme: Scheme, by: Actor | None, key: uuid.UUID) -> AllocationRun:
    """Reckon, keep the run with a sheet for every platform, and wait for the second person.

    A repeat with the same `key` gives the run it made. `by` is None for the demo. Raises
    PermissionDenied, and ValidationError for a scheme that cannot be reckoned, an approved one,
    or a year that is over.
    """
    row = locked(scheme)
    require(by, Permission.PREPARE_ALLOCATION, row.municipality)
    if is_repeat(row, key):
        return AllocationRun.objects.filter(scheme=row)[0]
    refuse_settled(row)
    refuse_past(row.municipality, row.year)
    try:
        trial = try_out(row)
    except AllocationError as slip:
        raise ValidationError(str(slip).splitlines()) from slip
    run = _stored(row, trial, by)
    row.state = SchemeState.SIMULATED
    add_step(row, StepKind.SIMULATED, by, key)
    row.save(update_fields=["state", "steps_count"])
    return run


def _stored(row: Scheme, trial: Trial, by: Actor | None) -> AllocationRun:
    result = trial.simulation.result
    amounts = trial.before.amounts
    run = AllocationRun.objects.create(
        scheme=row,
        number=AllocationRun.objects.filter(scheme=row).count() + 1,
        inputs=_inputs(row, trial),
        inputs_hash=result.fingerprint,
        total=result.total,
        before=None if amounts is None else sum(amounts.values()),
        residuals=[[residual.label, residual.amount] for residual in result.residuals],
        notices=list(trial.notices),
        prepared_by_id=person_of(by),
        prepared_at=now(),
    )
    values = {platform.code: platform.values for platform in result.metrics.platforms}
    AllocationSheet.objects.bulk_create(
        AllocationSheet(
            run=run,
            platform=platform,
            name=platform.name,
            total=given.total,
            before=None if amounts is None else amounts.get(platform.slug),
            heads=str(plain_number(values[platform.slug].get(row.heads)) or "")
            if row.heads
            else "",
            lines=[
                line_words(
                    line,
                    result.metric_definitions.get(line.metric.code) if line.metric else None,
                )
                for line in given.lines
            ],
        )
        for platform, given in zip(trial.platforms, result.platforms, strict=True)
    )
    return run


def _inputs(row: Scheme, trial: Trial) -> dict[str, object]:
    """Everything the amounts follow from, with the files it came in."""
    definitions = trial.simulation.result.metric_definitions
    return {
        "plan": row.plan,
        "legal_basis": row.legal_basis,
        "counted_on": row.counted_on.isoformat(),
        "metrics": [
            {
                "code": code,
                "label": definitions[code].name,
                "provenance": definitions[code].provenance,
                "files": [[file.name, file.sha256] for file in files],
            }
            for code, files in trial.collected.files.items()
        ],
        "values": {
            platform.code: {code: plain_number(v) for code, v in platform.values.items()}
            for platform in trial.collected.metrics.platforms
        },
        "before": None if trial.before.amounts is None else dict(trial.before.amounts),
        "before_source": trial.before.source,
    }
