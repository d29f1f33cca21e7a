"""The grant itself: half the cost, a cap per municipality, advances, the final amount."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from comipla.core.money import Yen, check_yen, floor_to, share, total

HALF: Final = Fraction(1, 2)


class RoundScope(StrEnum):
    """Where the grant is cut down to the unit: on every project, or once on their sum."""

    PER_PROJECT = "per_project"
    PER_MUNICIPALITY = "per_municipality"


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
    ranked = _ranked(requests)
    left = check_yen("cap", cap)
    granted = [0] * len(ranked)
    for index in sorted(range(len(ranked)), key=lambda index: ranked[index][0]):
        request = check_yen("request", ranked[index][1])
        granted[index] = floor_to(min(request, left), unit)
        left -= granted[index]
    return granted


def _ranked(requests: Sequence[Yen] | Sequence[tuple[int, Yen]]) -> list[tuple[int, Yen]]:
    """Every request with its priority; amounts alone are ranked as they stand."""
    pairs = [request for request in requests if isinstance(request, tuple | list)]
    amounts = [request for request in requests if not isinstance(request, tuple | list)]
    if pairs and amounts:
        raise ValueError(
            "要望は、額だけを並べるか、（優先順位、額）の組だけを並べてください。混ぜられません。"
        )
    return [(priority, amount) for priority, amount in pairs] or list(enumerate(amounts))


def determine(
    eligible_actual: Yen,
    decided: Yen,
    *,
    rate: Fraction = HALF,
    unit: Yen = 1000,
    room: Yen | None = None,
) -> Yen:
    """The final amount (額の確定): the share of what was spent, never above the decision (rule 4).

    `eligible_actual` is the base after deduction of other revenue, see `grant_base`; `decided` the
    amount of the decision as last changed; `room` what the municipality's cap still has, where it
    is to be kept too.
    """
    limit = check_yen("decided", decided)
    if room is not None:
        limit = min(limit, check_yen("room", room))
    return min(share(eligible_actual, rate, unit=unit), limit)


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
