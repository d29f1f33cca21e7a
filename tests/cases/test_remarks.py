"""Messages and notes about a case."""

import uuid

import pytest

from comipla.cases.models import Remark
from comipla.cases.services.remarks import EmptyRemark, write_remark
from comipla.notices.models import Notice


def say(world, case, text, audience="SHARED", by=None, key=None):
    return write_remark(
        case=case, audience=audience, text=text, by=by or world.officer, key=key or uuid.uuid4()
    )


def told():
    return list(
        Notice.objects.for_system("test")
        .filter(kind="case.message")
        .values_list("body__code", flat=True)
    )


def test_message_reaches_the_other_side_once(world):
    case, key = world.open(), uuid.uuid4()
    first = say(world, case, "書類を送りました。", key=key)
    assert say(world, case, "書類を送りました。", key=key) == first
    assert (Remark.objects.count(), told()) == (1, ["46"])


def test_internal_note_is_told_to_nobody(world):
    say(world, world.open(), "去年も遅れた。", audience="INTERNAL", by=world.clerk)
    assert told() == []


@pytest.mark.parametrize("text", ["", " 　\n", "あ" * 4_001])
def test_empty_or_endless_remark_is_refused(world, text):
    with pytest.raises(EmptyRemark):
        say(world, world.open(), text)
