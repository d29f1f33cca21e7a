"""Programme years: opened, enacted, moved on; envelopes filled under a lock."""

import uuid
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
from comipla.programme.selectors import budget_of, caps_of, running_year, survey_years
from comipla.programme.services import (
    advance_year,
    mark_reviewed,
    open_year,
    reopen_year,
    set_call,
    set_caps,
    set_envelope_limit,
)
from comipla.programme.trail import trail_of
from tests.world import TODAY, build


@pytest.fixture
def world(db):
    return build()


def r7(world, by=None, key=None):
    return open_year(
        key=key,
        prefecture=world.prefecture,
        year=FiscalYear(2025),
        parameters_edition="r6",
        forms="r6-1",
        by=by or world.keeper,
    )


def test_opened_year_is_in_preparation_and_empty_until_its_figures_are_entered(world):
    year = r7(world)
    caps = caps_of(year, "3")
    assert (year.code, year.state, year.enacted, year.title) == (
        "R7",
        "PREPARING",
        False,
        "令和7年度（案）",
    )
    assert (len(caps), {e.limit for e in caps}) == (43, {0})
    assert budget_of(year, "3").limit == 0


def test_a_year_is_opened_once_and_a_repeat_of_the_same_press_gives_it_again(world):
    key = uuid.uuid4()
    first = r7(world, key=key)
    assert r7(world, key=key) == first
    with pytest.raises(ValidationError) as refused:
        r7(world, key=uuid.uuid4())
    assert refused.value.messages == ["令和7年度はもう開いています。年度の画面で見られます。"]
    assert YearEvent.objects.filter(programme_year=first).count() == 1


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


def test_envelope_is_not_changed_on_an_old_figure_and_both_figures_are_told(world):
    envelope = world.envelope("BUDGET")
    kept = {"envelope": envelope, "on": TODAY, "by": world.keeper, "reason": "補正"}
    set_envelope_limit(limit=31_000_000, expected=30_000_000, **kept)
    with pytest.raises(ValidationError) as refused:
        set_envelope_limit(limit=34_000_000, expected=30_000_000, **kept)
    assert refused.value.messages == [
        "画面を開いたときは 30,000,000円でしたが、いまは 31,000,000円に変わっています。"
        "新しい額を確かめて、もう一度入れてください。"
    ]
    assert world.envelope("BUDGET").limit == 31_000_000


def test_a_repeat_with_the_same_key_changes_an_envelope_once(world):
    key = uuid.uuid4()
    kept = {"envelope": world.envelope("BUDGET"), "on": TODAY, "by": world.keeper, "key": key}
    for _ in range(2):
        set_envelope_limit(limit=31_000_000, expected=30_000_000, reason="補正", **kept)
    assert EnvelopeChange.objects.count() == 1
    with pytest.raises(ValidationError) as refused:
        set_envelope_limit(limit=32_000_000, reason="補正", **kept)
    assert refused.value.messages == [
        "この画面からは、もう別の変更をしました。年度の設定を開き直してください。"
    ]


def test_every_municipality_is_given_the_same_cap_at_once(world):
    year = r7(world)
    kept = {"year": year, "on": TODAY, "by": world.keeper, "reason": "要綱"}
    key = uuid.uuid4()
    assert set_caps(limit=1_000_000, expected=[0], key=key, **kept) == 43
    assert set_caps(limit=1_000_000, expected=[0], key=key, **kept) == 0
    assert {cap.limit for cap in caps_of(year, "3")} == {1_000_000}
    with pytest.raises(ValidationError) as refused:
        set_caps(limit=900_000, expected=[0], **kept)
    assert refused.value.messages == [
        "画面を開いたときの上限額は 0円でしたが、いまは 1,000,000円に変わっています。"
        "新しい額を確かめて、もう一度入れてください。"
    ]


def test_a_cap_below_what_a_municipality_uses_is_refused_by_its_name(world):
    world.earmarked(617_000)
    with pytest.raises(ValidationError) as refused:
        set_caps(year=world.year, limit=600_000, on=TODAY, by=world.keeper, reason="減額")
    assert refused.value.messages == [
        "鹿児島市は、すでに内示と決定で 600,000円より多く使っています。617,000円以上にしてください。"
    ]
    assert world.envelope("CAP").limit == 1_000_000


def test_accounts_closed_too_early_are_reopened_for_a_reason_that_is_kept(world):
    for state, on in (("YEAR_END", date(2025, 4, 1)), ("CASH_CLOSED", date(2025, 5, 31))):
        year = advance_year(year=world.year, to=YearState(state), on=on, by=world.keeper)
    assert year.accounts_closed
    again = {"year": year, "on": date(2025, 6, 2), "by": world.keeper}
    with pytest.raises(ValidationError) as refused:
        reopen_year(to=YearState.YEAR_END, reason=" ", **again)
    assert refused.value.messages == ["段階を戻す理由を書いてください。理由は経過に残ります。"]
    reopened = reopen_year(to=YearState.YEAR_END, reason="5月分の支払漏れ", **again)
    assert (reopened.state, reopened.accounts_closed) == ("YEAR_END", False)
    event = YearEvent.objects.latest("id")
    assert (event.before, event.state, event.by_id, event.reason) == (
        "CASH_CLOSED",
        "YEAR_END",
        world.keeper.person_id,
        "5月分の支払漏れ",
    )


@pytest.mark.parametrize("to", [YearState.PREPARING, YearState.YEAR_END])
def test_what_cannot_be_taken_back_is_refused_in_words(world, to):
    with pytest.raises(ValidationError) as refused:
        reopen_year(year=world.year, to=to, on=TODAY, by=world.keeper, reason="誤り")
    assert "いまは「執行中」なので" in refused.value.messages[0]


def test_every_change_of_the_settings_is_in_the_trail_with_before_and_after(world):
    year = r7(world)
    by = world.keeper
    set_caps(year=year, limit=1_000_000, on=TODAY, by=by, reason="要綱")
    set_envelope_limit(envelope=budget_of(year, "3"), limit=5, on=TODAY, by=by, reason="当初")
    for closes in (date(2024, 12, 1), date(2024, 12, 20)):
        set_call(
            year=year,
            kind=CallKind.NEEDS_SURVEY,
            opens_on=date(2024, 11, 1),
            closes_on=closes,
            by=by,
        )
    advance_year(year=year, to=YearState.RUNNING, on=date(2025, 3, 21), by=by, reason="議案1")
    told = [(c.what, c.before, c.after, c.reason) for c in trail_of(year)]
    assert told == [
        ("年度の段階", "準備（予算成立前）", "執行中", "議案1"),
        ("要望調査の期間", "R6.11.1からR6.12.1まで", "R6.11.1からR6.12.20まで", ""),
        ("要望調査の期間", "", "R6.11.1からR6.12.1まで", ""),
        ("予算額", "0円", "5円", "当初"),
        ("上限額（43市町村）", "0円", "1,000,000円", "要綱"),
        ("年度の段階", "", "準備（予算成立前）", "年度の準備を始めた"),
    ]
    assert {c.who for c in trail_of(year)} == {"架空 pref_admin"}


def test_a_window_set_to_the_same_days_leaves_no_trace(world):
    days = {"opens_on": date(2024, 11, 1), "closes_on": date(2024, 12, 1)}
    for _ in range(2):
        set_call(year=world.year, kind=CallKind.NEEDS_SURVEY, by=world.keeper, **days)
    assert len(trail_of(world.year)) == 1


@pytest.mark.parametrize(
    "table", ["programme_callchange", "programme_envelopechange", "programme_parameterreview"]
)
def test_the_trail_cannot_be_rewritten_by_hand(world, table):
    days = {"opens_on": date(2024, 11, 1), "closes_on": date(2024, 12, 1)}
    set_call(year=world.year, kind=CallKind.NEEDS_SURVEY, by=world.keeper, **days)
    set_caps(year=world.year, limit=2_000_000, on=TODAY, by=world.keeper, reason="増額")
    mark_reviewed(year=world.year, keys={"subsidy_rate"}, by=world.keeper)
    for statement in (f"UPDATE {table} SET by_id = NULL", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


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
