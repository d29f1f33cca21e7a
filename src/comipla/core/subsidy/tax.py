"""Consumption tax that comes back through the tax return, and the subsidy's part of it (rule 20).

A recipient who deducts the tax on what the subsidy paid for (仕入税額控除) owes that part back. Most
owe nothing: the general account of a municipality, the exempt, the simplified scheme, and bodies
living mainly on grants. All of them report all the same, also 0.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from comipla.core.money import Yen, check_rate, check_yen


class VatStatus(StrEnum):
    """How the final recipient stands towards the consumption tax."""

    GENERAL_ACCOUNT = "general_account"
    SPECIAL_ACCOUNT = "special_account"
    EXEMPT = "exempt"
    SIMPLIFIED = "simplified"
    STANDARD_FULL = "standard_full"
    STANDARD_PARTIAL = "standard_partial"
    SPECIAL_REVENUE_OVER5 = "special_revenue_over5"

    @property
    def owes(self) -> bool:
        """Tell whether input tax is deducted, so that a part of it goes back."""
        return self in {self.SPECIAL_ACCOUNT, self.STANDARD_FULL, self.STANDARD_PARTIAL}


Costs = Mapping[Fraction, Yen] | Iterable[tuple[Fraction, Yen]]


def input_tax(costs: Costs) -> Fraction:
    """The consumption tax inside costs that include it, exactly: {10 %: 880,000} holds 80,000.

    `costs` are yen by tax rate, as a table or as pairs (a rate may come again); rate 0 for what
    is not taxed.
    """
    pairs = costs.items() if isinstance(costs, Mapping) else costs
    return sum(
        (check_yen("cost", cost) * check_rate(rate) / (1 + rate) for rate, cost in pairs),
        Fraction(),
    )


def consumption_tax_return(
    costs: Costs,
    *,
    status: str,
    rate: Fraction = Fraction(1, 2),
    taxable_ratio: Fraction = Fraction(1),
) -> Yen:
    """What goes back of the subsidy for input tax that was deducted (消費税仕入控除税額, rule 20).

    `costs` are the eligible costs including tax, by tax rate, see `input_tax`. `status` is a
    VatStatus: 0 for those who deduct nothing. `rate` is the subsidy's share of the eligible cost
    (the amount determined over that cost, where a cap lowered it). `taxable_ratio` (課税売上割合)
    counts for STANDARD_PARTIAL and SPECIAL_ACCOUNT only; who deducts item by item gives the items
    for taxable sales alone and leaves it at 1. Fractions of a yen are dropped once, at the end.
    """
    known = VatStatus(status)
    ratio = check_rate(taxable_ratio)
    owed = input_tax(costs) * check_rate(rate)
    if not known.owes:
        return 0
    return int(owed if known is VatStatus.STANDARD_FULL else owed * ratio)
