"""Write a questionnaire: begin a survey, its questions, their order."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.surveys import Question, SurveyState, check_question
from comipla.core.surveys.questions import MOST_QUESTIONS
from comipla.programme.clock import now, today
from comipla.surveys.models import Survey, SurveyQuestion
from comipla.surveys.services.doors import locked, require

DRAFT, OPEN = SurveyState.DRAFT, SurveyState.OPEN
_STATE = {"platform", "opened_at", "closed_at", "published_at"}


@dataclass(frozen=True)
class Outline:
    """What a survey is called, what its answers are used for, and the last day to answer."""

    title: str
    purpose: str
    answers_until: date


@transaction.atomic
def begin_survey(*, platform: Platform, outline: Outline, by: Actor, key: uuid.UUID) -> Survey:
    """Begin a survey without questions. A repeat with the key returns what it made."""
    row = (
        Platform.objects.for_system("numbers of surveys")
        .select_related("body")
        .select_for_update(of=("self",))
        .get(pk=platform.pk)
    )
    require(by, row)
    surveys = Survey.objects.for_system("surveys of one platform").filter(platform=row)
    known = surveys.filter(key=key).first()
    if known is not None:
        return known
    if row.life.stage.over:
        raise ValidationError(
            f"{row.name}は{row.life.stage.label}しています。アンケートは始められません。"
        )
    survey = Survey(
        platform=row,
        number=(surveys.aggregate(last=Max("number"))["last"] or 0) + 1,
        key=key,
    )
    _write(survey, outline)
    survey.save(force_insert=True)
    return survey


@transaction.atomic
def edit_survey(*, survey: Survey, outline: Outline, by: Actor) -> Survey:
    """Change the outline; once opened, the last day alone.

    Raises ValidationError by field for what cannot be kept.
    """
    row = locked(survey, by, DRAFT, OPEN)
    words = (row.title, row.purpose)
    if row.state is OPEN and words != (outline.title.strip(), outline.purpose.strip()):
        raise ValidationError(
            "受付を始めたあとは、題名と使いみちを変えられません。変えられるのは締切の日だけです。"
        )
    _write(row, outline)
    row.save()
    return row


def _write(survey: Survey, outline: Outline) -> None:
    survey.title = outline.title.strip()
    survey.purpose = outline.purpose.strip()
    survey.answers_until = outline.answers_until
    survey.updated_at = now()
    if outline.answers_until < today():
        raise ValidationError({"answers_until": "締切の日を、今日か、それより後にしてください。"})
    survey.clean_fields(exclude=_STATE)


@transaction.atomic
def save_question(
    *, survey: Survey, question: Question, by: Actor, number: int | None = None
) -> SurveyQuestion:
    """Write the question in a place; without `number` add one at the end.

    The key of `question` is not looked at: a place keeps its own. Raises ValidationError by field.
    """
    survey = locked(survey, by, DRAFT)
    rows = list(survey.questions.all())
    if number is None:
        if len(rows) >= MOST_QUESTIONS:
            raise ValidationError(f"問いは{MOST_QUESTIONS}問までです。減らしてから加えてください。")
        last = max((int(row.key[1:]) for row in rows), default=0)
        row = SurveyQuestion(survey=survey, number=len(rows) + 1, key=f"q{last + 1}")
    else:
        row = _at(rows, number)
    row.kind, row.role = question.kind, question.role
    row.text, row.help, row.unit = (
        question.text.strip(),
        question.help.strip(),
        question.unit.strip(),
    )
    row.options, row.steps = list(question.options), question.steps
    row.required = question.required
    if problems := list(check_question(row.question)):
        raise ValidationError(
            {field: [text for at, text in problems if at == field] for field, _ in problems}
        )
    row.clean_fields(exclude={"survey"})
    row.save()
    _touch(survey)
    return row


@transaction.atomic
def remove_question(*, survey: Survey, number: int, by: Actor) -> SurveyQuestion:
    """Take a question out; those after it move up."""
    survey = locked(survey, by, DRAFT)
    rows = list(survey.questions.all())
    removed = _at(rows, number)
    rows.remove(removed)
    removed.delete()
    _number(survey, rows)
    return removed


@transaction.atomic
def move_question(*, survey: Survey, number: int, up: bool, by: Actor) -> bool:
    """Swap a question with its neighbour; False where there is none."""
    survey = locked(survey, by, DRAFT)
    rows = list(survey.questions.all())
    place = rows.index(_at(rows, number))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    _number(survey, rows)
    return True


def _at(rows: list[SurveyQuestion], number: int) -> SurveyQuestion:
    for row in rows:
        if row.number == number:
            return row
    raise ValidationError(f"問{number}はありません。画面を開き直してください。")


def _number(survey: Survey, rows: list[SurveyQuestion]) -> None:
    for number, row in enumerate(rows, start=1):
        row.number = number
    SurveyQuestion.objects.bulk_update(rows, ["number"])
    _touch(survey)


def _touch(survey: Survey) -> None:
    survey.updated_at = now()
    survey.save(update_fields=["updated_at"])
