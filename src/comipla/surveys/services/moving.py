"""`move_survey`: the one door through which a survey moves on."""

import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.core.access import Actor
from comipla.core.surveys import SurveyState, check_questions
from comipla.documents.rendering import UnprintableCharacter
from comipla.programme.clock import now, today
from comipla.surveys.models import Response, Survey
from comipla.surveys.printing import press_for
from comipla.surveys.services.doors import locked

_STAMPS = {
    SurveyState.OPEN: "opened_at",
    SurveyState.CLOSED: "closed_at",
    SurveyState.PUBLISHED: "published_at",
}


@transaction.atomic
def move_survey(*, survey: Survey, target: SurveyState, by: Actor) -> Survey:
    """Open, close or publish a survey. A repeat changes nothing.

    Closing cuts the tie between sheets and answers and shuffles the answers, so that nobody can
    tell any more which sheet said what. Raises ValidationError with what to put right first.
    """
    row = locked(survey, by, *SurveyState)
    if row.state is target:
        return row
    if row.state.following is not target:
        raise ValidationError(
            f"「{row.state.label}」のアンケートは「{target.label}」にできません。"
            "画面を開き直して、今の状態を確かめてください。"
        )
    if target is SurveyState.OPEN:
        _check_open(row)
    if target is SurveyState.CLOSED:
        _untie(row)
    row.state = target
    row.updated_at = now()
    setattr(row, _STAMPS[target], row.updated_at)
    row.save(update_fields=["state", "updated_at", _STAMPS[target]])
    return row


def _check_open(survey: Survey) -> None:
    problems = list(check_questions([row.question for row in survey.questions.all()]))
    if survey.answers_until < today():
        problems.append("締切の日が過ぎています。今日か、それより後にしてください。")
    try:
        press_for(survey)
    except UnprintableCharacter as problem:
        problems.append(str(problem))
    if problems:
        raise ValidationError(problems)


def _untie(survey: Survey) -> None:
    """Store the answers anew, in an order that chance decides and without their sheets."""
    rows = list(survey.responses.all())
    survey.responses.all().delete()
    secrets.SystemRandom().shuffle(rows)
    Response.objects.bulk_create(
        Response(
            survey=survey,
            channel=row.channel,
            answers=row.answers,
            revision=1,
            key=uuid.uuid4(),
        )
        for row in rows
    )
