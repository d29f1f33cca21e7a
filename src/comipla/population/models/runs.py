"""Projections: made by one person, checked and published by another, then fixed for ever."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.codes import CodeList
from comipla.people.scoping import ScopedManager
from comipla.population.outlook import Outlook


class RunState(CodeList):
    """How far a projection has come."""

    DRAFT = "DRAFT", "案"
    CHECKED = "CHECKED", "確認済み"
    PUBLISHED = "PUBLISHED", "公表"


class ProjectionRun(models.Model):
    """A projection of a place with everything it was reckoned from.

    `inputs` holds the bases themselves (figures, days, files), the municipality's tables that
    small areas lean on, and the parameters (women, κ, steps, variant); `inputs_hash` is the
    SHA-256 over it. `result` is read through `outlook`. A trigger refuses every change of a
    published run.
    """

    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="projections")
    method = models.CharField(max_length=20, default="CCR")
    kappa = models.FloatField()
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    result = models.JSONField()
    state = CodeField(RunState, default=RunState.DRAFT)
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["ProjectionRun"]] = ScopedManager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["body", "state"], name="projections_of_place")]
        constraints = [
            models.CheckConstraint(
                name="projection_is_checked_by_another",
                condition=Q(checked_by=None) | Q(made_by=None) | ~Q(checked_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="projection_is_published_by_another",
                condition=Q(published_by=None) | Q(made_by=None) | ~Q(published_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="projection_is_checked_before_it_is_published",
                condition=~Q(state=RunState.PUBLISHED.value)
                | Q(checked_at__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.made_at:%Y-%m-%d}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The projections of places in an actor's reach, and the published ones of one's town."""
        return in_reach(actor) | Q(body__code__in=actor.body_path, state=RunState.PUBLISHED.value)

    @cached_property
    def outlook(self) -> Outlook:
        """The result as arrays."""
        return Outlook.read(self.result)

    @property
    def basis(self) -> str:
        """What it was reckoned from, in words: 国勢調査（小地域） 2015年10月・2020年10月."""
        return f"{self.inputs['source_label']} {'・'.join(self.inputs['days_label'])}"

    @property
    def is_synthetic(self) -> bool:
        """Whether any base is invented."""
        return bool(self.inputs["synthetic"])
