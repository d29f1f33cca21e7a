"""The yearly review: sheets of the groups, and values of the indicators."""

from django.db import models


class ReviewSheet(models.Model):
    """A group's five-level sheet for a fiscal year, until the year's review is closed."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="sheets")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=60)
    scores = models.JSONField()
    note = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["plan_id", "year", "group"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "group"], name="one_sheet_per_group"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year} {self.group}"


class IndicatorValue(models.Model):
    """What an indicator came to in a fiscal year; `line` and `key` name it through all versions."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="values")
    line = models.UUIDField()
    key = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["plan_id", "year", "line", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "line", "key", "year"], name="one_value_per_indicator_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.year}: {self.value}"
