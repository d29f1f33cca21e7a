"""Menu ③ played on its main path and beside it, with the figures of programme G.4 and J."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from comipla.core import codes
from comipla.core.docket import PlatformStanding, Refused, Room, Standing, fold
from comipla.core.procedures.subsidy import SUBSIDY
from tests import examples as x
from tests.core.procedures.players import (
    CHIEF,
    CLERK,
    TODAY,
    TOWN,
    TREASURY,
    decide,
    do,
    surroundings,
)

NOTHING = fold(SUBSIDY, ())


def needed(**changes: Any) -> Standing:
    return do(NOTHING, "submit_need", TOWN, x.need(**changes))


def earmarked(amount: int = 617_000) -> Standing:
    return decide(needed(), "earmark", x.earmark(amount))


def applied(amount: int = 617_000) -> Standing:
    return do(earmarked(amount), "apply", TOWN, x.application(grant=amount))


def granted(amount: int = 617_000) -> Standing:
    reviewed = do(applied(amount), "review", CLERK, x.review(amount))
    return decide(reviewed, "decide_grant", x.decision(amount))


def underway(amount: int = 617_000) -> Standing:
    return do(granted(amount), "start", TOWN, x.start())


def advanced(amount: int) -> Standing:
    claimed = do(underway(), "claim_advance", TOWN, x.advance_claim(amount))
    return decide(claimed, "pay_advance", x.payment(amount))


def determined(standing: Standing, cost: int, amount: int) -> Standing:
    standing = do(standing, "report", TOWN, x.report(cost, amount))
    standing = do(standing, "inspect", CLERK, x.inspection(cost))
    return decide(standing, "determine", x.determination(amount, cost))


def refusals(play: Callable[[], Standing]) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as refused:
        play()
    return [(o.clause, o.field) for o in refused.value.objections]


def test_main_path_leads_from_need_to_completion_with_every_yen_in_its_place() -> None:
    standing = determined(advanced(431_000), 1_000_000, 500_000)
    standing = do(standing, "claim_settlement", TOWN, x.settlement_claim(69_000))
    standing = decide(standing, "pay_settlement", x.payment(69_000))
    standing = do(standing, "close", CLERK, x.close())
    assert (standing.state, dict(standing.balances), [due.key for due in standing.dues]) == (
        "completed",
        {
            "requested": 617_000,
            "earmarked": 617_000,
            "applied": 617_000,
            "decided": 617_000,
            "claimed": 500_000,
            "paid": 500_000,
            "determined": 500_000,
        },
        ["tax_report"],
    )


def test_overpaid_advance_is_ordered_back_and_returned_in_two_parts() -> None:
    standing = determined(advanced(431_000), 600_000, 300_000)
    standing = decide(standing, "order_repayment", x.repayment_order(131_000, date(2024, 5, 21)))
    standing = do(standing, "record_repayment", TREASURY, x.repayment(100_000, TODAY))
    assert standing.state == "repaying"
    assert refusals(lambda: do(standing, "close", CLERK, x.close())) == [("nothing_owed", None)]
    late = surroundings(date(2024, 6, 21))
    paid = x.repayment(31_000, date(2024, 6, 21), late_charge=288)
    standing = do(standing, "record_repayment", TREASURY, paid, around=late)
    standing = do(standing, "close", CLERK, x.close(), around=late)
    assert (standing.state, standing.balance("repaid")) == ("completed", 131_000)


def test_determination_stays_at_the_decision_when_costs_rise() -> None:
    standing = determined(underway(), 1_500_000, 617_000)
    assert standing.balance("determined") == 617_000


def test_determination_other_than_computed_is_refused() -> None:
    standing = do(underway(), "report", TOWN, x.report(1_000_000, 500_000))
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000))
    wrong = x.determination(501_000, 1_000_000)
    assert refusals(lambda: decide(standing, "determine", wrong)) == [
        ("determined_as_computed", "amount")
    ]


def test_nothing_can_be_decided_before_the_budget_is_enacted() -> None:
    before = surroundings(enacted=False)
    assert refusals(lambda: decide(needed(), "earmark", x.earmark(), around=before)) == [
        ("budget_enacted", None)
    ]


def test_request_above_half_is_refused_at_its_field() -> None:
    assert refusals(lambda: needed(requested=618_000)) == [("requested_within_share", "requested")]


def test_earmark_beyond_the_cap_names_the_room_left() -> None:
    tight = surroundings(
        rooms={"CAP": Room(1_000_000, 300_000, 200_000), "BUDGET": Room(10**9, 0, 0)}
    )
    with pytest.raises(Refused) as refused:
        decide(needed(), "earmark", x.earmark(), around=tight)
    assert [o.message for o in refused.value.objections] == [
        "617,000円と、ほかの案件の内示・決定 500,000円を合わせると1,117,000円になり、"
        "市町村あたりの上限 1,000,000円を117,000円こえます。残りは500,000円です。"
        "500,000円以下にするか、他の案件の優先順位を見直してください。"
    ]


def test_application_above_the_earmark_is_refused() -> None:
    standing = earmarked(500_000)
    assert refusals(lambda: do(standing, "apply", TOWN, x.application())) == [
        ("within_earmark", "requested")
    ]


@pytest.mark.parametrize(
    ("category", "stage", "expected"),
    [
        ("1-1", codes.PlatformStage.PREPARING, True),
        ("1-1", codes.PlatformStage.FOUNDED, True),
        ("1-1", codes.PlatformStage.RUNNING, False),
        ("1-2", codes.PlatformStage.RUNNING, True),
        ("1-2", codes.PlatformStage.PREPARING, False),
        ("2-1", codes.PlatformStage.EXPLORING, True),
        ("2-1", codes.PlatformStage.FOUNDED, False),
    ],
)
def test_category_needs_its_stage(
    category: str, stage: codes.PlatformStage, expected: bool
) -> None:
    platform = PlatformStanding(7, "中央（架空）", stage.value, date(2023, 4, 1))
    around = surroundings(platforms={7: platform})
    facts = x.need(category=codes.SubsidyCategory.of(category), platform=7)

    def play() -> Standing:
        return do(NOTHING, "submit_need", TOWN, facts, around=around)

    if expected:
        assert play().state == "needed"
    else:
        assert refusals(play) == [("stage_fits_category", "category")]


def test_founding_category_ends_some_years_after_founding() -> None:
    old = PlatformStanding(7, "中央（架空）", codes.PlatformStage.FOUNDED.value, date(2019, 4, 1))
    facts = x.need(category=codes.SubsidyCategory.FOUNDING, platform=7)
    assert refusals(
        lambda: do(NOTHING, "submit_need", TOWN, facts, around=surroundings(platforms={7: old}))
    ) == [("founded_recently", "category")]


def test_exploring_category_needs_two_kinds_of_bodies() -> None:
    alone = x.application().participants[:1]
    facts = x.application(participants=alone)
    assert refusals(lambda: do(earmarked(), "apply", TOWN, facts)) == [
        ("several_kinds_of_bodies", "participants")
    ]


def test_project_outside_the_year_is_refused_at_both_dates() -> None:
    facts = x.application(start_on=date(2024, 3, 31), end_on=date(2025, 4, 1))
    assert refusals(lambda: do(earmarked(), "apply", TOWN, facts)) == [
        ("within_the_year", "start_on"),
        ("within_the_year", "end_on"),
    ]


def test_sum_that_does_not_add_up_is_refused_with_the_difference() -> None:
    facts = x.application(revenue_lines=x.revenues(617_000, 1_234_566))
    with pytest.raises(Refused) as refused:
        do(earmarked(), "apply", TOWN, facts)
    assert [o.message for o in refused.value.objections] == [
        "収入の合計 1,234,566円と支出の合計 1,234,567円が合いません。支出が収入より1円多くなっています。"
    ]


def test_correction_unlocks_only_the_fields_pointed_at() -> None:
    standing = do(applied(), "ask_correction", CLERK, x.correction_request("contents"))
    mended = x.application(contents="改修の範囲を詳しく書いた。")
    assert do(standing, "correct", TOWN, mended).state == "applied"
    more = replace(mended, title="別の事業（架空）")
    assert refusals(lambda: do(standing, "correct", TOWN, more)) == [
        ("only_returned_fields_changed", "title")
    ]


def test_expense_ordered_before_the_decision_is_not_eligible() -> None:
    early = x.actual(1_000_000, ordered_on=date(2024, 4, 30))
    facts = x.report(1_000_000, 500_000, expense_lines=(early,))
    assert refusals(lambda: do(underway(), "report", TOWN, facts)) == [
        ("nothing_before_decision", "expense_lines-0-ordered_on")
    ]
    own = replace(facts, expense_lines=(replace(early, eligible=0),))
    assert do(underway(), "report", TOWN, own).state == "reported"


def test_advance_above_the_rate_is_refused() -> None:
    claim = x.advance_claim(432_000)
    assert refusals(lambda: do(underway(), "claim_advance", TOWN, claim)) == [
        ("advance_within_rate", "amount")
    ]


def test_second_claim_waits_for_the_payment_of_the_first() -> None:
    claimed = do(underway(), "claim_advance", TOWN, x.advance_claim(100_000))
    assert refusals(lambda: do(claimed, "claim_advance", TOWN, x.advance_claim(100_000))) == [
        ("no_open_claim", None)
    ]


def test_payment_other_than_claimed_is_refused() -> None:
    claimed = do(underway(), "claim_advance", TOWN, x.advance_claim(100_000))
    assert refusals(lambda: decide(claimed, "pay_advance", x.payment(99_999))) == [
        ("pays_what_is_claimed", "amount")
    ]


def test_change_raises_the_decision_and_returns_to_work() -> None:
    standing = do(underway(), "apply_change", TOWN, x.change(1_400_000, 700_000))
    standing = decide(standing, "approve_change", x.change_decision(700_000, 1_400_000))
    assert (standing.state, standing.balance("decided")) == ("underway", 700_000)


def test_change_before_the_start_returns_to_the_decision() -> None:
    standing = do(granted(), "apply_change", TOWN, x.change(1_000_000, 500_000))
    standing = decide(standing, "refuse_change", x.refusal())
    assert (standing.state, standing.balance("decided")) == ("granted", 617_000)


def test_change_below_what_is_paid_is_refused() -> None:
    standing = advanced(431_000)
    assert refusals(lambda: do(standing, "apply_change", TOWN, x.change(800_000, 400_000))) == [
        ("change_keeps_what_is_paid", "requested")
    ]


def test_withdrawal_after_its_days_is_closed_and_points_to_the_other_way() -> None:
    late = surroundings(date(2024, 5, 22))
    assert refusals(lambda: do(granted(), "withdraw", TOWN, x.withdrawal(), around=late)) == [
        ("withdrawal_in_time", None)
    ]
    assert do(granted(), "withdraw", TOWN, x.withdrawal()).balance("decided") == 0


def test_withdrawal_makes_a_waiting_draft_void() -> None:
    reviewed = do(applied(), "review", CLERK, x.review())
    drafted = do(reviewed, "draft", CLERK, x.decision(), of="decide_grant")
    withdrawn = do(drafted, "withdraw", TOWN, x.withdrawal())
    assert (withdrawn.state, withdrawn.pending) == ("withdrawn", None)


def test_discontinued_project_reports_nothing_and_is_determined_at_zero() -> None:
    standing = do(underway(), "apply_stop", TOWN, x.stop())
    standing = decide(standing, "approve_stop", x.note())
    standing = determined(standing, 0, 0)
    standing = do(standing, "close", CLERK, x.close())
    assert (standing.state, standing.balance("determined")) == ("completed", 0)


def test_rejected_review_leads_only_to_refusal() -> None:
    rejected = do(applied(), "review", CLERK, x.review(outcome=codes.Decision.REJECT, proposed=0))
    assert refusals(lambda: decide(rejected, "decide_grant", x.decision()))[0] == (
        "decision_follows_review",
        None,
    )
    assert decide(rejected, "refuse", x.refusal()).state == "refused"


def test_reservation_is_soft_until_the_decision_and_hard_after_it() -> None:
    assert [
        dict(SUBSIDY.reserves(s))
        for s in (needed(), earmarked(), granted(), determined(underway(), 1_000_000, 500_000))
    ] == [
        {"CAP": (0, 0), "BUDGET": (0, 0)},
        {"CAP": (617_000, 0), "BUDGET": (617_000, 0)},
        {"CAP": (0, 617_000), "BUDGET": (0, 617_000)},
        {"CAP": (0, 617_000), "BUDGET": (0, 500_000)},
    ]


def test_deadlines_follow_their_acts() -> None:
    assert [
        [(d.key, d.owner.value, d.on) for d in s.dues]
        for s in (earmarked(), applied(), granted(), advanced(431_000))
    ] == [
        [("apply", "municipality", date(2024, 6, 28))],
        [("examine", "prefecture", date(2024, 5, 31))],
        [("report", "municipality", date(2025, 3, 28))],
        [("report", "municipality", date(2025, 3, 28))],
    ]


def test_every_open_state_has_an_act_for_its_owner() -> None:
    lacking = [
        state.key
        for state in SUBSIDY.states.values()
        if not state.final and not any(state.key in t.source for t in SUBSIDY.act_types.values())
    ]
    assert lacking == []


def test_every_state_and_account_that_acts_name_is_declared() -> None:
    named = {s for t in SUBSIDY.act_types.values() for s in t.source if s}
    reached = {t.target for t in SUBSIDY.act_types.values() if t.target} - {"<resume>"}
    accounts = {m.account for t in SUBSIDY.act_types.values() for m in t.moves}
    assert (named | reached, accounts) == (set(SUBSIDY.states), set(SUBSIDY.accounts))


def test_act_kinds_accounts_and_states_are_for_ever() -> None:
    """Stored keys: add to these lists, never take away (architecture, the docket)."""
    assert sorted(SUBSIDY.act_types) == [
        "apply", "apply_carry_over", "apply_change", "apply_disposal", "apply_early_start",
        "apply_relief", "apply_stop", "approve_carry_over", "approve_change", "approve_disposal",
        "approve_early_start", "approve_stop", "ask_correction", "ask_report_correction",
        "claim_advance", "claim_settlement", "close", "correct", "correct_report", "decide_grant",
        "decline_need", "determine", "earmark", "grant_relief", "inspect", "instruct",
        "notify_change", "order_mending", "order_repayment", "order_return", "pay_advance",
        "pay_settlement", "pull_back", "record_repayment", "refuse", "refuse_carry_over",
        "refuse_change", "refuse_disposal", "refuse_early_start", "refuse_relief", "refuse_stop",
        "register_assets", "remind_repayment", "report", "report_delay", "report_mending",
        "report_status", "report_tax", "report_year_end", "request_status", "review", "revise_need",
        "revoke", "revoke_part", "send_back", "start", "submit_need", "waive_deadline", "withdraw",
    ]  # fmt: skip
    assert list(SUBSIDY.accounts) == [
        "requested", "earmarked", "applied", "decided", "claimed", "paid", "determined",
        "ordered_back", "repaid", "reclaimed", "waived", "revoked",
    ]  # fmt: skip


def test_chief_who_drafted_cannot_decide() -> None:
    drafted = do(needed(), "draft", CHIEF, x.earmark(), of="earmark")
    assert refusals(lambda: do(drafted, "earmark", CHIEF)) == [("two_persons", None)]
