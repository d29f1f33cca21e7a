"""The yearly review."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.plans.review import Question, SheetRefused, check_sheet, summarise, weakest

FULL = {question.value: 4 for question in Question}


def test_a_whole_sheet_is_taken() -> None:
    assert check_sheet(FULL) == dict.fromkeys(Question, 4)


@pytest.mark.parametrize("score", [0, 6, True])
def test_a_level_beyond_the_scale_is_refused(score: int) -> None:
    with pytest.raises(SheetRefused, match="1から5まで"):
        check_sheet(FULL | {"PURPOSE": score})


def test_a_missing_answer_is_named() -> None:
    with pytest.raises(SheetRefused, match="住民が必要としている"):
        check_sheet({key: score for key, score in FULL.items() if key != "DEMAND"})


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_a_mean_lies_between_the_levels_and_counts_add_up(scores: list[int]) -> None:
    summary = summarise([{Question.TARGET: score} for score in scores])[5]
    assert summary.mean == Fraction(sum(scores), len(scores))
    assert sum(count for _, count in summary.counts) == len(scores)


def test_the_weakest_question_is_what_to_talk_about_first() -> None:
    sheet = check_sheet(FULL | {"LASTING": 2})
    found = weakest(summarise([sheet, check_sheet(FULL)]))
    assert found is not None
    assert (found.question, found.shown) == (Question.LASTING, "3.0")
    assert weakest(summarise([])) is None
