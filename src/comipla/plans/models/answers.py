"""What the municipality says to each action."""

from django.db import models

from comipla.communities.fields import CodeField
from comipla.core.plans.codes import Answer


class PlanAnswer(models.Model):
    """An answer to an action; the latest counts. Triggers refuse UPDATE and DELETE."""

    action = models.ForeignKey("plans.PlanAction", on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    answer = CodeField(Answer)
    department = models.CharField(max_length=60)
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["action_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="answer_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}#{self.number} {self.answer}"
