"""Municipalities, the branch offices of the prefecture that serve them, and school districts.

All are reference data, never edited in a page: municipalities and branches are loaded from one
file per prefecture by `places.services.load_prefecture`, districts from the list of schools by
`places.schools.import_schools`. Every row carries the two-digit code of its prefecture.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Length, Mod, Substr
from django.db.models.lookups import Exact

from comipla.core.kana import kana_key


def _digit(place: int) -> Cast:
    return Cast(Substr("code", place, 1), models.IntegerField())


_WEIGHTED_SUM = _digit(1) * 6 + _digit(2) * 5 + _digit(3) * 4 + _digit(4) * 3 + _digit(5) * 2
_CHECK_DIGIT_FITS = Exact(_digit(6), Mod(11 - Mod(_WEIGHTED_SUM, 11), 10))


class BranchOffice(models.Model):
    """A 地域振興局 or 支庁: the prefecture's office for some of its municipalities."""

    code = models.CharField("記号", max_length=32, unique=True)
    prefecture_code = models.CharField("都道府県番号", max_length=2)
    name = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("並び順")

    class Meta:
        verbose_name = "地域振興局・支庁"
        ordering = ["prefecture_code", "position"]
        constraints = [
            models.CheckConstraint(
                name="branch_office_prefecture_is_two_digits",
                condition=Q(prefecture_code__regex=r"^[0-9]{2}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A city, town or village, known by its six-digit code (全国地方公共団体コード).

    `latitude` and `longitude` are those of the municipal office in decimal degrees (JGD2011); an
    island village may keep its office on another island. `population` and `households` are
    published figures and stand only together with the day they count for and their source.
    """

    code = models.CharField("団体コード", max_length=6, unique=True)
    prefecture_code = models.CharField("都道府県番号", max_length=2)
    name = models.CharField("名称", max_length=60)
    kana = models.CharField("よみ", max_length=120)
    kana_key = models.CharField(max_length=250, db_collation="C", editable=False)
    latitude = models.DecimalField("庁舎の緯度", max_digits=9, decimal_places=6)
    longitude = models.DecimalField("庁舎の経度", max_digits=9, decimal_places=6)
    branch_office = models.ForeignKey(
        BranchOffice,
        verbose_name="所管する地域振興局・支庁",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
    )
    population = models.PositiveIntegerField("人口（人）", null=True, blank=True)
    households = models.PositiveIntegerField("世帯数（世帯）", null=True, blank=True)
    figures_on = models.DateField("人口・世帯数の基準日", null=True, blank=True)
    figures_source = models.CharField("人口・世帯数の出典", max_length=200, blank=True)

    class Meta:
        verbose_name = "市町村"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="municipality_code_is_six_digits", condition=Q(code__regex=r"^[0-9]{6}$")
            ),
            models.CheckConstraint(
                name="municipality_check_digit_fits",
                condition=_CHECK_DIGIT_FITS,
            ),
            models.CheckConstraint(
                name="municipality_code_begins_with_prefecture",
                condition=Q(code__startswith=F("prefecture_code"))
                & Q(Exact(Length("prefecture_code"), 2)),
            ),
            models.CheckConstraint(
                name="municipality_figures_name_their_source",
                condition=Q(population=None, households=None)
                | (Q(figures_on__isnull=False) & ~Q(figures_source="")),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its sorting key."""
        self.kana_key = kana_key(self.kana)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name


class DistrictKind(models.TextChoices):
    """The kind of school whose district it is. Stored; never rename."""

    ELEMENTARY = "elementary", "小学校"
    JUNIOR_HIGH = "junior_high", "中学校"
    COMPULSORY = "compulsory", "義務教育学校"


class District(models.Model):
    """The district of a school (小学校区・中学校区), the usual area of a community platform.

    `code` is the ministry's school code. A district outlives its school: when schools are merged
    (統廃合) it gets its last day in `closed_on` and, where the list says so, its `successor`.
    `latitude` and `longitude` (decimal degrees) are as near as `position_source` says.
    """

    code = models.CharField("学校コード", max_length=20, unique=True)
    prefecture_code = models.CharField("都道府県番号", max_length=2)
    municipality = models.ForeignKey(
        Municipality, verbose_name="市町村", on_delete=models.PROTECT, related_name="districts"
    )
    kind = models.CharField("種類", max_length=12, choices=DistrictKind)
    school_name = models.CharField("学校名", max_length=120)
    founder = models.CharField("設置者", max_length=10, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    closed_on = models.DateField("廃校の日", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="統合先",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    position_source = models.CharField("位置の精度", max_length=40, blank=True)

    class Meta:
        verbose_name = "学校区"
        ordering = ["municipality__code", "kind", "code"]
        indexes = [models.Index(fields=["prefecture_code", "kind"], name="district_prefecture")]

    @property
    def name(self) -> str:
        """The district as people call it: 川上小学校区."""
        return f"{self.school_name.removeprefix(f'{self.municipality.name}立')}区"

    def __str__(self) -> str:
        return self.school_name


class Outline(models.Model):
    """The outline of a municipality or of a district, for maps.

    `rings` are closed rings of (longitude, latitude) in steps of `core.outlines.STEPS` to a
    degree. A new import takes the place of the old outline.
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, null=True, related_name="outline"
    )
    district = models.OneToOneField(
        District, on_delete=models.CASCADE, null=True, related_name="outline"
    )
    rings = models.JSONField("輪郭")
    file_name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("ハッシュ", max_length=64)
    imported_at = models.DateTimeField("取り込んだ日時")

    class Meta:
        verbose_name = "輪郭"
        constraints = [
            models.CheckConstraint(
                name="outline_is_of_one_place",
                condition=Q(municipality=None, district__isnull=False)
                | Q(municipality__isnull=False, district=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.district}"
