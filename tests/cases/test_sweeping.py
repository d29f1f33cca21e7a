"""Files of discarded drafts and files taken out of forms go after their days; nothing else does."""

import io
import os
import time
from datetime import timedelta

import pytest

from comipla.cases.models import Attachment
from comipla.cases.services.attachments import attach, attachments_folder, detach, path_of
from comipla.cases.services.drafts import (
    begin_case,
    discard_draft,
    form_of,
    open_draft,
    save_draft,
    submit_draft,
)
from comipla.cases.services.sweeping import sweep_discarded_files
from comipla.core.facts import values_from
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY

pytestmark = pytest.mark.django_db
DAYS = 30
LATER = TODAY + timedelta(days=DAYS + 1)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file_in(draft, by, slot="attachments"):
    content = b"%PDF-1.7\n"
    stream = io.BytesIO(content)
    return attach(draft=draft, slot=slot, name="見積.pdf", stream=stream, size=len(content), by=by)


def begun(world):
    with standing_on(TODAY):
        draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
        return draft, path_of(file_in(draft, world.officer))


def grow_old(path, days=DAYS + 1):
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


def swept(day=LATER):
    with standing_on(day):
        return sweep_discarded_files()


def test_the_files_of_a_discarded_draft_go_after_their_days(world):
    draft, path = begun(world)
    discard_draft(draft=draft, by=world.officer)
    grow_old(path, DAYS - 1)
    assert (swept(), path.exists()) == (0, True)
    grow_old(path)
    assert (swept(), path.exists()) == (1, False)
    assert swept() == 0


def test_a_file_taken_out_of_a_form_goes_and_its_row_stays(world):
    draft, path = begun(world)
    with standing_on(TODAY):
        detach(attachment=Attachment.objects.get(draft=draft), by=world.officer)
    assert (swept(TODAY + timedelta(days=DAYS)), path.exists()) == (0, True)
    assert (swept(), path.exists()) == (1, False)
    assert Attachment.objects.filter(draft=draft).count() == 1


def test_what_is_in_a_form_or_handed_in_stays_however_old_it_is(world):
    _, waiting = begun(world)
    case = world.earmarked()
    with standing_on(TODAY):
        draft = open_draft(case=case, kind="apply", by=world.officer)
        raw = form_of(draft).write(values_from(x.application()))
        draft = save_draft(draft=draft, raw=raw, version=draft.version, by=world.officer)
        sent = path_of(file_in(draft, world.officer, "budget_extract"))
        submit_draft(draft=draft, by=world.officer)
    for path in (waiting, sent):
        grow_old(path, 4000)
    assert (swept(), waiting.exists(), sent.exists()) == (0, True, True)


def test_half_of_a_file_that_a_crash_left_goes_too(world):
    half = attachments_folder() / "ab" / "abcdef.part"
    half.parent.mkdir(parents=True)
    half.touch()
    assert swept() == 0
    grow_old(half)
    assert (swept(), half.exists()) == (1, False)


def test_nothing_is_deleted_where_no_year_says_for_how_long_to_keep(tmp_path):
    stray = attachments_folder() / "ab" / "abcdef.part"
    stray.parent.mkdir(parents=True)
    stray.touch()
    grow_old(stray, 4000)
    assert (sweep_discarded_files(), stray.exists()) == (0, True)
