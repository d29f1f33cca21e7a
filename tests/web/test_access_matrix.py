"""Every address × role × ownership: who gets in, who is told no, and who learns nothing at all.

The table is `access_matrix.csv`; an address that is not in it fails the first test.
"""

import pytest
from django.urls import reverse

from tests.web.matrix import (
    COLUMNS,
    METHODS,
    Row,
    path_of,
    path_of_nothing,
    rows,
    session_of,
    url_names,
)

# One worker walks the site, once, for every module that reads the answers.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]
ROWS = rows()
STRANGERS = ("other_officer", "other_decider", "other_branch", "other_secretary")

OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "body_switch",
    "help",
    "help_page",
    "help_words",
    "invitation",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_view_recovery_codes",
    "second_factor_required",
    "session_continue",
}
"""What one needs to set a second factor up, to go on for another body, or to go."""

NEEDS_FRESH_PROOF = {
    "POST approval",
    "GET member_end",
    "POST member_end",
    "GET member_invite",
    "POST member_invite",
    "POST platform_handover",
    "GET year_budget",
    "POST year_budget",
    "GET year_caps",
    "POST year_caps",
    "GET year_open",
    "POST year_open",
    "GET year_reopen",
    "POST year_reopen",
    "GET year_step",
    "POST year_step",
}
"""Where nobody does anything who has not just proved once more who they are."""


def test_every_address_is_in_the_matrix_with_both_methods():
    listed = {(row.url, row.method) for row in ROWS}
    unlisted = [
        f"{method} {name} is not in access_matrix.csv: add a row that says who may do it"
        for name in url_names()
        for method in METHODS
        if (name, method) not in listed
    ]
    assert unlisted == []


def test_the_matrix_lists_nothing_that_is_gone_and_nothing_twice():
    names = [str(row) for row in ROWS]
    assert sorted({row.url for row in ROWS} - set(url_names())) == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_person_gets_the_answer_of_the_matrix(walked, row: Row):
    got = {column: {answer.status for answer in walked[row, column]} for column in COLUMNS}
    assert got == {column: {status} for column, status in row.expected.items()}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_nobody_reads_a_word_that_is_meant_for_others(walked, row: Row):
    read = {column: [word for a in walked[row, column] for word in a.leaks] for column in COLUMNS}
    assert read == {column: [] for column in COLUMNS}


@pytest.mark.parametrize("row", [row for row in ROWS if row.object], ids=str)
def test_a_strangers_thing_looks_like_one_that_does_not_exist(site, row: Row):
    for column in STRANGERS:
        if row.expected[column] == 404:
            foreign = site.answer(row, column)
            missing = site.ask(column, row.method, path_of_nothing(row, site.twins))
            assert _seen(foreign) == _seen(missing), column


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=str)
def test_nothing_is_done_for_a_form_without_our_token(site, row: Row):
    path = path_of(row, site.twins)
    for column in ("anonymous", "pref_admin", "own_decider"):
        answer = site.ask(column, "POST", path, strict=True)
        assert answer.status == 403, column
        assert "安全のため、もう一度送ってください" in answer.text


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_nobody_works_without_a_second_factor(site, settings, row: Row):
    settings.SECOND_FACTOR_REQUIRED = True
    answer = site.answer(row, "own_decider")
    led = answer.headers.get("Location") == reverse("second_factor_required")
    assert led == (row.url not in OPEN_WITHOUT_SECOND_FACTOR)


@pytest.mark.parametrize("column", ["pref_admin", "pref_decider", "own_decider"])
def test_what_is_grave_asks_for_a_fresh_proof(site, column):
    proved = site.sessions[column]
    site.sessions[column] = session_of(site.twins.people[column].person, proved=False)
    allowed = [row for row in ROWS if row.expected[column] in (200, 302, 422)]
    asked = {
        f"{row.method} {row.url}"
        for row in allowed
        if site.answer(row, column).headers.get("Location", "").startswith(reverse("step_up"))
    }
    site.sessions[column] = proved
    assert asked == NEEDS_FRESH_PROOF & {f"{row.method} {row.url}" for row in allowed}


def _seen(answer):
    """Everything of an answer that somebody can compare; the moment it was given is no news."""
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    return answer.status, headers, answer.text
