"""Compare each platform's columns with its events, and walk every chain."""

from collections.abc import Iterator
from itertools import groupby

from comipla.communities.models import Platform, PlatformEvent
from comipla.communities.services.chain import event_hash
from comipla.communities.services.events import PROJECTED, project
from comipla.core.registry import EventRefused, fold


def verify_events() -> list[tuple[str, str]]:
    """Everything that disagrees, as (platform, what) pairs; empty when all is well."""
    rows = PlatformEvent.objects.select_related("file", "paper", "partner", "body").order_by(
        "platform_id", "number"
    )
    chains = {
        number: list(events)
        for number, events in groupby(
            rows.iterator(chunk_size=2000), key=lambda row: row.platform_id
        )
    }
    found: list[tuple[str, str]] = []
    for platform in Platform.objects.for_system("verify").order_by("pk"):
        found.extend(
            (platform.slug, what) for what in _slips(platform, chains.get(platform.pk, []))
        )
    return found


def _slips(platform: Platform, chain: list[PlatformEvent]) -> Iterator[str]:
    previous = ""
    for position, event in enumerate(chain, start=1):
        if event.number != position:
            yield f"記録{event.number}の番号が{position}ではありません"
        if event.previous != previous:
            yield f"記録{event.number}が前の記録とつながっていません"
        if event.hash != event_hash(event, slug=platform.slug, body_code=event.body.code):
            yield f"記録{event.number}の内容がハッシュと合いません"
        previous = event.hash
    if (platform.head, platform.events_count) != (previous, len(chain)):
        yield "末尾のハッシュか記録の数が、最後の記録と合いません"
    try:
        life = fold(event.told for event in chain)
    except EventRefused as refusal:
        yield f"記録が続きません。{refusal}"
        return
    expected = Platform()
    project(expected, life)
    for column in PROJECTED:
        if getattr(platform, column) != getattr(expected, column):
            yield f"{column} が記録と合いません"
