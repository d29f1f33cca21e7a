"""The area of a platform: which districts it holds, wholly or in part, and since when."""

from django.db import models
from django.db.models import F, Q

from comipla.communities.fields import ShareField


class AreaPart(models.Model):
    """A share of a district; `weight` 1 is the whole. Days are both included, None is open."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="area_parts"
    )
    district = models.ForeignKey("places.District", on_delete=models.PROTECT, related_name="parts")
    weight = ShareField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["district__code", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="area_part_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["district", "valid_from"], name="area_part_district")]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.district_id} {self.weight}"
