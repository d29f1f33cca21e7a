"""The inbox page and the page of letters that could not be delivered."""
# ruff: noqa: F811 - pytest hands fixtures over by name

import re

import pytest
from django.urls import reverse

from comipla.notices.delivery import address
from comipla.notices.models import Delivery, Group, MailState
from comipla.notices.selectors import Show, inbox, mail_groups
from comipla.people.services import actor_for
from tests.notices.conftest import (  # noqa: F401
    amagi,
    member_of,
    nagashima,
    officer,
    post,
    prefecture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, settings):
    """Sign a person in: ``enter(membership).get(…)``."""
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(membership):
        client.force_login(membership.person)
        return client

    return sign_in


@pytest.fixture
def told(post, officer):
    """Three notices to the officer; the second asks them to act."""
    for number, urgency in enumerate(("news", "todo", "done"), start=1):
        address(post(f"act:{number}", urgency=urgency, subject=f"知らせ{number}").pk)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def unread_of(membership) -> list[str]:
    lines = inbox(actor_for(membership), Show.UNREAD)
    return sorted(line.notice.subject for line in lines)


def test_nobody_reads_an_inbox_without_signing_in(client):
    response = client.get(reverse("inbox"))
    assert (response.status_code, response["Location"]) == (302, "/auth/sign-in/?next=/notices/")


def test_an_empty_inbox_says_what_will_come_here(enter, officer):
    words = text_of(enter(officer).get(reverse("inbox")))
    assert "まだ読んでいない通知はありません" in words
    assert "申請や決定など、相手の動きがあるとここに届きます。" in words


def test_the_inbox_tells_counts_kind_case_and_due_day(enter, officer, told):
    words = text_of(enter(officer).get(reverse("inbox")))
    assert "まだ読んでいない通知が3件あります" in words
    assert "すべて 3 件 未読 3 件 要対応 1 件" in words
    assert "③-R6-017 買い物支援の試行（架空） 天城町" in words
    assert "令和6年7月12日（金）" in words


def test_the_header_counts_what_is_unread_on_every_page(enter, officer, told):
    assert "通知 3 件" in text_of(enter(officer).get(reverse("inbox") + "?show=todo"))


@pytest.mark.parametrize(
    ("show", "subjects"),
    [
        ("", ["知らせ3", "知らせ2", "知らせ1"]),
        ("todo", ["知らせ2"]),
        ("unread", ["知らせ3", "知らせ2"]),
        ("何か", ["知らせ3", "知らせ2", "知らせ1"]),
    ],
)
def test_the_address_says_what_is_shown(show, subjects, enter, officer, told):
    client = enter(officer)
    first = inbox(actor_for(officer)).get(notice__subject="知らせ1")
    client.post(reverse("inbox_read", args=[first.pk]))
    shown = client.get(reverse("inbox"), {"show": show}).content.decode()
    assert re.findall(r"<p[^>]*>(知らせ\d)</p>", shown) == subjects


def test_opening_a_notice_notes_it_as_read_and_leads_to_its_page(enter, officer, told):
    line = inbox(actor_for(officer)).get(notice__subject="知らせ2")
    response = enter(officer).post(reverse("inbox_read", args=[line.pk]), {"open": "1"})
    assert (response.status_code, response["Location"]) == (302, "/cases/3-R6-017/")
    assert unread_of(officer) == ["知らせ1", "知らせ3"]


def test_noting_one_as_read_comes_back_to_the_same_list(enter, officer, told):
    line = inbox(actor_for(officer)).first()
    response = enter(officer).post(reverse("inbox_read", args=[line.pk]) + "?show=unread&page=2")
    assert response["Location"] == "/notices/?show=unread&page=2"


def test_noting_all_as_read_says_how_many(enter, officer, told):
    response = enter(officer).post(reverse("inbox_read_all"), follow=True)
    assert unread_of(officer) == []
    assert "3件を既読にしました。" in text_of(response)


def test_looking_never_notes_anything_as_read(enter, officer, told):
    client = enter(officer)
    for name, arguments in (("inbox", []), ("inbox_read_all", []), ("inbox_read", [1])):
        client.get(reverse(name, args=arguments))
    assert len(unread_of(officer)) == 3


def test_a_line_of_somebody_else_does_not_exist(enter, officer, told, nagashima, member_of):
    theirs = inbox(actor_for(officer)).first()
    client = enter(member_of(nagashima))
    assert client.post(reverse("inbox_read", args=[theirs.pk])).status_code == 404
    assert len(unread_of(officer)) == 3


def test_mail_is_chosen_by_kind(enter, officer):
    client = enter(officer)
    client.post(reverse("inbox_mail"), {"groups": ["due", "なにか"]})
    assert [group for group, wanted in mail_groups(officer.person) if wanted] == [Group.DUE]
    checked = re.findall(r'value="(\w+)" checked', client.get(reverse("inbox")).content.decode())
    assert checked == ["due"]


def test_long_inboxes_are_paged_and_keep_the_choice(enter, officer, post):
    for number in range(21):
        address(post(f"act:{number}").pk)
    page = enter(officer).get(reverse("inbox"), {"show": "unread", "page": "2"}).content.decode()
    assert page.count("todo__item") == 1
    assert "?show=unread&amp;page=1" in page


def test_the_page_costs_the_same_for_one_notice_and_for_many(
    enter, officer, post, django_assert_max_num_queries
):
    client = enter(officer)
    costs = []
    for number in range(15):
        address(post(f"act:{number}").pk)
        if number in (0, 14):
            with django_assert_max_num_queries(15) as captured:
                client.get(reverse("inbox"))
            costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.fixture
def given_up(post, officer):
    address(post("act:dead").pk)
    line = inbox(actor_for(officer)).get(notice__unique="act:dead")
    line.mail, line.problem = MailState.FAILED, "メールサーバーにつながりませんでした"
    line.save()
    return line


def test_who_manages_members_is_led_to_letters_not_delivered_and_sends_them_again(
    enter, officer, given_up, member_of
):
    client = enter(member_of(officer.body, "muni_decider"))
    assert "届けられなかったメールが1件あります" in text_of(client.get(reverse("inbox")))
    words = text_of(client.get(reverse("undelivered")))
    assert "muni_officer.465313@example.jp" in words
    assert "メールサーバーにつながりませんでした" in words
    response = client.post(reverse("undelivered_resend", args=[given_up.pk]), follow=True)
    assert "架空 花子さんへのメールをもう一度送ります。" in text_of(response)
    queued = Delivery.objects.for_system("read what a test made").get(pk=given_up.pk)
    assert queued.mail == MailState.QUEUED


def test_letters_on_their_way_are_not_sent_again(enter, officer, given_up, member_of):
    client = enter(member_of(officer.body, "muni_decider"))
    for _ in range(2):
        response = client.post(reverse("undelivered_resend", args=[given_up.pk]), follow=True)
    assert "このメールはもう送られているか、送信を待っています。" in text_of(response)


def test_letters_not_delivered_do_not_exist_for_others(
    enter, officer, given_up, nagashima, member_of
):
    client = enter(officer)
    assert client.get(reverse("undelivered")).status_code == 403
    assert client.post(reverse("undelivered_resend", args=[given_up.pk])).status_code == 403
    client = enter(member_of(nagashima, "muni_decider"))
    assert "届けられなかったメールはありません" in text_of(client.get(reverse("undelivered")))
    assert client.post(reverse("undelivered_resend", args=[given_up.pk])).status_code == 404
