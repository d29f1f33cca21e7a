"""Versions of a form side by side."""

from hypothesis import given
from hypothesis import strategies as st

from comipla.core.forms import Field, FieldChange, Kind, RowChange, RowFate, align, compare

TITLE = Field(key="title", label="事業名", kind=Kind.TEXT)
AMOUNT = Field(key="amount", label="申請額", kind=Kind.AMOUNT)
LINES = Field(
    key="lines",
    label="経費",
    kind=Kind.ROWS,
    columns=(
        Field(key="item", label="品名", kind=Kind.TEXT),
        Field(key="count", label="数", kind=Kind.INTEGER),
        Field(key="gross", label="金額", kind=Kind.AMOUNT),
        Field(key="rest", label="残り", kind=Kind.COMPUTED, rule="difference", of=("gross",)),
    ),
)


def line(item, count, gross):
    return {"item": item, "count": count, "gross": gross}


def test_fields_that_are_the_same_do_not_appear():
    values = {"title": "見本", "amount": 1000, "lines": (line("紙", 1, 100),)}
    assert compare((TITLE, AMOUNT, LINES), values, dict(values)) == ()


def test_a_changed_field_is_told_in_the_words_of_the_form():
    changes = compare(
        (TITLE, AMOUNT), {"title": "見本", "amount": 1000}, {"title": "見本", "amount": 900}
    )
    assert changes == (FieldChange("amount", "申請額", "1,000円", "900円"),)


def test_fields_that_only_one_version_has_are_passed_over():
    assert compare((TITLE, AMOUNT), {"title": "見本"}, {"title": "見本", "amount": 900}) == ()


def test_a_row_taken_out_leaves_the_others_beside_themselves():
    before = (line("紙", 1, 100), line("机", 2, 40_000), line("椅子", 8, 24_000))
    after = (line("紙", 1, 100), line("椅子", 8, 20_000), line("茶", 3, 900))
    (change,) = compare((LINES,), {"lines": before}, {"lines": after})
    assert (change.before, change.after, change.columns) == ("3行", "3行", ("品名", "数", "金額"))
    assert change.rows == (
        RowChange(RowFate.SAME, 1, 1, ("紙", "1", "100円"), ("紙", "1", "100円")),
        RowChange(RowFate.REMOVED, 2, None, ("机", "2", "40,000円"), None),
        RowChange(RowFate.CHANGED, 3, 2, ("椅子", "8", "24,000円"), ("椅子", "8", "20,000円")),
        RowChange(RowFate.ADDED, None, 3, None, ("茶", "3", "900円")),
    )


def test_how_an_entry_is_shown_can_be_chosen():
    (change,) = compare(
        (AMOUNT,), {"amount": 1}, {"amount": 2}, show=lambda field, value: f"{field.key}{value}"
    )
    assert (change.before, change.after) == ("amount1", "amount2")


rows = st.lists(st.tuples(*[st.sampled_from("あいう")] * 3), max_size=6)


@given(rows, rows)
def test_aligned_rows_are_all_rows_of_both_tables_in_their_order(before, after):
    aligned = align(before, after)
    assert [row.before for row in aligned if row.before is not None] == before
    assert [row.after for row in aligned if row.after is not None] == after
    assert [row.number_before for row in aligned if row.number_before] == [
        *range(1, len(before) + 1)
    ]
    assert [row.number_after for row in aligned if row.number_after] == [*range(1, len(after) + 1)]


@given(rows)
def test_a_table_beside_itself_is_the_same(table):
    assert {row.fate for row in align(table, table)} <= {RowFate.SAME}


@given(rows, rows)
def test_rows_are_compared_the_same_way_from_both_sides(before, after):
    there = [row.fate for row in align(before, after)].count(RowFate.SAME)
    back = [row.fate for row in align(after, before)].count(RowFate.SAME)
    assert (there == len(before) == len(after)) == (back == len(before) == len(after))
