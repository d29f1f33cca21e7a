"""Enter platforms in the registry: each gets a body under its municipality and a first event."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from comipla.communities.models import Platform, PlatformEvent
from comipla.communities.services.events import made, project
from comipla.core.access import Actor, BodyKind, Permission, may
from comipla.core.registry import Event, EventRefused, follow
from comipla.people.models import Body
from comipla.programme.clock import today

RESERVED = frozenset({"new", "rules", "notices", "list"})
"""Words that stand in addresses where a platform's slug would."""


@dataclass(frozen=True)
class Registration:
    """What a platform needs to stand in the registry.

    `history` begins with ENTERED; more events follow where its past is known. `details` are
    further columns of `Platform` (office_address, households …).
    """

    municipality: Body
    name: str
    history: tuple[Event, ...]
    kana: str = ""
    type_label: str = "コミュニティ協議会"
    slug: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def register_platform(*, registration: Registration, by: Actor) -> Platform:
    """Enter one platform. A repeat with the same key returns the platform it made.

    Raises PermissionDenied unless `by` edits the registry for that municipality, ValidationError
    for a name, address or day that cannot be.
    """
    town = registration.municipality
    acts_above = by.body_kind != BodyKind.PLATFORM
    if not acts_above or not may(by, Permission.EDIT_PLATFORM, town.path):
        raise PermissionDenied
    known = PlatformEvent.objects.filter(key=registration.key).select_related("platform").first()
    if known is not None:
        return known.platform
    _check(registration)
    (platform,) = register_platforms([registration], by=by)
    return platform


@transaction.atomic
def register_platforms(
    registrations: Sequence[Registration], *, by: Actor | None = None
) -> list[Platform]:
    """Enter many platforms in a few statements; gives them in the same order.

    `by` is None for imports and the demo. Raises ValidationError for the first history that
    cannot be; nothing is stored then.
    """
    towns = sorted({registration.municipality.pk for registration in registrations})
    list(Body.objects.select_for_update().filter(pk__in=towns).order_by("pk"))
    codes = _next_codes(towns)
    rows, events = [], []
    for registration in registrations:
        town = registration.municipality
        code = codes[town.pk].pop(town.code)
        body = Body(
            kind=BodyKind.PLATFORM,
            code=code,
            name=registration.name,
            parent=town,
            lineage=[*town.lineage, code],
        )
        row = Platform(
            body=body,
            municipality=town,
            slug=registration.slug or code,
            name=registration.name,
            kana=registration.kana,
            type_label=registration.type_label,
            **registration.details,
        )
        row.set_keys()
        events.extend(_lived(row, registration, by))
        rows.append(row)
    Body.objects.bulk_create(row.body for row in rows)
    for row in rows:
        row.body_id = row.body.pk
    Platform.objects.bulk_create(rows)
    for event in events:
        event.platform_id = event.platform.pk
    PlatformEvent.objects.bulk_create(events)
    return rows


def _lived(row: Platform, registration: Registration, by: Actor | None) -> list[PlatformEvent]:
    """The events of the registration as rows; the platform stands where they lead."""
    events = []
    for number, event in enumerate(registration.history):
        if event.on > today():
            raise ValidationError({"on": "日付を今日か、それより前にしてください。"})
        try:
            life = follow(row.life if number else None, event)
        except EventRefused as refusal:
            raise ValidationError(f"{registration.name}：{refusal}") from refusal
        key = registration.key if number == 0 else uuid.uuid5(registration.key, str(number))
        events.append(made(row, event, life, body=row.municipality, key=key, by=by))
        project(row, life)
    if not events:
        raise ValidationError("今の段階と、その根拠を入力してください。")
    return events


class _Codes:
    """Codes of a municipality's platforms to come: its own code and two digits or more."""

    def __init__(self, taken: int) -> None:
        self.taken = taken

    def pop(self, town: str) -> str:
        self.taken += 1
        return f"{town}-{self.taken:02d}"


def _next_codes(towns: Sequence[int]) -> dict[int, _Codes]:
    """Where each municipality's numbers go on; a number is never given twice."""
    found: dict[int, _Codes] = defaultdict(lambda: _Codes(0))
    bodies = Body.objects.filter(kind=BodyKind.PLATFORM, parent__in=towns)
    for parent, code in bodies.values_list("parent_id", "code"):
        number = int(code.rpartition("-")[2])
        found[parent].taken = max(found[parent].taken, number)
    return found


def _check(registration: Registration) -> None:
    problems = {}
    if not registration.name.strip():
        problems["name"] = "名称を入力してください。"
    elif (
        Platform.objects.for_system("names are given once")
        .filter(municipality=registration.municipality, name=registration.name)
        .exists()
    ):
        problems["name"] = (
            f"「{registration.name}」は{registration.municipality.name}の台帳にもうあります。"
        )
    if registration.slug in RESERVED:
        problems["slug"] = "このページの名前は使えません。別の名前にしてください。"
    slugs = Platform.objects.for_system("addresses are given once")
    if registration.slug and slugs.filter(slug=registration.slug).exists():
        problems["slug"] = "このページの名前は使われています。別の名前にしてください。"
    if problems:
        raise ValidationError(problems)
