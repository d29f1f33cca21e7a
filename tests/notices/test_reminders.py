"""The reminder ladder."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.notices import reminders
from comipla.notices.models import Notice, Urgency
from comipla.notices.reminders import LADDER, DueItem, due_source, remind, remind_everybody
from comipla.people.models import Body

DUE = date(2024, 7, 12)


def item(body: Body, **changes) -> DueItem:
    report = DueItem(
        body=body,
        kind="due.report",
        subject="実績報告書を提出してください",
        facts={"case": "③-R6-017", "due_label": "実績報告の期限"},
        path="/cases/3-R6-017/",
        due_on=DUE,
        unique="report:17",
    )
    return replace(report, **changes)


def subjects() -> list[str]:
    return list(
        Notice.objects.for_system("read what a test made")
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_a_year_of_days_climbs_each_rung_once(amagi):
    posted = {}
    for offset in range(-30, 31):
        day = DUE + timedelta(days=offset)
        posted[offset] = remind(day=day, items=[item(amagi)])
    assert [offset for offset, count in posted.items() if count] == list(LADDER)
    assert subjects() == [
        "実績報告書を提出してください（あと14日）",
        "実績報告書を提出してください（あと7日）",
        "実績報告書を提出してください（あと3日）",
        "実績報告書を提出してください（あと1日）",
        "実績報告書を提出してください（1日超過）",
        "実績報告書を提出してください（7日超過）",
    ]


def test_a_reminder_asks_to_act_and_names_the_day(amagi):
    remind(day=DUE - timedelta(days=3), items=[item(amagi)])
    notice = Notice.objects.for_system("read what a test made").get()
    assert (notice.urgency, notice.due_on, notice.unique) == (
        Urgency.TODO,
        DUE,
        "report:17:2024-07-12:-3",
    )


def test_the_same_day_twice_reminds_once(amagi):
    day = DUE - timedelta(days=7)
    assert [remind(day=day, items=[item(amagi)]) for _ in range(2)] == [1, 0]


def test_a_rung_missed_while_nothing_ran_is_made_up_for_by_the_last_one_only(amagi):
    assert remind(day=DUE - timedelta(days=2), items=[item(amagi)]) == 1
    assert remind(day=DUE, items=[item(amagi)]) == 1
    assert subjects() == [
        "実績報告書を提出してください（あと2日）",
        "実績報告書を提出してください（今日まで）",
    ]


def test_rungs_before_the_duty_arose_are_not_made_up_for(amagi):
    short = item(amagi, since=DUE - timedelta(days=5))
    assert [remind(day=DUE - timedelta(days=left), items=[short]) for left in (5, 4, 3)] == [
        0,
        0,
        1,
    ]


def test_another_due_day_begins_the_ladder_anew(amagi):
    day = DUE - timedelta(days=7)
    later = DUE + timedelta(days=7)
    assert remind(day=day, items=[item(amagi)]) == 1
    assert remind(day=day, items=[item(amagi, due_on=later)]) == 1
    assert subjects()[-1] == "実績報告書を提出してください（あと14日）"


def test_an_item_may_bring_a_ladder_of_its_own(amagi):
    chief = item(amagi, unique="chief:17", ladder=(7,))
    days = [remind(day=DUE + timedelta(days=late), items=[chief]) for late in (-14, 1, 6, 7, 8)]
    assert days == [0, 0, 0, 1, 0]


def test_every_registered_source_is_asked_for_the_day(amagi, monkeypatch):
    monkeypatch.setattr(reminders, "_sources", [])

    @due_source
    def reports(day: date):
        return [item(amagi)] if day < DUE else []

    @due_source
    def claims(day: date):
        return [item(amagi, unique="claim:17", subject="請求書を提出してください")]

    due_source(claims)
    assert remind_everybody(DUE - timedelta(days=1)) == 2
    assert remind_everybody(DUE + timedelta(days=1)) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_day_on_which_nothing_is_new_costs_one_query(rows, amagi, django_assert_num_queries):
    items = [item(amagi, unique=f"report:{number}") for number in range(rows)]
    assert remind(day=DUE, items=items) == rows
    with django_assert_num_queries(3):  # savepoint, the keys, release
        remind(day=DUE, items=items)


ladders = st.sets(st.integers(-30, 30), min_size=1).map(sorted).map(tuple)


@given(ladders, st.integers(-60, 60))
def test_the_rung_reached_is_never_ahead_and_never_falls_back(ladder, offset):
    duty = DueItem(body=Body(), kind="due.x", subject="x", path="/", due_on=DUE, unique="x")
    today, tomorrow = (
        reminders.rung_reached(duty, DUE + timedelta(days=days), ladder)
        for days in (offset, offset + 1)
    )
    assert today is None or today <= offset
    assert today is None or tomorrow >= today
    assert (offset in ladder) <= (today == offset)
