"""The frame of the books: years, sets of accounts, banks, accounts, budget, grants."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from comipla.communities.models.platform import in_reach
from comipla.core.access import Actor
from comipla.core.books import Account, BookRules, Budget, GrantTerms, Side, YearState
from comipla.core.books.rules import CASH_LIMIT, RECEIPT_ABOVE
from comipla.core.fiscal import FiscalYear
from comipla.people.scoping import ScopedManager
from comipla.programme.clock import now


class BooksYear(models.Model):
    """A platform's year of books. Its state moves through `services.advance_books` alone.

    `next_number` is the number of the next voucher; the row is locked while one is taken.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="books_years"
    )
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, default=YearState.OPEN.value)
    receipt_above = models.PositiveBigIntegerField(default=RECEIPT_ABOVE)
    cash_limit = models.PositiveBigIntegerField(default=CASH_LIMIT)
    next_number = models.PositiveIntegerField(default=1)

    objects: ClassVar[ScopedManager["BooksYear"]] = ScopedManager()

    class Meta:
        ordering = ["platform_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "year"], name="books_year_once"),
            models.CheckConstraint(
                name="books_year_has_days", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.code}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The books of the platforms in an actor's reach."""
        return in_reach(actor, "platform__body")

    @property
    def fiscal(self) -> FiscalYear:
        """The year under its Japanese name."""
        return FiscalYear(self.year)

    @property
    def code(self) -> str:
        """R6: the year in addresses."""
        return self.fiscal.code

    @property
    def stands(self) -> YearState:
        """The state as the rules know it."""
        return YearState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether vouchers can be written."""
        return self.stands is YearState.OPEN

    @property
    def rules(self) -> BookRules:
        """The platform's own limits of the year."""
        return BookRules(self.receipt_above, self.cash_limit)


class YearEvent(models.Model):
    """Something done to a year of books; only ever added."""

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    state_after = models.CharField(max_length=10)
    on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=now, editable=False)
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.year_id} {self.kind}"


class Book(models.Model):
    """A set of accounts (会計区分): general, special, of a group."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="books"
    )
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "name"], name="book_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class BankBook(models.Model):
    """A passbook (通帳) or a cash box of a set of accounts, and who holds passbook and seal."""

    class Kind(models.TextChoices):
        """Stored; never rename."""

        BANK = "BANK", "通帳"
        CASH = "CASH", "現金"

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="banks")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.BANK)
    name = models.CharField(max_length=60)
    passbook_holder = models.CharField(max_length=60, blank=True)
    seal_holder = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["book__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["book", "name"], name="bank_name_unique_in_book"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_cash(self) -> bool:
        """Whether it is a cash box."""
        return self.kind == self.Kind.CASH


class AccountCode(models.Model):
    """An account (科目) of a platform; `parent` is the code of the account above."""

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="account_codes"
    )
    code = models.CharField(max_length=8)
    side = models.CharField(max_length=7)
    label = models.CharField(max_length=40)
    parent = models.CharField(max_length=8, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "code"], name="account_code_unique"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def plain(self) -> Account:
        """The account as the core knows it."""
        return Account(self.code, Side(self.side), self.label, self.parent)


class BudgetLine(models.Model):
    """What a year plans for an account of a set of accounts; `revised` once it was changed."""

    year = models.ForeignKey(BooksYear, on_delete=models.PROTECT, related_name="budget")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(AccountCode, on_delete=models.PROTECT, related_name="+")
    original = models.PositiveBigIntegerField(default=0)
    revised = models.PositiveBigIntegerField(null=True)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["book_id", "account__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "book", "account"], name="budget_line_once_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.account_id}"

    @property
    def plain(self) -> Budget:
        """The amounts as the core knows them."""
        return Budget(self.original, self.revised)


class Grant(models.Model):
    """A grant whose money is tagged in the books, so that it can be reported without re-typing.

    `case_number` names the case of menu ③ that it comes from, where there is one.
    """

    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, related_name="grants"
    )
    name = models.CharField(max_length=80)
    giver = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(default=0)
    decided_on = models.DateField()
    ends_on = models.DateField(null=True)
    rules = ArrayField(models.CharField(max_length=20), default=list)
    case_number = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "name", "decided_on"], name="grant_named_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> GrantTerms:
        """The terms as the core knows them."""
        return GrantTerms(self.name, self.decided_on, self.ends_on, frozenset(self.rules))
