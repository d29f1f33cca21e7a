"""Work of menu ③ that is not done by 31 March: carry-over and what moves with it."""

from dataclasses import replace
from datetime import date

from comipla.core.docket import Standing
from tests import examples as x
from tests.core.procedures.players import CLERK, TOWN, decide, do, surroundings
from tests.core.procedures.test_subsidy import advanced, refusals, underway

MARCH, APRIL, JULY = date(2025, 3, 10), date(2025, 4, 20), date(2025, 7, 10)


def carried(standing: Standing, amount: int = 186_000) -> Standing:
    around = surroundings(MARCH)
    asked = do(standing, "apply_carry_over", TOWN, x.carry_over(amount), around=around)
    return decide(asked, "approve_carry_over", x.carry_over_decision(amount), around=around)


def test_a_carry_over_leads_back_to_work_with_its_days_in_the_next_year() -> None:
    standing = carried(advanced(431_000))
    assert standing.state == "underway"
    assert {due.key: due.on for due in standing.dues} == {
        "report": date(2025, 7, 30),
        "year_end_report": date(2025, 4, 30),
    }


def test_a_carried_project_is_reported_and_paid_in_the_next_year() -> None:
    around = surroundings(JULY)
    report = x.report(1_000_000, 500_000, date(2025, 6, 20))
    standing = do(carried(advanced(431_000)), "report", TOWN, report, around=around)
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000, JULY), around=around)
    standing = decide(standing, "determine", x.determination(500_000, 1_000_000), around=around)
    assert {due.key: due.on for due in standing.dues} == {"claim_settlement": date(2026, 5, 31)}
    claimed = do(standing, "claim_settlement", TOWN, x.settlement_claim(69_000), around=around)
    paid = decide(claimed, "pay_settlement", x.payment(69_000, JULY), around=around)
    closed = do(paid, "close", CLERK, x.close(JULY), around=around)
    assert {due.key: due.on for due in closed.dues} == {"tax_report": date(2027, 6, 30)}


def test_without_a_carry_over_the_year_ends_the_work() -> None:
    report = x.report(1_000_000, 500_000, date(2025, 6, 20))
    found = refusals(lambda: do(underway(), "report", TOWN, report, around=surroundings(JULY)))
    assert ("done_within_the_year", "completed_on") in found


def test_the_year_end_is_told_after_it_and_only_of_what_is_carried_over() -> None:
    standing = carried(underway())
    facts = x.year_end_report()
    told = do(standing, "report_year_end", TOWN, facts, around=surroundings(APRIL))
    assert "year_end_report" not in {due.key for due in told.dues}
    assert refusals(
        lambda: do(standing, "report_year_end", TOWN, facts, around=surroundings(MARCH))
    ) == [("unfinished_at_year_end", None)]
    assert refusals(
        lambda: do(underway(), "report_year_end", TOWN, facts, around=surroundings(APRIL))
    ) == [("unfinished_at_year_end", None)]


def test_more_than_is_unspent_or_a_day_in_the_old_year_is_not_carried_over() -> None:
    standing, around = advanced(431_000), surroundings(MARCH)
    more = x.carry_over(186_001)
    assert refusals(lambda: do(standing, "apply_carry_over", TOWN, more, around=around)) == [
        ("carries_what_is_unspent", "amount")
    ]
    early = x.carry_over(186_000, date(2025, 3, 31))
    assert refusals(lambda: do(standing, "apply_carry_over", TOWN, early, around=around)) == [
        ("carries_what_is_unspent", "end_on")
    ]


def test_a_project_is_carried_over_once_and_before_the_accounts_close() -> None:
    asked = x.carry_over(186_000)
    assert refusals(
        lambda: do(carried(underway()), "apply_carry_over", TOWN, asked, around=surroundings(APRIL))
    ) == [("carried_over_once", None)]
    late = surroundings(date(2025, 6, 1))
    assert refusals(lambda: do(underway(), "apply_carry_over", TOWN, asked, around=late)) == [
        ("carry_before_accounts_close", None)
    ]


def test_an_open_claim_is_paid_before_anything_is_carried_over() -> None:
    claimed = do(underway(), "claim_advance", TOWN, x.advance_claim(100_000))
    around = surroundings(MARCH)
    assert refusals(
        lambda: do(claimed, "apply_carry_over", TOWN, x.carry_over(186_000), around=around)
    ) == [("no_open_claim", None)]


def test_the_approval_stays_within_what_was_asked_for() -> None:
    around = surroundings(MARCH)
    asked = do(underway(), "apply_carry_over", TOWN, x.carry_over(186_000), around=around)
    later = replace(x.carry_over_decision(186_001), end_on=date(2025, 7, 1))
    assert refusals(lambda: decide(asked, "approve_carry_over", later, around=around)) == [
        ("carry_within_request", "amount"),
        ("carry_within_request", "end_on"),
    ]
    assert decide(asked, "refuse_carry_over", x.refusal(), around=around).state == "underway"
