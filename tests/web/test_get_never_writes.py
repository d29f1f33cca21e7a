"""Reading changes nothing: after every GET of the matrix the database counts no changed row.

PostgreSQL itself is asked, so that triggers, functions and jobs are seen as well as statements.
"""

import pytest

from tests.web.matrix import COLUMNS, Row, rows

# One worker walks the site, once, for every module that reads the answers.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

HOUSEKEEPING = {
    "django_session": "the time of the last activity; what a passkey or an app is set up with",
    "usersessions_usersession": "the time of the last activity, once a minute",
    "comipla_cache": "guesses at addresses that do not exist are counted",
}
"""Tables that may change when somebody only reads, and why; none holds anything of an office."""


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=str)
def test_reading_changes_no_row(walked, row: Row):
    changed = {
        column: sorted(answer.changed - HOUSEKEEPING.keys())
        for column in COLUMNS
        for answer in walked[row, column]
        if answer.changed - HOUSEKEEPING.keys()
    }
    assert changed == {}


@pytest.mark.parametrize(
    ("url", "column", "tables"),
    [
        ("act_new", "own_officer", {"cases_formdraft"}),
        ("case_remark", "own_officer", {"cases_remark", "procrastinate_jobs"}),
        ("approval", "pref_decider", {"cases_act", "cases_posting", "documents_paper"}),
    ],
)
def test_what_is_written_is_seen(walked, url, column, tables):
    (row,) = (row for row in rows() if (row.method, row.url) == ("POST", url))
    assert tables <= walked[row, column][0].changed
