"""The arithmetic of menu ③: half the cost, a cap per municipality, what is due and when.

Rules and vectors are those of the programme's calculation table (G.4 1-5, 15, 18, 19, 24). All
amounts are whole yen; TypeError answers floats, bools and texts, ValueError what is negative.
The steps behind a figure, in words, are made by `comipla.core.calculations`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from comipla.core.calendar import OfficeCalendar
from comipla.core.deadlines import (
    ACCOUNTING_DAYS,
    Shift,
    days_counted,
    month_elapsed,
    shift,
    within_days,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen, check_rate, check_yen, floor_to, share, total

HALF: Final = Fraction(1, 2)
DAYS_OF_A_YEAR: Final = 365
"""A yearly rate is spread over 365 days, in leap years too (年当たりの割合の基礎となる日数の特例)."""


class RoundScope(StrEnum):
    """Where the grant is cut down to the unit: on every project, or once on their sum."""

    PER_PROJECT = "per_project"
    PER_MUNICIPALITY = "per_municipality"


class ReportRule(StrEnum):
    """How the performance report's deadline counts: 1か月を経過した日, or so many days (以内)."""

    MONTH_ELAPSED = "month_elapsed"
    WITHIN_DAYS = "within_days"


def grant_base(eligible_cost: Yen, total_cost: Yen, other_revenue: Yen) -> Yen:
    """The amount the rate is applied to: the eligible cost, or what other revenue leaves to pay."""
    check_yen("eligible_cost", eligible_cost)
    left = check_yen("total_cost", total_cost) - check_yen("other_revenue", other_revenue)
    return max(0, min(eligible_cost, left))


def grant_amount(
    eligible_cost: Yen,
    total_cost: Yen,
    other_revenue: Yen,
    *,
    rate: Fraction = HALF,
    unit: Yen = 1000,
) -> Yen:
    """The grant for one project before any cap (rule 1).

    The smaller of eligible cost and total cost less donations, fees and other grants, times the
    rate, cut down to the unit; 0 where other revenue meets the whole cost.
    """
    return share(grant_base(eligible_cost, total_cost, other_revenue), rate, unit=unit)


def grant_total(
    bases: Sequence[Yen],
    *,
    scope: RoundScope = RoundScope.PER_PROJECT,
    rate: Fraction = HALF,
    unit: Yen = 1000,
) -> Yen:
    """The grants for several projects of one municipality, by their bases (rule 2).

    Three projects of 333,333 yen make 498,000 yen cut one by one, 499,000 yen cut on the sum.
    """
    if RoundScope(scope) is RoundScope.PER_MUNICIPALITY:
        return share(total(bases), rate, unit=unit)
    return sum(share(base, rate, unit=unit) for base in bases)


def allocate_within_cap(
    requests: Sequence[Yen] | Sequence[tuple[int, Yen]], cap: Yen, *, unit: Yen = 1000
) -> list[Yen]:
    """Spread a cap over requests by the municipality's own priorities (rule 3, rule G.9).

    `requests` are amounts, the first one the most important, or (priority, amount) pairs of which
    the lowest number is served first and, among equals, the earlier. Gives the amounts granted,
    multiples of the unit, in the order of the requests.
    """
    ranked: list[tuple[int, Yen]] = [
        request if isinstance(request, tuple) else (index, request)
        for index, request in enumerate(requests)
    ]
    left = check_yen("cap", cap)
    granted = [0] * len(ranked)
    for index in sorted(range(len(ranked)), key=lambda index: ranked[index][0]):
        request = check_yen("request", ranked[index][1])
        granted[index] = floor_to(min(request, left), unit)
        left -= granted[index]
    return granted


def determine(
    eligible_actual: Yen, decided: Yen, *, rate: Fraction = HALF, unit: Yen = 1000
) -> Yen:
    """The final amount (額の確定): the share of what was spent, never above the decision (rule 4).

    `eligible_actual` is the base after deduction of other revenue, see `grant_base`.
    """
    return min(share(eligible_actual, rate, unit=unit), check_yen("decided", decided))


def advance_limit(
    decided: Yen,
    received: Yen,
    *,
    rate: Fraction,
    unit: Yen = 1000,
    spending: Yen | None = None,
) -> Yen:
    """How much may still be asked for in advance (概算払, rule 5).

    The share of the decision that the rate allows, but no more than the `spending` made and
    foreseen where that is given, cut down to the unit, less what was received before.
    """
    limit = share(check_yen("decided", decided), rate)
    if spending is not None:
        limit = min(limit, check_yen("spending", spending))
    return max(0, floor_to(limit, unit) - check_yen("received", received))


def late_charge(amount: Yen, due_on: date, paid_on: date, *, rate: Fraction) -> Yen:
    """The charge on an amount paid late (延滞金, rule 15), fractions of a yen dropped.

    Counts from the day after `due_on` up to and including `paid_on`. After a part payment, ask
    again for the remainder from the day of that payment.
    """
    days = days_counted(due_on, paid_on, count_first_day=False)
    return check_yen("amount", amount) * check_rate(rate) * days // DAYS_OF_A_YEAR


def performance_report_due(
    completed_on: date,
    *,
    rule: str = ReportRule.MONTH_ELAPSED,
    months: int = 1,
    days: int = 30,
    count_first_day: bool | None = None,
    final: tuple[int, int] = (4, 10),
    calendar: OfficeCalendar | None = None,
) -> date:
    """The day by which the performance report must be in (rules 18 and 19).

    `rule` is a ReportRule, `count_first_day` overrides its usual way of counting (起算して for
    months elapsed, the day after for days). Never later than `final`, a (month, day) after the
    end of the fiscal year in which the project was completed. With a `calendar`, a closed day
    gives way to the next open one, except 31 March and 31 May.
    """
    if ReportRule(rule) is ReportRule.MONTH_ELAPSED:
        counted = True if count_first_day is None else count_first_day
        due = month_elapsed(completed_on, months, count_first_day=counted)
    else:
        due = within_days(completed_on, days, count_first_day=bool(count_first_day))
    last = date(FiscalYear.of(completed_on).end.year, *final)
    due = min(due, last)
    if calendar is None or (due == last and final in ACCOUNTING_DAYS):
        return due
    return shift(due, calendar, Shift.NEXT_OPEN).due


def available(budget: Yen, committed: Yen, *, earmarked: Yen = 0) -> Yen:
    """What a budget has left for commitments (rule 24): decisions reserve hard.

    `earmarked` takes the informal allotments off as well, which reserve softly. A negative result
    says by how much the budget is overdrawn.
    """
    return (
        check_yen("budget", budget)
        - check_yen("committed", committed)
        - check_yen("earmarked", earmarked)
    )
