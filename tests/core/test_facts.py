"""The codec of facts: what is written is read back equal, all else is refused with its place."""

import json
from dataclasses import dataclass, field, make_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.facts import (
    FactsError,
    canonical,
    facts_from,
    from_json,
    spell_decimal,
    to_json,
    values_from,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    name: str
    share: Fraction


@dataclass(frozen=True)
class Whole:
    amount: int
    title: str
    urgent: bool
    day: date
    quantity: Decimal
    colour: Colour
    parts: tuple[Part, ...]
    until: date | None = None
    marks: tuple[Colour, ...] = ()


WHOLE = Whole(
    amount=470_000,
    title="髙﨑校区の買い物支援\n（𠮷野）",
    urgent=True,
    day=date(2024, 7, 1),
    quantity=Decimal("2.50"),
    colour=Colour.BLUE,
    parts=(Part("県", Fraction(1, 2)),),
)
WRITTEN = {
    "amount": 470_000,
    "title": "髙﨑校区の買い物支援\n（𠮷野）",
    "urgent": True,
    "day": "2024-07-01",
    "quantity": "2.5",
    "colour": "blue",
    "parts": [{"name": "県", "share": "1/2"}],
    "until": None,
    "marks": [],
}

storable_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
parts = st.builds(Part, name=storable_text, share=st.fractions())
wholes = st.builds(
    Whole,
    amount=st.integers(),
    title=storable_text,
    urgent=st.booleans(),
    day=st.dates(),
    quantity=st.decimals(allow_nan=False, allow_infinity=False, places=3),
    colour=st.sampled_from(Colour),
    parts=st.lists(parts, max_size=4).map(tuple),
    until=st.none() | st.dates(),
    marks=st.lists(st.sampled_from(Colour), max_size=3).map(tuple),
)


def test_facts_are_written_as_plain_json_data() -> None:
    assert to_json(WHOLE) == WRITTEN


@given(wholes)
def test_facts_come_back_equal_from_json_text(whole: Whole) -> None:
    text = canonical(to_json(whole))
    assert from_json(Whole, json.loads(text)) == whole


@given(wholes)
def test_canonical_spelling_ignores_the_order_of_keys(whole: Whole) -> None:
    data = to_json(whole)
    assert canonical(dict(reversed(data.items()))) == canonical(data)


def test_canonical_spelling_has_sorted_keys_no_spaces_and_utf_8() -> None:
    assert canonical({"b": [1, None], "a": "金"}) == '{"a":"金","b":[1,null]}'.encode()


def test_canonical_spelling_refuses_numbers_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        canonical({"a": float("nan")})


@given(wholes)
def test_form_values_lead_back_to_the_same_facts(whole: Whole) -> None:
    without_fractions = Whole(**{**values_from_plain(whole), "parts": ()})
    assert facts_from(values_from(without_fractions), Whole) == without_fractions


def values_from_plain(whole: Whole) -> dict[str, Any]:
    return {name: getattr(whole, name) for name in Whole.__dataclass_fields__}


def test_field_added_later_takes_its_default_from_old_stored_facts() -> None:
    old = {key: value for key, value in WRITTEN.items() if key not in ("until", "marks")}
    assert from_json(Whole, old) == WHOLE


def test_tuple_field_added_later_may_have_a_default_factory() -> None:
    later = make_dataclass(
        "Later", [("marks", tuple[int, ...], field(default_factory=tuple))], frozen=True
    )
    assert from_json(later, {}) == later()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"amount": True}, "amount"),
        ({"amount": 1.0}, "amount"),
        ({"amount": "1"}, "amount"),
        ({"amount": None}, "amount"),
        ({"urgent": 1}, "urgent"),
        ({"title": 3}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"day": "2024-02-30"}, "day"),
        ({"day": "20240701"}, "day"),
        ({"quantity": "2.50"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"colour": "green"}, "colour"),
        ({"parts": {}}, "parts"),
        ({"parts": [{"name": "県", "share": "2/4"}]}, "parts[0].share"),
        ({"parts": [{"name": "県", "share": "1/0"}]}, "parts[0].share"),
        ({"parts": [{"name": "県"}]}, "parts[0].share"),
        ({"parts": [{"name": "県", "share": "1/2", "rate": 1}]}, "parts[0].rate"),
        ({"until": ""}, "until"),
        ({"extra": 1}, "extra"),
    ],
)
def test_stored_facts_that_do_not_fit_are_refused_with_their_place(
    change: dict[str, Any], path: str
) -> None:
    with pytest.raises(FactsError) as refusal:
        from_json(Whole, {**WRITTEN, **change})
    assert refusal.value.path == path


def test_missing_key_without_default_is_refused() -> None:
    with pytest.raises(FactsError, match="day: missing key of Whole"):
        from_json(Whole, {key: value for key, value in WRITTEN.items() if key != "day"})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"amount": 1.5}, "amount"),
        ({"day": datetime(2024, 7, 1)}, "day"),  # noqa: DTZ001 - any datetime is refused
        ({"quantity": Decimal("Infinity")}, "quantity"),
        ({"colour": "blue"}, "colour"),
        ({"parts": [Part("県", Fraction(1, 2))]}, "parts"),
        ({"parts": (Part("県", 0.5),)}, "parts[0].share"),  # type: ignore[arg-type]
    ],
)
def test_facts_with_a_value_of_another_type_are_not_written(
    change: dict[str, Any], path: str
) -> None:
    with pytest.raises(FactsError) as refusal:
        to_json(Whole(**{**values_from_plain(WHOLE), **change}))
    assert refusal.value.path == path


def test_changeable_dataclasses_are_no_facts() -> None:
    loose = make_dataclass("Loose", [("amount", int)])
    with pytest.raises(TypeError, match="Loose is not a frozen dataclass"):
        to_json(loose(1))


@pytest.mark.parametrize(
    "hint", [float, dict, list[int], tuple[int, int], int | str, int | str | None]
)
def test_declarations_that_cannot_be_stored_are_refused_by_name(hint: Any) -> None:
    cls = make_dataclass("Odd", [("thing", hint)], frozen=True)
    with pytest.raises(TypeError, match=r"Odd\.thing"):
        from_json(cls, {"thing": 1})


@pytest.mark.parametrize(
    ("value", "spelling"),
    [("2.50", "2.5"), ("100", "100"), ("1E+2", "100"), ("-0.0", "0"), ("0.001", "0.001")],
)
def test_decimal_has_one_plain_spelling(value: str, spelling: str) -> None:
    assert spell_decimal(Decimal(value)) == spelling
