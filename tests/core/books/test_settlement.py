"""The statement, the accounts, the years and the audit kit."""

from dataclasses import replace

import pytest

from comipla.core.access import Permission
from comipla.core.books import (
    DEFAULT_ACCOUNTS,
    Account,
    AuditFacts,
    BankFacts,
    Budget,
    GrantFacts,
    PointState,
    Side,
    Tally,
    YearAct,
    YearState,
    audit_points,
    check_tree,
    leaves,
    may_close,
    settle,
    year_acts_open,
    year_after,
)

SUMS = (
    Tally(Side.INCOME, "I8", 120_000, 2, book=1),
    Tally(Side.INCOME, "I2", 300_000, 1, book=1, grant=9),
    Tally(Side.INCOME, "I4-1", 15_500, 3, book=2),
    Tally(Side.INCOME, "I7", 50_000, 1, book=2, is_transfer=True),
    Tally(Side.EXPENSE, "E4", 50_000, 1, book=1, is_transfer=True),
    Tally(Side.EXPENSE, "E2-2", 90_000, 4, book=1, grant=9),
    Tally(Side.EXPENSE, "E2-7", 40_000, 2, book=2),
    Tally(Side.EXPENSE, "", 10_000, 1, book=1, is_transfer=True),
    Tally(Side.INCOME, "", 10_000, 1, book=1, is_transfer=True),
)
PLAN = {"E2-2": Budget(80_000), "E2-7": Budget(50_000, 30_000), "I2": Budget(300_000)}


def lines(statement, side):
    return {
        line.account.code: (line.budget, line.actual, line.difference, line.count)
        for line in statement.lines(side)
        if line.count or line.budget
    }


def test_the_whole_leaves_out_what_moved_between_its_own_accounts():
    statement = settle(DEFAULT_ACCOUNTS, SUMS, PLAN)
    assert lines(statement, Side.INCOME) == {
        "I2": (300_000, 300_000, 0, 1),
        "I4": (0, 15_500, 15_500, 3),
        "I4-1": (0, 15_500, 15_500, 3),
        "I8": (0, 120_000, 120_000, 2),
    }
    assert lines(statement, Side.EXPENSE) == {
        "E2": (110_000, 130_000, 20_000, 6),
        "E2-2": (80_000, 90_000, 10_000, 4),
        "E2-7": (30_000, 40_000, 10_000, 2),
    }
    assert statement.sentence == "収入 435,500円 − 支出 130,000円 ＝ 次年度への繰越 305,500円"
    assert [line.account.code for line in statement.expense if line.over] == ["E2", "E2-2", "E2-7"]


def test_one_set_of_accounts_shows_what_came_from_another():
    general, festival = (settle(DEFAULT_ACCOUNTS, SUMS, {}, book=book) for book in (1, 2))
    assert (general.carry, festival.carry) == (280_000, 25_500)
    assert lines(festival, Side.INCOME)["I7"] == (0, 50_000, 50_000, 1)


def test_a_grant_is_settled_by_its_tags_alone():
    statement = settle(DEFAULT_ACCOUNTS, SUMS, {}, grant=9)
    assert (statement.total(Side.INCOME), statement.total(Side.EXPENSE)) == (300_000, 90_000)


def test_nothing_at_all_is_a_statement_of_zeros():
    statement = settle(DEFAULT_ACCOUNTS, [], {})
    assert (statement.carry, statement.planned(Side.EXPENSE)) == (0, 0)


def test_the_default_accounts_are_a_tree_with_money_on_its_leaves():
    check_tree(DEFAULT_ACCOUNTS)
    top = [account.label for account in DEFAULT_ACCOUNTS if not account.parent]
    assert top == [
        "会費",
        "交付金・補助金",
        "委託料・指定管理料",
        "事業収入",
        "寄附金・協賛金",
        "雑収入（利息など）",
        "繰入金",
        "前年度繰越金",
        "事務局費",
        "部会・事業費",
        "負担金・助成金",
        "積立金",
        "返還金",
        "予備費",
    ]
    assert "E2" not in {account.code for account in leaves(DEFAULT_ACCOUNTS)}


@pytest.mark.parametrize(
    "more",
    [
        Account("E2", Side.EXPENSE, "二つ目"),
        Account("X1", Side.EXPENSE, "親なし", "X"),
        Account("X1", Side.INCOME, "側ちがい", "E2"),
        Account("X1", Side.EXPENSE, "三段目", "E2-1"),
    ],
)
def test_a_tree_that_would_lose_an_account_is_refused(more):
    with pytest.raises(ValueError, match="科目"):
        check_tree((*DEFAULT_ACCOUNTS, more))


def test_a_year_goes_one_way_and_opens_again_only_by_two():
    state = YearState.OPEN
    for act in (YearAct.CLOSE, YearAct.AUDIT, YearAct.APPROVE, YearAct.PUBLISH):
        state = year_after(state, act)
    assert state is YearState.PUBLISHED
    with pytest.raises(ValueError, match="公開"):
        year_after(state, YearAct.REOPEN)

    def acts(state, asked, *permissions):
        return year_acts_open(state, permissions=permissions, reopen_asked=asked)

    president, auditor = Permission.APPROVE_MONEY, Permission.AUDIT_BOOKS
    assert acts(YearState.CLOSED, False, president) == ()
    assert acts(YearState.CLOSED, False, auditor) == (YearAct.AUDIT, YearAct.ASK_REOPEN)
    assert acts(YearState.CLOSED, True, president) == (YearAct.REOPEN,)
    assert acts(YearState.PUBLISHED, True, president, auditor) == ()


BANK = BankFacts("普通預金", 95_000, 95_000, with_original=True, opened=10_000, before=10_000)
GOOD = AuditFacts((BANK,), (GrantFacts("交付金", 300_000, 300_000),), 0, (), (), (), (), (), ())


def states(facts):
    return {point.key: point.state for point in audit_points(facts)}


def test_good_books_leave_to_the_auditors_what_only_they_can_see():
    found = states(GOOD)
    look = {key for key, state in found.items() if state is PointState.LOOK}
    assert look == {"original", "dues"}
    assert PointState.OPEN not in found.values()
    assert may_close(audit_points(GOOD))


@pytest.mark.parametrize(
    ("changes", "key", "state", "closes"),
    [
        ({"waiting": 1}, "waiting", "OPEN", False),
        ({"banks": (replace(BANK, checked=94_000),)}, "bank1", "OPEN", False),
        ({"banks": (replace(BANK, checked=None),)}, "bank1", "OPEN", False),
        ({"banks": (replace(BANK, with_original=False),)}, "bank1", "LOOK", True),
        ({"banks": (replace(BANK, before=9_000),)}, "opening", "OPEN", True),
        ({"banks": (replace(BANK, before=None),)}, "opening", "LOOK", True),
        (
            {"banks": (replace(BANK, passbook_holder="架空", seal_holder="架空"),)},
            "holders",
            "OPEN",
            True,
        ),
        ({"without_receipt": (3, 8)}, "receipts", "OPEN", True),
        ({"missing_numbers": tuple(range(1, 20))}, "numbers", "OPEN", True),
        ({"over_budget": ("事務局費",)}, "budget", "LOOK", True),
        ({"grants": (GrantFacts("交付金", 300_000, 290_000),)}, "grant:交付金", "LOOK", True),
        ({"unlisted_assets": (4,)}, "assets", "OPEN", True),
        ({"confirmed": (4,)}, "confirmed", "LOOK", True),
    ],
)
def test_each_point_tells_what_is_not_as_it_should_be(changes, key, state, closes):
    facts = replace(GOOD, **changes)
    assert (states(facts)[key].value, may_close(audit_points(facts))) == (state, closes)
