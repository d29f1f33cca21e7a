"""What is told about a plan that is not yet right."""

from dataclasses import replace

import pytest

from comipla.core.plans.checks import Finding, check
from comipla.core.plans.codes import FundSource, Horizon
from comipla.core.plans.text import Roles, money_plan
from tests.core.plans.examples import SALON, action, plan


def test_nothing_is_found_in_a_plan_in_order() -> None:
    assert check(plan()) == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"funds": ((FundSource.OWN, 50_000),)},
            "費用の合計200,000円と、財源の合計50,000円が合いません。同じ額にしてください。",
        ),
        (
            {"roles": Roles(50, 40, 20)},
            "自助・共助・公助の合計が110%です。合わせて100%にしてください。",
        ),
        (
            {"last_year": 2026, "horizon": Horizon.SHORT},
            "「短期（2年まで）」の取組が令和8年度まで続きます。終わりの年度か、短期・中期・長期の別を直してください。",
        ),
        (
            {"last_year": 2030, "horizon": Horizon.LONG},
            "取組の年度を、計画の期間（令和6年度から令和10年度まで）の中にしてください。",
        ),
        (
            {"first_year": 2025},
            "取組を行わない年度に費用があります。年度か費用を直してください。",
        ),
        ({"lead": " "}, "受け持つ部会を書いてください。"),
        (
            {"indicators": (replace(SALON, target=None),)},
            "指標「サロンの参加者」の目標値を書いてください。",
        ),
    ],
)
def test_an_action_that_stops_the_plan_says_what_to_do(
    changes: dict[str, object], sentence: str
) -> None:
    assert check(plan(action(**changes))) == (Finding(1, sentence, True),)


def test_a_plan_without_actions_and_vision_names_both() -> None:
    found = check(replace(plan(), actions=(), vision=""))
    assert [finding.text for finding in found] == [
        "将来像を書いてください。",
        "取組を1つ以上加えてください。",
    ]


def test_hints_do_not_stop() -> None:
    found = check(plan(action(indicators=(), issues=())))
    assert [finding.stops for finding in found] == [False, False]


def test_a_number_given_twice_is_found() -> None:
    (finding,) = check(plan(action(1), action(1, line="other")))
    assert finding.text == "取組の番号1が2つあります。番号を1つずつにしてください。"


def test_the_money_plan_adds_up_by_year_and_by_source() -> None:
    money = money_plan(plan(action(1), action(2, spending=((2026, 7),), funds=())))
    assert money.by_year == ((2024, 120_000), (2025, 80_000), (2026, 7), (2027, 0), (2028, 0))
    assert money.by_source == ((FundSource.OWN, 50_000), (FundSource.BLOCK_GRANT, 150_000))
    assert (money.spent, money.funded) == (200_007, 200_000)
