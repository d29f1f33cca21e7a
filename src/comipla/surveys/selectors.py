"""Read surveys: lists, one with its questions, how far it has come, what came out."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Count, Max, Q, QuerySet

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.surveys import (
    Answers,
    Channel,
    Cross,
    Kind,
    Question,
    Role,
    SurveyState,
    Tally,
    cross,
    is_code,
    plain_code,
    tally,
)
from comipla.surveys.models import Sheet, SheetBatch, Survey
from comipla.surveys.services.sheets import digest_of


def surveys_of(actor: Actor, platform: Platform) -> QuerySet[Survey]:
    """The surveys of a platform, newest first, each with its counts of `sheets_out` and `came`."""
    found = (
        Survey.objects.visible_to(actor)
        .filter(platform=platform)
        .annotate(
            sheets_out=Count("sheets", filter=_counts()),
            came=Count("sheets", filter=Q(sheets__answered_on__isnull=False)),
        )
        .order_by("-number")
    )
    return cast("QuerySet[Survey]", found)


def survey_of(actor: Actor, platform: Platform, number: int) -> Survey | None:
    """A survey of a platform with its questions."""
    return _read(Survey.objects.visible_to(actor), platform, number)


def published_survey(platform: Platform, number: int) -> Survey | None:
    """A survey whose result everybody may read."""
    surveys = Survey.objects.for_system("published results").filter(state=SurveyState.PUBLISHED)
    return _read(surveys, platform, number)


def published_surveys(platform: Platform) -> list[Survey]:
    """Every survey of a platform whose result everybody may read, newest first."""
    surveys = Survey.objects.for_system("published results")
    return list(surveys.filter(platform=platform, state=SurveyState.PUBLISHED).order_by("-number"))


def _read(surveys: QuerySet[Survey], platform: Platform, number: int) -> Survey | None:
    return (
        surveys.filter(platform=platform, number=number)
        .select_related("platform__municipality")
        .prefetch_related("questions")
        .first()
    )


def questions_of(survey: Survey) -> list[Question]:
    """The questions in order, as plain data."""
    return [row.question for row in survey.questions.all()]


def sheet_by_code(typed: str) -> Sheet | None:
    """The sheet of a code as somebody typed it, with its survey; None for a code of no sheet."""
    code = plain_code(typed)
    if not is_code(code):
        return None
    return (
        Sheet.objects.filter(digest=digest_of(code))
        .exclude(survey__state=SurveyState.DRAFT)
        .select_related("survey__platform__municipality", "batch")
        .prefetch_related("survey__questions")
        .first()
    )


@dataclass(frozen=True)
class Progress:
    """How many sheets are out, and how many came back by which way."""

    sheets: int
    came: dict[Channel, int]

    @property
    def answered(self) -> int:
        """Sheets that came back."""
        return sum(self.came.values())

    @property
    def keyed(self) -> int:
        """Sheets that the secretariat entered."""
        return sum(count for channel, count in self.came.items() if channel.keyed)

    @property
    def percent(self) -> int:
        """Of a hundred sheets, how many came back."""
        return self.answered * 100 // self.sheets if self.sheets else 0


def progress_of(survey: Survey) -> Progress:
    """How far a survey has come; sheets that were given up count only where they answered."""
    rows = (
        survey.sheets.filter(Q(batch__given_up_at=None) | Q(answered_on__isnull=False))
        .order_by()
        .values_list("channel")
        .annotate(count=Count("pk"))
    )
    counts = dict(rows)
    came = {channel: counts.get(channel, 0) for channel in Channel}
    return Progress(sum(counts.values()), came)


def batches_of(survey: Survey) -> list[SheetBatch]:
    """The printed batches, each with `came`, how many of its sheets came back."""
    return list(
        survey.batches.annotate(
            came=Count("sheets", filter=Q(sheets__answered_on__isnull=False))
        ).order_by("-first")
    )


def last_sheet(survey: Survey) -> int:
    """The number of the last printed sheet; 0 before the first."""
    return survey.sheets.aggregate(last=Max("number"))["last"] or 0


@dataclass(frozen=True)
class Results:
    """What came out. In `public`, small counts are hidden and no text is shown.

    `by` is the question whose groups the cross tables have.
    """

    questions: list[Question]
    responses: list[Answers]
    public: bool
    by: Question | None

    @property
    def n(self) -> int:
        """How many answered."""
        return len(self.responses)

    @cached_property
    def tallies(self) -> list[Tally]:
        """Each question by itself."""
        return [tally(each, self.responses, public=self.public) for each in self.questions]

    @cached_property
    def crosses(self) -> list[Cross]:
        """Each question with options by the groups of `by`, where there are groups to show."""
        if self.by is None:
            return []
        found = (
            cross(each, self.by, self.responses, public=self.public)
            for each in self.questions
            if each.labels and each.key != self.by.key
        )
        return [each for each in found if each is not None]

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """What people wrote, by question; nothing in public: a text may tell who wrote it."""
        if self.public:
            return {}
        return {
            each.key: sorted(str(given[each.key]) for given in self.responses if each.key in given)
            for each in self.questions
            if each.kind is Kind.TEXT
        }

    @property
    def grounds(self) -> list[Question]:
        """Questions whose groups cross tables can have: age and area first."""
        found = [each for each in self.questions if each.kind.single]
        return sorted(found, key=lambda each: each.role is Role.NONE)


def results_of(survey: Survey, *, public: bool, by: str = "") -> Results:
    """The results of a survey; `by` is the key of the question for cross tables, else the first
    that asks for the age or the area."""
    questions = questions_of(survey)
    responses = list(survey.responses.values_list("answers", flat=True))
    results = Results(questions, responses, public, None)
    chosen = next((each for each in results.grounds if each.key == by), None)
    usual = next((each for each in results.grounds if each.role is not Role.NONE), None)
    return Results(questions, responses, public, chosen or usual)


def _counts() -> Q:
    """Sheets that count: those of batches in use, and those that answered."""
    return Q(sheets__batch__given_up_at=None) | Q(sheets__answered_on__isnull=False)
