"""What is counted about platforms: what it is, which file it came from, each value for ever."""

from fractions import Fraction

from django.db import models

from comipla.core.allocation.numbers import Exact


class MetricDef(models.Model):
    """Something a municipality counts; `code` names it in schemes, `label` heads its column.

    `include_foreigners` None: not said. `exclusions` is what is left out (国有林を除く).
    """

    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="metric_defs"
    )
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=40)
    unit = models.CharField(max_length=10, blank=True)
    include_foreigners = models.BooleanField(null=True)
    exclusions = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="metric_code_unique_in_municipality"
            ),
            models.UniqueConstraint(
                fields=["municipality", "label"], name="metric_label_unique_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class MetricFile(models.Model):
    """A table of metrics that was taken in whole. Triggers refuse UPDATE and DELETE."""

    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="metric_files"
    )
    day = models.DateField()
    source = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class MetricValue(models.Model):
    """A value of a platform on a day; a later `version` stands instead of it, beside it.

    `value` is exact text (4200, 7.43, 1/3). Triggers refuse UPDATE and DELETE.
    """

    metric = models.ForeignKey(MetricDef, on_delete=models.PROTECT, related_name="values")
    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="metric_values"
    )
    day = models.DateField()
    version = models.PositiveIntegerField()
    value = models.CharField(max_length=40)
    file = models.ForeignKey(MetricFile, on_delete=models.PROTECT, related_name="values")

    class Meta:
        ordering = ["platform_id", "metric_id", "-day", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "metric", "day", "version"], name="metric_value_version_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.metric_id} {self.day} {self.value}"

    @property
    def exact(self) -> Exact:
        """The value as a number."""
        value = Fraction(self.value)
        return value.numerator if value.denominator == 1 else value
