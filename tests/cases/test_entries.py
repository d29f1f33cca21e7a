"""What a form holds: words as typed, files by their fingerprints, and no foreign ones."""

import io

import pytest

from comipla.cases.services.attachments import attach, detach
from comipla.cases.services.drafts import (
    begin_case,
    form_of,
    open_draft,
    save_draft,
    submit_draft,
)
from comipla.cases.services.entries import entries_of
from comipla.core.facts import values_from
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY

PDF = b"%PDF-1.7\n%\xe2\xe3\n"


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with standing_on(TODAY):
        yield


def put(draft, by, slot="attachments", content=PDF):
    stream = io.BytesIO(content)
    return attach(draft=draft, slot=slot, name="f.pdf", stream=stream, size=len(content), by=by)


def typed(draft, facts, by):
    raw = form_of(draft).write(values_from(facts))
    return save_draft(draft=draft, raw=raw, version=draft.version, by=by)


def test_file_stands_in_its_slot_until_it_is_taken_out(world):
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    file = put(draft, world.officer)
    assert entries_of(draft, form_of(draft)) == {"attachments": [file.sha256]}
    detach(attachment=file, by=world.officer)
    assert entries_of(draft, form_of(draft)) == {}


def test_fingerprint_of_a_file_that_is_not_there_counts_for_nothing(world):
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    forged = {"attachments": ["0" * 64], "title": "題"}
    draft = save_draft(draft=draft, raw=forged, version=draft.version, by=world.officer)
    assert entries_of(draft, form_of(draft)) == {"title": "題"}


def test_correction_keeps_the_files_of_the_form_it_replaces(world):
    case = world.earmarked()
    draft = typed(
        open_draft(case=case, kind="apply", by=world.officer),
        x.application(voted_on=x.DAY),
        world.officer,
    )
    file = put(draft, world.officer, slot="budget_extract")
    submit_draft(draft=draft, by=world.officer)
    world.do(case, "ask_correction", world.clerk, x.correction_request("contents"))
    again = open_draft(case=case, kind="correct", by=world.officer)
    assert entries_of(again, form_of(again))["budget_extract"] == [file.sha256]
    act = submit_draft(draft=again, by=world.officer)
    assert act.facts["budget_extract"] == [file.sha256]


def test_second_call_with_a_key_gives_the_first_draft(world):
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    again = begin_case(year=world.year, procedure="subsidy", by=world.officer, key=draft.key)
    assert again.pk == draft.pk
