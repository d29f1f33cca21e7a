"""Papers as data: what is stored is read back equal, and nothing else is accepted."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.paper_blocks import (
    Annex,
    Column,
    Condition,
    Conditions,
    Contact,
    Content,
    Pairs,
    Paragraphs,
    Party,
    Step,
    Steps,
    Table,
    from_json,
    to_json,
)

TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
COLUMNS = st.builds(Column, TEXT, st.sampled_from(["start", "center", "end"]), st.integers(0, 9))


@st.composite
def tables(draw):
    columns = tuple(draw(st.lists(COLUMNS, min_size=1, max_size=3)))
    row = st.tuples(*[TEXT] * len(columns))
    rows, totals = (tuple(draw(st.lists(row, max_size=2))) for _ in range(2))
    return Table(columns, rows, totals, draw(TEXT), draw(TEXT), draw(TEXT))


BLOCKS = st.lists(
    st.one_of(
        tables(),
        st.builds(Pairs, st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple), TEXT),
        st.builds(Paragraphs, TEXTS, TEXT),
        st.builds(
            Steps, st.lists(st.builds(Step, TEXT, TEXT, TEXT), max_size=2).map(tuple), TEXT, TEXT
        ),
        st.builds(
            Conditions,
            st.lists(st.builds(Condition, TEXT, TEXTS), max_size=2).map(tuple),
            TEXT,
            TEXT,
        ),
    ),
    max_size=3,
).map(tuple)
PARTIES = st.none() | st.builds(Party, TEXTS, TEXT)
CONTENTS = st.builds(
    Content,
    title=TEXT,
    layout=st.sampled_from(["letter", "form"]),
    form_label=TEXT,
    addressee=PARTIES,
    sender=PARTIES,
    opening=TEXTS,
    blocks=BLOCKS,
    closing=TEXTS,
    remedies=TEXTS,
    attachments=TEXTS,
    annexes=st.lists(st.builds(Annex, TEXT, TEXT, BLOCKS), max_size=2).map(tuple),
    contact=st.none() | st.builds(Contact, TEXT, TEXT, TEXT, TEXT),
)


@given(CONTENTS)
def test_content_comes_back_equal_through_json(content):
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_stored_content_names_every_field_and_the_kind_of_each_block():
    stored = to_json(Content(title="通知", blocks=(Pairs((("額", "金1円"),)),)))
    assert set(stored) == {field.name for field in fields(Content)}
    assert stored["blocks"] == [{"kind": "pairs", "rows": [["額", "金1円"]], "heading": ""}]


def test_field_added_after_a_paper_was_stored_takes_its_default():
    assert from_json({"title": "通知"}) == Content(title="通知")


@pytest.mark.parametrize(
    ("stored", "place"),
    [
        ({}, "content: fields"),
        ({"title": "通知", "colour": "red"}, "content: fields"),
        ({"title": 1}, "content.title"),
        ({"title": "通知", "layout": "poster"}, "content.layout"),
        ({"title": "通知", "opening": "下記"}, "content.opening"),
        ({"title": "通知", "sender": {"honorific": "様"}}, "content.sender"),
        ({"title": "通知", "blocks": [{"kind": "poem"}]}, "content.blocks.0"),
        ({"title": "通知", "blocks": ["額"]}, "content.blocks.0"),
        (
            {"title": "通知", "blocks": [{"kind": "pairs", "rows": [["額"]]}]},
            "content.blocks.0.rows.0",
        ),
        (
            {
                "title": "通知",
                "blocks": [
                    {"kind": "table", "columns": [{"label": "a", "share": True}], "rows": []}
                ],
            },
            "content.blocks.0.columns.0.share",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(stored, place):
    with pytest.raises(ValueError, match=place.replace(".", r"\.")):
        from_json(stored)


def test_row_of_another_width_than_its_table_is_refused():
    with pytest.raises(ValueError, match="does not fit 1 columns"):
        Table((Column("額"),), (("1", "2"),))
