"""Surveys as plain data: codes, reading, counting, hiding."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.surveys import (
    Kind,
    Question,
    Role,
    SurveyState,
    check_questions,
    cross,
    hidden_in_line,
    hidden_in_table,
    is_code,
    new_code,
    plain_code,
    read_keyed,
    read_typed,
    shown_code,
    tally,
)
from comipla.core.surveys.sheets import LETTERS

AGE = Question("q1", Kind.ONE, "年代", ("10〜20代", "30〜50代", "60代以上"), True, Role.AGE)
WORRY = Question("q2", Kind.SEVERAL, "困りごと", ("買い物", "移動", "草刈り"))
HAPPY = Question("q3", Kind.SCALE, "住みやすさ", ("住みにくい", "住みやすい"))
TIMES = Question("q4", Kind.NUMBER, "月に何回", unit="回")
WORDS = Question("q5", Kind.TEXT, "ご意見")
ALL = (AGE, WORRY, HAPPY, TIMES, WORDS)


def test_states_follow_one_another() -> None:
    states = list(SurveyState)
    assert [state.following for state in states] == [*states[1:], None]


def test_a_code_is_typed_in_any_manner() -> None:
    code = new_code()
    assert is_code(code)
    assert plain_code(f" {shown_code(code).lower()}　") == code
    assert len(shown_code(code)) == 11


def test_one_wrong_letter_or_two_swapped_ones_are_no_code() -> None:
    code = new_code()
    for place, letter in enumerate(code):
        others = (other for other in LETTERS if other != letter)
        assert not any(is_code(code[:place] + other + code[place + 1 :]) for other in others)
    for place, (one, two) in enumerate(pairwise(code)):
        swapped = code[:place] + two + one + code[place + 2 :]
        assert one == two or not is_code(swapped)


def test_a_form_is_read_by_key() -> None:
    typed = {"q1": ["2"], "q2": ["3", "1"], "q3": ["5"], "q4": ["１２"], "q5": [" 道が暗い "]}
    assert read_typed(ALL, typed).answers == {
        "q1": 2,
        "q2": [1, 3],
        "q3": 5,
        "q4": 12,
        "q5": "道が暗い",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "問1に答えてください。1から3までの番号から一つ選んでください。"),
        ({"q1": ["9"]}, "問1：1から3までの番号から一つ選んでください。"),
        ({"q1": ["1"], "q3": ["0"]}, "問3：1から5までの段階で答えてください。"),
        ({"q1": ["1"], "q4": ["たくさん"]}, "問4：0から999,999までの数字を入れてください。"),
        ({"q1": ["1"], "q5": ["あ" * 501]}, "問5：500文字以内にしてください。今は501文字です。"),
    ],
)
def test_what_cannot_be_read_is_told(typed: dict[str, list[str]], sentence: str) -> None:
    assert [text for _, text in read_typed(ALL, typed).problems] == [sentence]


@pytest.mark.parametrize("keyed", ["13", "1 3", "３、１", "1.3.3"])
def test_several_options_are_keyed_in_one_line(keyed: str) -> None:
    reading = read_keyed(ALL, {"q2": keyed})
    assert (reading.answers, reading.problems) == ({"q2": [1, 3]}, ())


def test_with_ten_options_numbers_are_keyed_apart() -> None:
    wide = Question("q1", Kind.SEVERAL, "?", tuple("abcdefghijkl"))
    assert read_keyed([wide], {"q1": "1 12"}).answers == {"q1": [1, 12]}


def test_a_key_that_no_option_has_is_refused() -> None:
    assert [at for at, _ in read_keyed(ALL, {"q1": "4", "q2": "19", "q3": "x"}).problems] == [
        "q1",
        "q2",
        "q3",
    ]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("q", Kind.ONE, " ", ("a", "b")), "問1：問いの文を書いてください。"),
        (
            Question("q", Kind.ONE, "?", ("a",)),
            "問1：選択肢を2つ以上、1行に1つずつ書いてください。",
        ),
        (
            Question("q", Kind.ONE, "?", ("a", "a")),
            "問1：同じ選択肢が2つあります。1つにしてください。",
        ),
        (Question("q", Kind.SCALE, "?", steps=9), "問1：段階は2から7までにしてください。"),
        (
            Question("q", Kind.TEXT, "?", role=Role.AREA),
            "問1：年代や地区を聞く問いは、「一つ選ぶ」にしてください。",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(question: Question, sentence: str) -> None:
    assert check_questions([question]) == (sentence,)


def test_a_questionnaire_asks_the_age_once() -> None:
    assert check_questions([AGE, AGE]) == (
        "「年代を聞く問い」が2問以上あります。1問にしてください。",
    )
    assert check_questions([]) == ("問いがまだありません。1問以上入れてください。",)
    assert check_questions(ALL) == ()


def people(*ages: int) -> list[dict[str, object]]:
    """So many people of each age group, who all find it good to live there."""
    return [{"q1": age, "q3": 5} for age, count in enumerate(ages, start=1) for _ in range(count)]


def test_a_tally_counts_everybody_in_the_office() -> None:
    found = tally(AGE, [*people(1, 2, 0), {}], public=False)
    assert (found.n, found.counts, found.silent) == (4, (1, 2, 0), 1)
    assert tally(HAPPY, people(2, 0, 0), public=False).mean == 5


def test_numbers_have_a_mean_and_a_middle() -> None:
    found = tally(TIMES, [{"q4": n} for n in (1, 2, 2, 9)], public=False)
    assert (found.mean, found.median) == (Fraction(7, 2), 2)
    hidden = tally(TIMES, [{"q4": n} for n in (1, 2, 2, 9)] + [{}] * 9, public=True)
    assert (hidden.mean, hidden.values) == (None, ())


def test_a_small_count_is_hidden_with_the_next_smallest() -> None:
    found = tally(AGE, people(2, 9, 30), public=True)
    assert (found.counts, found.silent, found.hides) == ((None, None, 30), 0, True)


def test_fewer_than_five_people_are_not_shown_at_all() -> None:
    found = tally(AGE, people(4, 0, 0), public=True)
    assert (found.counts, found.silent) == ((None, None, None), None)


def test_small_groups_are_merged_before_they_are_shown() -> None:
    found = cross(HAPPY, AGE, people(2, 7, 30), public=True)
    assert found is not None
    assert [(label, n) for label, n, _ in found.rows] == [("60代以上", 30), ("人数の少ない区分", 9)]
    assert cross(HAPPY, AGE, people(2, 1, 30), public=True) is None


def test_a_cross_table_in_the_office_has_every_group_and_those_who_said_nothing() -> None:
    found = cross(WORRY, AGE, [{"q1": 1, "q2": [1, 2]}, {"q1": 3}, {"q2": [2]}], public=False)
    assert found is not None
    assert found.rows == (
        ("10〜20代", 1, (1, 1, 0, 0)),
        ("60代以上", 1, (0, 0, 0, 1)),
        ("無回答", 1, (0, 1, 0, 0)),
    )


def test_only_questions_with_options_are_crossed() -> None:
    with pytest.raises(ValueError, match="only questions with options"):
        cross(TIMES, AGE, [], public=False)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6))
@settings(max_examples=60)
def test_what_is_hidden_in_a_line_cannot_be_reckoned_back(counts: list[int]) -> None:
    hidden = hidden_in_line(counts, adds_up=True)
    assert all(place in hidden for place, count in enumerate(counts) if 0 < count < 5)
    if hidden and sum(counts) >= 5:
        assert len(hidden) > 1 or all(not c for p, c in enumerate(counts) if p not in hidden)
        assert sum(counts[place] for place in hidden) >= 5


@given(st.lists(st.lists(st.integers(0, 15), min_size=3, max_size=3), min_size=2, max_size=4))
@settings(max_examples=60)
def test_a_hidden_cell_has_company_in_its_row_and_its_column(rows: list[list[int]]) -> None:
    whole = [sum(column) for column in zip(*rows, strict=True)]
    hidden = hidden_in_table(rows, columns=hidden_in_line(whole, adds_up=True), adds_up=True)
    for row, column in hidden:
        across = [(row, other) for other in range(3)]
        down = [(other, column) for other in range(len(rows))]
        for line in (across, down):
            shown = [rows[r][c] for r, c in line if (r, c) not in hidden]
            assert sum((r, c) in hidden for r, c in line) > 1 or not any(shown)
