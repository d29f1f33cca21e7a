"""The scheme of a municipality's block grant in one fiscal year, in versions."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor, BodyKind
from comipla.core.codes import CodeList
from comipla.core.fiscal import FiscalYear
from comipla.people.scoping import ScopedManager


class SchemeState(CodeList):
    """How far a version has come (community-platform.md D2)."""

    DRAFT = "DRAFT", "作成中"
    SIMULATED = "SIMULATED", "承認待ち"
    APPROVED = "APPROVED", "承認済み"
    PUBLISHED = "PUBLISHED", "公表"
    LOCKED = "LOCKED", "確定"

    @property
    def settled(self) -> bool:
        """Whether its text and its amounts stand."""
        return self in (SchemeState.APPROVED, SchemeState.PUBLISHED, SchemeState.LOCKED)

    @property
    def public(self) -> bool:
        """Whether the platforms have been told."""
        return self in (SchemeState.PUBLISHED, SchemeState.LOCKED)


class StepKind(CodeList):
    """What somebody did with a version."""

    OPENED = "OPENED", "作った"
    SIMULATED = "SIMULATED", "承認を求めた"
    RETURNED = "RETURNED", "差し戻した"
    APPROVED = "APPROVED", "承認した"
    PUBLISHED = "PUBLISHED", "公表した"
    LOCKED = "LOCKED", "年度の額を確定した"


class Scheme(models.Model):
    """A version of a scheme. `plan` holds components, pools, budget and rounding as typed.

    Its words are those of a scheme file (`comipla.core.allocation.loading`); `counted_on` is the
    day whose metrics count, `recognised_only` leaves out platforms without recognition, `heads`
    is the code of the metric by which amounts are divided per head. `before` are last year's
    amounts by the slug of the platform where they were typed in, `before_source` says from what.
    Once approved, a trigger keeps everything but the state.
    """

    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="allocation_schemes"
    )
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=200, blank=True)
    counted_on = models.DateField()
    recognised_only = models.BooleanField(default=True)
    heads = models.CharField(max_length=40, blank=True)
    plan = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    before_source = models.CharField(max_length=200, blank=True)
    state = CodeField(SchemeState, default=SchemeState.DRAFT)
    steps_count = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects: ClassVar[ScopedManager["Scheme"]] = ScopedManager()

    class Meta:
        ordering = ["municipality_id", "-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "version"], name="scheme_version_unique_in_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year} 第{self.version}版"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """All of one's own municipality; above it what is approved, below it what is published."""
        if actor.body_kind == BodyKind.MUNICIPALITY:
            return in_reach(actor, "municipality")
        told = Q(state__in=[state.value for state in SchemeState if state.public])
        if actor.body_kind == BodyKind.PLATFORM:
            return told & Q(municipality__code__in=actor.body_path)
        settled = Q(state__in=[state.value for state in SchemeState if state.settled])
        return settled & in_reach(actor, "municipality")

    @property
    def fiscal(self) -> FiscalYear:
        """The fiscal year."""
        return FiscalYear(self.year)

    @property
    def title(self) -> str:
        """令和6年度 地域づくり交付金（第1版）."""
        return f"{self.fiscal.label} {self.name}（第{self.version}版）"


class SchemeStep(models.Model):
    """Something that was done with a version. Triggers refuse UPDATE and DELETE."""

    scheme = models.ForeignKey("blockgrants.Scheme", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = CodeField(StepKind)
    reason = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["scheme_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_step_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id}#{self.number} {self.kind}"
