"""What the parameters say is what the core takes where nobody says anything."""

from dataclasses import replace
from datetime import date

import pytest

from comipla.core.deadlines import SILENT_PAYMENT_DAYS
from comipla.core.honorarium import DEFAULT_RATES, Caps, RoundingRule
from comipla.core.insurance import EVENT_MINIMUM, EVENT_PREMIUM
from comipla.core.travel import ACTUAL, FIXED
from comipla.core.withholding import CURRENT, REMITTANCE_DAY, STATEMENT_THRESHOLD
from comipla.programme.parameters import parameters
from comipla.programme.pay_rates import (
    advice_caps,
    honorarium_table,
    travel_rates,
    withholding_rates,
)

DAYS = [("r6", date(2024, 7, 1)), ("r3", date(2021, 7, 1))]


@pytest.mark.parametrize(("edition", "day"), DAYS)
def test_the_core_falls_back_on_what_the_editions_say(edition, day):
    at = parameters(edition).at(day)
    dates = {"since": CURRENT.since, "until": CURRENT.until}
    assert replace(withholding_rates(at), **dates) == CURRENT
    assert (at.days("remittance_day"), at.yen("statement_threshold")) == (
        REMITTANCE_DAY,
        STATEMENT_THRESHOLD,
    )
    assert at.days("silent_payment_days") == SILENT_PAYMENT_DAYS
    assert (at.yen("event_premium"), at.yen("event_premium_minimum")) == (
        EVENT_PREMIUM,
        EVENT_MINIMUM,
    )
    assert at.table("honorarium_rates") == DEFAULT_RATES
    assert RoundingRule(at.text("hour_rule")) is RoundingRule.ZERO


@pytest.mark.parametrize("edition", ["r6", "r3"])
@pytest.mark.parametrize(("day", "rates"), [(date(2025, 3, 31), FIXED), (date(2025, 4, 1), ACTUAL)])
def test_the_regime_of_travel_changes_with_the_reform(edition, day, rates):
    found = travel_rates(parameters(edition).at(day))
    assert replace(found, since=rates.since) == rates


def test_honoraria_and_caps_are_read_by_rank_and_year():
    at = parameters("r6").at(date(2024, 7, 1))
    rate = honorarium_table(at).find("大学准教授級", date(2024, 7, 1))
    assert (rate.amount, rate.since) == (7_000, date(2023, 4, 1))
    assert rate.source.startswith("単価表が手元にない")
    assert advice_caps(at, paid=10_000) == Caps(visit=50_000, year=300_000, paid=10_000)
