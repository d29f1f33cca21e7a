"""Vouchers in the ledger, and the pictures that prove them."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from comipla.books.models.years import AccountCode, BankBook, Book, BooksYear, Grant
from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor, Permission
from comipla.core.books import REVERSED_LABEL, EntryState, Side, Voucher
from comipla.people.scoping import ScopedManager
from comipla.programme.clock import now


class Entry(models.Model):
    """A voucher (伝票). Once approved, what it says is fixed; a trigger sees to that.

    `account` is empty on a leg of a transfer within one set of accounts. `transfer` is the number
    of the first leg on both. `confirmed` are the warnings that its writer confirmed.
    """

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=7)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    bank = models.ForeignKey(BankBook, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(AccountCode, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField()
    on = models.DateField()
    payee = models.CharField(max_length=80, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    heads = models.PositiveIntegerField(null=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="entries")
    group = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60, blank=True)
    receipt_on = models.DateField(null=True)
    confirmed = ArrayField(models.CharField(max_length=30), default=list)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal"
    )
    transfer = models.PositiveIntegerField(null=True)

    state = models.CharField(max_length=10, default=EntryState.DRAFT.value)
    entered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    entered_at = models.DateTimeField(default=now, editable=False)
    approved_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    approved_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    paid_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    returned_note = models.CharField(max_length=400, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects: ClassVar[ScopedManager["Entry"]] = ScopedManager()

    class Meta:
        ordering = ["year_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="entry_number_once_a_year"),
            models.CheckConstraint(
                name="entry_below_zero_is_a_reversal",
                condition=Q(amount__gt=0) | Q(amount__lt=0, reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_without_account_is_a_transfer",
                condition=Q(account__isnull=False) | Q(transfer__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_has_two_persons",
                condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="entry_booked_on_a_day",
                condition=Q(state__in=("PAID", "CLOSED"), paid_on__isnull=False)
                | Q(state__in=("DRAFT", "APPROVED", "WITHDRAWN"), paid_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["year", "paid_on", "number"], name="entry_cash_book"),
            # All that a statement adds up, in the order in which it groups: the table stays shut.
            models.Index(
                fields=["year", "state", "book", "account", "grant"],
                include=["side", "amount", "transfer", "bank"],
                name="entry_sums",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} 第{self.number}号"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """All of it for the platform's own people; for the municipality what a grant paid for."""
        own = in_reach(actor, "year__platform__body")
        if Permission.SEE_BOOKS in actor.permissions:
            return own
        if Permission.SEE_GRANT_MONEY in actor.permissions:
            return own & Q(grant__isnull=False, state__in=("PAID", "CLOSED"))
        return Q(pk__in=())

    @property
    def stands(self) -> EntryState:
        """The state as the rules know it."""
        return EntryState(self.state)

    @property
    def is_reversed(self) -> bool:
        """Whether a reversal of it has been booked."""
        other = getattr(self, "reversal", None)
        return other is not None and other.state in ("PAID", "CLOSED")

    @property
    def state_label(self) -> str:
        """The state in words."""
        return REVERSED_LABEL if self.is_reversed else self.stands.label

    @property
    def signed(self) -> int:
        """What it does to the balance of its bank."""
        return Side(self.side).sign * self.amount

    def voucher(self, *, receipts: int = 0) -> Voucher:
        """The voucher as the rules see it; needs `account` and `grant` at hand."""
        return Voucher(
            number=self.number,
            side=Side(self.side),
            account=self.account.code if self.account else "",
            amount=self.amount,
            on=self.on,
            book=self.book_id,
            bank=self.bank_id,
            entered_by=self.entered_by_id or 0,
            payee=self.payee,
            memo=self.memo,
            heads=self.heads,
            grant=self.grant.terms if self.grant else None,
            receipts=receipts,
            receipt_on=self.receipt_on,
            state=self.stands,
            approved_by=self.approved_by_id,
            paid_by=self.paid_by_id,
            paid_on=self.paid_on,
            reverses=self.reverses_id,
            transfer=self.transfer,
        )


class BookFile(models.Model):
    """A file of the books: kept under a generated name, known by its SHA-256, never changed."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=300)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes are: outside the web root."""
        return Path(settings.MEDIA_ROOT) / "books" / self.uuid.hex[:2] / self.uuid.hex


class Receipt(models.Model):
    """A receipt, an invoice or a photo of one that proves a voucher."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="receipts")
    file = models.OneToOneField(BookFile, on_delete=models.PROTECT, related_name="receipt")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.file_id}"
