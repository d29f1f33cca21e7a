"""Ranking: the vector of rule G.4 22, the methods, ties, and the laws a committee relies on."""

from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.scoring import (
    Criterion,
    Method,
    PassLine,
    Proposal,
    Quorum,
    Rounding,
    RoundMode,
    Scale,
    Scheme,
    Sheet,
    SheetError,
    Tie,
    TieStep,
    parse_scheme,
    rank,
)

MODEL = parse_scheme(
    files("comipla.programme").joinpath("schemes/model-r6.toml").read_text(encoding="utf-8")
)
KEYS = tuple(criterion.key for criterion in MODEL.criteria)
P1 = {"A": (3, 4, 4, 4, 3, 4), "B": (4, 4, 4, 3, 4, 4), "C": (3,) * 6, "D": (4, 4, 4, 4, 4, 3)}
P2 = {
    "A": (3, 4, 4, 4, 4, 4),
    "B": (4, 4, 4, 4, 3, 4),
    "C": (3, 3, 3, 4, 3, 4),
    "D": (4, 3, 4, 4, 3, 4),
}


def sheets_of(proposal: str, rows: dict[str, tuple[int, ...]]) -> list[Sheet]:
    return [
        Sheet(proposal, judge, dict(zip(KEYS, row, strict=True))) for judge, row in rows.items()
    ]


def simple(**given) -> Scheme:
    """Two criteria of 0 to 10 points."""
    scale = Scale(Fraction(0), Fraction(10))
    return Scheme("試し", (Criterion("a"), Criterion("b")), **{"scale": scale, **given})


def marks(**rows: tuple[tuple[int, int] | None, ...]) -> list[Sheet]:
    """Sheets by proposal: one pair of grades a judge, None for a conflict."""
    return [
        Sheet(proposal, f"J{number}", {}, conflicted=True)
        if row is None
        else Sheet(proposal, f"J{number}", {"a": row[0], "b": row[1]})
        for proposal, of_one in rows.items()
        for number, row in enumerate(of_one)
    ]


def places(ranking) -> dict[str, int | None]:
    return {standing.proposal: standing.rank for standing in ranking.standings}


def test_rule_22_equal_means_are_told_apart_by_the_subtotal_of_the_plan():
    ranking = rank(MODEL, sheets_of("P2", P2) + sheets_of("P1", P1))
    assert {s.proposal: [j.total for j in s.tally.judges] for s in ranking.standings} == {
        "P1": [74, 77, 60, 79],
        "P2": [76, 78, 64, 72],
    }
    assert [s.total for s in ranking.standings] == [Fraction(145, 2)] * 2
    subtotals = [dict(s.tally.subtotals)[MODEL.criteria[1]] * 4 for s in ranking.standings]
    assert subtotals == [90, 84]
    assert (ranking.candidate, ranking.runner_up) == ("P1", "P2")
    assert [outcome.sentence for outcome in ranking.ties[0].outcomes] == [
        "「企画・モデル性」の小計（委員の平均）: P1 22.5点、P2 21点。順番が決まります。"
    ]


def test_rule_22_conflicted_row_is_absent_not_zero():
    rows = sheets_of("P1", P1) + sheets_of("P2", P2)
    conflict = Sheet("P1", "E", dict.fromkeys(KEYS, 0), conflicted=True)
    ranking = rank(MODEL, [*rows, conflict, Sheet("P2", "E", dict.fromkeys(KEYS, 5))])
    assert ranking["P1"].total == Fraction(145, 2)
    assert ranking["P2"].total == Fraction(76 + 78 + 64 + 72 + 100, 5) == 78
    assert (
        str(ranking.explain("P1")[4])
        == "数えない採点: E（利害関係。0点ではなく、ないものとします）"
    )


def test_too_few_judges_give_no_rank_and_say_so():
    rows = {judge: P1[judge] for judge in "AB"}
    ranking = rank(MODEL, sheets_of("P1", rows) + sheets_of("P2", P2))
    assert places(ranking) == {"P2": 1, "P1": None}
    assert ranking["P1"].reasons == (
        "採点した委員が2人で、必要な3人にたりません。委員を補ってください。",
    )


def test_proposal_all_judges_are_conflicted_with_is_not_ranked_and_the_others_are():
    ranking = rank(simple(), marks(P=(None, None), Q=((5, 5), (6, 6))))
    assert places(ranking) == {"Q": 1, "P": None}
    assert ranking["P"].total is None
    assert ranking["P"].reasons == (
        "利害関係のない委員がいないため、数えられる採点がありません。委員を補ってください。",
    )


def test_pass_lines_of_the_model_scheme():
    weak = dict(zip(KEYS, (5, 5, 5, 5, 5, 1), strict=True))
    ranking = rank(MODEL, [Sheet("P", judge, weak) for judge in "ABC"])
    assert ranking["P"].total == 96
    assert ranking["P"].reasons == ("「経費」の評価の平均が1点で、合格の線2点にとどきません。",)
    low = [
        Sheet("P", judge, dict.fromkeys(KEYS, grade))
        for judge, grade in zip("ABC", (3, 3, 2), strict=True)
    ]
    assert rank(MODEL, low)["P"].reasons == (
        "総合の点が約53.3333点で、合格の線60点（満点100点の60%）にとどきません。",
    )
    assert (
        rank(MODEL, [Sheet("P", judge, dict.fromkeys(KEYS, 3)) for judge in "ABC"]).candidate == "P"
    )


def test_pass_line_over_a_part_of_the_criteria():
    line = PassLine(Fraction(3, 5), of_full=True, criteria=("a",))
    ranking = rank(simple(pass_lines=[line]), marks(P=((5, 10),), Q=((6, 0),)))
    assert places(ranking) == {"Q": 1, "P": None}
    assert ranking["P"].reasons == (
        "「a」の小計が5点で、合格の線6点（満点10点の60%）にとどきません。",
    )


def test_one_lowest_grade_by_one_judge_bars_a_proposal():
    ranking = rank(simple(no_lowest_grade=True), marks(P=((10, 0), (10, 10)), Q=((1, 1), (1, 1))))
    assert places(ranking) == {"Q": 1, "P": None}
    assert ranking["P"].reasons == ("最低の評価があります: J0（b）。",)


@pytest.mark.parametrize(
    ("given", "totals"),
    [
        ({}, {"P": Fraction(26, 3), "Q": 9}),
        ({"method": "sum"}, {"P": 26, "Q": 27}),
        ({"method": Method.TRIMMED_MEAN}, {"P": 6, "Q": 9}),
        ({"method": "sum", "scale_to": Fraction(100)}, {"P": Fraction(130, 3), "Q": 45}),
        ({"rounding": Rounding(1)}, {"P": Fraction(87, 10), "Q": 9}),
        ({"rounding": Rounding(1, RoundMode.DOWN)}, {"P": Fraction(86, 10), "Q": 9}),
        ({"rounding": Rounding(0, RoundMode.UP)}, {"P": 9, "Q": 9}),
    ],
)
def test_methods_and_rounding(given, totals):
    ranking = rank(simple(**given), marks(P=((10, 10), (3, 3), (0, 0)), Q=((4, 4), (5, 5), (9, 0))))
    assert {standing.proposal: standing.total for standing in ranking.standings} == totals


def test_trimming_needs_more_judges_than_it_takes_off():
    ranking = rank(simple(method="trimmed_mean"), marks(P=((1, 1), (2, 2))))
    assert ranking["P"].reasons == (
        "採点した委員が2人では、上と下から1人ずつを除けません。委員を補ってください。",
    )


def test_mean_rank_gives_equals_the_middle_of_their_places():
    rows = marks(P=((9, 0), (5, 5)), Q=((9, 0), (1, 1)), R=((1, 1), (6, 6)))
    ranking = rank(simple(method="mean_rank"), rows)
    assert {s.proposal: s.total for s in ranking.standings} == {
        "P": Fraction(7, 4),
        "R": 2,
        "Q": Fraction(9, 4),
    }
    assert [j.place for j in ranking["P"].tally.judges] == [Fraction(3, 2), 2]
    assert str(ranking.explain("P")[-3]) == "平均順位: （1.5 ＋ 2）÷ 2 ＝ 1.75位"


def test_sum_over_different_numbers_of_judges_is_remarked():
    ranking = rank(simple(method="sum"), marks(P=(None, (9, 9)), Q=((5, 5), (5, 5))))
    assert places(ranking) == {"Q": 1, "P": 2}
    assert "scale_to" in ranking.notes[0]
    fair = rank(
        simple(method="sum", scale_to=Fraction(100)), marks(P=(None, (9, 9)), Q=((5, 5), (5, 5)))
    )
    assert places(fair) == {"P": 1, "Q": 2}
    assert fair.notes == ()


def test_group_is_judged_by_its_own_criteria_and_factor():
    criteria = (Criterion("a"), Criterion("b"), Criterion("c", groups=frozenset({"継続"})))
    scheme = replace(simple(), criteria=criteria, factors={"継続": Fraction(2, 3)})
    old = Sheet("旧", "J", {"a": 9, "b": 9, "c": 9})
    ranking = rank(
        scheme, [old, Sheet("新", "J", {"a": 8, "b": 8})], proposals=[Proposal("旧", group="継続")]
    )
    assert {s.proposal: s.total for s in ranking.standings} == {"旧": 18, "新": 16}
    assert str(ranking.explain("旧")[0]) == "J: （a 9 ＋ b 9 ＋ c 9）× 2/3 ＝ 18点"


EQUAL = marks(P=((6, 4), (5, 5)), Q=((4, 6), (5, 5)), R=((5, 5), (5, 5)))


@pytest.mark.parametrize(
    ("step", "facts", "order"),
    [
        (Tie(TieStep.CRITERION, "a"), {}, "PRQ"),
        (Tie(TieStep.CRITERION, "b"), {}, "QRP"),
        (Tie(TieStep.ESTIMATE), {"P": (300, None), "Q": (100, None), "R": (200, None)}, "QRP"),
        (Tie(TieStep.CHAIR), {"P": (None, 2), "Q": (None, 3), "R": (None, 1)}, "RPQ"),
    ],
)
def test_each_step_tells_equals_apart(step, facts, order):
    known = [Proposal(key, estimate, chair=chair) for key, (estimate, chair) in facts.items()]
    ranking = rank(simple(ties=[step]), EQUAL, proposals=known)
    assert [standing.proposal for standing in ranking.standings] == list(order)
    assert [standing.rank for standing in ranking.standings] == [1, 2, 3]


def test_count_of_the_best_grade_and_of_a_named_one():
    rows = marks(P=((10, 0), (0, 10)), Q=((10, 10), (0, 0)), R=((5, 5), (5, 5)))
    best = rank(simple(ties=[Tie(TieStep.COUNT)]), rows)
    assert places(best) == {"P": 1, "Q": 1, "R": 3}
    fives = rank(simple(ties=[Tie(TieStep.COUNT, grade="5")]), rows)
    assert places(fives) == {"R": 1, "P": 2, "Q": 2}
    assert best.ties[0].outcomes[0].sentence == (
        "最高の評価の数: P 2個、Q 2個、R 0個。一部の順番が決まります。"
    )


def test_run_off_counts_the_votes_of_judges_without_a_conflict():
    rows = [replace(s, vote=s.proposal == "Q") for s in EQUAL]
    rows += [Sheet("P", f"K{n}", {}, conflicted=True, vote=True) for n in range(5)]
    ranking = rank(simple(ties=[Tie(TieStep.VOTE)]), rows)
    assert places(ranking) == {"Q": 1, "P": 2, "R": 2}
    assert ranking.ties[0].outcomes[0].sentence == (
        "決選投票: Q 2票、P 0票、R 0票。一部の順番が決まります。"
    )


def test_step_without_what_it_needs_is_passed_over_and_says_so():
    chain = [Tie(TieStep.ESTIMATE), Tie(TieStep.VOTE), Tie(TieStep.CHAIR), Tie(TieStep.LOT)]
    ranking = rank(simple(ties=chain), EQUAL, proposals=[Proposal("P", 0), Proposal("Q", 5)])
    assert places(ranking) == {"P": 1, "Q": 1, "R": 1}
    assert ranking["P"].tied_with == ("Q", "R")
    assert ranking.candidate is None
    assert [outcome.sentence for outcome in ranking.ties[0].outcomes] == [
        "見積額の低い順: Rの見積額がないので、使えません。見積額を入れると、この段で比べます。",
        "決選投票: 投票の記録がないので、使えません。決選投票をしたら、票を入れてください。",
        "委員長の決定: P、Q、Rについて委員長の決定がないので、使えません。決定したら、順位を入れてください。",
        "くじ: 種の記録がないので、引けません。委員会で決めた種（日付や番号）を入れてください。",
    ]
    assert ranking.notes == (
        "P、Q、Rは、決め方の最後まで同点です。委員会で決め、理由を残してください。",
    )


def test_chain_goes_on_only_for_those_still_equal():
    rows = marks(P=((6, 4),), Q=((5, 5),), R=((5, 5),))
    chain = [Tie(TieStep.CRITERION, "a"), Tie(TieStep.CHAIR)]
    known = [Proposal("Q", chair=2), Proposal("R", chair=1)]
    ranking = rank(simple(ties=chain), rows, proposals=known)
    assert places(ranking) == {"P": 1, "R": 2, "Q": 3}


def test_lot_is_drawn_again_with_the_recorded_seed():
    scheme = simple(ties=[Tie(TieStep.LOT)])
    first = rank(scheme, EQUAL, seed="令和6年7月12日 第3回")
    assert first.seed == "令和6年7月12日 第3回"
    assert sorted(places(first).values()) == [1, 2, 3]
    assert places(rank(scheme, EQUAL[::-1], seed=first.seed)) == places(first)
    drawn = {tuple(places(rank(scheme, EQUAL, seed=str(seed)))) for seed in range(40)}
    assert len(drawn) == 6
    assert places(rank(simple(ties=[Tie(TieStep.LOT, seed="1")]), EQUAL)) == places(
        rank(scheme, EQUAL, seed="1")
    )


def test_one_proposal_only_is_a_normal_outcome():
    assert rank(MODEL, sheets_of("P1", P1)).candidate == "P1"


def test_every_defect_of_the_sheets_is_named_at_once():
    rows = [
        Sheet("P", "A", {"a": 1}),
        Sheet("P", "B", {"a": 11, "b": "五"}),
        Sheet("P", "C", {"a": 1, "b": 2, "c": 3}),
    ]
    with pytest.raises(SheetError) as caught:
        rank(simple(), rows)
    assert caught.value.problems == (
        "提案「P」のAの採点: 「b」の点がありません。点を入れるか、利害関係があるときはその欄に印を付けてください。",
        "提案「P」のCの採点: 「c」は審査の項目にありません。欄を消してください。",
    )
    with pytest.raises(SheetError) as caught:
        rank(simple(), rows[1:2])
    assert caught.value.problems == (
        "提案「P」のBの採点、「a」: 「11」は点数の幅の外です。0点から10点までで入力してください。",
        "提案「P」のBの採点、「b」: 「五」は数として読めません。0点から10点までで入力してください。",
    )


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "採点票がありません"),
        ([("P", "A")], "採点票（Sheet）を並べて"),
        ([Sheet("P", "A", {"a": 1, "b": 1})] * 2, "採点票が2枚あります"),
        ([Sheet("", "A", {"a": 1, "b": 1})], "名前が空"),
        ([Sheet("P", "A", {"a": 1.0, "b": 1})], "「1.0」は読めません"),
        ([Sheet("P", "A", {"a": True, "b": 1})], "「True」は読めません"),
        ([Sheet("P", "A", {"a": "2.5", "b": 1})], "刻みに合いません"),
    ],
)
def test_sheets_that_cannot_be_counted_are_answered_in_a_sentence(rows, says):
    with pytest.raises(SheetError, match=says):
        rank(simple(), rows)


def test_proposal_without_a_sheet_is_named():
    with pytest.raises(SheetError, match="提案「Q」の採点票がありません"):
        rank(simple(), marks(P=((1, 1),)), proposals=[Proposal("Q")])


def test_missing_sheet_is_remarked_and_not_counted():
    rows = marks(P=((5, 5), (6, 6)), Q=((5, 5),))
    ranking = rank(simple(), rows)
    assert ranking["Q"].total == 10
    assert ranking.notes == (
        "提案「Q」にはJ1の採点票がありません。数えていません。採点がまだなら、出てから集計し直してください。",
    )


def test_quorum_is_a_share_of_all_judges():
    rows = marks(P=((5, 5), None, None), Q=((5, 5), (5, 5), None), R=((9, 9),) * 3)
    ranking = rank(simple(quorum=Quorum(Fraction(1, 2))), rows)
    assert places(ranking) == {"R": 1, "Q": 2, "P": None}


grades = st.integers(0, 5)
committee = st.lists(
    st.lists(st.tuples(*[grades] * 6), min_size=4, max_size=4), min_size=1, max_size=4
)


def handed_in(rows) -> list[Sheet]:
    return [
        sheet
        for number, of_one in enumerate(rows)
        for sheet in sheets_of(f"P{number}", dict(zip("ABCD", of_one, strict=True)))
    ]


@given(committee, st.randoms(use_true_random=False), st.sampled_from(Method))
@settings(max_examples=20, deadline=None)
def test_order_of_the_sheets_makes_no_difference(rows, random, method):
    scheme = replace(MODEL, method=method)
    sheets = handed_in(rows)
    before = rank(scheme, sheets)
    random.shuffle(sheets)
    assert rank(scheme, sheets) == before


@given(committee, st.sampled_from(Method), st.integers(0, 3), st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_better_grade_never_costs_a_place(rows, method, judge, criterion):
    scheme = replace(MODEL, method=method, pass_lines=())
    before = rank(scheme, handed_in(rows))["P0"].rank
    row = list(rows[0][judge])
    row[criterion] = min(5, row[criterion] + 1)
    better = [*rows[0][:judge], tuple(row), *rows[0][judge + 1 :]]
    assert rank(scheme, handed_in([better, *rows[1:]]))["P0"].rank <= before


@given(committee, st.sampled_from(Method), st.tuples(*[grades] * 6))
@settings(max_examples=20, deadline=None)
def test_what_a_conflicted_judge_wrote_does_not_count(rows, method, row):
    scheme = replace(MODEL, method=method)
    sheets = handed_in(rows)
    void = Sheet("P0", "E", dict(zip(KEYS, row, strict=True)), conflicted=True, vote=True)
    with_void, without = (
        rank(scheme, [*sheets, void]),
        rank(scheme, [*sheets, replace(void, grades={}, vote=False)]),
    )
    assert with_void == without
    assert [s.total for s in with_void.standings] == [
        s.total for s in rank(scheme, sheets).standings
    ]
