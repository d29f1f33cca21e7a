"""The tables of menu ③'s papers add up and say what the facts say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from comipla.core.calculations import explain_grant
from comipla.core.codes import ExpenseNode, RevenueKind
from comipla.core.paper_blocks import Pairs, Step, Steps, Table
from comipla.core.procedures.subsidy.blocks import asking, deciding, settling, shared
from tests.documents import samples


def rows_of(block: Pairs) -> dict[str, str]:
    return dict(block.rows)


def table_of(blocks, heading: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.heading == heading)


@pytest.mark.parametrize(
    ("amount", "printed"), [(0, "0"), (1000000, "1,000,000"), (-5000, "△5,000")]
)
def test_amounts_in_tables_are_bare_and_minus_is_a_triangle(amount, printed):
    assert shared.bare(amount) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [("4", "4"), ("1.50", "1.5"), ("1200", "1,200"), ("10", "10")]
)
def test_quantities_lose_idle_zeros_only(value, printed):
    assert shared.quantity(Decimal(value)) == printed


def test_pairs_without_a_value_are_left_out():
    assert shared.pairs(("額", "金1円"), ("付記", "")) == Pairs((("額", "金1円"),))


def test_allocation_sums_per_node_and_in_total():
    twice = (*samples.LINES, samples.LINES[0])
    table = shared.allocation_table(twice, heading="経費の配分")
    assert table.rows[0] == ("7 報償費", "240,000", "240,000", "0")
    assert table.rows[2] == ("10 需用費（食糧費）", "18,000", "0", "18,000")
    assert table.totals == (("合計", "1,074,080", "1,056,080", "18,000"),)


def test_allocation_follows_the_order_of_the_budget():
    table = shared.allocation_table(tuple(reversed(samples.LINES)), heading="")
    assert [row[0].split()[0] for row in table.rows] == ["7", "8", "10", "10", "11", "12", "13"]


def test_basis_prints_the_steps_of_the_calculation():
    reckoned = explain_grant(936080, 954080, 30000, label="交付決定額")
    block = shared.basis(reckoned, heading="算出基礎")
    assert isinstance(block, Steps)
    assert block.steps[0] == Step("補助対象経費", "", "936,080円")
    assert block.steps[-1] == Step("交付決定額", "", "462,000円")
    assert block.note == "端数は事業ごとに千円未満切捨て"


def test_decision_prints_what_was_decided_not_what_was_asked():
    content = samples.letters()["grant_decision"]
    facts = rows_of(content.blocks[0])
    assert facts["交付決定額"] == "金460,000円"
    assert facts["補助率"] == "補助対象経費の2分の1以内"
    assert facts["補助事業の期間"] == "令和6年8月1日から令和7年2月28日まで"


def test_rate_is_written_in_words():
    assert shared.rate_words(Fraction(2, 3)) == "3分の2"


def test_change_sets_old_and_new_allocation_side_by_side():
    table = deciding.allocation_comparison(
        samples.LINES, samples.CHANGE.expense_lines, heading="経費の配分"
    )
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["12 委託料"] == ("480,000", "480,000", "300,000", "300,000", "△180,000")
    assert rows["10 需用費（消耗品費）"] == ("0", "0", "18,000", "18,000", "18,000")
    assert table.totals == (("合計", "954,080", "936,080", "792,080", "774,080", "△162,000"),)


def test_node_that_falls_away_stays_in_the_comparison():
    table = deciding.allocation_comparison(samples.LINES, samples.LINES[:1], heading="")
    assert ("12 委託料", "480,000", "480,000", "0", "0", "△480,000") in table.rows


def test_correction_names_places_in_the_words_of_the_form():
    facts = samples.letters()["correction_request"]
    table = table_of(facts.blocks, "補正が必要な箇所")
    assert table.rows[0] == (
        "収支予算書 支出の部 3行目 対象額",
        "【対象にならない経費】\n構成員の会議の茶菓が対象額に入っています。",
        "対象額を0円にし、一般財源を18,000円増やしてください。",
    )


def test_application_annexes_are_plan_and_budget_that_balances():
    plan, budget = asking.application_annexes(
        samples.APPLICATION, basis=samples.basis("交付申請額")
    )
    assert (plan.title, budget.title) == ("事業計画書", "収支予算書")
    revenue = table_of(budget.blocks, "収入の部").totals[0]
    expense = table_of(budget.blocks, "支出の部").totals[0]
    assert revenue[1] == expense[3] == "954,080"


def test_report_sets_budget_and_outcome_side_by_side_with_reasons():
    _, accounts, _ = settling.report_annexes(
        samples.REPORT, planned=samples.LINES, expected=samples.REVENUES, basis=samples.FINAL
    )
    expense = table_of(accounts.blocks, "支出の部")
    rows = {row[0]: row[1:] for row in expense.rows}
    assert rows["12 委託料"] == (
        "480,000",
        "300,000",
        "△180,000",
        "300,000",
        "集計だけの委託に変更",
    )
    assert rows["8 旅費"] == ("50,000", "0", "△50,000", "0", "")
    assert expense.totals == (("合計", "954,080", "618,000", "△336,080", "618,000", ""),)
    revenue = table_of(accounts.blocks, "収入の部")
    assert revenue.totals == (("合計", "954,080", "618,000", "△336,080"),)


def test_several_revenues_of_one_kind_are_settled_together():
    more = (*samples.REVENUES, replace(samples.REVENUES[2], amount=5000))
    _, accounts, _ = settling.report_annexes(
        samples.REPORT, planned=samples.LINES, expected=more, basis=samples.FINAL
    )
    rows = table_of(accounts.blocks, "収入の部").rows
    assert (RevenueKind.PARTICIPATION_FEE.label, "35,000", "30,000", "△5,000") in rows


def test_unpaid_expense_shows_the_day_on_which_the_debt_was_certain():
    table = settling.payment_table(samples.REPORT.expense_lines, heading="")
    assert [row[2] for row in table.rows] == [
        "R6.9.2\nR7.2.14",
        "R7.1.20\nR7.2.27",
        "R6.9.10\n未払（R7.2.28\n債務確定）",
    ]


@pytest.mark.parametrize(
    ("paid", "left"),
    [
        (200000, {"精算払をする額": "金94,000円"}),
        (294000, {}),
        (320000, {"返還を要する額": "金26,000円"}),
    ],
)
def test_determination_tells_what_is_left_to_pay_or_to_return(paid, left):
    facts = samples.DETERMINED
    block, _ = settling.determination_blocks(
        facts, title="架空", decided=460000, paid=paid, basis=samples.FINAL
    )
    shown = rows_of(block)
    found = {key: shown[key] for key in ("精算払をする額", "返還を要する額") if key in shown}
    assert found == left


def test_discontinuation_shows_the_day_of_resuming_only_for_a_pause():
    pause = rows_of(samples.forms()["discontinuation_application"].blocks[0])
    stop = rows_of(samples.letters()["discontinuation_approval"].blocks[0])
    assert pause["再開の予定日"] == "令和6年11月1日"
    assert "再開の予定日" not in stop


def test_start_before_the_decision_is_marked():
    facts = samples.StartFacts(started_on=date(2024, 6, 1), before_decision=True, reason="台風の前")
    shown = rows_of(asking.start_blocks(facts, title="架空")[0])
    assert shown["着手の区分"] == "交付決定前の着手（事前着手）"


def test_nodes_are_listed_once():
    assert list(shared.by_node(samples.LINES)) == [
        node for node in ExpenseNode if node in {line.node for line in samples.LINES}
    ]
