from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from comipla.core.calculations import (
    explain_allocation,
    explain_determination,
    explain_grant,
    explain_grants,
    explain_late_charge,
)
from comipla.core.subsidy import (
    RoundScope,
    allocate_within_cap,
    determine,
    grant_amount,
    grant_total,
    late_charge,
)

PENALTY = Fraction(1095, 10_000)
amounts = st.integers(min_value=0, max_value=10**8)


def test_plain_grant_is_explained_in_three_lines():
    assert str(explain_grant(1_234_567, 1_234_567, 0)) == (
        "補助対象経費: 1,234,567円\n"
        "補助率を掛けた額: 1,234,567円 × 2分の1（千円未満切捨て） ＝ 617,000円\n"
        "補助金の額: 617,000円\n"
        "端数は事業ごとに千円未満切捨て"
    )


def test_grant_with_revenue_shows_both_bases():
    assert str(explain_grant(800_000, 800_000, 100_000)) == (
        "補助対象経費: 800,000円\n"
        "総事業費からその他の収入を引いた額: 800,000円 － 100,000円 ＝ 700,000円\n"
        "補助の基礎となる額: 800,000円と700,000円の少ない方 ＝ 700,000円\n"
        "補助率を掛けた額: 700,000円 × 2分の1（千円未満切捨て） ＝ 350,000円\n"
        "補助金の額: 350,000円\n"
        "端数は事業ごとに千円未満切捨て"
    )


def test_grant_with_revenue_above_the_cost_says_why_nothing_is_left():
    explained = explain_grant(800_000, 800_000, 900_000)
    assert [step.amount for step in explained.steps] == [800_000, -100_000, 0, 0, 0]
    assert explained.steps[2].working == "収入が総事業費をこえるので、補助する額はありません"


def test_only_limits_that_bind_are_shown():
    explained = explain_grant(
        2_345_678,
        2_345_678,
        0,
        ceilings=[("市町村の上限額", 1_000_000), ("予算の残り", 5_000_000)],
        label="内示の額",
    )
    assert [(step.label, step.amount) for step in explained.steps] == [
        ("補助対象経費", 2_345_678),
        ("補助率を掛けた額", 1_172_000),
        ("市町村の上限額", 1_000_000),
        ("内示の額", 1_000_000),
    ]
    assert explained.steps[-1].working == "補助率を掛けた額、市町村の上限額のうち最も少ない額"


def test_rounding_scope_is_printed_with_the_total():
    bases = [("甲", 333_333), ("乙", 333_333), ("丙", 333_333)]
    each = explain_grants(bases)
    assert each.amount == 498_000
    assert each.note == "端数は事業ごとに千円未満切捨て"
    assert each.steps[-1].working == "166,000円 ＋ 166,000円 ＋ 166,000円"
    once = explain_grants(bases, scope=RoundScope.PER_MUNICIPALITY)
    assert once.amount == 499_000
    assert once.note == "端数は市町村の合計で千円未満切捨て"
    assert once.steps[-1].working == "999,999円 × 2分の1（千円未満切捨て）"


def test_allocation_shows_the_room_left_for_each():
    explained = explain_allocation([("甲", 617_000), ("乙", 300_000), ("丙", 200_000)], 1_000_000)
    assert [[step.amount for step in calculation.steps] for calculation in explained] == [
        [617_000, 1_000_000, 617_000],
        [300_000, 383_000, 300_000],
        [200_000, 83_000, 83_000],
    ]
    assert str(explained[2]) == (
        "丙の要望額: 200,000円\n残り枠: 83,000円\n丙の配分額: 残り枠までに減らします ＝ 83,000円"
    )


def test_determination_shows_share_and_decision():
    assert str(explain_determination(650_000, 300_000)) == (
        "実績の補助対象経費: 650,000円\n"
        "補助率を掛けた額: 650,000円 × 2分の1（千円未満切捨て） ＝ 325,000円\n"
        "交付決定の額: 300,000円\n"
        "確定の額: 補助率を掛けた額と交付決定の額の少ない方 ＝ 300,000円\n"
        "端数は事業ごとに千円未満切捨て"
    )


def test_late_charge_shows_days_and_rate():
    assert str(
        explain_late_charge(200_000, date(2025, 6, 30), date(2025, 7, 31), rate=PENALTY)
    ) == (
        "納付する額: 200,000円\n"
        "延滞金: 200,000円 × 10.95% × 31日 ÷ 365日"
        "（令和7年6月30日の翌日から令和7年7月31日まで） ＝ 1,860円\n"
        "1円未満切捨て"
    )


def test_payment_in_time_says_that_there_is_no_charge():
    explained = explain_late_charge(200_000, date(2025, 6, 30), date(2025, 6, 30), rate=PENALTY)
    assert explained.amount == 0
    assert explained.steps[-1].working == "期限までに納付されたので、延滞金はありません"


@given(amounts, amounts, amounts, st.sampled_from([1, 1000]), amounts)
def test_explained_grant_ends_with_the_figure_under_its_limit(
    eligible, total_cost, revenue, unit, limit
):
    explained = explain_grant(
        eligible, total_cost, revenue, unit=unit, ceilings=[("市町村の残り枠", limit)]
    )
    assert explained.amount == min(grant_amount(eligible, total_cost, revenue, unit=unit), limit)


@given(st.lists(amounts, min_size=1, max_size=6), amounts, st.sampled_from(RoundScope))
def test_explained_totals_end_with_the_figure(wanted, cap, scope):
    named = [(f"事業{number}", amount) for number, amount in enumerate(wanted)]
    assert explain_grants(named, scope=scope).amount == grant_total(wanted, scope=scope)
    explained = explain_allocation(named, cap)
    assert [calculation.amount for calculation in explained] == allocate_within_cap(wanted, cap)


@given(amounts, amounts, st.integers(0, 1000))
def test_explained_determination_and_charge_end_with_the_figure(actual, decided, late):
    assert explain_determination(actual, decided).amount == determine(actual, decided)
    due_on, paid_on = date(2025, 4, 1), date.fromordinal(date(2025, 4, 1).toordinal() + late)
    charge = explain_late_charge(actual, due_on, paid_on, rate=PENALTY)
    assert charge.amount == late_charge(actual, due_on, paid_on, rate=PENALTY)
