"""What comes back of menu ③: revocation, orders, charges, relief, input tax, property."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comipla.core import codes
from comipla.core.course_codes import ReliefKind, RevocationCause
from comipla.core.docket import Standing
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.afterwards_clauses import bound_until
from comipla.core.procedures.subsidy.explaining import explain
from comipla.core.procedures.subsidy.prefill import suggest
from comipla.core.procedures.subsidy.reckoning import kept_until, left_to_settle
from tests import examples as x
from tests.core.procedures.players import (
    CLERK,
    TODAY,
    TOWN,
    TREASURY,
    decide,
    do,
    surroundings,
)
from tests.core.procedures.test_subsidy import (
    advanced,
    determined,
    granted,
    refusals,
    underway,
)

DUE = date(2025, 6, 30)


def on(day: date):
    return surroundings(day)


def paid_on(standing: Standing, amount: int, day: date) -> Standing:
    claimed = do(standing, "claim_advance", TOWN, x.advance_claim(amount), around=on(day))
    return decide(claimed, "pay_advance", x.payment(amount, day), around=on(day))


def settled(cost: int = 1_000_000, amount: int = 500_000) -> Standing:
    standing = determined(underway(), cost, amount)
    standing = do(standing, "claim_settlement", TOWN, x.settlement_claim(amount))
    return decide(standing, "pay_settlement", x.payment(amount))


def completed(cost: int = 1_000_000, amount: int = 500_000) -> Standing:
    return do(settled(cost, amount), "close", CLERK, x.close())


def ordered(standing: Standing, amount: int, due_on: date, **changes: object) -> Standing:
    facts = replace(x.repayment_order(amount, due_on), **changes)
    return decide(standing, "order_repayment", facts)


# --- 取消し


def test_a_revoked_case_holds_no_room_and_owes_all_it_has_received() -> None:
    standing = decide(advanced(431_000), "revoke", x.revocation())
    assert (standing.state, left_to_settle(standing)) == ("revoked", -431_000)
    assert dict(SUBSIDY.reserves(standing)) == {"CAP": (0, 0), "BUDGET": (0, 0)}
    assert standing.dues == ()


def test_a_revocation_voids_the_claim_that_waits() -> None:
    claimed = do(underway(), "claim_advance", TOWN, x.advance_claim(100_000))
    standing = decide(claimed, "revoke", x.revocation())
    assert (standing.balance("claimed"), standing.balance("paid")) == (0, 0)
    assert do(standing, "close", CLERK, x.close()).state == "completed"


def test_a_revocation_after_nothing_was_received_closes_without_a_tax_report_due() -> None:
    standing = do(decide(granted(), "revoke", x.revocation()), "close", CLERK, x.close())
    assert standing.dues == ()


def test_own_breach_brings_a_surcharge_from_receipt_to_payment_both_counted() -> None:
    """G.4-14: 300,000 received 2024-10-01 and returned 2025-07-31 → 27,360."""
    standing = paid_on(underway(), 300_000, date(2024, 10, 1))
    later = on(date(2025, 7, 1))
    standing = decide(standing, "revoke", x.revocation(), around=later)
    told = suggest("order_repayment", standing, later)
    assert (told["amount"], told["cause"], told["due_on"]) == (300_000, "breach", date(2025, 7, 22))
    facts = replace(
        x.repayment_order(300_000, date(2025, 7, 31)),
        cause=codes.RepaymentCause.BREACH,
        surcharge=27_360,
    )
    standing = decide(standing, "order_repayment", facts, around=later)
    day = date(2025, 7, 31)
    wrong = x.repayment(300_000, day)
    assert refusals(lambda: do(standing, "record_repayment", TREASURY, wrong, around=on(day))) == [
        ("receives_what_is_owed", "surcharge")
    ]
    right = replace(wrong, surcharge=27_360)
    standing = do(standing, "record_repayment", TREASURY, right, around=on(day))
    assert standing.balance("repaid") == 300_000
    told = explain(standing, on(day))[-1].calculation
    assert (told.steps[-1].label, told.amount) == ("加算金", 27_360)


def test_what_goes_back_counts_from_the_last_receipt_backwards() -> None:
    """G.9: 500,000 of 400,000 on 1 June and 300,000 on 1 October → 52,920 on 31 July."""
    standing = paid_on(underway(), 400_000, date(2024, 6, 1))
    room = on(date(2024, 10, 1))
    standing = do(standing, "apply_change", TOWN, x.change(2_000_000, 1_000_000), around=room)
    standing = decide(
        standing, "approve_change", x.change_decision(1_000_000, 2_000_000), around=room
    )
    standing = paid_on(standing, 300_000, date(2024, 10, 1))
    today = on(date(2025, 7, 1))
    standing = do(
        standing, "report", TOWN, x.report(1_400_000, 700_000, date(2025, 3, 1)), around=today
    )
    standing = do(
        standing, "inspect", CLERK, x.inspection(1_400_000, date(2025, 7, 1)), around=today
    )
    standing = decide(standing, "determine", x.determination(700_000, 1_400_000), around=today)
    standing = decide(standing, "revoke_part", x.part_revocation(200_000), around=today)
    facts = replace(
        x.repayment_order(500_000, date(2025, 7, 31)),
        cause=codes.RepaymentCause.BREACH,
        surcharge=52_920,
    )
    assert decide(standing, "order_repayment", facts, around=today).state == "repaying"


@pytest.mark.parametrize("cause", [RevocationCause.INDIRECT_BREACH, RevocationCause.CIRCUMSTANCES])
def test_a_breach_of_others_and_changed_circumstances_bring_no_surcharge(cause) -> None:
    standing = decide(advanced(431_000), "revoke", x.revocation(cause))
    assert suggest("order_repayment", standing, surroundings())["surcharge"] == 0
    charged = replace(
        x.repayment_order(431_000, date(2024, 5, 21)),
        cause=codes.RepaymentCause.of(cause.value),
        surcharge=1,
    )
    assert refusals(lambda: decide(standing, "order_repayment", charged)) == [
        ("surcharge_as_computed", "surcharge")
    ]


def test_a_part_revoked_after_completion_opens_the_case_again() -> None:
    standing = decide(completed(), "revoke_part", x.part_revocation(450_000))
    assert (standing.state, left_to_settle(standing)) == ("determined", -50_000)
    standing = ordered(
        standing,
        50_000,
        date(2024, 5, 21),
        cause=codes.RepaymentCause.BREACH,
        surcharge=315,  # 50,000 over 21 days
    )
    charge = int(Fraction(1095, 10_000) * 50_000 * 1 / 365)
    standing = do(standing, "record_repayment", TREASURY, x.repayment(50_000, TODAY, 0, charge))
    assert do(standing, "close", CLERK, x.close()).state == "completed"


def test_a_part_leaves_more_than_nothing_and_less_than_determined() -> None:
    for left in (0, 500_000):
        assert refusals(
            lambda left=left: decide(completed(), "revoke_part", x.part_revocation(left))
        ) == [("part_leaves_less", "left")]


def test_a_completed_case_opens_only_for_what_comes_after() -> None:
    open_kinds = {t.key for t in SUBSIDY.act_types.values() if "completed" in t.source}
    assert open_kinds == {
        "revoke",
        "revoke_part",
        "report_tax",
        "register_assets",
        "apply_disposal",
        "waive_deadline",
    }


# --- 返還


def overpaid(amount: int = 200_000, due_on: date = DUE) -> Standing:
    standing = determined(advanced(431_000), 462_000, 231_000)
    assert left_to_settle(standing) == -amount
    return ordered(standing, amount, due_on)


def test_31_days_late_cost_1860_on_200000() -> None:
    """G.4-15, J-7."""
    day = date(2025, 7, 31)
    told = suggest("record_repayment", overpaid(), on(day))
    assert (told["amount"], told["surcharge"], told["late_charge"]) == (200_000, 0, 1_860)


def test_parts_reduce_the_principal_and_lose_no_yen_of_the_charge() -> None:
    standing = overpaid()
    first, last = date(2025, 7, 10), date(2025, 7, 31)
    standing = do(
        standing, "record_repayment", TREASURY, x.repayment(100_001, first, 600), around=on(first)
    )
    told = suggest("record_repayment", standing, on(last))
    # 200,000 for 10 days and 99,999 for 21 days come to 1,229.99: 600 were paid with the first
    assert (told["amount"], told["late_charge"]) == (99_999, 629)


def test_a_reminder_waits_for_the_day_to_pass_and_names_what_is_left() -> None:
    standing = overpaid()
    early = x.reminder(200_000, date(2025, 7, 10))
    assert refusals(lambda: decide(standing, "remind_repayment", early, around=on(DUE))) == [
        ("reminds_of_what_is_late", None)
    ]
    day = date(2025, 7, 1)
    reminded = decide(standing, "remind_repayment", early, around=on(day))
    assert [(due.key, due.on) for due in reminded.dues] == [("repay", date(2025, 7, 10))]
    told = suggest("record_repayment", reminded, on(date(2025, 7, 31)))
    assert told["late_charge"] == 1_860


def relieved(asked) -> Standing:
    standing = do(overpaid(), "apply_relief", TOWN, asked)
    return decide(standing, "grant_relief", x.relief_decision(asked))


def test_an_extension_moves_the_day_from_which_lateness_counts() -> None:
    standing = relieved(x.relief(ReliefKind.EXTEND, due_on=date(2025, 9, 30)))
    assert [(due.key, due.on) for due in standing.dues] == [("repay", date(2025, 9, 30))]
    assert suggest("record_repayment", standing, on(date(2025, 9, 30)))["late_charge"] == 0


def test_what_is_forgiven_need_not_come_back() -> None:
    standing = relieved(x.relief(ReliefKind.REDUCE, amount=150_000))
    standing = do(standing, "record_repayment", TREASURY, x.repayment(50_000, TODAY))
    closed = do(standing, "close", CLERK, x.close())
    assert (closed.balance("waived"), closed.balance("ordered_back")) == (150_000, 50_000)


def test_forgiven_charges_are_nothing() -> None:
    standing = relieved(x.relief(ReliefKind.CHARGES))
    told = suggest("record_repayment", standing, on(date(2025, 7, 31)))
    assert (told["surcharge"], told["late_charge"]) == (0, 0)


def test_the_return_for_an_own_breach_is_not_forgiven() -> None:
    standing = decide(advanced(431_000), "revoke", x.revocation())
    told = suggest("order_repayment", standing, surroundings())
    standing = ordered(
        standing,
        431_000,
        told["due_on"],
        cause=codes.RepaymentCause.BREACH,
        surcharge=told["surcharge"],
    )
    asked = x.relief(ReliefKind.REDUCE, amount=1_000)
    assert refusals(lambda: do(standing, "apply_relief", TOWN, asked)) == [
        ("relief_can_be_asked", "kind")
    ]


def test_relief_is_granted_as_far_as_it_was_asked_for() -> None:
    asked = x.relief(ReliefKind.REDUCE, amount=10_000)
    standing = do(overpaid(), "apply_relief", TOWN, asked)
    more = replace(x.relief_decision(asked), amount=10_001)
    assert refusals(lambda: decide(standing, "grant_relief", more)) == [
        ("relief_within_request", "amount")
    ]


# --- 消費税


def test_general_account_reports_zero_in_one_click() -> None:
    """J-17."""
    told = suggest("report_tax", completed(), surroundings())
    assert (told["vat_status"], told["amount"]) == ("general_account", 0)
    after = do(completed(), "report_tax", TOWN, x.tax_report())
    assert (after.state, after.dues) == ("completed", ())


def test_tax_report_is_due_in_the_second_year_after_and_outlives_completion() -> None:
    assert [(due.key, due.on) for due in completed().dues] == [("tax_report", date(2026, 6, 30))]


def test_deducted_tax_is_ordered_back_by_the_share_of_the_subsidy() -> None:
    """G.4-20: 880,000 at 10 % → 80,000 → 40,000."""
    standing = completed(880_000, 440_000)
    reported = do(standing, "report_tax", TOWN, x.tax_report(40_000, standard=880_000))
    assert reported.state == "reclaiming"
    facts = suggest("order_return", reported, surroundings())
    assert (facts["amount"], facts["cause"], facts["surcharge"]) == (40_000, "input_tax", 0)
    order = replace(
        x.repayment_order(40_000, date(2024, 5, 21)), cause=codes.RepaymentCause.INPUT_TAX
    )
    standing = decide(reported, "order_return", order)
    standing = do(standing, "record_repayment", TREASURY, x.repayment(40_000, TODAY))
    closed = do(standing, "close", CLERK, x.close())
    assert (closed.state, closed.balance("determined"), closed.dues) == ("completed", 440_000, ())


def test_tax_other_than_computed_and_a_second_report_are_refused() -> None:
    wrong = x.tax_report(39_999, standard=880_000)
    assert refusals(lambda: do(completed(880_000, 440_000), "report_tax", TOWN, wrong)) == [
        ("tax_as_computed", "amount")
    ]
    once = do(completed(), "report_tax", TOWN, x.tax_report())
    assert refusals(lambda: do(once, "report_tax", TOWN, x.tax_report())) == [
        ("tax_reported_once", None)
    ]


def test_where_the_decision_lowered_the_grant_the_share_is_what_was_determined() -> None:
    standing = completed(1_500_000, 617_000)
    owed = int(Fraction(1_100_000 * 10, 110) * Fraction(617_000, 1_500_000))
    facts = x.tax_report(owed, standard=1_100_000)
    assert do(standing, "report_tax", TOWN, facts).state == "reclaiming"


# --- 財産


def with_asset() -> Standing:
    standing = do(underway(), "report", TOWN, x.report(1_000_000, 500_000, assets=(x.asset(),)))
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000))
    standing = decide(standing, "determine", x.determination(500_000, 1_000_000))
    standing = do(standing, "claim_settlement", TOWN, x.settlement_claim(500_000))
    return decide(standing, "pay_settlement", x.payment(500_000))


def registered() -> Standing:
    standing = do(with_asset(), "register_assets", TOWN, x.asset_register())
    return do(standing, "close", CLERK, x.close())


def test_a_computer_of_520000_yen_is_bound_for_four_years() -> None:
    """J-18, G.4-25."""
    entry = x.asset_register().assets[0]
    assert bound_until(entry) == date(2028, 6, 30)


def test_registrable_property_is_prefilled_due_and_asked_for_before_completion() -> None:
    standing = with_asset()
    assert "register_assets" in {due.key for due in standing.dues}
    told = suggest("register_assets", standing, surroundings())["assets"]
    assert [(row["name"], row["grant_part"], row["years"]) for row in told] == [
        ("移動販売用パソコン（架空）", 260_000, 5)
    ]
    assert refusals(lambda: do(standing, "close", CLERK, x.close())) == [
        ("assets_registered", None)
    ]


def test_property_below_the_threshold_needs_no_register() -> None:
    small = x.report(1_000_000, 500_000, assets=(x.asset(unit_price=499_999),))
    standing = do(underway(), "report", TOWN, small)
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000))
    standing = decide(standing, "determine", x.determination(500_000, 1_000_000))
    assert "register_assets" not in {due.key for due in standing.dues}


def test_disposal_without_payback_leads_back_to_completion() -> None:
    asked = do(registered(), "apply_disposal", TOWN, x.disposal(income=0))
    assert decide(asked, "approve_disposal", x.disposal_decision(0)).state == "completed"


def test_the_subsidys_part_of_the_income_is_paid_back() -> None:
    asked = do(registered(), "apply_disposal", TOWN, x.disposal(income=120_000))
    assert suggest("approve_disposal", asked, surroundings()) == {"payback": 60_000}
    approved = decide(asked, "approve_disposal", x.disposal_decision(60_000))
    assert approved.state == "reclaiming"
    order = replace(
        x.repayment_order(60_000, date(2024, 5, 21)), cause=codes.RepaymentCause.DISPOSAL
    )
    standing = decide(approved, "order_return", order)
    standing = do(standing, "record_repayment", TREASURY, x.repayment(60_000, TODAY))
    assert do(standing, "close", CLERK, x.close()).state == "completed"


def test_disposal_after_the_limit_day_or_of_something_unknown_is_not_asked_for() -> None:
    late = x.disposal(date(2028, 7, 1))
    assert refusals(lambda: do(registered(), "apply_disposal", TOWN, late)) == [
        ("disposal_needs_approval", "dispose_on")
    ]
    other = replace(x.disposal(), asset="机")
    assert refusals(lambda: do(registered(), "apply_disposal", TOWN, other)) == [
        ("disposal_needs_approval", "asset")
    ]
    assert refusals(lambda: do(completed(), "apply_disposal", TOWN, x.disposal())) == [
        ("something_registered", None),
        ("disposal_needs_approval", "asset"),
    ]


# --- 保存


def test_records_are_kept_five_fiscal_years_from_the_one_after_completion() -> None:
    parameters = surroundings().parameters
    assert kept_until(settled(), parameters) is None
    assert kept_until(completed(), parameters) == date(2030, 3, 31)
