"""The rules by which a municipality recognises its platforms."""

import uuid
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.communities.models import RecognitionRuleSet
from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.registry import Rules, rules_to_json
from comipla.people.models import Body
from comipla.programme.clock import now


@transaction.atomic
def save_rules(
    *,
    municipality: Body,
    rules: Rules,
    in_force_from: date,
    source: str,
    by: Actor,
    key: uuid.UUID,
) -> RecognitionRuleSet:
    """Store the next version of the rules; earlier versions stay for what was judged by them.

    `source` names the ordinance or outline (要綱) they come from. A repeat with the same key
    returns the version it made.
    """
    own = by.body_kind == BodyKind.MUNICIPALITY and by.body_code == municipality.code
    if not own or not may(by, Permission.RECOGNISE_PLATFORM, municipality.path):
        raise PermissionDenied
    Body.objects.select_for_update().get(pk=municipality.pk)
    versions = RecognitionRuleSet.objects.for_system("next version").filter(
        municipality=municipality
    )
    known = versions.filter(key=key).first()
    if known is not None:
        return known
    if not source.strip():
        raise ValidationError({"source": "もとになる要綱や規則の名前を入力してください。"})
    latest = versions.order_by("-version").first()
    if latest is not None and in_force_from < latest.in_force_from:
        raise ValidationError(
            {"in_force_from": "前の版の適用の日か、それより後の日にしてください。"}
        )
    return RecognitionRuleSet.objects.create(
        municipality=municipality,
        version=latest.version + 1 if latest else 1,
        in_force_from=in_force_from,
        source=source.strip(),
        content=rules_to_json(rules),
        made_by_id=by.known_person,
        made_at=now(),
        key=key,
    )
