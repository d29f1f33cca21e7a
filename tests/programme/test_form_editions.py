"""The prescribed forms of menu ③: each loads, is labelled and explained, and fits its facts."""

import dataclasses
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comipla.core.codes import CODE_LISTS, ExpenseNode, RevenueKind, SubsidyCategory
from comipla.core.docket import fold
from comipla.core.facts import from_json, to_json, values_from
from comipla.core.forms import Field, Form, FormError, Kind
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.computed import rules
from comipla.core.procedures.subsidy.facts import FORM_FACTS, ApplicationFacts, PerformanceFacts
from comipla.programme.editions import editions, form, form_codes
from tests.core.procedures.players import surroundings

FORMS = [form(code, edition) for code in form_codes() for edition in editions(code)]
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}/{form.edition}")
DIGEST = "0" * 64


def fields_and_columns(form: Form) -> Iterator[tuple[str, Field]]:
    for field in form.fields:
        yield field.key, field
        for column in field.columns:
            yield f"{field.key}.{column.key}", column


def test_every_form_has_facts_and_every_facts_class_a_form() -> None:
    assert {form.code for form in FORMS} == set(FORM_FACTS)


@by_form
def test_form_keys_are_the_fields_of_its_facts(form: Form) -> None:
    facts = FORM_FACTS[form.code]
    assert set(form.fact_keys) == {field.name for field in dataclasses.fields(facts)}


@by_form
def test_columns_are_the_fields_of_their_row_facts(form: Form) -> None:
    hints = typing.get_type_hints(FORM_FACTS[form.code])
    for field in form.fields:
        if field.columns:
            row = typing.get_args(hints[field.key])[0]
            stored = {column.key for column in field.columns if column.is_stored}
            assert stored == {item.name for item in dataclasses.fields(row)}, field.key


@by_form
def test_choices_are_the_codes_their_facts_know(form: Form) -> None:
    hints = typing.get_type_hints(FORM_FACTS[form.code])
    for field in form.fields:
        known = (
            typing.get_type_hints(typing.get_args(hints[field.key])[0]) if field.columns else hints
        )
        for choice_field in field.columns or (field,):
            if choice_field.kind in (Kind.CHOICE, Kind.CHOICES) and choice_field.key != "field":
                hint = known[choice_field.key]
                codes = typing.get_args(hint)[0] if choice_field.kind is Kind.CHOICES else hint
                assert [choice.code for choice in choice_field.choices] == [*codes], (
                    choice_field.key
                )


@by_form
def test_every_section_and_field_has_its_words(form: Form) -> None:
    assert form.title
    assert form.lead.endswith("。")
    for section in form.sections:
        assert section.title
        assert section.fields
    for place, field in fields_and_columns(form):
        assert field.label, place
        assert not field.help or field.help.endswith("。"), place


@by_form
def test_every_field_that_is_not_obvious_is_explained(form: Form) -> None:
    for field in form.fields:
        ruled = field.kind is Kind.COMPUTED and field.rule in ("sum", "difference")
        assert field.help or ruled, field.key


@by_form
def test_every_typed_field_shows_an_example(form: Form) -> None:
    typed = {Kind.TEXT, Kind.LONG_TEXT, Kind.AMOUNT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE}
    for place, field in fields_and_columns(form):
        assert field.kind not in typed or field.example, place


@by_form
def test_words_blame_nobody(form: Form) -> None:
    words = [form.lead, *(section.lead for section in form.sections)]
    words += [text for _, field in fields_and_columns(form) for text in (field.label, field.help)]
    assert not [text for text in words for word in ("不正", "無効", "失敗") if word in text]


def typed_example(field: Field) -> str | list[str]:
    """What a person might type into a field, following its own example."""
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        return field.choices[0].code
    if field.kind is Kind.FILES:
        return [f"{index:064x}" for index in range(max(field.fewest, 1))]
    if field.kind is Kind.YES_NO:
        return "no"
    return "1" if field.kind is Kind.PLATFORM else field.example


def filled(form: Form, *, only_required: bool) -> dict[str, Any]:
    """A form filled from its own examples, as a browser would send it."""
    raw: dict[str, str | list[str]] = {}
    for field in form.fields:
        wanted = field.required or not only_required
        if field.columns and wanted:
            count = len(field.columns[0].choices) if field.fixed else 1
            for index in range(count):
                for column in field.columns:
                    if column.required or not only_required:
                        raw[f"{field.key}-{index}-{column.key}"] = typed_example(column)
        elif wanted:
            raw[field.key] = typed_example(field)
    return raw


@by_form
def test_examples_can_be_read(form: Form) -> None:
    reading = form.read(filled(form, only_required=False))
    own = [item for item in reading.problems if "ちがいます" not in item.message]
    assert [item.sentence for item in own if "×" not in item.message] == []


@pytest.mark.parametrize(
    "code", sorted(set(FORM_FACTS) - {"subsidy_application", "subsidy_change"})
)
def test_form_with_only_what_it_requires_becomes_facts(code: str) -> None:
    raw = filled(form(code), only_required=True)
    extra = {
        "subsidy_discontinuation": {"kind": "abolish"},
        "subsidy_revocation": {"hearing": "none_given"},
        "subsidy_part_revocation": {"hearing": "none_given"},
        "subsidy_relief": {"kind": "reduce"},
        "subsidy_relief_decision": {"kind": "reduce"},
        "subsidy_performance_report": {
            "expense_lines-0-obligated_on": "令和7年3月28日",
            "revenue_lines-0-amount": "130,000",
        },
    }
    reading = form(code).read({**raw, **extra.get(code, {})})
    assert [item.sentence for item in reading.errors] == []
    facts = reading.facts(FORM_FACTS[code])
    assert from_json(FORM_FACTS[code], to_json(facts)) == facts
    assert form(code).read(form(code).write(values_from(facts))).values == reading.values


def application() -> dict[str, Any]:
    """A plain application: two expenses, three sources of money that add up."""
    raw = filled(form("subsidy_application"), only_required=True)
    return {
        **raw,
        "stage": "running",
        "established_on": "R5.4.1",
        "budget_status": "voted",
        "voted_on": "2024/3/22",
        "budget_extract": DIGEST,
        "expense_lines-0-unit_price": "３０，０００円",
        "expense_lines-0-quantity": "2",
        "expense_lines-0-gross": "",
        "expense_lines-0-eligible": "6万円",
        "expense_lines-1-node": "10a",
        "expense_lines-1-item": "のぼり旗",
        "expense_lines-1-quantity": "10",
        "expense_lines-1-unit_price": "1,000",
        "expense_lines-1-tax": "10",
        "expense_lines-1-eligible": "8,000",
        "expense_lines-1-reason": "2本は他の行事でも使うため",
        "revenue_lines-0-kind": "prefecture",
        "revenue_lines-0-amount": "33,000",
        "revenue_lines-1-kind": "municipality",
        "revenue_lines-1-amount": "35,000",
        "revenue_lines-2-kind": "participation_fee",
        "revenue_lines-2-amount": "2,000",
        "requested": "33千円",
    }


def test_application_becomes_facts_with_their_sums() -> None:
    reading = form("subsidy_application").read(application())
    assert [item.sentence for item in reading.problems] == []
    facts = reading.facts(ApplicationFacts)
    assert facts.category is SubsidyCategory.FOUNDING
    assert (facts.total_cost, facts.eligible_cost, facts.other_revenue) == (70_000, 68_000, 2_000)
    assert [line.ineligible for line in facts.expense_lines] == [0, 2_000]
    assert facts.expense_lines[0].quantity == Decimal(2)
    assert (facts.established_on, facts.voted_on) == (date(2023, 4, 1), date(2024, 3, 22))
    assert facts.budget_extract == (DIGEST,)
    assert from_json(ApplicationFacts, to_json(facts)) == facts


def test_application_prefills_from_its_own_facts() -> None:
    prescribed = form("subsidy_application")
    reading = prescribed.read(application())
    facts = reading.facts(ApplicationFacts)
    assert prescribed.read(prescribed.write(values_from(facts))).values == reading.values


def test_application_compares_revenue_with_expense_and_grant() -> None:
    reading = form("subsidy_application").read(
        {**application(), "revenue_lines-0-amount": "30,000"}
    )
    assert [item.sentence for item in reading.problems] == [
        "収入の合計：収入の合計 67,000円 と 支出の合計 70,000円 が 3,000円 ちがいます。"
        "収入の合計を 3,000円 増やすか、支出の合計を 3,000円 減らすと合います。",
        "交付申請額：交付申請額 33,000円 と 収入のうち県補助 30,000円 が 3,000円 ちがいます。"
        "交付申請額を 3,000円 減らすか、収入のうち県補助を 3,000円 増やすと合います。",
    ]


def test_computed_amounts_of_the_application_equal_those_of_its_facts() -> None:
    prescribed = form("subsidy_application")
    reading = prescribed.read(application())
    facts = reading.facts(ApplicationFacts)
    shown = prescribed.compute(reading.values, {"grant_amount": lambda values: 33_000})
    assert shown == {
        "expense_lines-0-ineligible": 0,
        "expense_lines-1-ineligible": 2_000,
        "total_cost": facts.total_cost,
        "eligible_cost": facts.eligible_cost,
        "grant_limit": 33_000,
    }


def test_every_rule_that_forms_name_is_reckoned() -> None:
    named = {
        field.rule
        for form in FORMS
        for _, field in fields_and_columns(form)
        if field.kind is Kind.COMPUTED
    }
    assert named - {"sum", "difference"} == set(rules(fold(SUBSIDY, ()), surroundings()))


def test_indirect_application_needs_the_municipalitys_own_rules() -> None:
    reading = form("subsidy_application").read({**application(), "implementer": "indirect"})
    assert [item.path for item in reading.problems] == ["indirect_rules"]


@pytest.mark.parametrize(
    ("code", "rows", "mended"),
    [
        ("subsidy_correction_request", "defects", "subsidy_application"),
        ("subsidy_report_correction_request", "defects", "subsidy_performance_report"),
        ("subsidy_inspection", "defects", "subsidy_performance_report"),
    ],
)
def test_defects_point_at_every_field_of_the_form_to_mend(
    code: str, rows: str, mended: str
) -> None:
    offered = form(code).field(rows).column("field").choices
    assert {(choice.code, choice.label) for choice in offered} == {
        (field.key, field.label) for field in form(mended).fields if field.is_stored
    }


def test_unpaid_expense_of_a_report_needs_the_day_its_debt_became_certain() -> None:
    prescribed = form("subsidy_performance_report")
    raw = filled(prescribed, only_required=True) | {"revenue_lines-0-amount": "130,000"}
    assert [item.sentence for item in prescribed.read(raw).problems] == [
        "経費明細 1行目 債務が確定した日：入力してください（例 令和7年3月28日）。"
    ]
    paid = prescribed.read({**raw, "expense_lines-0-paid_on": "令和6年12月5日"})
    assert paid.facts(PerformanceFacts).expense_lines[0].obligated_on is None


def test_mending_asked_by_an_inspection_needs_its_points_and_its_day() -> None:
    raw = filled(form("subsidy_inspection"), only_required=True) | {"result": "mend"}
    assert [item.path for item in form("subsidy_inspection").read(raw).problems] == [
        "defects",
        "mend_by",
    ]


def test_newest_edition_is_given_when_none_is_named() -> None:
    assert form("subsidy_application").edition == editions("subsidy_application")[-1]


@pytest.mark.parametrize(("code", "edition"), [("subsidy_poem", None), ("reason", "r1-1")])
def test_unknown_form_or_edition_is_refused(code: str, edition: str | None) -> None:
    with pytest.raises(FormError, match=r"no form|no edition"):
        form(code, edition)


def test_every_code_list_has_labels_and_no_double_words() -> None:
    for name, codes in CODE_LISTS.items():
        labels = [code.label for code in codes]
        assert all(labels), name
        assert len(set(labels)) == len(labels), name


def test_expense_nodes_know_their_number_and_default() -> None:
    assert ExpenseNode.FOOD.number == 10
    assert ExpenseNode.COMMISSION.number == 12
    assert not ExpenseNode.FOOD.eligible_default(SubsidyCategory.EXPLORING)
    assert ExpenseNode.WORKS.eligible_default(SubsidyCategory.EXPLORING)
    assert not ExpenseNode.WORKS.eligible_default(SubsidyCategory.FOUNDING)
    assert ExpenseNode.HONORARIUM.eligible_default(SubsidyCategory.FOUNDING)


def test_only_money_from_outside_reduces_the_grant() -> None:
    assert [kind.label for kind in RevenueKind if not kind.reduces_grant] == [
        "県補助",
        "市町村の一般財源",
        "地元負担",
    ]


def test_categories_have_short_marks() -> None:
    assert [category.mark for category in SubsidyCategory] == ["①-1", "①-2", "②-1"]
