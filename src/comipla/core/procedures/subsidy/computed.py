"""Amounts that the forms of menu ③ show while they are filled in: the rules they name.

Each rule takes the form's values as read so far and gives yen, or None while something it needs is
missing. They are shown beside what is typed; the clauses judge what is sent.
"""

from collections.abc import Mapping
from typing import Any

from comipla.core.codes import RevenueKind, VatStatus
from comipla.core.docket import Standing, Surroundings
from comipla.core.forms import Rule
from comipla.core.procedures.subsidy.afterwards_clauses import tax_to_return
from comipla.core.procedures.subsidy.facts import TaxReportFacts
from comipla.core.procedures.subsidy.reckoning import left_to_settle
from comipla.core.subsidy import advance_limit, grant_amount


def rules(standing: Standing, around: Surroundings) -> Mapping[str, Rule]:
    """The rules by the name under which forms refer to them, for `Form.compute`."""

    def grant(values: Mapping[str, Any]) -> int | None:
        costs = _costs(values)
        if costs is None:
            return None
        return grant_amount(
            *costs,
            rate=around.parameters.rate("subsidy_rate"),
            unit=around.parameters.yen("rounding_unit"),
        )

    def determined(values: Mapping[str, Any]) -> int | None:
        amount = grant(values)
        return None if amount is None else min(amount, standing.balance("decided"))

    def advance_room(_: Mapping[str, Any]) -> int:
        return advance_limit(
            standing.balance("decided"),
            standing.balance("claimed"),
            rate=around.parameters.rate("advance_rate"),
            unit=around.parameters.yen("rounding_unit"),
        )

    def settlement_room(_: Mapping[str, Any]) -> int:
        return max(left_to_settle(standing), 0)

    def tax_return(values: Mapping[str, Any]) -> int | None:
        return _tax_return(values, standing, around)

    return {
        "grant_amount": grant,
        "determined_amount": determined,
        "advance_room": advance_room,
        "settlement_room": settlement_room,
        "tax_return": tax_return,
    }


def _tax_return(values: Mapping[str, Any], standing: Standing, around: Surroundings) -> int | None:
    """Yen that go back for input tax, once status and costs are typed (rule 20)."""
    typed = {name: values[name] for name in ("vat_status", "standard_cost", "reduced_cost")}
    if None in typed.values():
        return None
    facts = TaxReportFacts(
        vat_status=VatStatus.of(typed["vat_status"]),
        standard_cost=typed["standard_cost"],
        reduced_cost=typed["reduced_cost"],
        taxable_ratio=values["taxable_ratio"],
        amount=0,
    )
    return tax_to_return(standing, facts, around.parameters)


def _costs(values: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """Eligible cost, total cost and other revenue: summed from the rows, or as typed."""
    if "expense_lines" not in values:
        typed = (values["eligible_cost"], values["total_cost"], values["other_revenue"])
        return None if None in typed else typed
    expenses, revenues = values["expense_lines"], values["revenue_lines"]
    reducing = [
        line["amount"]
        for line in revenues
        if line["kind"] is not None and RevenueKind.of(line["kind"]).reduces_grant
    ]
    eligible = [line["eligible"] for line in expenses]
    gross = [line["gross"] for line in expenses]
    if None in (*reducing, *eligible, *gross):
        return None
    return sum(eligible), sum(gross), sum(reducing)
