"""The platform itself: who it is, where it sits, how far it has come."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.core.access import Actor
from comipla.core.codes import PlatformStage
from comipla.core.kana import kana_key
from comipla.core.registry import (
    PROGRAMME_STAGES,
    AreaKind,
    BaseKind,
    LegalForm,
    Life,
    Recognition,
    Stage,
)
from comipla.core.search import fold_text
from comipla.people.scoping import ScopedManager


def in_reach(actor: Actor, path: str = "body") -> Q:
    """Rows whose body stands in an actor's reach; `path` leads from the row to the body."""
    if actor.serves:
        return Q(**{f"{path}__lineage__overlap": sorted(actor.serves)})
    return Q(**{f"{path}__lineage__contains": [actor.body_code]})


class Platform(models.Model):
    """A community platform (コミプラ); `type_label` is its municipality's word for it.

    `body` is its place in the tree of bodies, to which people's roles attach. `slug` names it in
    addresses, for ever. The columns from `stage` to `head` are a projection of its events and
    move through `services.record_platform_event` alone.
    """

    body = models.OneToOneField("people.Body", on_delete=models.PROTECT, related_name="platform")
    municipality = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="platforms"
    )
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kana = models.CharField(max_length=200, blank=True)
    kana_key = models.CharField(max_length=420, db_collation="C", editable=False, blank=True)
    search_key = models.CharField(max_length=400, editable=False, blank=True)
    type_label = models.CharField(max_length=40, default="コミュニティ協議会")
    area_kind = CodeField(AreaKind, default=AreaKind.ELEMENTARY)
    area_note = models.CharField(max_length=300, blank=True)
    legal_form = CodeField(LegalForm, default=LegalForm.NINI)
    parent_platform = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="second_tier"
    )
    office_address = models.CharField(max_length=200, blank=True)
    office_phone = models.CharField(max_length=40, blank=True)
    base_kind = CodeField(BaseKind, default=BaseKind.NONE)
    base_facility = models.CharField(max_length=100, blank=True)
    fiscal_start_month = models.PositiveSmallIntegerField(default=4)
    neighbourhoods = models.PositiveIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)

    is_published = models.BooleanField(default=False)
    public_text = models.TextField(max_length=2000, blank=True)
    public_contact = models.CharField(max_length=200, blank=True)

    stage = CodeField(Stage, default=Stage.STUDY)
    stage_since = models.DateField()
    founded_on = models.DateField(null=True, blank=True)
    recognition = CodeField(Recognition, default=Recognition.NONE)
    recognised_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    last_event_on = models.DateField()
    events_count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    objects: ClassVar[ScopedManager["Platform"]] = ScopedManager()

    class Meta:
        ordering = ["municipality_id", "kana_key", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="platform_name_unique_in_municipality"
            ),
            models.CheckConstraint(
                name="platform_fiscal_year_begins_in_a_month",
                condition=Q(fiscal_start_month__range=(1, 12)),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "stage"], name="platform_place_and_stage"),
        ]

    def set_keys(self) -> None:
        """Make the keys of order and search; `save` does it, bulk creation must."""
        self.kana_key = kana_key(self.kana)
        self.search_key = fold_text(f"{self.name} {self.kana} {self.type_label}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the platform with its keys."""
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "kana_key", "search_key"}
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The platforms in an actor's reach: the prefecture's, the town's, or one's own."""
        return in_reach(actor)

    @property
    def life(self) -> Life:
        """The platform's life as its columns hold it."""
        return Life(
            stage=Stage.of(self.stage),
            since=self.stage_since,
            last_on=self.last_event_on,
            founded_on=self.founded_on,
            recognition=Recognition.of(self.recognition),
            recognised_on=self.recognised_on,
        )

    @property
    def programme_stage(self) -> PlatformStage:
        """The stage in the programme's own five words, which menu ③ goes by."""
        return PROGRAMME_STAGES[Stage.of(self.stage)]
