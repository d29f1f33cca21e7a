"""The amounts shown beside a form follow the same arithmetic as the clauses that judge it."""

from typing import Any

import pytest

from comipla.core.docket import Standing, fold
from comipla.core.facts import values_from
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.computed import rules
from tests import examples as x
from tests.core.procedures.players import surroundings
from tests.core.procedures.test_subsidy import advanced, determined, granted

NOTHING = fold(SUBSIDY, ())


def shown(rule: str, values: dict[str, Any], standing: Standing = NOTHING) -> int | None:
    return rules(standing, surroundings())[rule](values)


def test_grant_of_an_application_is_summed_from_its_rows() -> None:
    assert shown("grant_amount", values_from(x.application(cost=1_234_567))) == 617_000


@pytest.mark.parametrize(
    ("kind", "grant"), [("participation_fee", 350_000), ("local_share", 400_000), (None, 400_000)]
)
def test_only_other_revenue_lowers_the_grant(kind: str | None, grant: int) -> None:
    values = {
        "expense_lines": [{"gross": 800_000, "eligible": 800_000}],
        "revenue_lines": [{"kind": kind, "amount": 100_000}],
    }
    assert shown("grant_amount", values) == grant


@pytest.mark.parametrize("missing", ["gross", "eligible"])
def test_grant_waits_for_every_row(missing: str) -> None:
    row = {"gross": 800_000, "eligible": 800_000} | {missing: None}
    assert shown("grant_amount", {"expense_lines": [row], "revenue_lines": []}) is None


def test_grant_of_a_need_takes_its_typed_amounts_once_all_are_there() -> None:
    need = {"eligible_cost": 800_000, "total_cost": 800_000, "other_revenue": 100_000}
    assert shown("grant_amount", need) == 350_000
    assert shown("grant_amount", need | {"other_revenue": None}) is None
    assert shown("determined_amount", need | {"other_revenue": None}) is None


def test_determined_amount_stays_at_the_decision() -> None:
    costs = {"eligible_cost": 1_500_000, "total_cost": 1_500_000, "other_revenue": 0}
    assert shown("determined_amount", costs, granted()) == 617_000
    less = {"eligible_cost": 1_000_000, "total_cost": 1_000_000, "other_revenue": 0}
    assert shown("determined_amount", less, granted()) == 500_000


def test_advance_room_is_what_the_rate_leaves_after_earlier_claims() -> None:
    assert shown("advance_room", {}, granted()) == 431_000
    assert shown("advance_room", {}, advanced(231_000)) == 200_000


def test_settlement_room_is_what_is_determined_and_not_received() -> None:
    assert shown("settlement_room", {}, determined(advanced(431_000), 1_000_000, 500_000)) == 69_000
    assert shown("settlement_room", {}, determined(advanced(431_000), 600_000, 300_000)) == 0
