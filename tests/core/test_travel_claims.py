"""Claims as the travel rules (A.4), form A-08 and scenario J.10 describe them."""

from datetime import date

import pytest

from comipla.core.travel import ACTUAL, FIXED
from comipla.core.travel_claims import (
    Claim,
    Leg,
    Mode,
    Night,
    TravelRefused,
    claim_objections,
    travel_statement,
)

DAY, NEXT = date(2024, 8, 20), date(2024, 8, 21)
TICKET = "領収書1"


def by_car(*kms: float, day: date = DAY) -> tuple[Leg, ...]:
    return tuple(Leg(day, "鹿児島市", "垂水市", Mode.CAR, km=km) for km in kms)


def island(**changes: object) -> Leg:
    given = {"km": 135, "fare": 6_500, "evidence": TICKET} | changes
    return Leg(DAY, "鹿児島港", "西之表港", Mode.SHIP, **given)


def test_a_day_by_car_is_reckoned_line_by_line():
    statement = travel_statement(Claim(DAY, DAY, by_car(45.8, 12.7, 45.8, 12.7)))
    assert str(statement.calculation).splitlines() == [
        "車賃: 45.8 ＋ 12.7 ＋ 45.8 ＋ 12.7 km を通算し1km未満切捨て 117km × 37円 ＝ 4,329円",
        "日当: 3級から6級相当 2,200円 × 1日 ＝ 2,200円",
        "旅費の合計: 4,329円 ＋ 2,200円 ＝ 6,529円",
    ]
    assert (statement.amount, statement.prepaid) == (6_529, 0)


def test_a_short_day_earns_half_and_says_why():
    statement = travel_statement(Claim(DAY, DAY, by_car(12)))
    assert "÷ 2（陸路25km相当に満たない日帰り） ＝ 1,100円" in str(statement.calculation)
    assert statement.amount == 12 * 37 + 1_100


def test_an_island_and_a_night_under_the_fixed_regime():
    claim = Claim(DAY, NEXT, (island(),), (Night(DAY, actual=7_000),))
    assert [step.amount for step in travel_statement(claim).calculation.steps] == [
        6_500,
        4_400,
        9_800,
        20_700,
    ]


def test_the_same_under_the_actual_regime_pays_the_cost_and_no_daily_allowance():
    night = Night(DAY, actual=13_500, evidence="領収書2", meals=1)
    statement = travel_statement(Claim(DAY, NEXT, (island(),), (night,)), rates=ACTUAL)
    assert [step.amount for step in statement.calculation.steps] == [6_500, 13_600, 20_100]
    assert (
        "令和6年8月20日の宿泊: 実費13,500円は上限12,000円まで ＋ 宿泊手当1,600円（食事1回分を除く）"
        in str(statement.calculation)
    )


@pytest.mark.parametrize(("rates", "paid"), [(FIXED, 4_400), (ACTUAL, 2_400)])
def test_what_the_office_paid_itself_is_listed_but_not_paid_again(rates, paid):
    legs = (island(prepaid=True, evidence=""),)
    nights = (Night(DAY, actual=9_000, prepaid=True),)
    statement = travel_statement(Claim(DAY, NEXT, legs, nights), rates=rates)
    assert (statement.amount, statement.prepaid) == (paid, 15_500)
    assert statement.calculation.note == "県が直接支払った15,500円は含みません"


def test_a_flight_is_far_and_an_express_fee_stands_beside_its_fare():
    flight = Leg(DAY, "鹿児島空港", "奄美空港", Mode.AIR, fare=28_000, evidence=TICKET)
    train = Leg(DAY, "博多駅", "鹿児島中央駅", Mode.RAIL, km=288.9, fare=5_720, surcharge=5_030)
    assert travel_statement(Claim(DAY, DAY, (flight,))).amount == 30_200
    steps = travel_statement(Claim(DAY, DAY, (train,))).calculation.steps
    assert (steps[0].working, steps[0].amount) == ("運賃5,720円 ＋ 特急料金5,030円", 10_750)


def test_scenario_10_an_online_visit_forbids_travel():
    (reason,) = claim_objections(Claim(DAY, DAY, by_car(10), online=True))
    assert reason.startswith("オンラインの活動には旅費を支給できません")
    assert travel_statement(Claim(DAY, DAY, online=True), rates=ACTUAL).amount == 0
    assert travel_statement(Claim(DAY, DAY, online=True), rates=FIXED).amount == 0


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Claim(NEXT, DAY, by_car(10)), "終わりの日が始まりの日より前"),
        (Claim(DAY, DAY), "経路がありません"),
        (Claim(DAY, DAY, by_car(10, day=NEXT)), "期間の外の日"),
        (Claim(DAY, DAY, by_car(-3)), "0km以上"),
        (Claim(DAY, DAY, by_car(0)), "自家用車の距離がありません"),
        (Claim(DAY, DAY, (island(evidence=" "),)), "領収書か搭乗証明がありません"),
        (Claim(DAY, DAY, (island(fare=-1),)), "運賃は0円以上"),
        (Claim(DAY, DAY, (island(fare=1.5),)), "運賃は0円以上"),
        (
            Claim(DAY, DAY, (Leg(DAY, "駅", "会場", Mode.WALK, fare=10),)),
            "徒歩には運賃がありません",
        ),
        (
            Claim(DAY, DAY, (Leg(DAY, "甲", "乙", Mode.RAIL, km=99, surcharge=1),)),
            "片道100km以上",
        ),
        (Claim(DAY, DAY, by_car(10), (Night(DAY, 9_000),)), "日帰りの旅行"),
        (Claim(DAY, NEXT, by_car(10), (Night(NEXT, 9_000),)), "期間の中の夜ではありません"),
        (Claim(DAY, NEXT, by_car(10), (Night(DAY, 9_000),) * 2), "宿泊が2回"),
        (Claim(DAY, NEXT, by_car(10), (Night(DAY, -1),)), "宿泊料金は0円以上"),
    ],
)
def test_what_cannot_be_paid_is_refused_in_words(claim, said):
    reasons = claim_objections(claim)
    assert any(said in reason for reason in reasons)
    with pytest.raises(TravelRefused, match=said):
        travel_statement(claim)


def test_a_night_under_the_actual_regime_wants_a_receipt_and_a_known_prefecture():
    claim = Claim(DAY, NEXT, by_car(10), (Night(DAY, 9_000, prefecture="99"),))
    prefecture, receipt = claim_objections(claim, rates=ACTUAL)
    assert "都道府県コード" in prefecture
    assert "領収書がありません" in receipt


def test_all_reasons_come_at_once_and_name_their_line():
    legs = (*by_car(-3), island(evidence=""))
    with pytest.raises(TravelRefused) as refused:
        travel_statement(Claim(DAY, DAY, legs, (Night(DAY, 9_000),)))
    assert [reason.split(":")[0] for reason in refused.value.reasons] == [
        "令和6年8月20日 鹿児島市から垂水市まで（自家用車）",
        "令和6年8月20日 鹿児島港から西之表港まで（船）",
        "令和6年8月20日の宿泊",
    ]
