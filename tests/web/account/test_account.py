"""One's own account, the switch of bodies, and taking up an invitation."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from comipla.people.models import Person
from comipla.people.services import begin_membership, invite
from tests.people.conftest import BEGAN, PASSWORD

pytestmark = pytest.mark.django_db
NEW = {
    "family_name": "髙﨑",
    "given_name": "次郎",
    "family_kana": "タカサキ",
    "given_kana": "ジロウ",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def entered(client, officer):
    client.force_login(officer.person)
    return client


@pytest.fixture
def link(by, amagi):
    _, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    return reverse("invitation", args=[token])


def test_the_account_says_who_one_is_and_where(entered, officer):
    page = entered.get(reverse("account")).content.decode()
    for words in ("架空 花子", officer.person.email, "天城町 市町村担当", "今の立場"):
        assert words in page


@pytest.mark.parametrize("name", ["account", "account_name", "members", "step_up"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, db, name):
    answer = client.get(reverse(name))
    assert answer.url == f"{reverse('account_login')}?next={reverse(name)}"


def test_a_name_is_changed_as_written(entered, officer):
    facts = {"family_name": "濵﨑", "given_name": "", "family_kana": "ハマサキ", "given_kana": ""}
    assert entered.post(reverse("account_name"), facts).url == reverse("account")
    assert Person.objects.get(pk=officer.person_id).name == "濵﨑"


def test_a_name_without_a_family_name_is_refused_and_what_was_typed_stays(entered):
    page = entered.post(reverse("account_name"), {"given_name": "花"}).content.decode()
    assert "氏を入力してください。" in page
    assert 'value="花"' in page


def test_other_devices_are_signed_out_by_one_press(entered, officer):
    other = Client()
    other.post(reverse("account_login"), {"login": officer.person.email, "password": PASSWORD})
    assert UserSession.objects.count() == 1
    entered.post(reverse("account_sessions_end"))
    assert other.get(reverse("account")).status_code == 302
    assert entered.get(reverse("account")).status_code == 200


def test_nobody_ends_the_session_of_another(entered, decider):
    other = Client()
    other.post(reverse("account_login"), {"login": decider.person.email, "password": PASSWORD})
    session = UserSession.objects.get(user=decider.person)
    entered.post(reverse("account_sessions_end"), {"session": session.pk})
    assert other.get(reverse("account")).status_code == 200


def test_one_click_switches_the_body(entered, officer, nagashima):
    second = begin_membership(
        person=officer.person, body=nagashima, role="muni_officer", starts_on=BEGAN
    )
    answer = entered.post(reverse("body_switch"), {"body": second.pk})
    assert answer.url == "/"
    page = entered.get(reverse("account")).content.decode()
    assert "長島町の市町村担当として仕事をしています。" in page


@pytest.mark.parametrize("body", ["", "x", "0", "decider"])
def test_a_membership_of_another_cannot_be_switched_to(entered, decider, body):
    chosen = str(decider.pk) if body == "decider" else body
    assert entered.post(reverse("body_switch"), {"body": chosen}).status_code == 404


@pytest.mark.parametrize("name", ["body_switch", "account_sessions_end", "demo_sign_in"])
def test_what_changes_something_is_not_done_by_a_get(entered, name):
    assert entered.get(reverse(name)).status_code == 405


def test_a_person_without_a_body_today_is_told_whom_to_ask(entered, officer):
    officer.ends_on = officer.starts_on
    officer.save()
    answer = entered.get(reverse("members"))
    assert answer.status_code == 403
    assert "招待を頼んでください" in answer.content.decode()
    assert entered.get(reverse("account")).status_code == 200


def test_an_invitation_shows_what_one_is_invited_to(client, link):
    page = client.get(link).content.decode()
    for words in ("天城町に招待されています", "市町村担当", "jiro@example.jp", "架空 花子"):
        assert words in page


def test_a_new_person_takes_up_an_invitation_and_is_signed_in(client, link):
    assert client.post(link, NEW).url == "/"
    assert "髙﨑 次郎" in client.get(reverse("account")).content.decode()


def test_an_invitation_is_closed_after_it_was_used(client, link):
    client.post(link, NEW)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "もう使われています" in answer.content.decode()


def test_slips_are_named_together_and_the_name_stays(client, link):
    slips = NEW | {"family_kana": "", "password": "短い", "password_again": "短い"}
    page = client.post(link, slips).content.decode()
    assert "氏のよみをカタカナで入力してください。" in page
    assert "パスワードは15文字以上" in page
    assert 'value="髙﨑"' in page
    assert "短い" not in page
    assert client.get(link).status_code == 200


def test_two_passwords_that_differ_are_named(client, link):
    page = client.post(link, NEW | {"password_again": "ちがう"}).content.decode()
    assert "上のパスワードと合いません" in page


def test_a_known_person_signs_in_first_then_agrees(client, link, nagashima, member_of):
    known = member_of(nagashima, "muni_officer", "jiro@example.jp").person
    assert "もう登録されています" in client.get(link).content.decode()
    assert client.post(link, NEW).status_code == 200
    client.force_login(known)
    assert "招待を受ける" in client.get(link).content.decode()
    assert client.post(link).url == "/"
    assert known.memberships.count() == 2


def test_another_person_is_told_to_sign_out_first(entered, link):
    assert "別の人としてログインしています" in entered.get(link).content.decode()
    entered.post(link)
    assert entered.get(link).status_code == 200


def test_a_broken_link_is_explained(client, db):
    answer = client.get(reverse("invitation", args=["x" * 43]))
    assert answer.status_code == 410
    assert "途中で切れていないか" in answer.content.decode()
