"""Programme years: opened, enacted, moved on; envelopes filled under a lock."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from comipla.core.fiscal import FiscalYear
from comipla.programme.models import (
    CallKind,
    Envelope,
    EnvelopeChange,
    EnvelopeKind,
    YearEvent,
    YearState,
)
from comipla.programme.selectors import caps_of, running_year, survey_years
from comipla.programme.services import advance_year, open_year, set_call, set_envelope_limit
from tests.world import TODAY, build


@pytest.fixture
def world(db):
    return build()


def r7(world, by=None):
    return open_year(
        prefecture=world.prefecture,
        year=FiscalYear(2025),
        parameters_edition="r6",
        forms="r6-1",
        by=by or world.keeper,
    )


def test_opened_year_is_in_preparation_with_a_cap_for_every_municipality(world):
    year = r7(world)
    caps = caps_of(year, "3")
    assert (year.code, year.state, year.enacted, len(caps), {e.limit for e in caps}) == (
        "R7",
        "PREPARING",
        False,
        43,
        {1_000_000},
    )


def test_enactment_is_a_step_with_its_day(world):
    year = advance_year(year=r7(world), to=YearState.RUNNING, on=date(2025, 3, 21), by=world.keeper)
    assert (year.state, year.enacted_on) == ("RUNNING", date(2025, 3, 21))
    assert list(YearEvent.objects.filter(programme_year=year).values_list("state", flat=True)) == [
        "PREPARING",
        "RUNNING",
    ]


def test_step_that_is_not_the_next_one_is_refused_in_words(world):
    with pytest.raises(ValidationError) as refused:
        advance_year(year=world.year, to=YearState.SETTLED, on=TODAY, by=world.keeper)
    assert refused.value.messages == [
        "いまは「執行中」なので、「決算認定済み」には進めません。年度の画面を開き直してください。"
    ]


@pytest.mark.parametrize("role", ["clerk", "chief", "auditor", "mayor"])
def test_only_who_manages_the_programme_opens_a_year(world, role):
    with pytest.raises(PermissionDenied):
        r7(world, by=world.people[role])


def test_envelope_is_raised_with_its_reason_kept(world):
    envelope = world.envelope("BUDGET")
    changed = set_envelope_limit(
        envelope=envelope, limit=31_000_000, on=TODAY, by=world.keeper, reason="9月補正"
    )
    assert changed.limit == 31_000_000
    assert list(EnvelopeChange.objects.values_list("limit_before", "limit_after", "reason")) == [
        (30_000_000, 31_000_000, "9月補正")
    ]


def test_envelope_cannot_fall_below_what_is_taken(world):
    world.earmarked()
    with pytest.raises(ValidationError) as refused:
        set_envelope_limit(
            envelope=world.envelope("CAP"), limit=600_000, on=TODAY, by=world.keeper, reason="減額"
        )
    assert refused.value.messages == [
        "すでに内示と決定で 617,000円を使っています。617,000円以上にしてください。"
    ]


def test_overdrawn_envelope_is_refused_by_the_database(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        Envelope.objects.filter(kind=EnvelopeKind.CAP).update(hard=1_000_001)


def test_steps_of_a_year_cannot_be_changed_by_hand(world):
    r7(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programme_yearevent SET reason = 'x'")


def test_call_is_set_and_moved(world):
    for closes in (date(2024, 12, 1), date(2024, 12, 20)):
        call = set_call(
            year=world.year,
            kind=CallKind.NEEDS_SURVEY,
            opens_on=date(2024, 11, 1),
            closes_on=closes,
            by=world.keeper,
        )
    assert (call.closes_on, world.year.calls.count()) == (date(2024, 12, 20), 1)


def test_running_year_is_the_newest_enacted_one_and_surveys_run_ahead(world):
    r7(world)
    assert running_year(world.officer).code == "R6"
    assert [y.code for y in survey_years(world.officer)] == ["R7", "R6"]
