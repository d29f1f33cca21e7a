"""The life of an issue, and hints about what speaks of a person."""

import pytest

from comipla.core.plans.codes import ActionCode, IssueCode, IssueGroup, IssueStatus
from comipla.core.plans.issues import StepRefused, personal_hints, take_step


def test_the_lists_hold_what_the_source_holds() -> None:
    counts = [sum(code.group is group for code in IssueCode) for group in IssueGroup]
    assert counts == [7, 6, 5, 5, 5, 4, 4, 4, 7, 4, 4, 1]
    assert len(ActionCode) == 27


def test_the_survey_says_how_many_do_it_where_it_asks() -> None:
    share = ActionCode.X01.survey_share
    assert share is not None
    assert (share.survey, float(share.share)) == ("R4", 0.684)
    assert ActionCode.X09.survey_share is None


def test_an_issue_is_sorted_before_anything_else() -> None:
    with pytest.raises(StepRefused, match="まず分類を選んでください"):
        take_step(IssueStatus.OPEN, IssueStatus.ANSWERED, IssueCode.A1)
    assert take_step(IssueStatus.OPEN, IssueStatus.CODED, IssueCode.A1) is IssueStatus.CODED
    with pytest.raises(StepRefused, match="分類を一覧から選んでください"):
        take_step(IssueStatus.OPEN, IssueStatus.CODED, None)


def test_an_issue_that_is_over_is_taken_up_again_by_sorting_it() -> None:
    assert take_step(IssueStatus.SOLVED, IssueStatus.CODED, IssueCode.F1) is IssueStatus.CODED
    with pytest.raises(StepRefused, match="先に分類し直してください"):
        take_step(IssueStatus.CLOSED, IssueStatus.ANSWERED, IssueCode.F1)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("川ぞいの道の街灯が消えています。", ()),
        ("皆さん困っています。お客様も奥様も通ります。", ()),
        ("山田さんの家の前です", ("「山田さん」は人の名前のようです。",)),
        ("連絡は０９９-２８６-１２３４へ", ("「099-286-1234」は電話番号のようです。",)),
        ("09012345678", ("「09012345678」は電話番号のようです。",)),
        ("a.b@example.jp まで", ("「a.b@example.jp」はメールアドレスのようです。",)),
        ("汐見町12番地の角", ("「12番地」は家の番地のようです。",)),
        ("平成30年から2024年まで、10,000円", ()),
    ],
)
def test_words_about_a_person_are_pointed_out(text: str, hints: tuple[str, ...]) -> None:
    assert personal_hints(text) == hints
