"""算出基礎 behind the acts of a case of menu ③."""

from datetime import date

from comipla.core.docket import Side
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.explaining import explain
from comipla.core.sight import as_seen_by
from tests import examples as x
from tests.core.procedures.players import TOWN, TREASURY, decide, do, surroundings
from tests.core.procedures.test_subsidy import advanced, applied, determined, granted, needed

AROUND = surroundings()


def results(standing):
    kinds = {act.number: act.kind for act in standing.acts}
    return [
        (kinds[explained.act], explained.calculation.steps[-1].label, explained.calculation.amount)
        for explained in explain(standing, AROUND)
    ]


def test_a_need_is_explained_by_its_costs():
    assert results(needed()) == [("submit_need", "要望額", 617_000)]


def test_every_amount_up_to_the_decision_is_explained_in_the_order_of_the_acts():
    assert results(granted(500_000)) == [
        ("submit_need", "要望額", 617_000),
        ("earmark", "内示額", 500_000),
        ("apply", "申請額", 500_000),
        ("review", "交付できる額", 500_000),
        ("decide_grant", "交付決定額", 500_000),
    ]


def test_the_municipality_is_not_told_the_calculation_of_the_examination():
    seen = as_seen_by(Side.MUNICIPALITY, SUBSIDY, granted())
    kinds = [kind for kind, _, _ in results(seen)]
    assert kinds == ["submit_need", "earmark", "apply", "decide_grant"]


def test_a_limit_that_binds_is_named():
    application = explain(applied(500_000), AROUND)[-1]
    assert [step.label for step in application.calculation.steps][-3:] == [
        "内示額",
        "求める額",
        "申請額",
    ]


def test_a_change_is_explained_as_asked_and_as_approved():
    standing = do(granted(500_000), "start", TOWN, x.start())
    standing = do(standing, "apply_change", TOWN, x.change(900_000, 450_000))
    standing = decide(standing, "approve_change", x.change_decision(440_000, 900_000))
    assert results(standing)[-2:] == [
        ("apply_change", "変更後の申請額", 450_000),
        ("approve_change", "変更後の交付決定額", 440_000),
    ]


def test_a_determination_is_the_smaller_of_share_and_decision():
    assert results(determined(advanced(431_000), 1_000_000, 500_000))[-1] == (
        "determine",
        "確定の額",
        500_000,
    )


def test_a_payment_is_explained_by_what_is_due_paid_and_claimed():
    standing = determined(advanced(431_000), 1_000_000, 500_000)
    standing = do(standing, "claim_settlement", TOWN, x.settlement_claim(69_000))
    standing = decide(standing, "pay_settlement", x.payment(69_000))
    payment = explain(standing, AROUND)[-1].calculation
    assert [(step.label, step.amount) for step in payment.steps] == [
        ("確定額", 500_000),
        ("すでに支払った額", 431_000),
        ("支払う額", 69_000),
    ]


def test_an_order_of_repayment_is_what_was_received_beyond_the_determination():
    standing = determined(advanced(431_000), 800_000, 400_000)
    standing = decide(standing, "order_repayment", x.repayment_order(31_000, date(2024, 5, 20)))
    order = explain(standing, AROUND)[-1].calculation
    assert [step.amount for step in order.steps] == [431_000, 400_000, 31_000]


def test_a_late_return_is_explained_day_by_day_and_a_punctual_one_not():
    standing = determined(advanced(431_000), 800_000, 400_000)
    standing = decide(standing, "order_repayment", x.repayment_order(31_000, date(2024, 5, 20)))
    late = surroundings(today=date(2024, 6, 30))
    part = do(
        standing, "record_repayment", TREASURY, x.repayment(11_000, date(2024, 5, 20)), around=late
    )
    whole = do(
        part, "record_repayment", TREASURY, x.repayment(20_000, date(2024, 6, 29), 240), around=late
    )
    assert results(part)[-1][0] == "order_repayment"
    assert results(whole)[-1] == ("record_repayment", "延滞金", 240)
