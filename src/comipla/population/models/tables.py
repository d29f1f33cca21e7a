"""People of a place on a day by sex and class, and the file they were read from."""

from typing import ClassVar

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comipla.communities.fields import CodeField
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.codes import CodeList
from comipla.core.evidence import SmallArea
from comipla.core.evidence.population import Counts
from comipla.people.scoping import ScopedManager


class FileKind(CodeList):
    """What a file of people is."""

    CENSUS = "CENSUS", "国勢調査の市区町村の表"
    SMALL_AREA = "SMALL_AREA", "国勢調査の小地域の表"
    REGISTER = "REGISTER", "住民基本台帳の年齢別の表"
    COMPOSED = "COMPOSED", "小地域から組み立てた表"
    SYNTHETIC = "SYNTHETIC", "架空の数値"


class Source(CodeList):
    """How the people of a table were counted; tables of different sources are never mixed."""

    CENSUS = "CENSUS", "国勢調査"
    SMALL_AREA = "SMALL_AREA", "国勢調査（小地域）"
    JUKI = "JUKI", "住民基本台帳"


class TableFile(models.Model):
    """Where tables come from: a file by its SHA-256, or the areas that were put together.

    `by` is None for what an operator imported and for the demo. `parts` maps the code of a small
    area to its share, as text, where the tables were composed.
    """

    kind = CodeField(FileKind)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    parts = models.JSONField(default=dict)
    imported_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_synthetic(self) -> bool:
        """Whether the figures are invented, which every page then says."""
        return bool(self.kind == FileKind.SYNTHETIC)


class PopulationTable(models.Model):
    """The people of a place on a day. Only ever added: of several for one day the latest counts.

    The place is a body (municipality, platform), or with `code` an area within one: a small area
    by its KEY_CODE, a district by its school code, an area of the register by its name. `men` and
    `women` hold people by five-year class, the last one open; both are empty where the census
    suppresses them and counts them with the area `host`. `unknown` are men and women of no known
    age, who are in no class.
    """

    file = models.ForeignKey(TableFile, on_delete=models.PROTECT, related_name="tables")
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="populations")
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)
    day = models.DateField()
    source = CodeField(Source)
    men = ArrayField(models.FloatField())
    women = ArrayField(models.FloatField())
    unknown = ArrayField(models.FloatField(), size=2, default=list)
    host = models.CharField(max_length=60, blank=True)
    guests = ArrayField(models.CharField(max_length=60), default=list)

    objects: ClassVar[ScopedManager["PopulationTable"]] = ScopedManager()

    class Meta:
        ordering = ["body_id", "code", "source", "day", "pk"]
        indexes = [
            models.Index(fields=["body", "code", "source", "day"], name="population_of_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="population_has_both_sexes",
                condition=Q(men__len=models.F("women__len")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The tables of places in an actor's reach, and those of one's own municipality."""
        own_town = Q(body__code__in=actor.body_path, code="")
        return in_reach(actor) | own_town

    @property
    def counted(self) -> Counts:
        """The table (sex, class) with people of unknown age spread over the classes."""
        table = np.array([self.men, self.women], dtype=np.float64)
        if not self.unknown or not any(self.unknown):
            return table
        known = table.sum(axis=1, keepdims=True)
        lost = np.array(self.unknown)[:, np.newaxis]
        factor = np.divide(known + lost, known, out=np.ones_like(known), where=known > 0)
        spread: Counts = table * factor
        return spread

    @property
    def people(self) -> float:
        """Everybody, those of unknown age included."""
        return sum(self.men) + sum(self.women) + sum(self.unknown)

    @property
    def small_area(self) -> SmallArea:
        """The table as the rules of suppression read it."""
        shown = self.counted if self.men else None
        return SmallArea(
            self.pk, self.code, self.name, shown, host=self.host, guests=tuple(self.guests)
        )
