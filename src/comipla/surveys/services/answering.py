"""Answers: by the code of a sheet on a phone, or keyed from paper. A sheet answers once."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor
from comipla.core.surveys import Answers, Channel, SurveyState
from comipla.core.wareki import format_wareki
from comipla.programme.clock import today
from comipla.surveys.models import Response, Sheet, Survey
from comipla.surveys.services.doors import locked

ENDED = "回答の受付は終わりました。"


class AlreadyAnswered(ValidationError):
    """The sheet was answered before, or again since the page was read."""

    def __init__(self, sheet: Sheet) -> None:
        assert sheet.answered_on is not None
        self.sheet = sheet
        day = format_wareki(sheet.answered_on)
        super().__init__(
            f"用紙{sheet.number}は、{day}に回答が届いています（{sheet.channel.label}）。"
            "同じ用紙の回答は1回だけ数えます。"
        )


@transaction.atomic
def answer_sheet(*, sheet: Sheet, answers: Answers, revision: int, key: uuid.UUID) -> Response:
    """Take the answers of a sheet from whoever holds its code, or correct them.

    `revision` is that of the answers the person saw, 0 where there were none. A repeat with the
    key returns what it made. Raises ValidationError after the last day, `AlreadyAnswered` where
    other answers came in meanwhile.
    """
    row = _locked_sheet(sheet)
    if not is_answerable(row):
        raise ValidationError(ENDED)
    known = Response.objects.filter(sheet=row).first()
    if known is not None and known.key == key:
        return known
    if (known.revision if known else 0) != revision:
        raise AlreadyAnswered(row)
    return _store(row, known, Channel.WEB, answers, key)


@transaction.atomic
def key_sheet(
    *,
    survey: Survey,
    number: int,
    answers: Answers,
    channel: Channel,
    by: Actor,
    key: uuid.UUID,
    again: bool = False,
) -> Response:
    """Enter a paper sheet, or what somebody said, under the number of the sheet.

    `again` puts the answers in the place of those that were keyed before. Raises
    `AlreadyAnswered`, and ValidationError by field.
    """
    owner = locked(survey, by, SurveyState.OPEN)
    if not channel.keyed:
        raise ValidationError({"channel": "紙の用紙か聞き取りを選んでください。"})
    found = owner.sheets.filter(number=number).first()
    if found is None:
        raise ValidationError(
            {"sheet": f"用紙{number}は印刷していません。用紙の右上の番号を確かめてください。"}
        )
    sheet = _locked_sheet(found)
    if sheet.batch.given_up_at is not None and sheet.answered_on is None:
        raise ValidationError({"sheet": f"用紙{number}は、使わないことにした束のものです。"})
    known = Response.objects.filter(sheet=sheet).first()
    if known is not None and known.key == key:
        return known
    if known is not None and not (again and known.channel.keyed):
        raise AlreadyAnswered(sheet)
    return _store(sheet, known, channel, answers, key)


def is_answerable(sheet: Sheet) -> bool:
    """Whether the code of a sheet answers today; reads its survey and batch."""
    survey = sheet.survey
    if survey.state is not SurveyState.OPEN or today() > survey.answers_until:
        return False
    return sheet.batch.given_up_at is None or sheet.answered_on is not None


def _locked_sheet(sheet: Sheet) -> Sheet:
    """The sheet under lock; its survey is held as it stands, so that it cannot close meanwhile."""
    Survey.objects.for_system("answer a sheet").select_for_update(no_key=True).get(
        pk=sheet.survey_id
    )
    return (
        Sheet.objects.select_related("survey", "batch")
        .select_for_update(of=("self",))
        .get(pk=sheet.pk)
    )


def _store(
    sheet: Sheet, known: Response | None, channel: Channel, answers: Answers, key: uuid.UUID
) -> Response:
    response = known or Response(survey=sheet.survey, sheet=sheet, revision=0)
    response.channel, response.answers, response.key = channel, answers, key
    response.revision += 1
    response.save()
    sheet.answered_on, sheet.channel = today(), channel
    sheet.save(update_fields=["answered_on", "channel"])
    return response
