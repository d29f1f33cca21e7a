"""What the reminder ladder asks of cases: due days, surveys, the end of the year and of accounts."""

from collections import Counter
from datetime import date, timedelta

import pytest

from comipla.cases.reminders import accounts_close, case_dues, survey_closes, year_ends
from comipla.core.access import Permission
from comipla.notices import reminders
from comipla.notices.models import Notice
from comipla.notices.reminders import remind_everybody
from comipla.programme.models import CallKind
from comipla.programme.services import set_call
from tests import examples as x
from tests.world import TODAY

pytestmark = pytest.mark.django_db


def climbed(since: date, until: date) -> dict[str, list[int]]:
    """Remind every day; for each kind of due notice, how far from the due day it was told."""
    day, told = since, {}
    while day <= until:
        remind_everybody(day)
        day += timedelta(days=1)
    due = Notice.objects.for_system("read what a test made").filter(kind__startswith="due.")
    for notice in due.order_by("pk"):
        told.setdefault(notice.kind, []).append(int(notice.unique.rpartition(":")[2]))
    return told


def test_the_sources_are_registered_when_the_app_is_ready():
    registered = {source.__name__ for source in reminders._sources}
    assert {"case_dues", "survey_closes", "year_ends", "accounts_close"} <= registered


def test_the_application_is_reminded_of_on_the_rungs_of_the_year(world):
    world.earmarked()
    assert climbed(TODAY, date(2024, 7, 31)) == {"due.apply": [-14, -7, -1]}


def test_a_reminder_goes_to_whoever_has_to_meet_the_day(world):
    case = world.earmarked()
    (to_town,) = case_dues(TODAY)
    assert (to_town.body, to_town.needs, to_town.path) == (
        world.town,
        Permission.SUBMIT,
        "/cases/3-R6-001/",
    )
    assert to_town.subject == "交付申請書の提出の期限です"
    (late,) = case_dues(date(2024, 6, 30))
    assert late.subject == "交付申請書の提出の期限をすぎています"
    world.do(case, "apply", world.officer, x.application())
    (to_prefecture,) = case_dues(TODAY)
    assert (to_prefecture.body, to_prefecture.needs, to_prefecture.kind) == (
        world.prefecture,
        Permission.SCREEN,
        "due.examine",
    )


def test_a_payment_is_reminded_of_to_whoever_pays(world):
    case = world.granted(400_000)
    world.do(case, "claim_advance", world.officer, x.advance_claim(200_000))
    (item,) = case_dues(TODAY)
    assert (item.body, item.needs, item.ladder) == (world.prefecture, Permission.PAY, (-7, -3))


def test_what_is_done_is_no_longer_reminded_of(world):
    world.completed()
    assert list(case_dues(date(2025, 4, 1))) == []


@pytest.fixture
def survey(world):
    return set_call(
        year=world.year,
        kind=CallKind.NEEDS_SURVEY,
        opens_on=date(2024, 5, 1),
        closes_on=date(2024, 5, 20),
        by=None,
    )


def test_a_survey_is_reminded_of_where_nothing_was_handed_in(world, survey):
    world.open()
    bodies = Counter(item.body.code for item in survey_closes(date(2024, 5, 10)))
    assert bodies[world.other_town.code] == 1
    assert world.town.code not in bodies
    assert len(bodies) == 42


def test_a_survey_is_reminded_of_only_while_it_is_open(world, survey):
    days = (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 20), date(2024, 5, 21))
    assert [bool(list(survey_closes(day))) for day in days] == [False, True, True, False]


def test_the_end_of_the_year_is_told_where_work_goes_on(world):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    (item,) = year_ends(date(2025, 3, 1))
    assert (item.body, item.due_on, item.ladder) == (
        world.town,
        date(2025, 3, 31),
        (-30, -14, -7),
    )
    assert item.facts["says"].startswith("実施中の案件が1件あります。")
    world.do(case, "report", world.officer, x.report(1_000_000, 500_000))
    assert list(year_ends(date(2025, 3, 1))) == []


def test_the_closing_of_accounts_is_counted_in_open_days(world):
    case = world.granted(400_000)
    assert list(accounts_close(date(2025, 5, 1))) == []
    world.do(case, "claim_advance", world.officer, x.advance_claim(200_000))
    (item,) = accounts_close(date(2025, 5, 1))
    # 31 May 2025 is a Saturday: three open days before it is Wednesday the 28th.
    assert (item.due_on, item.ladder) == (date(2025, 5, 31), (-19, -5, -3))
    assert item.needs is Permission.PAY
