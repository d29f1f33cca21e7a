"""Give platforms already registered a body and a first event; let events only ever be added."""

import hashlib
import json
import uuid
from datetime import UTC

from django.db import migrations
from django.utils import timezone

FOLLOWS = """
CREATE FUNCTION comipla_platform_event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before communities_platformevent%ROWTYPE;
BEGIN
    SELECT * INTO before FROM communities_platformevent
     WHERE platform_id = NEW.platform_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(before.number, 0) + 1 THEN
        RAISE EXCEPTION 'event % of platform % does not follow event %',
            NEW.number, NEW.platform_id, COALESCE(before.number, 0)
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.previous <> COALESCE(before.hash, '') THEN
        RAISE EXCEPTION 'event % of platform % is not chained to the one before',
            NEW.number, NEW.platform_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER platform_event_follows BEFORE INSERT ON communities_platformevent
    FOR EACH ROW EXECUTE FUNCTION comipla_platform_event_follows();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON communities_platformevent
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON communities_platformevent
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
"""

DROP = """
DROP TRIGGER append_only_table ON communities_platformevent;
DROP TRIGGER append_only_rows ON communities_platformevent;
DROP TRIGGER platform_event_follows ON communities_platformevent;
DROP FUNCTION comipla_platform_event_follows();
"""


def enter_in_registry(apps, schema_editor):
    """What stood in the table without a history is entered as of the day of its stage."""
    Platform = apps.get_model("communities", "Platform")
    Event = apps.get_model("communities", "PlatformEvent")
    Body = apps.get_model("people", "Body")
    counts: dict[str, int] = {}
    moment = timezone.now()
    for row in Platform.objects.select_related("municipality").order_by("municipality", "pk"):
        town = row.municipality
        counts[town.code] = counts.get(town.code, 0) + 1
        row.slug = f"{town.code}-{counts[town.code]:02d}"
        row.body = Body.objects.create(
            kind="PLATFORM",
            code=row.slug,
            name=row.name,
            parent=town,
            lineage=[*town.lineage, row.slug],
        )
        recognised = row.stage == "RECOGNISED"
        row.recognition = "GRANTED" if recognised else "NONE"
        row.recognised_on = row.stage_since if recognised else None
        row.last_event_on, row.events_count = row.stage_since, 1
        event = Event(
            platform=row,
            number=1,
            kind="ENTERED",
            on=row.stage_since,
            stage=row.stage,
            stage_after=row.stage,
            recognition_after=row.recognition,
            evidence="台帳の移行",
            body=town,
            recorded_at=moment,
            key=uuid.uuid4(),
        )
        row.head = event.hash = digest(event)
        row.save()
        event.save()


def digest(event):
    """The hash of a first event, as `communities.services.chain` reckons it."""
    payload = {
        "platform": event.platform.slug,
        "number": event.number,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "stage": event.stage,
        "stage_after": event.stage_after,
        "recognition_after": event.recognition_after,
        "evidence": event.evidence,
        "findings": [],
        "partner": None,
        "file": "",
        "paper": "",
        "by": None,
        "body": event.body.code,
        "role": "",
        "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
        "key": str(event.key),
        "previous": "",
    }
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_registry"), ("people", "0002_append_only")]

    operations = [
        migrations.RunSQL(FOLLOWS, DROP),
        migrations.RunPython(enter_in_registry, migrations.RunPython.noop),
    ]
