"""The page of members: who sees it, inviting, ending terms, stopping accounts."""

import time

import pytest
from django.urls import reverse

from comipla.people.models import Invitation, Membership
from comipla.people.services import actor_for, begin_membership, invite

pytestmark = pytest.mark.django_db


def prove(client, person):
    """Put a fresh proof of identity into the session, as the step-up page does."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.fixture
def manager(client, decider):
    client.force_login(decider.person)
    prove(client, decider.person)
    return client


def invite_page(body):
    return reverse("member_invite", args=[body.code])


def test_a_manager_sees_the_members_of_the_own_body(manager, officer):
    page = manager.get(reverse("members")).content.decode()
    assert "天城町に所属する人は2人です" in page
    assert officer.person.email in page


def test_an_officer_is_told_that_the_page_is_for_others(client, officer):
    client.force_login(officer.person)
    assert client.get(reverse("members")).status_code == 403


@pytest.mark.parametrize("name", ["body_members", "member_invite"])
def test_the_members_of_another_body_do_not_exist(manager, nagashima, name):
    assert manager.get(reverse(name, args=[nagashima.code])).status_code == 404


def test_a_term_in_another_body_does_not_exist(manager, nagashima, member_of):
    foreign = member_of(nagashima, "muni_officer")
    assert manager.post(reverse("member_end", args=[foreign.pk])).status_code == 404
    assert Membership.objects.get(pk=foreign.pk).ended_at is None


def test_the_administrator_of_the_prefecture_manages_all(client, prefecture, amagi, member_of):
    client.force_login(member_of(prefecture, "pref_admin").person)
    page = client.get(reverse("members")).content.decode()
    assert "ほかの団体を見る（51団体）" in page
    assert client.get(reverse("body_members", args=[amagi.code])).status_code == 200


def test_an_invitation_gives_a_link_once(manager, amagi):
    page = manager.post(
        invite_page(amagi),
        {"email": "jiro@example.jp", "role": "muni_officer", "ends_on": "令和99年3月31日"},
    ).content.decode()
    assert "http://testserver/invitation/" in page
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.ends_on.year) == ("jiro@example.jp", 2117)
    assert "jiro@example.jp" in manager.get(reverse("members")).content.decode()
    assert "/invitation/" not in manager.get(reverse("members")).content.decode().replace(
        "/members/invitations/", ""
    )


def test_slips_in_an_invitation_are_named_and_kept(manager, amagi):
    page = manager.post(
        invite_page(amagi), {"email": "jiro", "role": "pref_decider", "ends_on": "来年の春"}
    ).content.decode()
    assert "の形で入力してください" in page
    assert "役割を一覧から選んでください。" in page
    assert "「来年の春」を日付として読めません" in page
    assert 'value="来年の春"' in page
    assert not Invitation.objects.exists()


def test_inviting_asks_for_a_fresh_proof_and_keeps_what_was_typed(client, decider, amagi):
    client.force_login(decider.person)
    answer = client.post(invite_page(amagi), {"email": "jiro@example.jp", "role": "muni_officer"})
    assert answer.url.startswith(reverse("step_up"))
    prove(client, decider.person)
    assert 'value="jiro@example.jp"' in client.get(invite_page(amagi)).content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn(manager, by, amagi):
    invitation, _ = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    manager.post(reverse("invitation_withdraw", args=[invitation.pk]))
    assert Invitation.objects.get().withdrawn_at


def test_an_invitation_of_another_body_cannot_be_withdrawn(
    manager, prefecture, nagashima, member_of
):
    admin = actor_for(member_of(prefecture, "pref_admin"))
    invitation, _ = invite(email="jiro@example.jp", body=nagashima, role="muni_officer", by=admin)
    answer = manager.post(reverse("invitation_withdraw", args=[invitation.pk]))
    assert answer.status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_a_term_is_ended_after_a_confirmation(manager, officer):
    page = reverse("member_end", args=[officer.pk])
    assert "所属を終えますか" in manager.get(page).content.decode()
    assert Membership.objects.get(pk=officer.pk).ended_at is None
    manager.post(page)
    assert Membership.objects.get(pk=officer.pk).ended_at
    assert "終わった所属（1件）" in manager.get(reverse("members")).content.decode()


def test_ones_own_term_is_not_ended(manager, decider):
    page = manager.post(reverse("member_end", args=[decider.pk])).content.decode()
    assert "自分の所属は自分で終えられません" in page


def test_an_account_is_stopped(manager, officer):
    manager.post(reverse("member_end", args=[officer.pk]), {"stop_account": "1"})
    officer.person.refresh_from_db()
    assert not officer.person.is_active


def test_an_account_of_other_bodies_too_is_not_stopped_here(manager, officer, nagashima):
    begin_membership(
        person=officer.person, body=nagashima, role="muni_officer", starts_on=officer.starts_on
    )
    page = manager.post(
        reverse("member_end", args=[officer.pk]), {"stop_account": "1"}
    ).content.decode()
    assert "ほかの団体にも所属している" in page
