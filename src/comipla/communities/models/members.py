"""Who makes up a platform: member bodies (構成団体) and its own groups (部会)."""

import uuid

from django.db import models
from django.db.models import F, Q

from comipla.communities.fields import CodeField
from comipla.core.registry import MemberKind


class MemberBody(models.Model):
    """A body (or a person's place) among the members, from the day it joined to the day it left."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="members"
    )
    kind = CodeField(MemberKind)
    name = models.CharField(max_length=100)
    representative = models.CharField(max_length=120, blank=True)
    households = models.PositiveIntegerField(default=0)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="member_leaves_after_it_joins",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
            ),
            models.UniqueConstraint(
                fields=["platform", "name"],
                condition=Q(left_on=None),
                name="member_is_listed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A part of the platform: a standing 部会, or a team for one project that ends with it."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="groups"
    )
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300, blank=True)
    is_team = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["is_team", "pk"]
        constraints = [
            models.CheckConstraint(
                name="group_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["platform", "name"],
                condition=Q(ends_on=None),
                name="group_is_listed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
