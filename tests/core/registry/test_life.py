"""The life of a platform: what may follow on what, whatever happens."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.codes import PlatformStage
from comipla.core.registry import (
    PROGRAMME_STAGES,
    TRANSITIONS,
    Event,
    EventKind,
    EventRefused,
    Recognition,
    Stage,
    events_open,
    fold,
    follow,
    stages_open,
)

DAY = date(2024, 4, 1)


def entered(stage=Stage.STUDY, on=DAY):
    return Event(EventKind.ENTERED, on, "台帳の整備", stage)


def moved(stage, on=DAY, *, partner=False):
    return Event(EventKind.MOVED, on, "総会の議事録", stage, partner)


def judged(kind, on=DAY):
    return Event(kind, on, "通知の番号")


def test_a_life_goes_from_study_to_sustaining_with_its_days():
    life = fold(
        [
            entered(),
            moved(Stage.PREP, date(2024, 5, 1)),
            moved(Stage.FOUNDED, date(2024, 6, 1)),
            judged(EventKind.APPLIED, date(2024, 6, 2)),
            judged(EventKind.GRANTED, date(2024, 7, 1)),
            moved(Stage.EARLY, date(2025, 4, 1)),
            moved(Stage.SUSTAIN, date(2028, 4, 1)),
        ]
    )
    assert (life.stage, life.since) == (Stage.SUSTAIN, date(2028, 4, 1))
    assert (life.founded_on, life.recognised_on) == (date(2024, 6, 1), date(2024, 7, 1))
    assert life.recognition is Recognition.GRANTED


def test_recognition_is_reached_by_a_decision_alone():
    with pytest.raises(EventRefused, match="認定の決定で移ります"):
        fold([entered(Stage.FOUNDED), moved(Stage.RECOGNISED)])


def test_revoking_takes_a_recognised_platform_back_to_founded_but_not_a_later_stage():
    granted = [entered(Stage.FOUNDED), judged(EventKind.GRANTED)]
    assert fold([*granted, judged(EventKind.REVOKED)]).stage is Stage.FOUNDED
    later = fold([*granted, moved(Stage.SUSTAIN), judged(EventKind.REVOKED)])
    assert (later.stage, later.recognition) == (Stage.SUSTAIN, Recognition.REVOKED)


def test_what_is_not_founded_is_not_recognised():
    with pytest.raises(EventRefused, match="設立した後に"):
        fold([entered(Stage.PREP), judged(EventKind.APPLIED)])


def test_a_refused_event_says_where_the_stage_may_go():
    with pytest.raises(EventRefused) as refusal:
        fold([entered(Stage.EARLY), moved(Stage.PREP)])
    assert str(refusal.value) == (
        "「形成初期」から「設立準備」へは移れません。移れるのは運営・休止・統合・解散です。"
    )


def test_merging_names_the_other_body():
    with pytest.raises(EventRefused, match="統合する相手"):
        fold([entered(Stage.SUSTAIN), moved(Stage.MERGED)])
    assert fold([entered(Stage.SUSTAIN), moved(Stage.MERGED, partner=True)]).stage is Stage.MERGED


def test_a_mistake_is_corrected_by_an_event_not_by_erasing():
    events = [
        entered(Stage.SUSTAIN),
        moved(Stage.DISSOLVED),
        Event(EventKind.CORRECTED, DAY, "別の団体の記録だった", Stage.SUSTAIN),
    ]
    assert fold(events).stage is Stage.SUSTAIN
    with pytest.raises(EventRefused, match="認定の記録がないため"):
        fold([*events, Event(EventKind.CORRECTED, DAY, "訂正", Stage.RECOGNISED)])


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([], "台帳への登録がまだありません"),
        ([moved(Stage.PREP)], "台帳に登録してください"),
        ([entered(), entered()], "もう台帳に登録されています"),
        ([entered(), moved(Stage.STUDY)], "別の段階を選んでください"),
        ([entered(), moved(Stage.PREP, DAY - timedelta(days=1))], "令和6年4月1日"),
        ([entered(), Event(EventKind.MOVED, DAY, " ", Stage.PREP)], "根拠"),
        ([entered(), Event(EventKind.MOVED, DAY, "議事録")], "移る先の段階"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(events, reason):
    with pytest.raises(EventRefused, match=reason):
        fold(events)


def test_every_stage_has_a_word_of_the_programme_and_a_row_of_ways():
    assert set(PROGRAMME_STAGES) == set(TRANSITIONS) == set(Stage)
    assert set(PROGRAMME_STAGES.values()) == set(PlatformStage)


EVENTS = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    on=st.dates(DAY, DAY + timedelta(days=9)),
    evidence=st.just("議事録"),
    stage=st.none() | st.sampled_from(Stage),
    partner=st.booleans(),
)


@settings(max_examples=40)
@given(first=st.sampled_from(Stage), events=st.lists(EVENTS, max_size=12))
def test_laws_of_a_life_hold_whatever_is_tried(first, events):
    life = follow(None, entered(first))
    for event in events:
        try:
            after = follow(life, event)
        except EventRefused:
            continue
        assert after.last_on == event.on >= life.last_on
        if event.kind is EventKind.MOVED:
            assert after.stage in TRANSITIONS[life.stage]
            assert after.stage in stages_open(life)
        assert event.kind in events_open(life)
        if after.stage is Stage.RECOGNISED and event.kind is not EventKind.CORRECTED:
            assert after.recognition is Recognition.GRANTED
        assert (after.stage == life.stage) <= (after.since == life.since)
        if life.founded_on:
            assert after.founded_on == life.founded_on
        life = after
