"""A second person decides: approves or sends back, publishes, closes the year."""

import uuid
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.blockgrants.models import AllocationRun, Scheme, SchemeState, StepKind
from comipla.blockgrants.services.doors import (
    add_step,
    is_repeat,
    locked,
    person_of,
    refuse_past,
    require,
)
from comipla.core.access import Actor, Permission
from comipla.programme.clock import now


def approve(*, scheme: Scheme, by: Actor | None, key: uuid.UUID) -> Scheme:
    """Approve the run that waits. Raises ValidationError for whoever prepared or wrote it."""

    def move(row: Scheme, run: AllocationRun) -> None:
        _expect(row, SchemeState.SIMULATED, "承認を待つ算定がありません。")
        refuse_past(row.municipality, row.year)
        _refuse_preparer(row, run, by)
        run.approved_by_id, run.approved_at = person_of(by), now()
        run.save(update_fields=["approved_by", "approved_at"])
        row.state = SchemeState.APPROVED

    return _moved(scheme, StepKind.APPROVED, by, key, move)


def send_back(*, scheme: Scheme, reason: str, by: Actor, key: uuid.UUID) -> Scheme:
    """Send a run back to whoever prepared it, with the reason."""
    if not reason.strip():
        raise ValidationError(
            {"reason": "どこを直すかを書いてください。担当にそのまま伝わります。"}
        )

    def move(row: Scheme, _run: AllocationRun) -> None:
        _expect(row, SchemeState.SIMULATED, "承認を待つ算定がありません。")
        row.state = SchemeState.DRAFT

    return _moved(scheme, StepKind.RETURNED, by, key, move, reason=reason.strip())


def publish(*, scheme: Scheme, by: Actor | None, key: uuid.UUID) -> Scheme:
    """Publish approved amounts: every platform sees its sheet, and they never change again."""

    def move(row: Scheme, run: AllocationRun) -> None:
        _expect(row, SchemeState.APPROVED, "公表できるのは、承認した算定です。")
        _refuse_preparer(row, run, by)
        run.published_by_id, run.published_at = person_of(by), now()
        run.save(update_fields=["published_by", "published_at"])
        row.state = SchemeState.PUBLISHED

    return _moved(scheme, StepKind.PUBLISHED, by, key, move)


def close_year(*, scheme: Scheme, by: Actor | None, key: uuid.UUID) -> Scheme:
    """Close the year with published amounts: it takes no further version."""

    def move(row: Scheme, _run: AllocationRun) -> None:
        _expect(row, SchemeState.PUBLISHED, "確定できるのは、公表した算定です。")
        row.state = SchemeState.LOCKED

    return _moved(scheme, StepKind.LOCKED, by, key, move)


@transaction.atomic
def _moved(
    scheme: Scheme,
    kind: StepKind,
    by: Actor | None,
    key: uuid.UUID,
    move: Callable[[Scheme, AllocationRun], None],
    reason: str = "",
) -> Scheme:
    """The scheme after a step of the second person; a repeated press changes nothing."""
    row = locked(scheme)
    require(by, Permission.APPROVE_ALLOCATION, row.municipality)
    if is_repeat(row, key):
        return row
    run = AllocationRun.objects.filter(scheme=row).first()
    if run is None:
        raise ValidationError("まだ算定していません。担当が承認を求めると、決められます。")
    move(row, run)
    add_step(row, kind, by, key, reason)
    row.save(update_fields=["state", "steps_count"])
    return row


def _expect(row: Scheme, state: SchemeState, otherwise: str) -> None:
    if row.state != state:
        raise ValidationError(f"{otherwise}（今は「{row.state.label}」です。）")


def _refuse_preparer(row: Scheme, run: AllocationRun, by: Actor | None) -> None:
    mine = by is not None and by.person_id in (run.prepared_by_id, row.edited_by_id)
    if mine:
        raise ValidationError(
            "自分が作った算定は、自分では決められません。ほかの決裁者に頼んでください。"
        )
