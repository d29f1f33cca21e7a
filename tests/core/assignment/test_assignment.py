"""Students and slots are fictional (架空); places lie around Kagoshima."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.assignment import (
    AssignmentError,
    Slot,
    Student,
    Weights,
    assign,
    distance,
    objections,
)

DAY, NEXT = date(2024, 8, 20), date(2024, 8, 21)
KAGOSHIMA, KANOYA, TARUMIZU = (31.5966, 130.5571), (31.3783, 130.8521), (31.4928, 130.7012)
BOTH = frozenset({DAY, NEXT})

FESTIVAL = Slot("festival", "夏まつりの受付", DAY, KAGOSHIMA)
SURVEY = Slot("survey", "住民アンケート", NEXT, KANOYA, skills=frozenset({"写真"}))
ONLINE = Slot("online", "オンライン広報", DAY)
ALICE = Student("a", "学生A", BOTH, KAGOSHIMA, frozenset({"写真"}))
BOB = Student("b", "学生B", BOTH, KANOYA)


def given_to(plan):
    return {(found.student.key, found.slot.key) for found in plan.assignments}


def test_places_are_filled_before_wishes_are_granted():
    plan = assign(
        [replace(ALICE, wishes=("festival",)), replace(BOB, wishes=("festival",))],
        [FESTIVAL, SURVEY],
    )
    assert given_to(plan) == {("a", "survey"), ("b", "festival")}
    assert plan.proven
    assert (plan.unassigned, plan.unfilled) == ((), ())


def test_a_wish_goes_before_a_shorter_way_within_its_weight():
    near, far = replace(FESTIVAL, key="near"), replace(FESTIVAL, key="far", position=TARUMIZU)
    wishing = replace(ALICE, wishes=("far", "near"))
    assert given_to(assign([wishing], [near, far])) == {("a", "near")}
    weights = Weights(rank=1_000, unwished=5_000)
    assert given_to(assign([wishing], [near, far], weights=weights)) == {("a", "far")}


def test_every_assignment_says_why_and_why_nothing_dearer():
    students = [
        replace(ALICE, wishes=("survey",)),
        replace(BOB, wishes=("survey", "full", "festival")),
        replace(BOB, key="c", name="学生C", wishes=("full",)),
    ]
    full = Slot("full", "子ども食堂", DAY, KANOYA)
    plan = assign(students, [FESTIVAL, SURVEY, full])
    reasons = {found.student.key: found.reason for found in plan.assignments}
    assert reasons["a"] == (
        "第1希望です。令和6年8月21日に参加できます。直線で約37kmです。必要な技能（写真）があります"
    )
    assert reasons["b"] == (
        "第3希望です。令和6年8月20日に参加できます。直線で約37kmです。"
        "第1希望「住民アンケート」は、必要な技能（写真）がありません。"
        "第2希望「子ども食堂」は、全体の割当てを優先し、ほかの組合せになりました"
    )
    assert [found.rank for found in plan.assignments] == [3, 1, 1]


def test_an_online_slot_has_no_distance():
    plan = assign([replace(ALICE, furthest=0)], [ONLINE])
    (found,) = plan.assignments
    assert (found.km, found.rank) == (None, None)
    assert (
        found.reason == "希望には挙げていない活動です。令和6年8月20日に参加できます。オンラインです"
    )
    assert distance(replace(ALICE, position=None), FESTIVAL) is None


def test_a_student_helps_up_to_the_limit_and_once_a_day():
    slots = [FESTIVAL, ONLINE, replace(FESTIVAL, key="next", day=NEXT)]
    plan = assign([replace(ALICE, limit=3)], slots)
    assert [found.slot.day for found in plan.assignments] == [DAY, NEXT]
    assert [short.missing for short in plan.unfilled] == [1]
    assert len(assign([ALICE], slots).assignments) == 1
    assert assign([replace(ALICE, limit=0)], slots).assignments == ()


def test_work_is_spread_over_students_who_could_share_it():
    slots = [FESTIVAL, replace(FESTIVAL, key="next", day=NEXT)]
    students = [replace(ALICE, limit=2), replace(ALICE, key="c", name="学生C")]
    assert len({student for student, _ in given_to(assign(students, slots))}) == 2


def test_scenario_16_a_minor_without_the_guardians_consent_cannot_be_assigned():
    minor = replace(ALICE, minor=True)
    plan = assign([minor], [FESTIVAL])
    assert plan.assignments == ()
    assert plan.unassigned[0].reason == "18歳未満で、保護者の同意書がまだ届いていません"
    assert objections(minor, FESTIVAL) == (plan.unassigned[0].reason,)
    consented = replace(minor, consented=True)
    assert given_to(assign([consented], [FESTIVAL])) == {("a", "festival")}
    night = replace(FESTIVAL, adults_only=True)
    assert assign([consented], [night]).unfilled[0].missing == 1
    assert objections(consented, night) == ("18歳以上だけが参加できる活動です",)


def test_who_and_what_is_left_over_is_told_why():
    students = [
        ALICE,
        replace(ALICE, key="c", name="学生C"),
        replace(ALICE, key="d", name="学生D", days=frozenset({date(2024, 9, 1)})),
        replace(ALICE, key="e", name="学生E", position=KANOYA, furthest=10),
        replace(ALICE, key="f", name="学生F", limit=0),
    ]
    lonely = replace(SURVEY, key="lonely", needed=2, skills=frozenset({"手話"}))
    plan = assign(students, [FESTIVAL, lonely])
    (left,) = {"a", "c"} - {student for student, _ in given_to(plan)}
    assert {found.student.key: found.reason for found in plan.unassigned} == {
        left: "合う活動は1件ありますが、全体の割当てでは、ほかの学生で埋まりました",
        "d": "参加できる日に活動がありません",
        "e": "参加できる日の活動は、距離か技能か年齢の条件が合いません",
        "f": "担当できる回数が0回です",
    }
    (short,) = plan.unfilled
    assert (short.missing, short.reason) == (2, "日程、距離、技能、年齢の条件が合う学生がいません")
    (few,) = assign([ALICE], [replace(FESTIVAL, needed=2)]).unfilled
    assert few.reason == "条件の合う学生は1人ですが、ほかの活動と合わせて割り当てると足りません"


def test_all_objections_to_a_pair_are_named():
    assert objections(replace(BOB, days=frozenset(), furthest=10), replace(SURVEY, day=DAY)) == (
        "令和6年8月20日は参加できない日です",
        "必要な技能（写真）がありません",
    )
    assert objections(replace(BOB, furthest=10), FESTIVAL) == (
        "約37kmで、移動できる距離（10km）をこえます",
    )


def test_nobody_and_nothing_make_an_empty_plan():
    assert assign([], []).proven
    assert [short.slot for short in assign([], [FESTIVAL]).unfilled] == [FESTIVAL]
    assert [left.student for left in assign([ALICE], []).unassigned] == [ALICE]


@pytest.mark.parametrize(
    ("students", "slots", "said"),
    [
        ([ALICE, ALICE], [FESTIVAL], "同じ学生が2回"),
        ([ALICE], [FESTIVAL, FESTIVAL], "同じ活動が2回"),
        ([replace(ALICE, wishes=("none",))], [FESTIVAL], "希望した活動「none」がありません"),
    ],
)
def test_a_task_that_does_not_fit_together_is_refused(students, slots, said):
    with pytest.raises(AssignmentError, match=said):
        assign(students, slots)


@pytest.mark.parametrize(
    ("thing", "changes", "said"),
    [
        (ALICE, {"limit": -1}, "担当できる回数"),
        (ALICE, {"limit": 1.5}, "担当できる回数"),
        (ALICE, {"furthest": -1}, "0km以上"),
        (ALICE, {"furthest": float("nan")}, "0km以上"),
        (ALICE, {"wishes": ("x", "x")}, "同じ活動が2回"),
        (ALICE, {"position": (130.5, 31.5)}, "緯度、経度の順"),
        (FESTIVAL, {"needed": -1}, "必要な人数"),
        (FESTIVAL, {"position": (float("nan"), 0)}, "緯度、経度の順"),
        (Weights(), {"rank": -1}, "重み"),
    ],
)
def test_values_that_are_none_are_refused(thing, changes, said):
    with pytest.raises(ValueError, match=said):
        replace(thing, **changes)


def best_by_trying(students, slots, weights):
    """The fullest choice and its cost, found by trying every one."""
    pairs = [(p, s) for p in students for s in slots if not objections(p, s)]
    best = (0, 0)
    for mask in product((False, True), repeat=len(pairs)):
        taken = [pair for pair, chosen in zip(pairs, mask, strict=True) if chosen]
        counts = {p.key: sum(q is p for q, _ in taken) for p, _ in taken}
        if any(counts[p.key] > p.limit for p, _ in taken):
            continue
        if any(sum(t is s for _, t in taken) > s.needed for _, s in taken):
            continue
        if len({(p.key, s.day) for p, s in taken}) < len(taken):
            continue
        cost = weights.again * sum(count - 1 for count in counts.values())
        for p, s in taken:
            wished = s.key in p.wishes
            cost += p.wishes.index(s.key) * weights.rank if wished else weights.unwished
            cost += round((distance(p, s) or 0) * 10)
        best = min(best, (-len(taken), cost))
    return best


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_plan_is_as_good_as_the_best_found_by_trying_everything(data):
    places = [KAGOSHIMA, KANOYA, TARUMIZU, None]
    slots = [
        Slot(
            f"s{n}",
            f"活動{n}",
            data.draw(st.sampled_from([DAY, NEXT])),
            data.draw(st.sampled_from(places)),
            needed=data.draw(st.integers(0, 2)),
        )
        for n in range(3)
    ]
    keys = [slot.key for slot in slots]
    students = [
        Student(
            f"p{n}",
            f"学生{n}",
            data.draw(st.frozensets(st.sampled_from([DAY, NEXT]))),
            data.draw(st.sampled_from(places)),
            wishes=tuple(data.draw(st.permutations(keys))[: data.draw(st.integers(0, 3))]),
            limit=data.draw(st.integers(0, 2)),
        )
        for n in range(3)
    ]
    weights = Weights(again=data.draw(st.sampled_from([0, 300, 5_000])))
    plan = assign(students, slots, weights=weights)
    assert (-len(plan.assignments), plan.cost) == best_by_trying(students, slots, weights)
    assert plan.proven
    assert not any(objections(found.student, found.slot) for found in plan.assignments)


def test_matching_and_programme_agree():
    days = [date(2024, 8, day) for day in range(1, 8)]
    slots = [
        Slot(f"s{n}", f"活動{n}", days[n % 7], (31.2 + n % 11 / 20, 130.5), needed=1 + n % 2)
        for n in range(40)
    ]
    students = [
        Student(
            f"p{n}",
            f"学生{n}",
            frozenset(days[n % 3 :: 2]),
            (31.2 + n % 13 / 20, 130.5),
            wishes=(f"s{n % 40}", f"s{n * 7 % 40}") if n * 6 % 40 else (),
        )
        for n in range(50)
    ]
    twice = Student("twice", "2回できる学生", frozenset(), limit=2)
    matching, programme = assign(students, slots), assign([*students, twice], slots)
    assert (len(matching.assignments), matching.cost) == (
        len(programme.assignments),
        programme.cost,
    )
    assert matching.proven
    assert programme.proven
