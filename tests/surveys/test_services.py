"""What can be done about surveys, and what cannot."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from comipla.core.surveys import Channel, SurveyState, plain_code
from comipla.programme.clock import standing_on
from comipla.surveys.models import Response, Sheet, SurveyQuestion
from comipla.surveys.services import (
    AlreadyAnswered,
    begin_survey,
    digest_of,
    edit_survey,
    give_up_batch,
    move_question,
    move_survey,
    print_sheets,
    remove_question,
    save_question,
)
from tests.surveys.desk import AGE, OUTLINE, TIMES, WORDS, WORRY, Desk


def said(refusal: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    """The sentences of a refusal."""
    return refusal.value.messages


def test_a_survey_begun_twice_with_a_key_is_one(survey_desk: Desk) -> None:
    key = uuid.uuid4()
    made = [
        begin_survey(platform=survey_desk.platform, outline=OUTLINE, by=survey_desk.by, key=key)
        for _ in range(2)
    ]
    assert [survey.number for survey in made] == [1, 1]


def test_only_the_platforms_own_people_ask(survey_desk: Desk) -> None:
    for actor in (survey_desk.community.officer, survey_desk.community.registry.mayor):
        with pytest.raises(PermissionDenied):
            begin_survey(platform=survey_desk.platform, outline=OUTLINE, by=actor, key=uuid.uuid4())


def test_questions_are_moved_and_taken_out(survey_desk: Desk) -> None:
    survey = survey_desk.draft(AGE, WORRY, TIMES)
    assert move_question(survey=survey, number=3, up=True, by=survey_desk.by)
    assert not move_question(survey=survey, number=1, up=True, by=survey_desk.by)
    remove_question(survey=survey, number=1, by=survey_desk.by)
    assert [(q.number, q.key, q.text) for q in survey.questions.all()] == [
        (1, "q3", TIMES.text),
        (2, "q2", WORRY.text),
    ]
    assert save_question(survey=survey, question=WORDS, by=survey_desk.by).key == "q4"


def test_a_question_is_refused_by_field(survey_desk: Desk) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_question(
            survey=survey_desk.begin(), question=replace(AGE, options=("a",)), by=survey_desk.by
        )
    assert list(refusal.value.message_dict) == ["options"]


def test_a_survey_without_questions_does_not_open(survey_desk: Desk) -> None:
    with pytest.raises(ValidationError) as refusal:
        survey_desk.move(survey_desk.begin(), SurveyState.OPEN)
    assert said(refusal) == ["問いがまだありません。1問以上入れてください。"]


def test_a_survey_moves_forward_only(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    with pytest.raises(ValidationError):
        survey_desk.move(survey, SurveyState.PUBLISHED)
    assert survey_desk.move(survey, SurveyState.OPEN).state is SurveyState.OPEN


def test_questions_stand_once_people_answer(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    with pytest.raises(ValidationError):
        save_question(survey=survey, question=WORDS, by=survey_desk.by)
    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyQuestion.objects.filter(survey=survey).update(text="別の問い")


def test_once_opened_only_the_last_day_moves(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    later = replace(OUTLINE, answers_until=date(2024, 12, 1))
    edited = edit_survey(survey=survey, outline=later, by=survey_desk.by)
    assert edited.answers_until == date(2024, 12, 1)
    with pytest.raises(ValidationError):
        edit_survey(survey=survey, outline=replace(later, title="別"), by=survey_desk.by)


def test_codes_are_kept_as_digests_only(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    printed = survey_desk.sheets(survey, 3)
    assert [number for number, _ in printed.sheets] == [1, 2, 3]
    kept = Sheet.objects.filter(survey=survey).values_list("digest", flat=True)
    assert sorted(kept) == sorted(digest_of(plain_code(code)) for _, code in printed.sheets)


def test_a_batch_is_printed_once(survey_desk: Desk) -> None:
    survey, key = survey_desk.opened(), uuid.uuid4()
    print_sheets(survey=survey, count=2, by=survey_desk.by, key=key)
    for count, again in ((2, key), (0, uuid.uuid4()), (101, uuid.uuid4())):
        with pytest.raises(ValidationError):
            print_sheets(survey=survey, count=count, by=survey_desk.by, key=again)
    assert survey_desk.sheets(survey, 1).batch.first == 3


def test_a_sheet_answers_once(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    survey_desk.sheets(survey)
    survey_desk.key(survey, 1, {"q1": 2})
    with pytest.raises(AlreadyAnswered) as refusal:
        survey_desk.key(survey, 1, {"q1": 3})
    assert said(refusal) == [
        "用紙1は、令和6年5月1日に回答が届いています（紙の用紙）。同じ用紙の回答は1回だけ数えます。"
    ]
    survey_desk.key(survey, 1, {"q1": 3}, again=True, channel=Channel.PROXY)
    response = Response.objects.get()
    assert (response.answers, response.revision, response.channel) == ({"q1": 3}, 2, Channel.PROXY)


def test_a_phone_corrects_what_it_saw(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    survey_desk.sheets(survey, 1)
    sheet, key = Sheet.objects.get(), uuid.uuid4()
    first = survey_desk.answer(sheet, {"q1": 1}, key=key)
    assert survey_desk.answer(sheet, {"q1": 1}, key=key) == first
    with pytest.raises(AlreadyAnswered):
        survey_desk.answer(sheet, {"q1": 2})
    assert survey_desk.answer(sheet, {"q1": 2}, revision=1).answers == {"q1": 2}
    with pytest.raises(AlreadyAnswered):
        survey_desk.key(survey, 1, {"q1": 3}, again=True)


def test_phones_stop_after_the_last_day_and_paper_at_the_close(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    survey_desk.sheets(survey, 2)
    sheet = Sheet.objects.filter(survey=survey).earliest("number")
    with standing_on(date(2024, 10, 1)):
        with pytest.raises(ValidationError) as refusal:
            survey_desk.answer(sheet, {"q1": 1})
        survey_desk.key(survey, 2, {"q1": 1})
    assert said(refusal) == ["回答の受付は終わりました。"]
    survey_desk.move(survey, SurveyState.CLOSED)
    with pytest.raises(ValidationError):
        survey_desk.key(survey, 1, {"q1": 1})


def test_a_sheet_of_a_lost_batch_answers_no_more(survey_desk: Desk) -> None:
    survey = survey_desk.opened()
    batch = survey_desk.sheets(survey, 2).batch
    survey_desk.key(survey, 1, {"q1": 1})
    give_up_batch(survey=survey, batch=batch, by=survey_desk.by)
    for number in (2, 99):
        with pytest.raises(ValidationError) as refusal:
            survey_desk.key(survey, number, {"q1": 1})
        assert list(refusal.value.message_dict) == ["sheet"]
    with pytest.raises(ValidationError):
        survey_desk.answer(Sheet.objects.get(number=2), {"q1": 1})


def test_closing_cuts_the_tie_between_sheets_and_answers(survey_desk: Desk) -> None:
    survey = survey_desk.answered(1, 2)
    assert Response.objects.filter(survey=survey, sheet=None).count() == 0
    move_survey(survey=survey, target=SurveyState.CLOSED, by=survey_desk.by)
    rows = Response.objects.filter(survey=survey)
    assert sorted((row.answers["q1"], row.sheet_id) for row in rows) == [
        (1, None),
        (2, None),
        (2, None),
    ]
    assert Sheet.objects.filter(survey=survey).exclude(answered_on=None).count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
