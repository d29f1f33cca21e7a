"""The daily rounds of reminders and of sweeping, as the worker runs them."""

import os
from datetime import date

import pytest

from comipla.config.jobs import climb_reminder_ladders, sweep_files
from comipla.notices.models import Notice
from tests.world import build

pytestmark = pytest.mark.django_db


def due_subjects() -> list[str]:
    told = Notice.objects.for_system("read what a test made").filter(kind="due.apply")
    return list(told.order_by("pk").values_list("subject", flat=True))


def test_the_round_reminds_on_the_day_of_the_offices_clock_and_only_once(settings):
    build().earmarked()
    for _ in range(2):
        settings.COMIPLA_TODAY = date(2024, 6, 21)
        climb_reminder_ladders(0)
    assert due_subjects() == ["交付申請書の提出の期限です（あと7日）"]


def test_the_nightly_sweep_takes_the_files_that_nobody_handed_in(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stray = tmp_path / "attachments" / "ab" / "half.part"
    stray.parent.mkdir(parents=True)
    stray.touch()
    os.utime(stray, (0, 0))
    build()
    sweep_files(0)
    assert not stray.exists()
