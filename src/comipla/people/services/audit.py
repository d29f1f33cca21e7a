"""Write the audit of people's access."""

from comipla.people.models import AuditEvent, AuditKind, Body, Person


def record_event(
    *,
    kind: AuditKind,
    person: Person | None = None,
    subject: Person | None = None,
    body: Body | None = None,
    ip: str | None = None,
    detail: dict[str, str | int] | None = None,
) -> AuditEvent:
    """Append one event. `person` acted; `subject` is whom it concerns when that is another."""
    return AuditEvent.objects.create(
        kind=kind, person=person, subject=subject, body=body, ip=ip, detail=detail or {}
    )
