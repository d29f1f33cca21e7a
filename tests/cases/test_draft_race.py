"""A form that is sent at the moment somebody still works on it: what was taken is in the act."""

import io
import threading
import time

import pytest
from django.db import connection, transaction

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.services.attachments import attach
from comipla.cases.services.drafts import (
    DraftMoved,
    DraftSubmitted,
    begin_case,
    form_of,
    save_draft,
    submit_draft,
)
from comipla.core.facts import values_from
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY, build

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n"


@pytest.fixture
def world():
    return build()


@pytest.fixture
def draft(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with standing_on(TODAY):
        begun = begin_case(year=world.year, procedure="subsidy", by=world.officer)
        raw = form_of(begun).write(values_from(x.need()))
        yield save_draft(draft=begun, raw=raw, version=begun.version, by=world.officer)


def put(draft, by):
    return attach(
        draft=draft,
        slot="attachments",
        name="見積書.pdf",
        stream=io.BytesIO(PDF),
        size=len(PDF),
        by=by,
    )


class Beside(threading.Thread):
    """Do something in a thread and connection of its own; keeps what it gave or raised."""

    def __init__(self, do):
        super().__init__()
        self.do, self.outcome = do, None
        self.start()

    def run(self):
        try:
            with standing_on(TODAY):
                self.outcome = self.do()
        except Exception as problem:
            self.outcome = problem
        finally:
            connection.close()

    def wait_until_it_waits(self):
        """Until the other connection stands before a lock."""
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.01)
        raise AssertionError("nobody waits")


def read_anew(draft, world):
    return FormDraft.objects.visible_to(world.officer).get(pk=draft.pk)


def test_file_taken_while_the_form_is_being_sent_is_in_the_act(world, draft):
    with transaction.atomic():
        taken = put(draft, world.mayor)
        sending = Beside(lambda: submit_draft(draft=draft, by=world.officer))
        sending.wait_until_it_waits()
    sending.join()
    assert [file["sha256"] for file in sending.outcome.files] == [taken.sha256]
    assert Attachment.objects.get(pk=taken.pk).act == sending.outcome


def test_file_that_comes_after_the_form_was_sent_is_not_taken(world, draft):
    with transaction.atomic():
        act = submit_draft(draft=draft, by=world.officer)
        putting = Beside(lambda: put(draft, world.mayor))
        putting.wait_until_it_waits()
    putting.join()
    assert isinstance(putting.outcome, DraftSubmitted)
    assert (act.files, Attachment.objects.count()) == ([], 0)


def test_words_saved_since_the_form_was_checked_are_checked_first(world, draft):
    with transaction.atomic():
        save_draft(draft=draft, raw={"title": "後"}, version=draft.version, by=world.mayor)
        sending = Beside(lambda: submit_draft(draft=draft, by=world.officer))
        sending.wait_until_it_waits()
    sending.join()
    assert isinstance(sending.outcome, DraftMoved)
    assert (read_anew(draft, world).raw, read_anew(draft, world).act) == ({"title": "後"}, None)


def test_two_colleagues_who_send_at_once_send_one_act(world, draft):
    with transaction.atomic():
        act = submit_draft(draft=draft, by=world.officer)
        sending = Beside(lambda: submit_draft(draft=draft, by=world.mayor))
        sending.wait_until_it_waits()
    sending.join()
    assert sending.outcome == act
