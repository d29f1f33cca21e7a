"""Papers that an office has issued: their numbers, their words, their files, their delivery.

Nothing here is ever changed. A paper keeps its content as data, so that it can be printed again;
the printed file is a row of its own, written once a worker has stored it. Triggers refuse
UPDATE, DELETE and TRUNCATE, and a number that leaves a gap. Only `NumberSeries` moves on.
"""

from collections.abc import Set
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comipla.core.access import Actor
from comipla.core.fiscal import FiscalYear
from comipla.core.paper_blocks import Content, from_json
from comipla.core.papers import Seal
from comipla.people.models import Body, Person
from comipla.people.scoping import ScopedManager
from comipla.programme import clock

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters of a verification code; those easily taken for others (I, L, O, U) are left out."""

CODE_LENGTH = 12
_SHA256 = r"^[0-9a-f]{64}$"


def seal_choices() -> list[tuple[str, str]]:
    """Every seal; a function, so that a new one needs no migration."""
    return [(seal.value, seal.name) for seal in Seal]


class NumberSeries(models.Model):
    """A series of paper numbers (文書番号) of one body in one fiscal year: 共生第1号, 第2号, …

    `name` is how procedures call the series, `symbol` what the body prints before the number.
    The row is locked while a number is taken, so numbers follow the order of commits and a
    transaction rolled back leaves no gap.
    """

    body = models.ForeignKey(
        Body, verbose_name="団体", on_delete=models.PROTECT, related_name="number_series"
    )
    name = models.CharField("系列", max_length=40)
    symbol = models.CharField("記号", max_length=40)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    next_serial = models.PositiveIntegerField("次の番号", default=1)

    class Meta:
        verbose_name = "文書番号の系列"
        ordering = ["body_id", "fiscal_year", "name"]
        constraints = [
            models.UniqueConstraint(
                name="number_series_once_per_year", fields=["body", "name", "fiscal_year"]
            ),
            models.UniqueConstraint(
                name="number_series_symbol_once_per_year", fields=["body", "symbol", "fiscal_year"]
            ),
            models.CheckConstraint(name="numbers_begin_at_one", condition=Q(next_serial__gte=1)),
        ]

    def number(self, serial: int) -> str:
        """The number as printed: 共生第12号."""
        return f"{self.symbol}{serial}号"

    def __str__(self) -> str:
        return f"{self.symbol} {FiscalYear(self.fiscal_year).label}"


class Paper(models.Model):
    """An issued paper. `addressee` is empty for a record that the issuer keeps for itself.

    `content` is `core.paper_blocks.Content` as JSON; `content_sha256` covers it together with
    number, day, issuer and seal. `code` proves the origin on the public page; `verify_url` is
    printed and therefore kept, even if the site moves.
    """

    key = models.CharField("種類", max_length=40)
    title = models.CharField("件名", max_length=200)
    series = models.ForeignKey(
        NumberSeries, verbose_name="系列", on_delete=models.PROTECT, related_name="papers"
    )
    serial = models.PositiveIntegerField("番号")
    number = models.CharField("文書番号", max_length=60)
    issued_on = models.DateField("発行日")
    issuer = models.ForeignKey(
        Body, verbose_name="発信者", on_delete=models.PROTECT, related_name="papers_issued"
    )
    addressee = models.ForeignKey(
        Body,
        verbose_name="宛先",
        null=True,
        on_delete=models.PROTECT,
        related_name="papers_received",
    )
    seal = models.CharField("公印", max_length=12, choices=seal_choices)
    content = models.JSONField("内容")
    content_sha256 = models.CharField("内容の指紋", max_length=64)
    code = models.CharField("照合番号", max_length=CODE_LENGTH, unique=True)
    verify_url = models.URLField("発行を確かめるページ", max_length=300)
    issued_at = models.DateTimeField("記録日時", default=clock.now)

    objects: ClassVar[ScopedManager["Paper"]] = ScopedManager()

    class Meta:
        verbose_name = "発行した文書"
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(name="paper_number", fields=["number"])]
        constraints = [
            models.UniqueConstraint(name="paper_number_taken_once", fields=["series", "serial"]),
            models.CheckConstraint(name="paper_serial_from_one", condition=Q(serial__gte=1)),
            models.CheckConstraint(
                name="paper_content_has_a_fingerprint", condition=Q(content_sha256__regex=_SHA256)
            ),
            models.CheckConstraint(
                name="paper_code_is_readable",
                condition=Q(code__regex=f"^[{CODE_LETTERS}]{{{CODE_LENGTH}}}$"),
            ),
            models.CheckConstraint(
                name="paper_goes_to_another_body",
                condition=Q(addressee=None) | ~Q(addressee=F("issuer")),
            ),
        ]

    @staticmethod
    def scope(actor: Actor) -> Q:
        """What the actor's body has issued or received; a branch: of the bodies it serves."""
        codes = actor.serves or {actor.body_code}
        return Q(issuer__code__in=codes) | Q(addressee__code__in=codes)

    @staticmethod
    def concerns(actor: Actor, codes: Set[str]) -> bool:
        """The same question for a paper already read: `codes` are of its issuer and addressee."""
        return not codes.isdisjoint(actor.serves or {actor.body_code})

    @property
    def words(self) -> Content:
        """The content as the printer takes it."""
        return from_json(self.content)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PaperFile(models.Model):
    """The stored PDF of a paper: its name below the media folder, its SHA-256 and its size."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="file")
    name = models.CharField("ファイル名", max_length=200, unique=True)
    sha256 = models.CharField("ファイルの指紋", max_length=64)
    size = models.PositiveIntegerField("大きさ（バイト）")
    rendered_at = models.DateTimeField("作成日時", default=clock.now)

    class Meta:
        verbose_name = "文書のファイル"
        constraints = [
            models.CheckConstraint(
                name="paper_file_has_a_fingerprint", condition=Q(sha256__regex=_SHA256)
            )
        ]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.MEDIA_ROOT) / self.name

    def __str__(self) -> str:
        return self.name


class DeliveryKind(models.TextChoices):
    """How a paper reached its addressee. Stored; never rename a value."""

    POSTED = "posted", "画面に掲示した"
    MAILED = "mailed", "メールで知らせた"
    SEEN = "seen", "相手が開いた"
    DOWNLOADED = "downloaded", "相手がファイルを受け取った"
    SENT = "sent", "郵送した"
    HANDED = "handed", "紙で渡した・送った"


class PaperDelivery(models.Model):
    """One step of a paper's way to its addressee, with the time: it starts the days to object."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField("できごと", max_length=12, choices=DeliveryKind)
    at = models.DateTimeField("日時", default=clock.now)
    by = models.ForeignKey(
        Person, verbose_name="した人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "文書の送達の記録"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_delivery_kind_is_declared", condition=Q(kind__in=DeliveryKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.get_kind_display()}"
