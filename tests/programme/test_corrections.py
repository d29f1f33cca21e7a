"""What a correction opens fits the forms: nothing that must move together is locked apart."""

from collections.abc import Iterator

import pytest

from comipla.core.forms import Form
from comipla.core.procedures.subsidy.correcting import ALWAYS_OPEN, opened_by
from comipla.programme.editions import form

FORMS = {
    "subsidy_correction_request": "subsidy_application",
    "subsidy_report_correction_request": "subsidy_performance_report",
}


def ties(declared: Form) -> Iterator[tuple[str, str]]:
    """Fields that the form itself ties: sums that must agree, answers that ask for more."""
    for check in declared.checks:
        yield check.left.field, check.right.field
        yield check.right.field, check.left.field
    for field in declared.fields:
        for condition in (field.visible_when, field.required_when):
            if condition is not None:
                yield condition.field, field.key


@pytest.mark.parametrize("request_code", FORMS)
def test_every_field_that_can_be_pointed_at_is_in_the_form(request_code):
    pointed = {
        choice.code for choice in form(request_code).field("defects").column("field").choices
    }
    assert pointed - {field.key for field in form(FORMS[request_code]).fields} == set()


@pytest.mark.parametrize("code", FORMS.values())
def test_fields_the_form_ties_together_are_opened_together(code):
    apart = [
        (key, other) for key, other in ties(form(code)) if other not in opened_by(frozenset({key}))
    ]
    assert apart == []


def test_field_that_is_tied_to_nothing_opens_itself_and_the_attachments():
    assert opened_by(frozenset({"title"})) == {"title"} | ALWAYS_OPEN


def test_expense_opens_the_sums_it_changes():
    assert opened_by(frozenset({"expense_lines"})) >= {"revenue_lines", "requested"}
