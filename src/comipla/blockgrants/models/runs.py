"""What a scheme gave: the run with everything it was reckoned from, a sheet for each platform."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from comipla.blockgrants.models.schemes import SchemeState
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor, BodyKind
from comipla.people.scoping import ScopedManager


class AllocationRun(models.Model):
    """A reckoning of a scheme. Triggers keep what was reckoned from the first, all once published.

    `inputs` holds the plan, the metrics with their provenance and last year's amounts;
    `inputs_hash` is the fingerprint of what was reckoned. `residuals` are pairs of label and whole
    yen, `notices` sentences a person should read before deciding.
    """

    scheme = models.ForeignKey("blockgrants.Scheme", on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    total = models.BigIntegerField()
    before = models.BigIntegerField(null=True)
    residuals = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    prepared_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["scheme_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="run_number_unique"),
            models.CheckConstraint(
                name="allocation_is_approved_by_another",
                condition=Q(approved_by=None)
                | Q(prepared_by=None)
                | ~Q(approved_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="allocation_is_approved_before_it_is_published",
                condition=Q(published_at=None) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} 算定{self.number}"


class AllocationSheet(models.Model):
    """The 算定調書 of one platform. `lines` as `blockgrants.codec.line_words` writes them.

    `before` is last year's amount, None where it was not there. Triggers refuse UPDATE and DELETE.
    """

    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="sheets")
    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="allocation_sheets"
    )
    name = models.CharField(max_length=100)
    total = models.BigIntegerField()
    before = models.BigIntegerField(null=True)
    heads = models.CharField(max_length=40, blank=True)
    lines = models.JSONField()

    objects: ClassVar[ScopedManager["AllocationSheet"]] = ScopedManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "platform"], name="one_sheet_per_platform"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """As of schemes; a platform sees its own sheet alone."""
        if actor.body_kind == BodyKind.MUNICIPALITY:
            return in_reach(actor, "platform__body")
        states = [
            state.value
            for state in SchemeState
            if (state.public if actor.body_kind == BodyKind.PLATFORM else state.settled)
        ]
        return in_reach(actor, "platform__body") & Q(run__scheme__state__in=states)

    @property
    def difference(self) -> int | None:
        """What is more than last year; None where there was nothing."""
        return None if self.before is None else self.total - self.before
