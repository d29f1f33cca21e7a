"""Gates of the year: nothing is decided before the budget, nothing is paid after the close."""

from datetime import date

from comipla.core.access import Permission
from comipla.core.docket import START, Question, Side, Standing
from comipla.core.procedures.common import budget_enacted
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.papers import SUBSIDY_PAPERS
from comipla.core.procedures.subsidy.settlement_clauses import accounts_open
from tests.core.procedures.players import surroundings

ACTS = SUBSIDY.act_types.values()
SENDERS = {paper.key: paper.sender for paper in SUBSIDY_PAPERS}


def reachable_before_the_budget() -> set[str]:
    """The states that a case can come to while no act that waits for the budget is done."""
    found = {START}
    while True:
        more = {
            act.target
            for act in ACTS
            if act.source & found and budget_enacted not in act.clauses and act.target
        }
        if more <= found:
            return found
        found |= more


def test_no_decision_is_numbered_before_the_budget_has_passed():
    open_states = reachable_before_the_budget()
    numbered = [
        act.key
        for act in ACTS
        if act.permission is Permission.DECIDE
        and act.source & open_states
        and budget_enacted not in act.clauses
        and act.issues
        and SENDERS[act.issues] is Side.PREFECTURE
    ]
    assert numbered == []


def test_only_needs_can_be_told_and_withdrawn_before_the_budget_has_passed():
    assert reachable_before_the_budget() == {START, "needed", "not_earmarked", "withdrawn"}


def test_every_payment_asks_whether_the_accounts_are_open():
    paying = {act.key for act in ACTS if any(move.account == "paid" for move in act.moves)}
    assert {act.key for act in ACTS if accounts_open in act.clauses} == paying
    assert paying == {"pay_advance", "pay_settlement"}


def against(kind: str, **changes):
    """Sentences of the clause against an act of a case with nothing in it."""
    around = surroundings(**changes)
    standing = Standing("claimed", {}, (), None, None, ())
    question = Question(standing, around, SUBSIDY.act_types[kind], around.today)
    return [found.message for found in accounts_open.objections(question)]


def test_after_the_close_a_payment_is_refused_and_told_what_to_do():
    (sentence,) = against("pay_settlement", accounts_closed=True)
    assert sentence == (
        "令和6年度の出納は閉鎖したので、精算払の支払はできません。"
        "未払の分は、翌年度の予算から過年度支出として支払います。閉鎖の記録を誤ったときは、"
        "県の制度管理者に年度の設定での取消しを頼んでください。"
    )


def test_before_the_recorded_close_nothing_is_refused_whatever_the_day():
    assert against("pay_settlement", today=date(2025, 6, 2)) == []


def test_money_that_comes_back_after_the_close_belongs_to_the_next_year():
    act = SUBSIDY.act_types["record_repayment"]
    closed = surroundings(accounts_closed=True)
    assert act.told(surroundings()) == act.help
    assert act.told(closed) == act.help + (
        "出納が閉鎖したあとの収納なので、令和7年度の歳入（過年度収入）になります。"
    )
    assert accounts_open not in act.clauses
    assert (
        SUBSIDY.act_types["pay_settlement"].told(closed) == SUBSIDY.act_types["pay_settlement"].help
    )
