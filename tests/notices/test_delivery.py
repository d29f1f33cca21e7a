"""Addressing notices and sending each letter once, through a real relay."""

import asyncio
import contextlib
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from comipla.core.access import Permission
from comipla.notices.delivery import (
    ATTEMPTS,
    LettersWaiting,
    address,
    send_letters,
)
from comipla.notices.jobs import Patience, deliver
from comipla.notices.models import Delivery, Group, MailState
from comipla.notices.services import choose_mail
from comipla.people.models import Membership
from comipla.people.services import actor_for, disable_person, end_membership
from tests.notices.conftest import BEGAN

pytestmark = pytest.mark.django_db


def deliveries():
    return Delivery.objects.for_system("read what a test made").order_by("pk")


def states() -> list[tuple[str, str, int]]:
    return list(deliveries().values_list("person__email", "mail", "attempts").order_by("person"))


def test_everybody_with_a_current_term_gets_the_notice_once(post, officer, member_of):
    member_of(officer.body, "muni_decider")
    notice = post()
    address(notice.pk)
    address(notice.pk)
    assert [line.person.email for line in deliveries()] == [
        "muni_officer.465313@example.jp",
        "muni_decider.465313@example.jp",
    ]


def test_somebody_with_two_roles_gets_the_notice_once(post, officer):
    Membership.objects.create(
        person=officer.person, body=officer.body, role="muni_decider", starts_on=BEGAN
    )
    address(post().pk)
    assert deliveries().count() == 1


def test_who_has_left_or_has_not_begun_or_is_stopped_gets_nothing(
    post, officer, prefecture, member_of
):
    today = timezone.localdate()
    manager = actor_for(member_of(prefecture, "pref_admin"))
    town = officer.body
    end_membership(membership=member_of(town, email="ended@example.jp"), by=manager)
    disable_person(person=member_of(town, email="stopped@example.jp").person, by=manager)
    member_of(town, email="over@example.jp", ends_on=today - timedelta(days=1))
    member_of(town, email="later@example.jp", starts_on=today + timedelta(days=1))
    member_of(town, email="last-day@example.jp", ends_on=today)
    address(post().pk)
    assert [line.person.email for line in deliveries()] == [
        officer.person.email,
        "last-day@example.jp",
    ]


def test_a_notice_that_needs_a_permission_goes_to_those_who_hold_it(post, prefecture, member_of):
    for role in ("pref_officer", "pref_decider", "auditor"):
        member_of(prefecture, role)
    address(post("act:1", body=prefecture, needs=Permission.DECIDE).pk)
    assert [line.person.email for line in deliveries()] == ["pref_decider.46@example.jp"]


def test_a_notice_that_nobody_may_act_on_goes_to_everybody(post, officer):
    address(post(needs=Permission.DECIDE).pk)
    assert [line.person for line in deliveries()] == [officer.person]


def test_each_letter_is_sent_once_however_often_the_job_runs(post, officer, member_of, relay):
    member_of(officer.body, "muni_decider")
    notice = post()
    for _ in range(3):
        deliver(notice.pk)
    assert sorted(letter["To"] for letter in relay.letters) == [
        "muni_decider.465313@example.jp",
        "muni_officer.465313@example.jp",
    ]
    assert {line.message_id for line in deliveries()} == {
        letter["Message-ID"] for letter in relay.letters
    }


def test_the_letter_says_first_what_to_do_and_names_nobody(post, officer, relay, settings):
    settings.PUBLIC_URL = "https://comipla.example.jp"
    deliver(post(urgency="todo").pk)
    letter = relay.letters[0]
    text = letter.get_content().replace("\r\n", "\n")
    assert letter["Subject"].strip() == "【要対応】交付決定の通知が届きました（③-R6-017）"
    assert text.startswith(
        """\
次のページを開いて、手続きを進めてください。
https://comipla.example.jp/cases/3-R6-017/

交付決定の通知が届きました
案件番号：③-R6-017
事業名：買い物支援の試行（架空）
市町村：天城町
いまの状況：県が交付申請書を審査しています。
補正の期限：令和6年7月12日（金）
"""
    )
    assert "花子" not in text
    assert letter["Message-ID"].endswith("@comipla.example.jp>")


def test_whoever_wants_no_mail_about_a_group_still_has_it_in_the_inbox(post, officer, relay):
    choose_mail(person=officer.person, groups=[Group.DUE])
    deliver(post("act:1").pk)
    deliver(post("due:1", kind="due.report").pk)
    assert states() == [
        (officer.person.email, MailState.UNWANTED, 0),
        (officer.person.email, MailState.SENT, 1),
    ]
    assert len(relay.letters) == 1


def test_old_news_come_without_a_letter_and_very_old_ones_as_read(post, officer, relay):
    for days in (1, 8, 31):
        notice = post(f"act:{days}")
        notice.created_at = timezone.now() - timedelta(days=days)
        notice.save()
        deliver(notice.pk)
    seen = [(line.mail, line.read_at is None) for line in deliveries()]
    assert seen == [
        (MailState.SENT, True),
        (MailState.UNWANTED, True),
        (MailState.UNWANTED, False),
    ]


def test_no_letter_to_somebody_who_left_after_the_notice_was_addressed(
    post, officer, prefecture, member_of, relay
):
    notice = post()
    address(notice.pk)
    end_membership(membership=officer, by=actor_for(member_of(prefecture, "pref_admin")))
    send_letters(notice.pk)
    assert (states(), relay.letters) == ([(officer.person.email, MailState.UNWANTED, 0)], [])


def test_while_the_relay_is_down_letters_wait_and_then_each_goes_out_once(
    post, officer, member_of, relay, settings
):
    member_of(officer.body, "muni_decider")
    settings.EMAIL_PORT = 1  # nobody listens there
    notice = post()
    for _ in range(3):
        with pytest.raises(LettersWaiting):
            deliver(notice.pk)
    assert {line.problem for line in deliveries()} == {"メールサーバーにつながりませんでした"}
    assert [line.attempts for line in deliveries()] == [3, 3]
    settings.EMAIL_PORT = relay.port
    deliver(notice.pk)
    assert (len(relay.letters), {line.mail for line in deliveries()}) == (2, {MailState.SENT})


def test_a_letter_is_given_up_after_the_last_attempt(post, officer, settings, relay):
    settings.EMAIL_PORT = 1
    notice = post()
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(LettersWaiting):
            deliver(notice.pk)
    deliver(notice.pk)
    assert states() == [(officer.person.email, MailState.FAILED, ATTEMPTS)]


def test_an_address_refused_for_good_is_given_up_at_once_and_the_others_get_theirs(
    post, officer, member_of, relay
):
    wrong = member_of(officer.body, "muni_decider", email="wrong@example.jp")
    relay.answers["wrong@example.jp"] = b"550 no such user"
    deliver(post().pk)
    assert states() == [
        (officer.person.email, MailState.SENT, 1),
        ("wrong@example.jp", MailState.FAILED, 1),
    ]
    assert deliveries().get(person=wrong.person).problem == (
        "宛先のメールアドレスが受け付けられませんでした（応答 550）"
    )


def test_an_address_refused_for_now_is_tried_again(post, officer, relay):
    relay.answers[officer.person.email] = b"451 greylisted"
    notice = post()
    with pytest.raises(LettersWaiting):
        deliver(notice.pk)
    relay.answers.clear()
    deliver(notice.pk)
    assert (states(), len(relay.letters)) == ([(officer.person.email, MailState.SENT, 2)], 1)


def test_an_address_that_mail_cannot_carry_is_given_up_at_once(post, officer, relay):
    officer.person.email = f"hanako@{'あ' * 70}.jp"  # a part of a domain holds 63 characters
    officer.person.save()
    deliver(post().pk)
    assert states() == [(officer.person.email, MailState.FAILED, 1)]


@pytest.mark.parametrize("people", [1, 3])
def test_addressing_costs_the_same_however_many_people(
    people, post, officer, member_of, django_assert_num_queries
):
    for number in range(people - 1):
        member_of(officer.body, email=f"more{number}@example.jp")
    notice = post()
    with django_assert_num_queries(
        7
    ):  # savepoint and its release, lock, terms, choices, write, done
        address(notice.pk)
    assert deliveries().count() == people


def test_each_wait_is_longer_and_letters_are_never_forgotten():
    waits = [wait_after(attempts, LettersWaiting(1)) for attempts in range(ATTEMPTS + 2)]
    assert waits[:3] == [60, 300, 900]
    assert waits == sorted(waits)
    assert waits[-1] == 86_400


def test_another_trouble_ends_after_as_many_attempts():
    assert wait_after(ATTEMPTS - 1, RuntimeError()) == 86_400
    assert wait_after(ATTEMPTS, RuntimeError()) is None


def wait_after(attempts: int, trouble: Exception) -> int | None:
    job = Job(id=1, lock=None, queueing_lock=None, task_name="", queue="", attempts=attempts)
    decision = Patience().get_retry_decision(exception=trouble, job=job)
    if decision is None:
        return None
    return round((decision.retry_at - timezone.now()).total_seconds())


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(post, officer, relay):
    notice = post()
    address(notice.pk)
    relay.slowness = 0.3
    sending = [Thread(target=_deliver_aside, args=(notice.pk,)) for _ in range(2)]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join()
    assert (states(), len(relay.letters)) == ([(officer.person.email, MailState.SENT, 1)], 1)


def _deliver_aside(notice_id: int) -> None:
    with contextlib.suppress(LettersWaiting):
        deliver(notice_id)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_tries_again_what_the_relay_did_not_take(post, officer, relay):
    relay.answers[officer.person.email] = b"451 greylisted"
    notice = post()
    asyncio.run(_work())
    job = ProcrastinateJob.objects.get(args={"notice_id": notice.pk})
    assert (job.status, job.attempts, job.scheduled_at > timezone.now()) == ("todo", 1, True)
    relay.answers.clear()
    deliver.configure(schedule_in={"seconds": 0}).defer(notice_id=notice.pk)
    asyncio.run(_work())
    assert (states(), len(relay.letters)) == ([(officer.person.email, MailState.SENT, 2)], 1)


async def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                queues=["notices"], wait=False, install_signal_handlers=False
            )
