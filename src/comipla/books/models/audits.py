"""What is held against the books: bank balances, property, the auditors' report, papers."""

from django.db import models
from django.db.models import Q

from comipla.books.models.entries import BookFile, Entry
from comipla.books.models.years import BankBook, BooksYear, Grant
from comipla.programme.clock import now


class MonthCheck(models.Model):
    """A bank's balance at the end of a month, as the passbook says and as the books say."""

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="month_checks")
    bank = models.ForeignKey(BankBook, on_delete=models.PROTECT, related_name="month_checks")
    on = models.DateField()
    statement_balance = models.BigIntegerField()
    book_balance = models.BigIntegerField()
    note = models.CharField(max_length=400, blank=True)
    file = models.OneToOneField(BookFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-on", "bank_id", "-id"]

    def __str__(self) -> str:
        return f"{self.bank_id} {self.on}"

    @property
    def difference(self) -> int:
        """What the passbook holds more than the books."""
        return self.statement_balance - self.book_balance


class Asset(models.Model):
    """A thing of lasting value (備品台帳), bought by an entry or owned before."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="assets"
    )
    name = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField(default=1)
    price = models.PositiveBigIntegerField()
    acquired_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    disposed_on = models.DateField(null=True)
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["acquired_on", "id"]
        constraints = [
            models.CheckConstraint(name="asset_counts_from_one", condition=Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class BookPaper(models.Model):
    """A paper that the books issued: audit report, settlement, lists. Only ever added."""

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    paper = models.OneToOneField(
        "documents.Paper", on_delete=models.PROTECT, related_name="books_paper"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year_id} {self.kind}"


class AuditReport(models.Model):
    """The auditors' report on a year: what they looked at, what they found, their names."""

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="audit_reports")
    signers = models.CharField(max_length=120)
    opinion = models.CharField(max_length=800)
    points = models.JSONField(default=list)
    on = models.DateField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    paper = models.OneToOneField(
        "documents.Paper", on_delete=models.PROTECT, related_name="books_audit"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year_id} {self.on}"
