"""Posting notices, reading them, choosing mail, trying again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comipla.notices.delivery import address
from comipla.notices.models import Delivery, Group, MailState, Notice
from comipla.notices.selectors import (
    InboxCounts,
    Show,
    dead_letters,
    inbox,
    inbox_counts,
    mail_groups,
    unread_count,
)
from comipla.notices.services import (
    OutsideTransaction,
    choose_mail,
    mark_all_read,
    mark_read,
    post_notice,
    resend,
)
from comipla.people.services import actor_for, begin_membership
from comipla.programme.clock import standing_on
from tests.notices.conftest import BEGAN

pytestmark = pytest.mark.django_db
EVERYTHING = "read what a test made"


def notices():
    return Notice.objects.for_system(EVERYTHING)


def jobs() -> list[dict]:
    waiting = ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo")
    return list(waiting.order_by("pk").values_list("args", flat=True))


def test_a_notice_comes_with_the_job_that_delivers_it(post):
    notice = post()
    assert jobs() == [{"notice_id": notice.pk}]


def test_posting_again_with_the_same_key_gives_the_first_notice_and_no_second_job(post):
    first = post("act:1")
    again = post("act:1", subject="別の件名")
    assert (again, again.subject) == (first, "交付決定の通知が届きました")
    assert (notices().count(), len(jobs())) == (1, 1)


def test_a_transaction_that_is_rolled_back_leaves_neither_notice_nor_job(post):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert (notices().count(), jobs()) == (0, [])


def test_inside_a_worker_the_job_still_belongs_to_the_transaction(post):
    with app.replace_connector(app.connector.get_worker_connector()):
        with transaction.atomic():
            post("act:1")
            transaction.set_rollback(True)
        notice = post("act:2")
    assert jobs() == [{"notice_id": notice.pk}]


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        post_notice(body=None, kind="case.x", subject="", facts={}, path="/", unique="x")


def test_a_kind_of_no_known_group_is_refused(post):
    with pytest.raises(ValueError, match="begins with none of case"):
        post(kind="decide_grant")


def test_a_path_to_another_site_is_refused_by_the_schema(post):
    with pytest.raises(IntegrityError, match="notice_path_stays_on_this_site"):
        post(path="//example.jp/")


def test_a_notice_bears_the_time_of_the_office(post):
    with standing_on(date(2024, 7, 1)):
        notice = post()
    assert localtime(notice.created_at).isoformat() == "2024-07-01T10:00:00+09:00"


def test_the_inbox_shows_what_was_told_in_the_acting_body_only(post, officer, nagashima, member_of):
    both = begin_membership(
        person=officer.person, body=nagashima, role="muni_officer", starts_on=BEGAN
    )
    other = member_of(nagashima, "muni_decider")
    address(post("act:1", body=nagashima).pk)
    mine = post("act:2")
    address(mine.pk)
    assert [line.notice for line in inbox(actor_for(officer))] == [mine]
    assert [line.notice.unique for line in inbox(actor_for(both))] == ["act:1"]
    assert [line.notice.unique for line in inbox(actor_for(other))] == ["act:1"]


def test_a_manager_of_members_has_an_inbox_of_their_own_lines_only(post, officer, member_of):
    decider = member_of(officer.body, "muni_decider")
    address(post().pk)
    assert [line.person for line in inbox(actor_for(decider))] == [decider.person]


def test_the_inbox_shows_the_latest_first(post, officer):
    for day in (2, 3, 1):
        with standing_on(date(2024, 7, day)):
            address(post(f"act:{day}").pk)
    assert [line.notice.unique for line in inbox(actor_for(officer))] == [
        "act:3",
        "act:2",
        "act:1",
    ]


def test_reading_one_line_keeps_the_first_time_and_lowers_the_count(post, officer):
    for unique in ("act:1", "act:2"):
        address(post(unique, urgency="todo" if unique == "act:1" else "news").pk)
    actor = actor_for(officer)
    line = inbox(actor, Show.TODO).get()
    first = mark_read(delivery=line.pk, by=actor).read_at
    assert mark_read(delivery=line.pk, by=actor).read_at == first
    assert inbox_counts(actor) == InboxCounts(all=2, unread=1, todo=1)
    assert unread_count(actor) == 1


def test_reading_everything_touches_ones_own_lines_only(post, officer, member_of):
    colleague = member_of(officer.body, "muni_decider")
    for unique in ("act:1", "act:2", "act:3"):
        address(post(unique).pk)
    assert mark_all_read(by=actor_for(colleague)) == 3
    assert mark_all_read(by=actor_for(colleague)) == 0
    assert (unread_count(actor_for(officer)), unread_count(actor_for(colleague))) == (3, 0)


def test_somebody_elses_line_cannot_be_marked_as_read(post, officer, member_of):
    decider = member_of(officer.body, "muni_decider")
    address(post().pk)
    theirs = inbox(actor_for(officer)).get()
    with pytest.raises(Delivery.DoesNotExist):
        mark_read(delivery=theirs.pk, by=actor_for(decider))


def test_nobody_has_nothing_to_read():
    assert unread_count(None) == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_one_query_and_its_counts_one(
    rows, post, officer, django_assert_num_queries
):
    for number in range(rows):
        address(post(f"act:{number}").pk)
    actor = actor_for(officer)
    with django_assert_num_queries(1):
        assert len([(line.notice.subject, line.notice.due_on) for line in inbox(actor)]) == rows
    with django_assert_num_queries(1):
        assert inbox_counts(actor).unread == rows
    with django_assert_num_queries(1):
        assert unread_count(actor) == rows


def test_mail_can_be_chosen_by_group_and_chosen_again(officer):
    person = officer.person
    assert all(wanted for _, wanted in mail_groups(person))
    choose_mail(person=person, groups=[Group.DUE])
    assert [group for group, wanted in mail_groups(person) if wanted] == [Group.DUE]
    choose_mail(person=person, groups=[Group.CASE, Group.DUE])
    assert [group for group, wanted in mail_groups(person) if wanted] == [Group.CASE, Group.DUE]


@pytest.fixture
def given_up(post, officer):
    """A letter to the officer of 天城町 that nobody tries to send any more."""
    address(post().pk)
    line = inbox(actor_for(officer)).get()
    line.mail, line.attempts, line.problem = MailState.FAILED, 10, "応答 550"
    line.save()
    return line


def test_letters_given_up_are_shown_to_who_manages_the_members(
    given_up, officer, prefecture, nagashima, member_of
):
    of_prefecture = actor_for(member_of(prefecture, "pref_admin"))
    of_town = actor_for(member_of(officer.body, "muni_decider"))
    of_other_town = actor_for(member_of(nagashima, "muni_decider"))
    of_nobody = actor_for(officer)
    seen = [list(dead_letters(a)) for a in (of_prefecture, of_town, of_other_town, of_nobody)]
    assert seen == [[given_up], [given_up], [], []]


def test_a_letter_given_up_can_be_sent_again_by_who_manages_the_members(
    given_up, officer, member_of
):
    before = len(jobs())
    again = resend(delivery=given_up.pk, by=actor_for(member_of(officer.body, "muni_decider")))
    assert (again.mail, again.attempts, len(jobs())) == (MailState.QUEUED, 0, before + 1)


def test_sending_again_is_refused_to_others_and_for_letters_still_on_their_way(
    given_up, officer, member_of
):
    with pytest.raises(PermissionDenied):
        resend(delivery=given_up.pk, by=actor_for(officer))
    manager = actor_for(member_of(officer.body, "muni_decider"))
    resend(delivery=given_up.pk, by=manager)
    with pytest.raises(ValidationError, match="送信を待っています"):
        resend(delivery=given_up.pk, by=manager)
