"""Beside the main road of menu ③: early start, small changes, status, delay, mending."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from comipla.core import codes, course_codes
from comipla.core.docket import Refused, Standing
from comipla.core.procedures.subsidy.judging import judge
from comipla.core.procedures.subsidy.prefill import suggest
from comipla.core.procedures.subsidy.reckoning import eligible_from, plan_of
from tests import examples as x
from tests.core.procedures.players import CLERK, TODAY, TOWN, decide, do, surroundings
from tests.core.procedures.test_subsidy import applied, granted, refusals, underway

EARLY, LATER = date(2024, 5, 10), date(2024, 6, 3)


def allowed_early() -> Standing:
    standing = do(applied(), "apply_early_start", TOWN, x.early_start(EARLY))
    return decide(standing, "approve_early_start", x.early_start_decision(EARLY))


def decided_later(standing: Standing) -> Standing:
    around = surroundings(LATER)
    standing = do(standing, "review", CLERK, x.review(), around=around)
    return decide(standing, "decide_grant", x.decision(), around=around)


def messages(play: Callable[[], Standing]) -> list[str]:
    with pytest.raises(Refused) as refused:
        play()
    return [objection.message for objection in refused.value.objections]


# --- 事前着手 (J-3)


def test_approved_early_start_leads_back_to_where_the_case_stood() -> None:
    standing = allowed_early()
    assert (standing.state, eligible_from(standing)) == ("applied", EARLY)


def test_order_before_the_decision_counts_from_the_approved_day_and_not_before() -> None:
    around = surroundings(LATER)
    standing = decided_later(allowed_early())
    assert do(standing, "start", TOWN, x.start(EARLY), around=around).state == "underway"
    assert refusals(
        lambda: do(standing, "start", TOWN, x.start(date(2024, 5, 9)), around=around)
    ) == [("nothing_before_decision", "started_on")]


def test_order_before_the_decision_does_not_count_where_early_start_was_refused() -> None:
    standing = do(applied(), "apply_early_start", TOWN, x.early_start(EARLY))
    standing = decided_later(decide(standing, "refuse_early_start", x.refusal()))
    around = surroundings(LATER)
    assert refusals(lambda: do(standing, "start", TOWN, x.start(EARLY), around=around)) == [
        ("nothing_before_decision", "started_on")
    ]


def test_early_start_is_neither_asked_nor_allowed_for_days_gone_by() -> None:
    past = date(2024, 4, 30)
    assert refusals(lambda: do(applied(), "apply_early_start", TOWN, x.early_start(past))) == [
        ("early_start_before_decision", "start_on")
    ]
    asked = do(applied(), "apply_early_start", TOWN, x.early_start(EARLY))
    assert refusals(
        lambda: decide(asked, "approve_early_start", x.early_start_decision(TODAY))
    ) == [("allowed_from_asked_day", "allowed_from")]


# --- 軽微な変更 (J-4, G.4-6)


def allocation(*amounts: int) -> tuple:
    nodes = (codes.ExpenseNode.COMMISSION, codes.ExpenseNode.PRINTING, codes.ExpenseNode.RENT)
    return tuple(x.expense(a, node=node) for a, node in zip(amounts, nodes, strict=False))


def spread(*amounts: int, grant: int = 500_000, **changes: object):
    total = sum(amounts)
    lines = allocation(*amounts)
    return x.change(
        total, grant, changes=(codes.ChangeSubject.ALLOCATION,), expense_lines=lines, **changes
    )


def with_allocation(*amounts: int) -> Standing:
    standing = do(underway(), "apply_change", TOWN, spread(*amounts))
    return decide(standing, "approve_change", x.change_decision(500_000, sum(amounts)))


def test_a_change_of_18_percent_in_one_node_needs_a_notice_only() -> None:
    standing = with_allocation(300_000, 700_000)
    noticed = do(standing, "notify_change", TOWN, spread(355_000, 700_000))
    assert (noticed.state, noticed.balance("decided")) == ("underway", 500_000)
    assert [line.gross for line in plan_of(noticed).expense_lines] == [355_000, 700_000]


def test_a_change_of_21_percent_in_one_node_needs_approval_and_says_why() -> None:
    standing = with_allocation(300_000, 700_000)
    assert messages(lambda: do(standing, "notify_change", TOWN, spread(365_000, 700_000))) == [
        "12 委託料: 300,000円から365,000円（+21.6%）。5分の1をこえて増減するときは、"
        "変更の承認が必要です。変更承認申請書を提出してください。"
    ]


def test_a_change_is_judged_with_every_figure_before_and_after() -> None:
    around = surroundings()
    judged = judge(
        "apply_change", spread(365_000, 700_000), with_allocation(300_000, 700_000), around
    )
    assert judged is not None
    assert (judged.needed, judged.rows) == (
        True,
        (
            ("10 需用費", 700_000, 700_000),
            ("12 委託料", 300_000, 365_000),
            ("対象経費の合計", 1_000_000, 1_065_000),
            ("補助金の額", 500_000, 500_000),
        ),
    )
    minor = judge(
        "apply_change", spread(355_000, 700_000), with_allocation(300_000, 700_000), around
    )
    assert minor is not None
    assert (minor.needed, minor.reasons) == (False, ())
    assert judge("report", x.report(1, 0), underway(), around) is None


def test_moving_money_inside_a_node_is_no_change_of_the_node() -> None:
    standing = do(
        underway(),
        "apply_change",
        TOWN,
        x.change(
            1_000_000,
            500_000,
            expense_lines=(
                x.expense(500_000, node=codes.ExpenseNode.PRINTING),
                x.expense(500_000, node=codes.ExpenseNode.CONSUMABLES),
            ),
        ),
    )
    standing = decide(standing, "approve_change", x.change_decision(500_000, 1_000_000))
    moved = x.change(
        1_000_000,
        500_000,
        changes=(codes.ChangeSubject.ALLOCATION,),
        expense_lines=(
            x.expense(900_000, node=codes.ExpenseNode.PRINTING),
            x.expense(100_000, node=codes.ExpenseNode.CONSUMABLES),
        ),
    )
    assert do(standing, "notify_change", TOWN, moved).state == "underway"


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        (x.change(1_234_567, 618_000), "change_is_minor"),
        (x.change(970_000, 485_000), "change_is_minor"),
    ],
)
def test_more_grant_or_much_less_cost_is_never_minor(changed, clause) -> None:
    mended = replace(changed, changes=(codes.ChangeSubject.ALLOCATION,))
    found = refusals(lambda: do(underway(), "notify_change", TOWN, mended))
    assert clause in {key for key, _ in found}


def test_a_delay_beyond_its_days_and_a_new_implementer_are_never_minor() -> None:
    same = x.change(1_234_567, 617_000, changes=(codes.ChangeSubject.PERIOD,))
    late = replace(same, end_on=date(2025, 3, 31))
    assert refusals(lambda: do(underway(), "notify_change", TOWN, late)) == [
        ("change_is_minor", "end_on")
    ]
    other = replace(same, changes=(codes.ChangeSubject.IMPLEMENTER,))
    assert refusals(lambda: do(underway(), "notify_change", TOWN, other)) == [
        ("change_is_minor", "changes")
    ]


def test_a_refused_change_leaves_the_plan_that_was_approved_before() -> None:
    standing = with_allocation(300_000, 700_000)
    standing = do(standing, "apply_change", TOWN, spread(600_000, 400_000))
    standing = decide(standing, "refuse_change", x.refusal())
    told = suggest("apply_change", standing, surroundings())
    assert [line["gross"] for line in told["expense_lines"]] == [300_000, 700_000]


# --- 状況報告


def test_status_is_asked_for_at_the_next_cut_off_and_reported() -> None:
    told = suggest("request_status", underway(), surroundings())
    assert told == {"as_of": date(2024, 9, 30), "reply_by": date(2024, 10, 10)}
    asked = do(underway(), "request_status", CLERK, x.status_request())
    assert ("progress", date(2024, 10, 10)) in {(due.key, due.on) for due in asked.dues}
    answered = do(asked, "report_status", TOWN, x.status_report())
    assert [due.key for due in answered.dues] == ["report"]


def test_status_whose_figures_do_not_add_up_is_refused() -> None:
    wrong = x.status_report(spent=900_000, expected=800_000)
    assert refusals(lambda: do(underway(), "report_status", TOWN, wrong)) == [
        ("status_adds_up", "expected")
    ]


# --- 遅延


def test_delay_waits_for_the_instruction_and_leads_back_to_work() -> None:
    standing = do(granted(), "report_delay", TOWN, x.delay())
    assert standing.state == "delay_review"
    assert do(standing, "instruct", CLERK, x.instruction()).state == "granted"


def test_instruction_to_apply_names_its_day() -> None:
    standing = do(underway(), "report_delay", TOWN, x.delay())
    change = replace(x.instruction(), instruction=course_codes.DelayInstruction.CHANGE)
    assert refusals(lambda: do(standing, "instruct", CLERK, change)) == [
        ("instruction_has_its_day", "reply_by")
    ]
    dated = replace(change, reply_by=date(2024, 5, 20))
    after = do(standing, "instruct", CLERK, dated)
    assert ("instructed", date(2024, 5, 20)) in {(due.key, due.on) for due in after.dues}


# --- 是正


def test_mending_is_ordered_after_an_inspection_and_inspected_again() -> None:
    standing = do(underway(), "report", TOWN, x.report(1_000_000, 500_000))
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000))
    standing = decide(standing, "order_mending", x.mending_order())
    assert standing.state == "mending"
    standing = do(standing, "report_mending", TOWN, x.mending_report())
    assert standing.state == "reported"
    assert do(standing, "inspect", CLERK, x.inspection(900_000)).state == "inspected"


def test_mending_leaves_no_finding_unanswered() -> None:
    standing = do(underway(), "report", TOWN, x.report(1_000_000, 500_000))
    standing = decide(standing, "order_mending", x.mending_order())
    silent = replace(x.mending_report(), measures=())
    assert messages(lambda: do(standing, "report_mending", TOWN, silent)) == [
        "「表示がない。」について、したことを書いてください。"
    ]
