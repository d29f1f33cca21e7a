"""By-laws (規約) in versions: the numbers the product goes by, beside the file."""

from django.db import models

from comipla.communities.fields import ShareField
from comipla.core.registry import BylawNumbers


class Bylaw(models.Model):
    """A version of the by-laws as adopted on a day; the latest adopted one counts."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="bylaws"
    )
    version = models.PositiveIntegerField()
    adopted_on = models.DateField()
    quorum = ShareField()
    ordinary_majority = ShareField()
    special_majority = ShareField()
    proxy_allowed = models.BooleanField(default=True)
    written_vote_allowed = models.BooleanField(default=True)
    evote_allowed = models.BooleanField(default=False)
    term_years = models.PositiveSmallIntegerField()
    auditors = models.PositiveSmallIntegerField()
    fee_per_household = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(
        "communities.RegistryFile", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "version"], name="bylaw_version_unique_in_platform"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} 第{self.version}版"

    @property
    def numbers(self) -> BylawNumbers:
        """The numbers for whoever counts by them: meetings, terms, fees."""
        return BylawNumbers(
            quorum=self.quorum,
            ordinary_majority=self.ordinary_majority,
            special_majority=self.special_majority,
            proxy_allowed=self.proxy_allowed,
            written_vote_allowed=self.written_vote_allowed,
            evote_allowed=self.evote_allowed,
            term_years=self.term_years,
            auditors=self.auditors,
            fee_per_household=self.fee_per_household,
        )
