"""The hash that chains a platform's events."""

import hashlib
from datetime import UTC

from comipla.communities.models import PlatformEvent
from comipla.core.facts import canonical


def event_hash(event: PlatformEvent, *, slug: str, body_code: str) -> str:
    """SHA-256 over everything the event says and the hash of the one before it.

    The platform goes in by its slug, which is for ever, so that the chain can be reckoned before
    the rows are stored; file and paper go in by the fingerprint of their content.
    """
    payload = {
        "platform": slug,
        "number": event.number,
        "kind": str(event.kind),
        "on": event.on.isoformat(),
        "stage": str(event.stage),
        "stage_after": str(event.stage_after),
        "recognition_after": str(event.recognition_after),
        "evidence": event.evidence,
        "findings": event.findings,
        "partner": event.partner.slug if event.partner else None,
        "file": event.file.sha256 if event.file else "",
        "paper": event.paper.content_sha256 if event.paper else "",
        "by": event.by_id,
        "body": body_code,
        "role": event.role,
        "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
        "key": str(event.key),
        "previous": event.previous,
    }
    return hashlib.sha256(canonical(payload)).hexdigest()
