"""The rules by which a municipality recognises platforms, in versions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.registry import Rules, rules_from_json
from comipla.people.scoping import ScopedManager


class RecognitionRuleSet(models.Model):
    """A version of a municipality's rules; the latest that is in force on a day counts."""

    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="recognition_rules"
    )
    version = models.PositiveIntegerField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=200)
    content = models.JSONField()
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["RecognitionRuleSet"]] = ScopedManager()

    class Meta:
        ordering = ["municipality_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "version"], name="rule_set_version_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} 第{self.version}版"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The rules of the towns in an actor's reach, and those that one's own town goes by."""
        return in_reach(actor, "municipality") | Q(municipality__code__in=actor.body_path)

    @property
    def rules(self) -> Rules:
        """The rules to check by."""
        return rules_from_json(self.content)
