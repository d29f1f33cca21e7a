"""Once the accounts of a year are closed nothing is paid from it; what comes back is taken in."""

from datetime import date

import pytest

from comipla.core.docket import Refused
from comipla.programme.models import YearState
from comipla.programme.services import advance_year, reopen_year
from tests import examples as x


def move(world, *states: str) -> None:
    for state in states:
        advance_year(year=world.year, to=YearState(state), on=date(2025, 5, 31), by=world.keeper)


def refusals(world, *args, **more) -> list[str]:
    with pytest.raises(Refused) as refused:
        world.do(*args, **more)
    return [objection.clause for objection in refused.value.objections]


def test_a_payment_is_refused_from_draft_to_decision_until_the_year_is_reopened(world):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    move(world, "YEAR_END", "CASH_CLOSED")
    assert refusals(world, case, "draft", world.clerk, x.payment(431_000), of="pay_advance") == [
        "accounts_open"
    ]
    back = {"on": date(2025, 6, 2), "by": world.keeper, "reason": "記録の誤り"}
    reopen_year(year=world.year, to=YearState.YEAR_END, **back)
    world.do(case, "draft", world.clerk, x.payment(431_000), of="pay_advance")
    move(world, "CASH_CLOSED")
    assert refusals(world, case, "pay_advance", world.treasury) == ["accounts_open"]
    reopen_year(year=world.year, to=YearState.YEAR_END, **back)
    paid = world.do(case, "pay_advance", world.treasury).case
    paid.refresh_from_db(fields=["paid"])
    assert paid.paid == 431_000
