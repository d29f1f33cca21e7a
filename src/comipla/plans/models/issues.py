"""Issues: what somebody found in the area, and what was done about it."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.plans.codes import IssueCode, IssueSource, IssueStatus, Severity, Urgency
from comipla.people.scoping import ScopedManager

RECEIPT_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letters that look alike: a receipt is copied by hand and read out by telephone."""
RECEIPT_LENGTH = 8


class Issue(models.Model):
    """A problem of the area. Nothing about the person who reported it is kept.

    `receipt` is given to whoever reported it and opens the answer later; `reported_by` is an
    officer who entered it, None for a resident. Coordinates are those of the place.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="issues"
    )
    number = models.PositiveIntegerField()
    code = CodeField(IssueCode, blank=True)
    title = models.CharField(max_length=60)
    body = models.TextField(max_length=1000, blank=True)
    place = models.CharField(max_length=100, blank=True)
    latitude = models.DecimalField(
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(20), MaxValueValidator(46)],
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(122), MaxValueValidator(154)],
    )
    severity = CodeField(Severity, default=Severity.MIDDLE)
    urgency = CodeField(Urgency, default=Urgency.LATER)
    source = CodeField(IssueSource)
    status = CodeField(IssueStatus, default=IssueStatus.OPEN)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    steps_count = models.PositiveIntegerField(default=0)
    receipt = models.CharField(max_length=RECEIPT_LENGTH, unique=True)
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["Issue"]] = ScopedManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "number"], name="issue_number_unique_in_platform"
            ),
            models.CheckConstraint(
                name="issue_has_both_coordinates_or_none",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_is_sorted_before_it_goes_on",
                condition=~Q(code="") | Q(status__in=("OPEN", "CLOSED")),
            ),
        ]
        indexes = [models.Index(fields=["platform", "status"], name="issues_by_status")]

    def __str__(self) -> str:
        return f"{self.platform_id} 課題{self.number}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The issues of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")

    @property
    def shown_receipt(self) -> str:
        """The receipt in two groups: ``K7Q2-M4XT``."""
        half = RECEIPT_LENGTH // 2
        return f"{self.receipt[:half]}-{self.receipt[half:]}"


class IssuePhoto(models.Model):
    """A photograph of an issue, stored without place, camera and other traces (core.pictures).

    `may_publish` is the giver's word that it may stand in the plan.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey("plans.Issue", on_delete=models.PROTECT, related_name="photos")
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    may_publish = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.uuid}"

    @property
    def path(self) -> Path:
        """Where its bytes are: outside the web root."""
        return Path(settings.MEDIA_ROOT) / "issues" / self.uuid.hex[:2] / self.uuid.hex


class IssueStep(models.Model):
    """Something that was done about an issue. Triggers refuse UPDATE and DELETE.

    `told` tells whether whoever has the receipt reads it. `department` is the municipality's
    where it answers.
    """

    issue = models.ForeignKey("plans.Issue", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    status = CodeField(IssueStatus)
    code = CodeField(IssueCode, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    department = models.CharField(max_length=60, blank=True)
    told = models.BooleanField(default=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["issue_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="issue_step_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}#{self.number} {self.status}"
