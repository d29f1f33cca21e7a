"""Community platforms, as far as the subsidies lean on them: area, stage and founding day."""

from django.db import models

from comipla.core.codes import PlatformStage


class Stage(models.TextChoices):
    """Life stages of a platform (community-platform A5). Stored; never rename."""

    STUDY = "STUDY", "検討"
    PREP = "PREP", "設立準備"
    FOUNDED = "FOUNDED", "設立"
    RECOGNISED = "RECOGNISED", "認定"
    EARLY = "EARLY", "形成初期"
    SUSTAIN = "SUSTAIN", "運営"
    DORMANT = "DORMANT", "休止"
    MERGED = "MERGED", "統合"
    DISSOLVED = "DISSOLVED", "解散"


PROGRAMME_STAGES = {
    Stage.STUDY: PlatformStage.EXPLORING,
    Stage.PREP: PlatformStage.PREPARING,
    Stage.FOUNDED: PlatformStage.FOUNDED,
    Stage.RECOGNISED: PlatformStage.FOUNDED,
    Stage.EARLY: PlatformStage.FOUNDED,
    Stage.SUSTAIN: PlatformStage.RUNNING,
    Stage.DORMANT: PlatformStage.DORMANT,
    Stage.MERGED: PlatformStage.DORMANT,
    Stage.DISSOLVED: PlatformStage.DORMANT,
}
"""Life stages of the registry in the words of the programme (programme G.1 Platform)."""


class Platform(models.Model):
    """A community platform (コミプラ); `type_label` is its municipality's word for it."""

    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="platforms"
    )
    name = models.CharField(max_length=100)
    kana = models.CharField(max_length=200, blank=True)
    type_label = models.CharField(max_length=40, default="コミュニティ協議会")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.STUDY)
    stage_since = models.DateField()
    founded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["municipality_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="platform_name_unique_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def programme_stage(self) -> PlatformStage:
        """The stage in the programme's own five words, which menu ③ goes by."""
        return PROGRAMME_STAGES[Stage(self.stage)]
