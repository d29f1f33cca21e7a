"""Vectors are those of the programme's calculation table (G.4 7-9) and scenarios J.8 and J.9."""

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comipla.core.calendar import OfficeCalendar
from comipla.core.withholding import (
    CURRENT,
    Payment,
    StatementCandidate,
    TaxClass,
    WithholdingError,
    daily_summary,
    explain_payment,
    gross_up,
    monthly_summary,
    rates_on,
    remittance_due,
    statement_candidates,
    withhold,
)

OFFICE = OfficeCalendar(frozenset({date(2025, 1, 1)}))
PAID = date(2024, 8, 20)
amounts = st.integers(min_value=0, max_value=10**10)
taxed = st.sampled_from([TaxClass.INDIVIDUAL_204, TaxClass.NON_RESIDENT, TaxClass.CORPORATION])


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (0, 0),
        (9, 0),
        (10, 1),
        (10_000, 1_021),
        (30_000, 3_063),
        (34_329, 3_504),
        (111_370, 11_370),
        (1_000_000, 102_100),
        (1_000_001, 102_100),
        (1_200_000, 142_940),
    ],
)
def test_rule_7_a_tenth_and_from_the_millionth_yen_on_a_fifth(gross, tax):
    assert withhold(gross) == tax


@pytest.mark.parametrize(
    ("net", "gross"),
    [
        (0, 0),
        (9, 9),
        (20_000, 22_274),
        (30_000, 33_411),
        (50_000, 55_685),
        (100_000, 111_370),
        (897_900, 999_999),
        (897_901, 1_000_001),
    ],
)
def test_rule_8_a_promised_net_is_grossed_up_to_the_smaller_payment(net, gross):
    assert gross_up(net) == gross


@settings(max_examples=60, deadline=None)
@given(amounts, taxed)
@example(59_999, TaxClass.INDIVIDUAL_204)
def test_rule_8_every_net_is_reached_exactly_and_by_no_smaller_payment(net, payee):
    gross = gross_up(net, payee)
    assert gross - withhold(gross, payee) == net
    assert gross == 0 or gross - 1 - withhold(gross - 1, payee) < net


@settings(max_examples=40, deadline=None)
@given(amounts)
def test_rule_7_a_payment_of_one_yen_more_never_leaves_less(gross):
    more = gross + 1 - withhold(gross + 1)
    assert more - (gross - withhold(gross)) in (0, 1)


@pytest.mark.parametrize(
    ("payee", "tax"),
    [("corporation", 0), ("public_body", 0), ("non_resident", 7_009), ("individual_204", 3_504)],
)
def test_tax_depends_on_the_class_of_the_payee(payee, tax):
    assert withhold(34_329, payee) == tax


@pytest.mark.parametrize("call", [withhold, gross_up])
def test_wages_are_sent_to_their_own_table(call):
    with pytest.raises(WithholdingError, match="税額表"):
        call(30_000, "individual_salary")


@pytest.mark.parametrize("call", [withhold, gross_up])
def test_amounts_are_whole_yen_and_classes_are_known(call):
    with pytest.raises(TypeError):
        call(30_000.0)
    with pytest.raises(ValueError, match="negative"):
        call(-1)
    with pytest.raises(ValueError, match="「alien」は選べません。individual_204、"):
        call(30_000, "alien")


def test_rates_follow_the_day_of_payment():
    plain = replace(CURRENT, rate=Fraction(1, 10), upper_rate=Fraction(1, 5))
    assert withhold(1_200_000, rates=plain) == 140_000
    assert rates_on(date(2013, 1, 1)) == rates_on(date(2037, 12, 31)) == CURRENT
    with pytest.raises(WithholdingError, match="2038-01-01"):
        rates_on(date(2038, 1, 1))


def test_scenario_8_fee_and_travel_of_one_payment_make_one_base():
    payment = Payment("a-1", PAID, fee=30_000, travel=4_329)
    assert (payment.base, payment.withheld, payment.net) == (34_329, 3_504, 30_825)
    assert str(explain_payment(payment)).splitlines() == [
        "謝金: 30,000円",
        "本人に支払う旅費: 4,329円",
        "支払額: 謝金 ＋ 旅費 ＝ 34,329円",
        "源泉徴収税額: 34,329円 × 10.21% ＝ 3,504円",
        "差引支払額: 34,329円 － 3,504円 ＝ 30,825円",
        "税額は1円未満切捨て。1回の支払ごとに計算",
    ]


def test_scenario_9_nothing_is_withheld_from_a_corporation():
    payment = Payment("c-1", PAID, fee=30_000, travel=4_329, tax_class=TaxClass.CORPORATION)
    assert (payment.withheld, payment.net) == (0, 34_329)
    assert "法人への支払なので、源泉徴収はありません" in str(explain_payment(payment))


def test_consumption_tax_shown_separately_is_left_out_of_the_base():
    payment = Payment("a-1", PAID, fee=33_000, consumption_tax=3_000)
    assert (payment.base, payment.withheld, payment.net) == (30_000, 3_063, 29_937)
    assert "源泉徴収の対象額: 33,000円 － 消費税3,000円 ＝ 30,000円" in str(
        explain_payment(payment)
    )


def test_a_payment_above_the_threshold_and_one_to_a_non_resident_are_explained():
    large = str(explain_payment(Payment("a-1", PAID, fee=1_200_000)))
    assert "200,000円 × 20.42% ＋ 1,000,000円 × 10.21% ＝ 142,940円" in large
    abroad = Payment("n-1", PAID, fee=30_000, tax_class=TaxClass.NON_RESIDENT)
    assert "30,000円 × 20.42% ＝ 6,126円" in str(explain_payment(abroad))


def test_wages_carry_the_tax_of_their_table():
    wages = Payment("s-1", PAID, fee=9_000, tax_class=TaxClass.INDIVIDUAL_SALARY, salary_tax=275)
    assert (wages.withheld, wages.net) == (275, 8_725)
    assert "税額表による" in str(explain_payment(wages))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"payee": ""}, "支払先"),
        ({"payee": "123456789018"}, "マイナンバー"),
        ({"consumption_tax": 30_001}, "消費税"),
        ({"salary_tax": 100}, "給与"),
        ({"tax_class": TaxClass.INDIVIDUAL_SALARY}, "給与"),
        ({"tax_class": TaxClass.INDIVIDUAL_SALARY, "salary_tax": 30_001}, "こえています"),
    ],
)
def test_a_payment_that_does_not_fit_together_is_refused(given, said):
    with pytest.raises(WithholdingError, match=said):
        Payment(**({"payee": "a-1", "paid_on": PAID, "fee": 30_000} | given))


@pytest.mark.parametrize(
    ("paid_on", "due"),
    [
        (date(2024, 8, 20), date(2024, 9, 10)),
        (date(2024, 10, 1), date(2024, 11, 11)),
        (date(2024, 12, 28), date(2025, 1, 10)),
        (date(2025, 4, 30), date(2025, 5, 12)),
    ],
)
def test_tax_is_due_on_the_tenth_or_the_next_open_day(paid_on, due):
    assert remittance_due(paid_on, calendar=OFFICE) == due
    assert remittance_due(paid_on).day == 10


def test_a_month_has_a_slip_for_each_class_of_payees():
    payments = [
        Payment("a-1", date(2024, 8, 5), fee=30_000, travel=4_329),
        Payment("a-1", date(2024, 8, 20), fee=10_000),
        Payment("a-2", date(2024, 8, 20), fee=10_000),
        Payment("n-1", date(2024, 8, 20), fee=10_000, tax_class=TaxClass.NON_RESIDENT),
        Payment("c-1", date(2024, 8, 20), fee=10_000, tax_class=TaxClass.CORPORATION),
        Payment("a-1", date(2024, 9, 2), fee=5),
    ]
    august, abroad, september = monthly_summary(reversed(payments), calendar=OFFICE)
    assert (august.first, august.last) == (date(2024, 8, 5), date(2024, 8, 20))
    assert (august.payees, august.payments) == (2, 3)
    assert (august.gross, august.tax, august.due) == (54_329, 5_546, date(2024, 9, 10))
    assert (abroad.tax_class, abroad.tax) == (TaxClass.NON_RESIDENT, 2_042)
    assert (september.tax, september.due) == (0, date(2024, 10, 10))
    by_day = daily_summary(payments)
    assert [(line.first, line.tax) for line in by_day][:2] == [
        (date(2024, 8, 5), 3_504),
        (date(2024, 8, 20), 2_042),
    ]
    assert sum(line.tax for line in by_day) == august.tax + abroad.tax


def test_rule_9_a_year_above_fifty_thousand_wants_a_statement():
    payments = [
        Payment("a-1", date(2024, 5, 1), fee=30_000, travel=10_000),
        Payment("a-1", date(2024, 12, 27), fee=10_001),
        Payment("a-2", date(2024, 5, 1), fee=50_000),
        Payment("a-3", date(2024, 5, 1), fee=30_000),
        Payment("a-3", date(2025, 1, 6), fee=30_000),
        Payment("c-1", date(2024, 5, 1), fee=60_000, tax_class=TaxClass.CORPORATION),
        Payment("p-1", date(2024, 5, 1), fee=60_000, tax_class=TaxClass.PUBLIC_BODY),
        Payment("s-1", PAID, fee=60_000, tax_class=TaxClass.INDIVIDUAL_SALARY, salary_tax=1_000),
    ]
    assert statement_candidates(payments, 2024) == (
        StatementCandidate("c-1", TaxClass.CORPORATION, 2024, 1, 60_000, 0),
        StatementCandidate("a-1", TaxClass.INDIVIDUAL_204, 2024, 2, 50_001, 5_105),
    )
    assert statement_candidates([], 2024) == ()


def test_no_record_has_a_place_for_an_individual_number():
    names = {field.name for kind in (Payment, StatementCandidate) for field in fields(kind)}
    assert not any("number" in name for name in names)
