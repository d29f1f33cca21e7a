"""What changed between two versions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from comipla.core.plans.comparing import Difference, Piece, Sign, compare, pieces
from tests.core.plans.examples import action, plan

WORDS = st.text(alphabet="海山。、 \n買い物", max_size=30)


@given(WORDS, WORDS)
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.sign is not Sign.ADDED) == old
    assert "".join(piece.text for piece in found if piece.sign is not Sign.REMOVED) == new


@given(WORDS)
def test_nothing_changed_in_the_same_plan(vision: str) -> None:
    text = plan(vision=vision)
    assert compare(text, text) == Difference()


@given(st.sets(st.integers(1, 5)), st.sets(st.integers(1, 5)))
def test_what_one_way_adds_the_other_way_removes(old: set[int], new: set[int]) -> None:
    was = replace(plan(), actions=tuple(map(action, sorted(old))))
    now = replace(plan(), actions=tuple(map(action, sorted(new))))
    assert compare(was, now).added == compare(now, was).removed
    assert {a.number for a in compare(was, now).added} == new - old


def test_a_changed_word_stands_between_what_stayed() -> None:
    difference = compare(plan(), plan(vision="だれも一人にしない、強い校区にする。"))
    (change,) = difference.changes
    assert change.label == "将来像"
    assert change.pieces == (
        Piece(Sign.REMOVED, "だれも一人にしない校区にする。"),
        Piece(Sign.ADDED, "だれも一人にしない、強い校区にする。"),
    )


def test_an_action_is_followed_by_its_line_though_its_number_moves() -> None:
    difference = compare(plan(), plan(replace(action(1), number=3, lead="総務部会")))
    (changed,) = difference.changed
    assert [change.label for change in changed.changes] == ["番号", "受け持つ部会"]
    assert (difference.added, difference.removed) == ((), ())
