"""Who comes in, the lock under which a scheme moves, and the record of every step."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError

from comipla.blockgrants.models import Scheme, SchemeStep, StepKind
from comipla.blockgrants.selectors import year_is_closed
from comipla.core.access import Actor, Permission, may
from comipla.core.fiscal import FiscalYear
from comipla.people.models import Body
from comipla.programme.clock import now, today


def require(by: Actor | None, permission: Permission, municipality: Body) -> None:
    """Raise PermissionDenied unless the actor may; None is the system, for the demo."""
    if by is not None and not may(by, permission, municipality.path):
        raise PermissionDenied


def person_of(by: Actor | None) -> int | None:
    """The person's id; None for the system."""
    return None if by is None else by.known_person


def locked(scheme: Scheme) -> Scheme:
    """The scheme's row under lock, with its municipality, as it stands now."""
    return (
        Scheme.objects.for_system("move a scheme")
        .select_related("municipality")
        .select_for_update(of=("self",))
        .get(pk=scheme.pk)
    )


def refuse_past(municipality: Body, year: int) -> None:
    """Raise ValidationError for a year that is over or closed: it is never reckoned again."""
    fiscal = FiscalYear(year)
    if fiscal.end < today():
        raise ValidationError(
            f"{fiscal.label}は終わっています。終わった年度の額は、新しい数で算定し直しません。"
        )
    if year_is_closed(municipality, year):
        raise ValidationError(
            f"{fiscal.label}の額は確定しています。次の年度の算定を作ってください。"
        )


def add_step(
    scheme: Scheme, kind: StepKind, by: Actor | None, key: uuid.UUID, reason: str = ""
) -> None:
    """Record a step of a locked scheme and count it; the caller saves the scheme."""
    scheme.steps_count += 1
    SchemeStep.objects.create(
        scheme=scheme,
        number=scheme.steps_count,
        kind=kind,
        reason=reason,
        by_id=person_of(by),
        at=now(),
        key=key,
    )


def is_repeat(scheme: Scheme, key: uuid.UUID) -> bool:
    """Whether this press was recorded before."""
    return SchemeStep.objects.filter(scheme=scheme, key=key).exists()
