"""Headers of every answer: nothing foreign runs in it, nobody frames it, nothing keeps it."""

import pytest

from tests.web.matrix import COLUMNS, Row, rows

# One worker walks the site, once, for every module that reads the answers.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

POLICY = {
    "default-src": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
"""Of every page: no inline code, no eval, no other host, no frame."""

FRAMED = {"act_paper", "approval_paper"}
"""Papers that a page of ours shows in a frame: framed by this site only, drawn by the browser."""

FILES = {"attachment", "books_receipt", "platform_issue_photo"}
"""Files of others: as attachments, in a sandbox."""


def policy_of(headers: dict[str, str]) -> dict[str, list[str]]:
    """The directives of a content security policy."""
    parts = (part.split() for part in headers["Content-Security-Policy"].split(";"))
    return {name: sorted(sources) for name, *sources in parts}


@pytest.mark.parametrize("row", rows(), ids=str)
def test_every_answer_says_what_browsers_may_do_with_it(walked, row: Row):
    for column in COLUMNS:
        for answer in walked[row, column]:
            headers = answer.headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            if row.url not in FRAMED | FILES or answer.status != 200:
                assert policy_of(headers) == POLICY
                assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("row", rows(), ids=str)
def test_nothing_that_a_signed_in_person_was_shown_is_stored(walked, row: Row):
    kept = {
        column: answer.headers.get("Cache-Control")
        for column in COLUMNS
        for answer in walked[row, column]
        if column != "anonymous" and "no-store" not in answer.headers.get("Cache-Control", "")
    }
    assert kept == {}


def test_a_paper_in_a_frame_is_framed_by_this_site_only(walked):
    (row,) = (row for row in rows() if (row.method, row.url) == ("GET", "approval_paper"))
    (answer,) = walked[row, "pref_decider"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(answer.headers) == {
        "default-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


@pytest.mark.parametrize(("thing", "name"), [("file sent", "sent"), ("file not sent", "unsent")])
def test_a_file_is_saved_under_its_name_and_never_shown(walked, thing, name):
    row = Row("attachment", "GET", thing, {})
    (answer,) = walked[row, "own_officer"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tsubaki-{name}.pdf"'
    assert policy_of(answer.headers) == {
        "sandbox": [],
        "default-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
