"""Platforms enter the registry and move by events alone, chained and never changed."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from comipla.cases.services.surroundings import PlatformsOf
from comipla.communities.models import Platform, PlatformEvent
from comipla.communities.services import (
    register_platform,
    register_platforms,
    verify_events,
)
from comipla.core.access import BodyKind
from comipla.core.codes import PlatformStage
from comipla.core.registry import Event, EventKind, Recognition, Stage
from comipla.people.scoping import Unscoped
from tests.communities.registry import FOUNDED, registration


def fresh(platform: Platform) -> Platform:
    return Platform.objects.for_system("look").get(pk=platform.pk)


def test_a_registered_platform_has_a_body_under_its_municipality(registry):
    body = registry.platform.body
    assert (body.kind, body.code, body.path) == (
        BodyKind.PLATFORM,
        "462012-01",
        ("46", "462012", "462012-01"),
    )
    assert registry.neighbour.slug == "462012-02"
    assert (registry.platform.stage, registry.platform.founded_on) == (Stage.FOUNDED, FOUNDED)


def test_a_second_press_registers_nothing_twice(registry):
    again = registration(registry.world.town, "新しい会", key=uuid.uuid4())
    first = register_platform(registration=again, by=registry.officer)
    assert register_platform(registration=again, by=registry.officer) == first


def test_a_name_or_address_that_is_taken_is_refused_by_field(registry):
    slip = registration(registry.world.town, registry.platform.name, slug=registry.platform.slug)
    with pytest.raises(ValidationError) as refusal:
        register_platform(registration=slip, by=registry.officer)
    assert sorted(refusal.value.message_dict) == ["name", "slug"]


def test_only_the_municipality_registers_its_platforms(registry):
    for by in (registry.world.clerk, registry.world.stranger, registry.secretary, registry.mayor):
        with pytest.raises(PermissionDenied):
            register_platform(registration=registration(registry.world.town, "会"), by=by)


def test_many_are_registered_in_as_many_statements_as_one(registry, django_assert_num_queries):
    for count in (1, 3):
        batch = [registration(registry.world.town, f"会{count}-{n}") for n in range(count)]
        with django_assert_num_queries(7):
            register_platforms(batch)
    assert verify_events() == []


def test_events_move_the_stage_and_menu_3_follows(registry):
    registry.event(EventKind.APPLIED, by=registry.secretary)
    registry.event(EventKind.GRANTED)
    registry.event(EventKind.MOVED, stage=Stage.SUSTAIN)
    platform = fresh(registry.platform)
    assert (platform.stage, platform.recognition) == (Stage.SUSTAIN, Recognition.GRANTED)
    assert (platform.events_count, platform.stage_since) == (4, date(2024, 4, 1))
    standing = PlatformsOf(registry.world.town)[platform.pk]
    assert standing.stage is PlatformStage.RUNNING
    assert verify_events() == []


def test_the_same_key_records_once(registry):
    key = uuid.uuid4()
    first = registry.event(EventKind.APPLIED, key=key)
    assert registry.event(EventKind.APPLIED, key=key) == first
    assert fresh(registry.platform).events_count == 2


def test_stages_are_moved_by_the_deciding_role_of_the_own_municipality_alone(registry):
    world = registry.world
    for by in (registry.officer, registry.secretary, registry.treasurer, world.clerk, world.chief):
        with pytest.raises(PermissionDenied):
            registry.event(EventKind.MOVED, stage=Stage.EARLY, by=by)
    with pytest.raises(PermissionDenied):
        registry.event(EventKind.MOVED, stage=Stage.EARLY, of=registry.foreign)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": date(2024, 5, 2)}, "日付を今日か、それより前に"),
        ({"on": date(2022, 5, 21)}, "令和4年5月22日"),
        ({"evidence": ""}, "根拠"),
        ({"stage": Stage.PREP}, "へは移れません"),
    ],
)
def test_what_cannot_follow_is_refused_and_nothing_is_stored(registry, changes, words):
    with pytest.raises(ValidationError, match=words):
        registry.event(EventKind.MOVED, **{"stage": Stage.EARLY} | changes)
    assert fresh(registry.platform).events_count == 1


def test_platforms_are_merged_within_their_municipality(registry):
    with pytest.raises(ValidationError, match="同じ市町村"):
        registry.event(EventKind.MOVED, stage=Stage.MERGED, partner=registry.foreign)
    with pytest.raises(ValidationError, match="ほかの団体"):
        registry.event(EventKind.MOVED, stage=Stage.MERGED, partner=registry.platform)
    registry.event(EventKind.MOVED, stage=Stage.MERGED, partner=registry.neighbour)
    assert fresh(registry.platform).merged_into == registry.neighbour


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE communities_platformevent SET evidence = 'x'",
        "DELETE FROM communities_platformevent",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(registry, statement):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_database_refuses_an_event_out_of_its_chain(registry):
    last = PlatformEvent.objects.filter(platform=registry.platform).latest("number")
    for number, previous, words in (
        (3, last.hash, "does not follow"),
        (2, "", "is not chained"),
    ):
        with pytest.raises(DatabaseError, match=words), transaction.atomic():
            PlatformEvent.objects.create(
                platform=registry.platform,
                number=number,
                previous=previous,
                kind=EventKind.MOVED,
                on=FOUNDED,
                stage_after=Stage.EARLY,
                recognition_after=Recognition.NONE,
                evidence="x",
                body=registry.world.town,
                recorded_at=last.recorded_at,
                key=uuid.uuid4(),
                hash="x",
            )


def test_a_stage_that_was_typed_over_is_found(registry):
    Platform.objects.for_system("forge").filter(pk=registry.platform.pk).update(stage=Stage.SUSTAIN)
    assert verify_events() == [("462012-01", "stage が記録と合いません")]


def test_who_sees_which_platform(registry):
    world = registry.world

    def seen(actor):
        return set(Platform.objects.visible_to(actor).values_list("slug", flat=True))

    both = {"462012-01", "462012-02"}
    assert seen(world.clerk) == seen(world.auditor) == both | {"462039-01"}
    assert seen(registry.officer) == both
    assert seen(world.stranger) == {"462039-01"}
    assert seen(registry.secretary) == {"462012-01"}
    assert seen(None) == set()
    with pytest.raises(Unscoped):
        Platform.objects.all()


def test_a_past_is_entered_with_its_days(registry):
    past = (
        Event(EventKind.ENTERED, date(2015, 5, 10), "設立総会", Stage.FOUNDED),
        Event(EventKind.MOVED, date(2018, 4, 1), "総会", Stage.SUSTAIN),
    )
    entry = registration(registry.world.town, "古い会", history=past)
    platform = register_platform(registration=entry, by=registry.officer)
    assert (platform.founded_on, platform.stage_since) == (date(2015, 5, 10), date(2018, 4, 1))
    with pytest.raises(ValidationError, match="台帳に登録してください"):
        register_platforms([registration(registry.world.town, "誤り", history=past[1:])])
