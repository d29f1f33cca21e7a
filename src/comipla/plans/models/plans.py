"""The plan of a community in versions, its actions, and what happened to each version."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.codes import ActionCode, Horizon, PlanState
from comipla.people.scoping import ScopedManager


class Plan(models.Model):
    """A version of a platform's plan. Once adopted, triggers keep its text and its actions.

    `first_year` and `last_year` are fiscal years, both included. `sections` holds texts by
    `SectionKind`. `state` is where its events led and moves through `services.move_plan` alone.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="plans"
    )
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    slogan = models.CharField(max_length=60, blank=True)
    vision = models.TextField(max_length=2000, blank=True)
    sections = models.JSONField(default=dict, blank=True)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    state = CodeField(PlanState, default=PlanState.DRAFT)
    state_since = models.DateField()
    adopted_on = models.DateField(null=True, blank=True)
    reviewed_year = models.PositiveSmallIntegerField(null=True, blank=True)
    events_count = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["Plan"]] = ScopedManager()

    class Meta:
        ordering = ["platform_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "version"], name="plan_version_unique_in_platform"
            ),
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(adopted_on=None),
                name="one_plan_in_the_making_per_platform",
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_begins", condition=Q(last_year__gte=F("first_year"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The plans of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")

    @property
    def period(self) -> str:
        """The years of the plan: 令和6年度から令和10年度まで."""
        return f"{FiscalYear(self.first_year).label}から{FiscalYear(self.last_year).label}まで"


class PlanAction(models.Model):
    """An action of a version. `line` is the same in all versions; money can be booked on the row.

    `partners` are names, `issues` numbers of issues, `spending` pairs of fiscal year and whole
    yen, `funds` pairs of `FundSource` and whole yen, `indicators` as `plans.codec` writes them.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="actions")
    line = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField()
    code = CodeField(ActionCode)
    title = models.CharField(max_length=80)
    purpose = models.TextField(max_length=1000, blank=True)
    lead = models.CharField(max_length=60, blank=True)
    partners = models.JSONField(default=list, blank=True)
    issues = models.JSONField(default=list, blank=True)
    own = models.PositiveSmallIntegerField(default=0)
    mutual = models.PositiveSmallIntegerField(default=100)
    public = models.PositiveSmallIntegerField(default=0)
    horizon = CodeField(Horizon, default=Horizon.SHORT)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    spending = models.JSONField(default=list, blank=True)
    funds = models.JSONField(default=list, blank=True)
    indicators = models.JSONField(default=list, blank=True)
    minority = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["plan_id", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="action_line_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PlanEvent(models.Model):
    """A step in the life of a version. Triggers refuse UPDATE and DELETE.

    `year` is the fiscal year that a review was of; `evidence` the minutes or letter that prove it.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    state = CodeField(PlanState)
    on = models.DateField()
    evidence = models.TextField(max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_event_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}#{self.number} {self.state}"
