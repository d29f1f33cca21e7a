"""What is owed beside an amount that comes back: 加算金 on a breach, 延滞金 on lateness.

Both are yen times days times a yearly rate over 365 days, cut down once at the end, so that parts
paid and received on several days lose no fraction on the way.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.deadlines import days_counted
from comipla.core.money import Yen, check_rate, check_yen, floor_to, format_yen, total
from comipla.core.wareki import format_wareki

DAYS_OF_A_YEAR: Final = 365
"""A yearly rate is spread over 365 days, in leap years too (年当たりの割合の基礎となる日数の特例)."""

Dated: TypeAlias = tuple[date, Yen]
"""An amount received or paid, by its day: (date(2024, 10, 1), 300_000)."""


def surcharge(
    amount: Yen,
    receipts: Sequence[Dated],
    paid_on: date,
    *,
    rate: Fraction,
    payments: Sequence[Dated] = (),
    count_first_day: bool = True,
    unit: Yen = 1,
) -> Yen:
    """The charge on an amount to be returned for a breach of one's own (加算金, rule 14).

    `receipts` are the instalments the subsidy came in, as (day, yen) in any order; what goes back
    counts as taken from the last one backwards (適正化法施行令10条1項). Both the day of receipt and
    the day of payment count, unless `count_first_day` is False. `payments` are parts paid back
    before `paid_on`: they reduce the principal from the day after (適正化法19条1項, 施行令10条2項).
    Fractions below the unit are dropped at the end. ValueError where less was received than goes
    back, or where a payment lies before a receipt that it returns.
    """
    parts = _returned(check_yen("amount", amount), receipts)
    _check_payments(payments, amount, paid_on)
    yen_days = 0
    for received_on, part in parts:
        _check_order(received_on, min([paid_on, *(day for day, _ in payments)]))
        yen_days += part * days_counted(received_on, paid_on, count_first_day=count_first_day)
    yen_days -= sum(paid * (paid_on - day).days for day, paid in payments)
    return _charge(yen_days, rate, unit)


def late_charge(
    amount: Yen,
    due_on: date,
    paid_on: date,
    *,
    rate: Fraction,
    payments: Sequence[Dated] = (),
    count_first_day: bool = False,
    unit: Yen = 1,
) -> Yen:
    """The charge on an amount paid late (延滞金, rule 15), fractions of a yen dropped.

    Counts from the day after `due_on` (from `due_on` itself where `count_first_day` says so) up to
    and including `paid_on`; 0 when paid in time. `payments` are parts paid before `paid_on`, as
    (day, yen): each stops counting on its day.
    """
    _check_payments(payments, check_yen("amount", amount), paid_on)

    def late(day: date) -> int:
        return days_counted(due_on, day, count_first_day=count_first_day)

    on_time = sum(paid * (late(paid_on) - late(day)) for day, paid in payments)
    return _charge(amount * late(paid_on) - on_time, rate, unit)


def _charge(yen_days: int, rate: Fraction, unit: Yen) -> Yen:
    return floor_to(yen_days * check_rate(rate) // DAYS_OF_A_YEAR, unit)


def _returned(amount: Yen, receipts: Sequence[Dated]) -> list[Dated]:
    """What goes back of each receipt, the newest first."""
    left, parts = amount, []
    for day, received in sorted(_pairs(receipts), reverse=True):
        part = min(check_yen("receipt", received), left)
        if part:
            parts.append((day, part))
            left -= part
    if left:
        raise ValueError(
            f"返還する額（{format_yen(amount)}）が、受け取った額の合計"
            f"（{format_yen(amount - left)}）をこえています。受け取った日と額を確かめてください。"
        )
    return parts


def _check_payments(payments: Sequence[Dated], amount: Yen, paid_on: date) -> None:
    pairs = _pairs(payments)
    paid = total(part for _, part in pairs)
    if paid > amount:
        raise ValueError(
            f"納付した額の合計（{format_yen(paid)}）が、納める額（{format_yen(amount)}）を"
            "こえています。納付の日と額を確かめてください。"
        )
    if any(day > paid_on for day, _ in pairs):
        raise ValueError(
            f"{format_wareki(paid_on)}より後の納付があります。最後に納付した日を確かめてください。"
        )


def _check_order(received_on: date, paid_on: date) -> None:
    if paid_on < received_on:
        raise ValueError(
            f"納付の日（{format_wareki(paid_on)}）が受け取った日（{format_wareki(received_on)}）"
            "より前です。日付を確かめてください。"
        )


def _pairs(amounts: Sequence[Dated]) -> Sequence[Dated]:
    if any(len(pair) != 2 or not isinstance(pair[0], date) for pair in amounts):
        raise TypeError("amounts by day are pairs of a date and whole yen")
    return amounts
