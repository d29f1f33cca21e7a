"""Vouchers and surroundings for tests of the rules."""

from dataclasses import replace
from datetime import date
from typing import Any

from comipla.core.books import DEFAULT_ACCOUNTS, BookRules, GrantTerms, Side, Surroundings, Voucher

DAY = date(2024, 6, 10)
AROUND = Surroundings(
    starts_on=date(2024, 4, 1),
    ends_on=date(2025, 3, 31),
    year_open=True,
    today=date(2024, 7, 1),
    accounts=DEFAULT_ACCOUNTS,
    rules=BookRules(),
    balance=100_000,
)
GRANT = GrantTerms("まちづくり交付金", date(2024, 6, 1), date(2025, 2, 28))


def voucher(**changes: Any) -> Voucher:
    """Five thousand yen spent on things by person 1, with a receipt."""
    plain = Voucher(
        number=1,
        side=Side.EXPENSE,
        account="E2-2",
        amount=5_000,
        on=DAY,
        book=1,
        bank=1,
        entered_by=1,
        payee="汐見商店",
        memo="清掃用品",
        receipts=1,
    )
    return replace(plain, **changes)
