"""Areas, posts, by-laws and recognition: what is refused, and in which words."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.registry import (
    BylawNumbers,
    Known,
    MemberKind,
    Post,
    Rules,
    Share,
    Term,
    check,
    conflicts,
    overlaps,
    parse_share,
    rules_from_json,
    rules_to_json,
    share_in_words,
)

DAY, LATER = date(2024, 4, 1), date(2025, 4, 1)
HALF, WHOLE = Fraction(1, 2), Fraction(1)


def test_two_halves_of_a_district_fit_and_anything_more_is_named():
    held = [Share("汐見小学校区", "汐見協議会", HALF, DAY)]
    assert overlaps([Share("汐見小学校区", "新しい会", HALF, DAY)], held) == ()
    (found,) = overlaps([Share("汐見小学校区", "新しい会", Fraction(3, 5), LATER)], held)
    assert (found.on, found.total, found.others) == (LATER, Fraction(11, 10), ("汐見協議会",))
    assert found.sentence == (
        "汐見小学校区の区域が汐見協議会と重なっています（割合の合計 110%）。"
        "割合を小さくするか、相手の区域を先に変えてください。"
    )


def test_shares_that_end_before_do_not_count():
    held = [Share("甲", "前の会", WHOLE, DAY, date(2025, 3, 31))]
    assert overlaps([Share("甲", "次の会", WHOLE, LATER)], held) == ()


def test_an_overlap_that_begins_later_is_found():
    held = [Share("甲", "後の会", WHOLE, LATER)]
    (found,) = overlaps([Share("甲", "先の会", WHOLE, DAY)], held)
    assert found.on == LATER


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.fractions(Fraction(1, 10), 1, max_denominator=10),
            st.integers(0, 5),
            st.integers(0, 5),
        ),
        max_size=5,
    )
)
def test_no_overlap_means_that_no_day_holds_more_than_the_whole(parts):
    def day(offset):
        return date(2024, 4, 1 + offset)

    held = [
        Share("甲", f"会{number}", weight, day(begin), day(begin + length))
        for number, (weight, begin, length) in enumerate(parts)
    ]
    new = [Share("甲", "新しい会", HALF, day(0))]
    most = max(sum(s.weight for s in (*new, *held) if s.holds_on(day(n))) for n in range(12))
    assert bool(overlaps(new, held)) == (most > 1)


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(11, 10), Fraction(-1)])
def test_a_share_is_more_than_nothing_and_no_more_than_all(weight):
    with pytest.raises(ValueError, match="0より大きく1"):
        Share("甲", "会", weight, DAY)


def term(who, post, start=DAY, end=None, **more):
    return Term(who, who, post, start, end, **more)


def test_an_auditor_is_no_officer_at_the_same_time():
    (reason,) = conflicts(term("甲", Post.AUDITOR), [term("甲", Post.TREASURER)])
    assert reason == (
        "甲さんは同じ期間に会計です。監事は、ほかの役員や事務局を兼ねられません"
        "（自分の仕事を自分で監査することになります）。"
    )
    assert conflicts(term("甲", Post.AUDITOR), [term("甲", Post.ADVISER)]) == ()
    assert conflicts(term("甲", Post.AUDITOR, LATER), [term("甲", Post.CHAIR, DAY, DAY)]) == ()


def test_chair_and_treasurer_are_two_people():
    assert conflicts(term("甲", Post.CHAIR), [term("甲", Post.TREASURER)])
    assert conflicts(term("甲", Post.CHAIR), [term("乙", Post.TREASURER)]) == ()


def test_there_is_one_chair_at_a_time_but_a_substitute_may_stand_in():
    (reason,) = conflicts(term("乙", Post.CHAIR, LATER), [term("甲", Post.CHAIR)])
    assert "令和7年4月1日に甲さんが会長です" in reason
    stand_in = term("乙", Post.CHAIR, LATER, substitute=True)
    assert conflicts(stand_in, [term("甲", Post.CHAIR)]) == ()


@pytest.mark.parametrize(
    ("written", "share"),
    [("3分の2以上", Fraction(2, 3)), ("２／３", Fraction(2, 3)), ("50％", HALF), ("過半数", HALF)],
)
def test_shares_are_read_as_by_laws_write_them(written, share):
    assert parse_share(written) == share


@pytest.mark.parametrize("written", ["", "1", "4/3", "1/0", "0%", "半分くらい"])
def test_other_shares_are_refused_with_how_to_write_them(written):
    with pytest.raises(ValueError, match="2分の1"):
        parse_share(written)


@given(st.fractions(Fraction(1, 99), 1, max_denominator=99))
def test_a_share_in_words_reads_back(share):
    assert parse_share(share_in_words(share)) == share


def test_by_laws_whose_special_majority_is_the_lesser_are_refused():
    with pytest.raises(ValueError, match="特別議決"):
        BylawNumbers(HALF, Fraction(2, 3), HALF, True, True, False, 2, 2, 0)


def known(**changes):
    facts = {
        "kinds": frozenset({MemberKind.JICHIKAI, MemberKind.PTA}),
        "joined": 9,
        "total": 12,
        "joined_households": 400,
        "total_households": 1000,
        "has_area": True,
        "overlaps": (),
        "has_bylaws": True,
        "auditors": 2,
    }
    return Known(**facts | changes)


RULES = Rules(
    coverage=Fraction(2, 3),
    kinds=(MemberKind.JICHIKAI, MemberKind.PTA, MemberKind.BOSAI),
    kinds_needed=2,
    checklist=("だれでも加入できる",),
)


def test_each_rule_answers_with_its_numbers():
    findings = {f.key: f for f in check(RULES, known())}
    assert [f.key for f in findings.values() if not f.met] == ["check:だれでも加入できる"]
    assert findings["coverage"].reason == "12のうち9が加入しています（75%）。"
    assert findings["coverage"].label == "区域の自治会の3分の2以上が加入している"
    assert (
        findings["kinds"].reason == "3種類のうち2種類が加わっています。いないのは自主防災組織です。"
    )


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"joined": 7}, "coverage"),
        ({"total": None}, "coverage"),
        ({"total": 0}, "coverage"),
        ({"kinds": frozenset({MemberKind.PTA})}, "kinds"),
        ({"has_area": False}, "area"),
        ({"overlaps": ("重なっています。",)}, "overlap"),
        ({"has_bylaws": False}, "bylaws"),
        ({"auditors": 1}, "auditors"),
    ],
)
def test_a_rule_that_is_not_met_is_found(changes, key):
    ticked = {"ticked": frozenset({"だれでも加入できる"})}
    unmet = [f.key for f in check(RULES, known(**ticked | changes)) if not f.met]
    assert unmet == [key]


def test_coverage_can_be_counted_by_households():
    rules = Rules(coverage=HALF, households=True)
    (found,) = [f for f in check(rules, known()) if f.key == "coverage"]
    assert (found.met, found.reason) == (False, "1,000のうち400が加入しています（40%）。")


def test_rules_read_back_as_they_were_written():
    assert rules_from_json(rules_to_json(RULES)) == RULES


def test_impossible_rules_are_refused():
    with pytest.raises(ValueError, match="100%"):
        Rules(coverage=Fraction(3, 2))
    with pytest.raises(ValueError, match="種類の数"):
        Rules(kinds=(MemberKind.PTA,), kinds_needed=2)
