"""Deadlines of a month as a list and as a sheet, and the calendar feed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from comipla.notices.feeds import feed_of
from comipla.people.models import Membership
from comipla.programme.models import CallKind
from comipla.programme.services import set_call
from tests import examples as x
from tests.web.entering import entered, heading, of_class, page_of, words
from tests.world import TODAY, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY
    return build()


def month(actor, name: str, **more: str):
    return page_of(entered(actor).get(reverse("deadlines"), {"month": name, **more}))


def test_a_month_without_deadlines_says_when_there_will_be_some(world):
    page = month(world.officer, "2024-07")
    assert heading(page) == "令和6年7月に期限はありません"
    assert of_class(page, "empty__title") == ["この月に期限はありません"]


def test_a_month_lists_its_deadlines_with_whose_turn_it_is(world):
    world.earmarked()
    page = month(world.officer, "2024-06")
    assert heading(page) == "令和6年6月の期限は1件です"
    assert of_class(page, "todo__item") == [
        "交付申請書の提出 ③-R6-001 鹿児島市 空き家改修による地域の拠点づくり（架空） 自分の番"
    ]
    (other,) = of_class(month(world.clerk, "2024-06"), "todo__item")
    assert other.endswith("市町村の番")


def test_a_foreign_municipality_sees_none_of_them(world):
    world.earmarked()
    assert heading(month(world.stranger, "2024-06")) == "令和6年6月に期限はありません"


def test_the_sheet_marks_today_and_closed_days_and_counts(world):
    case = world.earmarked()
    world.do(case, "apply", world.officer, x.application())
    page = month(world.officer, "2024-05", view="month")
    days = {int(words(cell).split()[0]): cell for cell in page.all("td") if words(cell)}
    assert len(days) == 31
    assert words(days[1]) == "1 今日"
    assert days[1]["aria-current"] == "date"
    assert [words(days[day]) for day in (2, 3, 4)] == ["2", "3 閉庁", "4 閉庁"]
    assert words(days[31]).startswith("31 1件：令和6年5月31日（金） 審査と交付決定")


@pytest.mark.parametrize("name", ["", "2024-13", "x", "2024", "0000-01"])
def test_an_unreadable_month_is_this_month(name, world):
    assert heading(month(world.officer, name)) == "令和6年5月に期限はありません"


def test_many_deadlines_on_one_day_are_pointed_out(world):
    for _ in range(5):
        world.earmarked(100_000)
    assert of_class(month(world.clerk, "2024-06"), "desk__clash") == [
        "令和6年6月28日（金）に5件が重なっています。"
    ]


def make_feed(actor) -> str:
    page = page_of(entered(actor).post(reverse("deadlines_feed")))
    return page.one("input", id="address")["value"]


def read(address: str) -> Calendar:
    response = Client().get(address.removeprefix("http://testserver"))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def test_a_feed_gives_due_days_without_anybody_signing_in(world):
    world.earmarked()
    set_call(
        year=world.year,
        kind=CallKind.NEEDS_SURVEY,
        opens_on=TODAY,
        closes_on=date(2024, 5, 20),
        by=None,
    )
    calendar = read(make_feed(world.officer))
    events = [
        (str(e["uid"]), e.decoded("dtstart"), str(e["summary"]), str(e["url"]))
        for e in calendar.walk("VEVENT")
    ]
    assert events == [
        (
            "r6-3-needs_survey@127.0.0.1",
            date(2024, 5, 20),
            "要望調査の締切（令和6年度）",
            "http://127.0.0.1:8000/years/R6/",
        ),
        (
            "3-R6-001-apply@127.0.0.1",
            date(2024, 6, 28),
            "交付申請書の提出（③-R6-001 鹿児島市）",
            "http://127.0.0.1:8000/cases/3-R6-001/",
        ),
    ]


def test_a_feed_holds_nothing_that_anybody_wrote(world):
    world.earmarked()
    text = read(make_feed(world.clerk)).to_ical().decode()
    assert "空き家" not in text
    assert "架空" not in text


def test_a_feed_shows_the_scope_of_its_membership_only(world):
    world.earmarked()
    assert read(make_feed(world.stranger)).walk("VEVENT") == []


def test_a_stopped_feed_and_an_unknown_one_do_not_exist(world):
    address = make_feed(world.officer)
    entered(world.officer).post(reverse("deadlines_feed"), {"stop": "1"})
    for path in (address.removeprefix("http://testserver"), "/deadlines/feed/abc.ics"):
        assert Client().get(path).status_code == 404


def test_looking_never_makes_a_feed(world):
    client = entered(world.officer)
    client.get(reverse("deadlines"))
    assert client.get(reverse("deadlines_feed")).status_code == 405
    assert feed_of(Membership.objects.get(person=world.officer.person_id)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_month_costs_the_same_however_many_deadlines_it_has(
    count, world, django_assert_num_queries
):
    for _ in range(count):
        world.earmarked(100_000)
    client = entered(world.clerk)
    client.get(reverse("deadlines"))
    with django_assert_num_queries(8):
        client.get(reverse("deadlines"), {"month": "2024-06", "view": "month"})
