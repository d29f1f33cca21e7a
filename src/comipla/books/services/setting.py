"""Settle what the books stand on: sets of accounts, banks, accounts, grants, limits, the plan."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.books.models import (
    AccountCode,
    Asset,
    BankBook,
    Book,
    BooksYear,
    BudgetLine,
    Entry,
    Grant,
)
from comipla.books.services.doors import locked, require
from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.books import ELIGIBILITY_RULES
from comipla.core.money import Yen

MOST_BELOW = 30
"""Accounts below one of the top level; more would fit on no page."""


@dataclass(frozen=True)
class Plan:
    """What is planned for one account of one set of accounts."""

    amount: Yen
    remark: str = ""


def add_book(*, platform: Platform, name: str, by: Actor) -> Book:
    """A further set of accounts (特別会計, a group's own); one of that name is found again."""
    require(by, Permission.KEEP_BOOKS, platform=platform)
    _named(name)
    last = Book.objects.filter(platform=platform).aggregate(last=Max("order"))["last"] or 0
    book, _ = Book.objects.get_or_create(
        platform=platform, name=name.strip(), defaults={"order": last + 1}
    )
    return book


def add_bank(*, book: Book, kind: str, name: str, by: Actor, **holders: str) -> BankBook:
    """A passbook or cash box; `passbook_holder` and `seal_holder` name who holds what."""
    require(by, Permission.KEEP_BOOKS, platform=book.platform)
    _named(name)
    bank, _ = BankBook.objects.get_or_create(
        book=book, name=name.strip(), defaults={"kind": BankBook.Kind(kind), **holders}
    )
    return bank


def change_holders(*, bank: BankBook, passbook: str, seal: str, by: Actor) -> BankBook:
    """Write down who holds the passbook and who the seal."""
    require(by, Permission.KEEP_BOOKS, platform=bank.book.platform)
    bank.passbook_holder, bank.seal_holder = passbook.strip()[:60], seal.strip()[:60]
    bank.save(update_fields=["passbook_holder", "seal_holder"])
    return bank


@transaction.atomic
def add_account(*, platform: Platform, parent: str, label: str, by: Actor) -> AccountCode:
    """An account below one of the top level, after those that stand there.

    Raises ValidationError where the parent is none, or has money of its own: that would no longer
    be shown under an account.
    """
    require(by, Permission.KEEP_BOOKS, platform=platform)
    _named(label)
    accounts = AccountCode.objects.select_for_update().filter(platform=platform)
    above = accounts.filter(code=parent, parent="").first()
    if above is None:
        raise ValidationError({"parent": "上の科目を一覧から選んでください。"})
    below = list(accounts.filter(parent=parent))
    same = next((account for account in below if account.label == label.strip()), None)
    if same is not None:
        return same
    used = Entry.objects.for_system("accounts in use").filter(account=above)
    if not below and used.exists():
        raise ValidationError(
            {"parent": f"「{above.label}」にはもう伝票があるので、内訳の科目を作れません。"}
        )
    if len(below) >= MOST_BELOW:
        raise ValidationError({"parent": f"内訳の科目は{MOST_BELOW}までです。"})
    number = max((int(account.code.rpartition("-")[2]) for account in below), default=0) + 1
    return AccountCode.objects.create(
        platform=platform,
        code=f"{parent}-{number}",
        side=above.side,
        label=label.strip()[:40],
        parent=parent,
        order=below[-1].order if below else above.order,
    )


def add_grant(
    *,
    platform: Platform,
    name: str,
    giver: str,
    amount: Yen,
    decided_on: date,
    by: Actor,
    ends_on: date | None = None,
    purpose: str = "",
    case_number: str = "",
) -> Grant:
    """A grant to tag money with; one of that name and day is found again.

    Raises ValidationError for an end before the decision.
    """
    require(by, Permission.ENTER_MONEY, platform=platform)
    _named(name)
    if ends_on is not None and ends_on < decided_on:
        raise ValidationError({"ends_on": "使える最後の日を、交付決定日より後にしてください。"})
    grant, _ = Grant.objects.get_or_create(
        platform=platform,
        name=name.strip(),
        decided_on=decided_on,
        defaults={
            "giver": giver.strip(),
            "amount": amount,
            "ends_on": ends_on,
            "purpose": purpose.strip(),
            "case_number": case_number.strip(),
            "rules": [rule.key for rule in ELIGIBILITY_RULES],
        },
    )
    return grant


def set_rules(*, year: BooksYear, receipt_above: Yen, cash_limit: Yen, by: Actor) -> BooksYear:
    """The platform's own limits in a year."""
    require(by, Permission.KEEP_BOOKS, platform=year.platform)
    year.receipt_above, year.cash_limit = receipt_above, cash_limit
    year.save(update_fields=["receipt_above", "cash_limit"])
    return year


@transaction.atomic
def set_budget(
    *, year: BooksYear, book: Book, plan: Mapping[int, Plan], by: Actor, revise: bool
) -> int:
    """Write the plan of a set of accounts, by the id of the account; gives the lines written.

    The first plan is written until it is adopted; afterwards `revise` leaves it readable beside
    the revised one (補正). Raises ValidationError in a year that is closed.
    """
    require(by, Permission.ENTER_MONEY, platform=year.platform)
    held = locked(year)
    if not held.is_open:
        raise ValidationError("この年度は締めてあるので、予算を変えられません。")
    lines = {line.account_id: line for line in BudgetLine.objects.filter(year=held, book=book)}
    changed: list[BudgetLine] = []
    for account, planned in plan.items():
        line = lines.get(account) or BudgetLine(year=held, book=book, account_id=account)
        _plan(line, planned, revise=revise)
        if line.pk or line.original or line.revised is not None or line.remark:
            line.save()
            changed.append(line)
    return len(changed)


def _plan(line: BudgetLine, planned: Plan, *, revise: bool) -> None:
    line.remark = planned.remark.strip()[:200]
    if not revise:
        line.original, line.revised = planned.amount, None
    elif planned.amount != line.plain.current:
        line.revised = planned.amount


def list_asset(*, platform: Platform, by: Actor, key: uuid.UUID, **facts: Any) -> Asset:
    """Enter a thing into the list of property; the same key enters it once."""
    require(by, Permission.ENTER_MONEY, platform=platform)
    known = Asset.objects.filter(key=key).first()
    return known or Asset.objects.create(platform=platform, key=key, **facts)


def _named(name: str) -> None:
    if not name.strip() or len(name.strip()) > 80:
        raise ValidationError({"name": "名前を1文字以上、80文字以内で入れてください。"})
