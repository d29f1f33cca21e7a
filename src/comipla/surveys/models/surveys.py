"""A survey and its questions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.surveys import Kind, Question, Role, SurveyState
from comipla.people.scoping import ScopedManager


class Survey(models.Model):
    """A survey of a platform's residents. `state` moves through `services.move_survey` alone.

    `purpose` tells people what their answers are used for (J4). Phones are answered up to and
    including `answers_until`; paper may be keyed until the survey is closed.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="surveys"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    purpose = models.TextField(max_length=500)
    answers_until = models.DateField()
    state = CodeField(SurveyState, default=SurveyState.DRAFT)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["Survey"]] = ScopedManager()

    class Meta:
        ordering = ["platform_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "number"], name="survey_number_unique_in_platform"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} アンケート{self.number}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The surveys of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")


class SurveyQuestion(models.Model):
    """A question in its place. Triggers keep the questions of a survey that was opened.

    `options` are lines of text; `steps` is how many a scale has.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=10)
    kind = CodeField(Kind)
    role = CodeField(Role, default=Role.NONE)
    text = models.CharField(max_length=200)
    help = models.CharField(max_length=200, blank=True)
    options = models.JSONField(default=list, blank=True)
    steps = models.PositiveSmallIntegerField(default=5)
    unit = models.CharField(max_length=10, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["survey_id", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="question_key_unique_in_survey"),
        ]

    def __str__(self) -> str:
        return f"問{self.number} {self.text}"

    @property
    def question(self) -> Question:
        """What is asked, as plain data."""
        return Question(
            key=self.key,
            kind=self.kind,
            text=self.text,
            options=tuple(self.options),
            required=self.required,
            role=self.role,
            help=self.help,
            steps=self.steps,
            unit=self.unit,
        )
