"""Vectors are those of the programme's calculation table (G.4 23), part E and scenario J.16."""

from datetime import date

import pytest

from comipla.core.insurance import (
    PaymentMode,
    Policy,
    cover_objection,
    event_premium,
    explain_premium,
    volunteer_cover_ends,
)

DAY = date(2024, 8, 20)


@pytest.mark.parametrize(
    ("people", "days", "premium"),
    [(15, 1, 560), (25, 1, 700), (20, 1, 560), (21, 1, 588), (15, 2, 840), (0, 1, 0), (5, 0, 0)],
)
def test_rule_23_premium_by_person_and_day_has_a_minimum(people, days, premium):
    assert event_premium(people, days) == premium


def test_rule_23_premium_is_explained():
    assert explain_premium(15) == "28円 × 15人 × 1日（最低560円） ＝ 560円"
    assert explain_premium(25) == "28円 × 25人 × 1日 ＝ 700円"


@pytest.mark.parametrize("people", [-1, 1.5, True])
def test_people_are_counted(people):
    with pytest.raises(ValueError, match="人数"):
        event_premium(people)


def test_scenario_16_a_paid_student_is_not_covered_by_a_volunteer_policy():
    said = cover_objection(PaymentMode.FEE, Policy.VOLUNTEER, DAY)
    assert said == (
        "ボランティア活動保険は、支払い方が「謝金」の人を補償しません。"
        "傷害保険と賠償責任保険に替えてください"
    )


@pytest.mark.parametrize(
    ("mode", "policy", "fits"),
    [
        ("M1", "volunteer", True),
        ("M1", "event", True),
        ("M1", "workers", False),
        ("M2", "accident_liability", True),
        ("M2", "event", False),
        ("M3", "workers", True),
        ("M3", "volunteer", False),
    ],
)
def test_each_mode_of_payment_has_its_policies(mode, policy, fits):
    assert (cover_objection(mode, policy, DAY) is None) == fits


def test_a_student_without_insurance_or_with_an_ended_one_cannot_start():
    assert "保険がありません" in cover_objection("M1", None, DAY)
    ends = volunteer_cover_ends(date(2024, 3, 1))
    assert ends == date(2024, 3, 31)
    said = cover_objection("M1", "volunteer", DAY, valid_until=ends)
    assert said == "ボランティア活動保険は令和6年3月31日で切れています。更新してください"
    assert cover_objection("M1", "volunteer", ends, valid_until=ends) is None
