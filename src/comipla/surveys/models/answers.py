"""Sheets with their codes, and answers without names."""

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.core.surveys import Channel


class SheetBatch(models.Model):
    """Sheets that were printed together, numbered from `first` to `last`.

    The codes stand on the paper alone, so a lost file cannot be printed again: its batch is
    given up, and another is printed.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="batches")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["survey_id", "first"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.first}-{self.last}"

    @property
    def count(self) -> int:
        """How many sheets it has."""
        return self.last - self.first + 1


class Sheet(models.Model):
    """A numbered sheet. `digest` is what its code comes to under the office's key.

    `answered_on` and `channel` stay when the survey is closed; the tie to the answer does not.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="sheets")
    batch = models.ForeignKey("surveys.SheetBatch", on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    answered_on = models.DateField(null=True)
    channel = CodeField(Channel, blank=True, default="")

    class Meta:
        ordering = ["survey_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="sheet_number_unique_in_survey"
            ),
            models.CheckConstraint(
                name="answered_sheet_says_how",
                condition=Q(answered_on=None, channel="")
                | Q(answered_on__isnull=False) & ~Q(channel=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} 用紙{self.number}"


class Response(models.Model):
    """What somebody answered; nothing tells who. Triggers keep it once the survey is closed.

    `sheet` ties it to the sheet so that it can be corrected, until the survey is closed: then
    the tie is cut. `revision` counts how often it was written.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="responses")
    sheet = models.OneToOneField(
        "surveys.Sheet", on_delete=models.PROTECT, null=True, related_name="response"
    )
    channel = CodeField(Channel)
    answers = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    key = models.UUIDField()

    class Meta:
        ordering = ["survey_id", "pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.channel}"
