"""What happened in a platform's life: only ever added, each chained to the one before."""

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.core.registry import Event, EventKind, Recognition, Stage


class PlatformEvent(models.Model):
    """An event with its day and evidence. Triggers refuse UPDATE, DELETE and a broken chain.

    `stage` is where the event led by its own word (empty for events about recognition),
    `stage_after` and `recognition_after` what the platform was then.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="events"
    )
    number = models.PositiveIntegerField()
    kind = CodeField(EventKind)
    on = models.DateField()
    stage = CodeField(Stage, blank=True)
    stage_after = CodeField(Stage)
    recognition_after = CodeField(Recognition)
    evidence = models.TextField(max_length=1000)
    findings = models.JSONField(default=list)
    partner = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, null=True, related_name="+"
    )
    file = models.ForeignKey(
        "communities.RegistryFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper = models.ForeignKey(
        "documents.Paper", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()
    key = models.UUIDField(unique=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["platform_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "number"], name="event_number_unique_in_platform"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="events_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id}#{self.number} {self.kind}"

    @property
    def told(self) -> Event:
        """The event as the rules of a life read it."""
        return Event(
            kind=EventKind.of(self.kind),
            on=self.on,
            evidence=self.evidence,
            stage=Stage.of(self.stage) if self.stage else None,
            partner=self.partner_id is not None,
        )
