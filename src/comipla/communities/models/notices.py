"""Changes that wait for the municipality (届出)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.codes import CodeList
from comipla.core.registry import Subject
from comipla.people.scoping import ScopedManager


class NoticeState(CodeList):
    """How a notice of change stands."""

    PENDING = "PENDING", "確認待ち"
    CONFIRMED = "CONFIRMED", "確認済み"
    RETURNED = "RETURNED", "差戻し"
    WITHDRAWN = "WITHDRAWN", "取下げ"


class ChangeNotice(models.Model):
    """A change as handed in: `payload` is applied when the municipality confirms it.

    `summary` is the change in words, made when it was handed in, so that the notice can be read
    after the registry has moved on.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="notices"
    )
    subject = CodeField(Subject)
    payload = models.JSONField()
    summary = models.TextField(max_length=2000)
    reason = models.TextField(max_length=1000)
    file = models.ForeignKey(
        "communities.RegistryFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = CodeField(NoticeState, default=NoticeState.PENDING)
    submitted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    submitted_for = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=1000, blank=True)
    key = models.UUIDField(unique=True)

    objects: ClassVar[ScopedManager["ChangeNotice"]] = ScopedManager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["platform"], condition=Q(state="PENDING"), name="notices_that_wait"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "subject"],
                condition=Q(state="PENDING"),
                name="one_waiting_notice_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.subject}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The notices of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")
