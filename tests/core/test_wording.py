"""The standing words of papers: complete, filled as typed, and in the tone of the office."""

import re
from string import Formatter

import pytest

from comipla.core.codes import GrantCondition
from comipla.core.paper_blocks import Content, Pairs, Party
from comipla.core.wording import compose, grant_conditions, wordings

LETTERS = {
    "earmark_notice",
    "grant_decision",
    "refusal",
    "correction_request",
    "change_approval",
    "change_refusal",
    "discontinuation_approval",
    "determination",
    "repayment_order",
}
WRITTEN = [
    (key, variant)
    for key, wording in wordings().items()
    for variant in (wording.variants or {"": None})
]


def composed(key: str, variant: str) -> Content:
    asked = wordings()[key].variant(variant).placeholders
    return compose(key, variant=variant, values=dict.fromkeys(asked, "架空"))


@pytest.mark.parametrize(("key", "variant"), WRITTEN)
def test_every_wording_composes_from_the_facts_it_asks_for(key, variant):
    content = composed(key, variant)
    texts = (content.title, *content.opening, *content.closing, *content.remedies)
    assert not any("{" in text for text in texts)


@pytest.mark.parametrize(("key", "variant"), WRITTEN)
def test_missing_fact_is_named(key, variant):
    asked = sorted(wordings()[key].variant(variant).placeholders)
    with pytest.raises(LookupError, match=asked[0]):
        compose(key, variant=variant, values=dict.fromkeys(asked[1:], "架空"))


@pytest.mark.parametrize(("key", "variant"), WRITTEN)
def test_sentences_are_whole_and_courteous(key, variant):
    content = composed(key, variant)
    sentences = [
        sentence
        for text in (*content.opening, *content.closing, *content.remedies)
        for sentence in re.split(r"(?<=。)", text)
        if sentence
    ]
    assert [
        text for text in sentences if not re.search(r"(ます|ません|ました|ください)。$", text)
    ] == []
    assert not re.search("不正|無効|失敗", "".join(sentences))


def test_letters_speak_of_below_and_end_their_titles_with_their_purpose():
    for key, variant in WRITTEN:
        if key in LETTERS:
            content = composed(key, variant)
            assert content.layout == "letter"
            assert re.search(r"（(通知|依頼|命令)）$", content.title)
            assert "下記" in "".join(content.opening)


def test_paper_with_outcomes_is_composed_only_with_one_of_them():
    with pytest.raises(LookupError, match="settle"):
        composed("determination", "")
    with pytest.raises(LookupError, match="written as one of"):
        wordings()["refusal"].variant("twice")


def test_unknown_paper_is_refused():
    with pytest.raises(LookupError, match="no wording"):
        compose("love_letter", values={})


def test_facts_are_filled_in_as_typed_and_never_read_as_placeholders():
    values = dict.fromkeys(wordings()["refusal"].placeholders, "{fiscal_year} {0} {{")
    content = compose("refusal", values=values)
    assert content.title == (
        "{fiscal_year} {0} {{持続可能な地域コミュニティ構築促進補助金の不交付決定について（通知）"
    )


def test_standing_name_can_be_replaced():
    values = dict.fromkeys(wordings()["refusal"].placeholders, "架空")
    content = compose("refusal", values=values | {"subsidy": "別の補助金"})
    assert content.title == "架空別の補助金の不交付決定について（通知）"


def test_parties_blocks_and_attachments_are_taken_over():
    blocks = (Pairs((("額", "金1円"),)),)
    content = compose(
        "application",
        values={"fiscal_year": "令和6年度"},
        addressee=Party(("知事",), "様"),
        blocks=blocks,
        attachments=["予算書の抄本"],
    )
    assert content.form_label == "様式第1号"
    assert content.addressee == Party(("知事",), "様")
    assert (content.blocks, content.attachments) == (blocks, ("予算書の抄本",))


def test_every_condition_of_the_code_list_has_words():
    conditions = grant_conditions(GrantCondition)
    assert len(conditions) == len(GrantCondition)
    assert all(re.search("(こと|する)。$", condition.text) for condition in conditions)


def test_condition_without_words_is_refused():
    with pytest.raises(LookupError):
        grant_conditions(["dance"])


def test_placeholders_are_plain_names():
    for key, variant in WRITTEN:
        wording = wordings()[key].variant(variant)
        for text in (wording.title, *wording.opening, *wording.closing, *wording.remedies):
            for _, name, spec, conversion in Formatter().parse(text):
                assert name is None or (name.isidentifier() and not spec and not conversion)
