"""From posted strings to a form's entries, one part at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.programme.editions import form
from comipla.web.acts.typed import differing, imprint, merged, part_of, without_row

APPLICATION = form("subsidy_application", "r6-1")
SCHEDULE = APPLICATION.field("schedule")
TITLE = APPLICATION.field("title")
FIELDS = (TITLE, SCHEDULE)
words = st.text(alphabet="あ髙1 \u3000", max_size=4)
entries = st.dictionaries(
    st.sampled_from(
        ["title", *(f"schedule-{n}-{c}" for n in range(4) for c in ("month", "action"))]
    ),
    words,
)


@given(entries)
def test_taking_a_part_twice_changes_nothing(raw):
    once = part_of(FIELDS, raw)
    assert part_of(FIELDS, once) == once


@given(entries)
def test_rows_are_numbered_without_gaps_and_nothing_typed_is_lost(raw):
    part = part_of(FIELDS, raw)
    rows = sorted({int(name.split("-")[1]) for name in part if name.startswith("schedule-")})
    assert rows == list(range(len(rows)))
    assert sorted(part.values()) == sorted(text for text in raw.values() if text.strip())


@given(entries, entries)
def test_imprints_are_equal_exactly_when_nothing_differs(mine, theirs):
    same = imprint(FIELDS, mine) == imprint(FIELDS, theirs)
    assert same == (differing(FIELDS, mine, theirs) == ())


@given(entries, entries)
def test_merging_a_part_leaves_the_rest_alone(raw, part):
    whole = merged({**raw, "purpose": "残る"}, FIELDS, part_of(FIELDS, part))
    assert whole["purpose"] == "残る"
    assert part_of(FIELDS, whole) == part_of(FIELDS, part)


@pytest.mark.parametrize(("index", "left"), [(0, "後"), (1, "先")])
def test_row_is_taken_out(index, left):
    raw = {"schedule-0-action": "先", "schedule-1-action": "後"}
    assert part_of((SCHEDULE,), without_row(SCHEDULE, raw, index)) == {"schedule-0-action": left}


def test_fixed_rows_keep_their_places():
    checks = form("subsidy_review", "r6-1").field("checks")
    assert part_of((checks,), {"checks-2-result": ["ok"]}) == {"checks-2-result": "ok"}
