"""The books of one platform (架空) with its people, for tests of services and pages."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.books.models import AccountCode, BankBook, BooksYear, Entry, Grant
from comipla.books.services import (
    Draft,
    add_receipt,
    approve_entry,
    open_books,
    pay_entry,
    write_entry,
)
from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.books import ELIGIBILITY_RULES, Side
from tests.communities.registry import Registry, build_registry
from tests.world import person

DAY = date(2024, 4, 20)
JPEG = b"\xff\xd8\xff\xe0" + b"receipt" * 4


@dataclass(frozen=True)
class Ledger:
    """A year of books, its banks, its grant and the people who keep it."""

    registry: Registry
    year: BooksYear
    bank: BankBook
    cash: BankBook
    grant: Grant
    secretary: Actor
    treasurer: Actor
    president: Actor
    auditor: Actor
    foreign_treasurer: Actor

    @property
    def platform(self) -> Platform:
        """The platform whose books these are."""
        return self.registry.platform

    def account(self, code: str) -> AccountCode:
        """An account by its code."""
        return AccountCode.objects.get(platform=self.platform, code=code)

    def draft(self, code: str = "E2-2", amount: int = 5_000, **more: Any) -> Draft:
        """A voucher to be written: five thousand yen for things, from the bank."""
        account = self.account(code)
        fields = {"bank": self.bank, "on": DAY, "payee": "汐見商店（架空）", "memo": "清掃用品"}
        return Draft(side=Side(account.side), account=account, amount=amount, **fields | more)

    def write(self, code: str = "E2-2", amount: int = 5_000, **more: Any) -> Entry:
        """Write a voucher by the secretary, with its receipt unless `receipt=False`."""
        with_receipt = more.pop("receipt", True)
        by = more.pop("by", self.secretary)
        confirmed = more.pop("confirmed", ())
        key = more.pop("key", uuid.uuid4())
        entry = write_entry(
            year=self.year,
            draft=self.draft(code, amount, **more),
            by=by,
            key=key,
            confirmed=confirmed,
        )
        if with_receipt and entry.side == Side.EXPENSE:
            data = JPEG + entry.key.bytes
            add_receipt(entry=entry, name="領収書.jpg", media_type="image/jpeg", data=data, by=by)
        return entry

    def book(self, code: str = "E2-2", amount: int = 5_000, **more: Any) -> Entry:
        """Write, approve and book a voucher."""
        on = more.get("on", DAY)
        entry = self.write(code, amount, **more)
        approve_entry(entry=entry, by=self.president)
        return pay_entry(entry=entry, on=on, by=self.treasurer)


def build_ledger(*, opening: int = 100_000) -> Ledger:
    """Set the books up, with `opening` yen of dues in the bank."""
    registry = build_registry()
    platform = registry.platform
    year = open_books(platform=platform, year=2024, by=registry.treasurer)
    bank, cash = BankBook.objects.filter(book__platform=platform)
    grant = Grant.objects.create(
        platform=platform,
        name="地域まちづくり交付金",
        giver=registry.world.town.name,
        amount=300_000,
        decided_on=date(2024, 4, 15),
        rules=[rule.key for rule in ELIGIBILITY_RULES],
    )
    ledger = Ledger(
        registry,
        year,
        bank,
        cash,
        grant,
        registry.secretary,
        registry.treasurer,
        person(platform.body, "platform_officer"),
        person(platform.body, "platform_auditor"),
        person(registry.foreign.body, "platform_treasurer"),
    )
    if opening:
        ledger.book("I1", opening, on=date(2024, 4, 1), payee="", memo="会費")
    return ledger
