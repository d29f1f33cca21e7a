"""Invitations, terms and accounts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from comipla.core.access import Permission, may
from comipla.people.models import AuditEvent, AuditKind, Body, Invitation, Membership, Person
from comipla.people.selectors import (
    bodies_managed_by,
    body_managed_by,
    members_of,
    memberships_on,
    open_invitations,
)
from comipla.people.services import (
    InvitationClosed,
    accept_invitation,
    accept_invitation_as_new_person,
    actor_for,
    begin_membership,
    disable_person,
    enable_person,
    end_membership,
    establish_prefecture,
    find_open_invitation,
    invite,
    withdraw_invitation,
)
from tests.people.conftest import BEGAN, PASSWORD

pytestmark = pytest.mark.django_db
NEW = {
    "family_name": "架空",
    "given_name": "次郎",
    "family_kana": "カクウ",
    "given_kana": "ジロウ",
    "password": PASSWORD + "という約束",
}


def test_a_prefecture_comes_with_its_branches_and_municipalities(prefecture):
    kinds = list(Body.objects.values_list("kind", flat=True))
    assert (kinds.count("PREFECTURE"), kinds.count("BRANCH"), kinds.count("MUNICIPALITY")) == (
        1,
        7,
        43,
    )


def test_establishing_again_keeps_what_an_office_has_changed(amagi):
    amagi.section = "企画財政課"
    amagi.save()
    establish_prefecture("46")
    assert Body.objects.get(pk=amagi.pk).section == "企画財政課"


def test_the_actor_of_a_municipality_reaches_it_and_no_other(officer, amagi, nagashima):
    actor = actor_for(officer)
    assert (actor.body_path, actor.role, actor.name) == (
        ("46", "465313"),
        "muni_officer",
        "架空 花子",
    )
    assert may(actor, Permission.SEE_CASE, amagi.path)
    assert not may(actor, Permission.SEE_CASE, nagashima.path)


def test_the_actor_of_a_branch_office_reaches_what_it_serves(
    prefecture, amagi, nagashima, member_of
):
    branch = Body.objects.get(code="46-hokusatsu")
    actor = actor_for(member_of(branch, "branch_officer"))
    assert may(actor, Permission.SEE_CASE, nagashima.path)
    assert not may(actor, Permission.SEE_CASE, amagi.path)


def test_only_terms_that_hold_the_day_count(officer):
    officer.ends_on = BEGAN + timedelta(days=9)
    officer.save()
    days = [BEGAN - timedelta(days=1), BEGAN, officer.ends_on, officer.ends_on + timedelta(days=1)]
    counts = [memberships_on(officer.person, day).count() for day in days]
    assert counts == [0, 1, 1, 0]


def test_a_role_of_another_kind_of_body_is_refused(officer, prefecture):
    with pytest.raises(ValidationError, match="役割を一覧から"):
        begin_membership(
            person=officer.person, body=prefecture, role="muni_officer", starts_on=BEGAN
        )


def test_a_role_held_already_is_refused_in_words(officer):
    with pytest.raises(ValidationError, match="市町村担当になっています"):
        begin_membership(
            person=officer.person,
            body=officer.body,
            role="muni_officer",
            starts_on=BEGAN + timedelta(days=30),
        )


def test_an_invitation_makes_a_person_with_the_role(by, amagi):
    _, token = invite(email=" Jiro@Example.jp ", body=amagi, role="muni_officer", by=by)
    membership = accept_invitation_as_new_person(token=token, **NEW)
    assert membership.person.email == "jiro@example.jp"
    assert (membership.body, membership.role) == (amagi, "muni_officer")
    assert membership.person.check_password(NEW["password"])
    assert not open_invitations(amagi).exists()


def test_the_token_of_an_invitation_is_stored_nowhere(by, amagi):
    _, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    assert token not in str(Invitation.objects.values())
    assert token not in str(AuditEvent.objects.values())


def test_an_invitation_is_used_once(by, amagi):
    _, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    accept_invitation_as_new_person(token=token, **NEW)
    with pytest.raises(InvitationClosed, match="もう使われています"):
        accept_invitation_as_new_person(token=token, **NEW)
    assert Person.objects.filter(email="jiro@example.jp").count() == 1


def test_an_invitation_ends_after_seven_days(by, amagi):
    invitation, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationClosed) as closed:
        find_open_invitation(token)
    assert closed.value.reason == "expired"


def test_a_withdrawn_invitation_cannot_be_used(by, amagi):
    invitation, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    withdraw_invitation(invitation=invitation, by=by)
    with pytest.raises(InvitationClosed) as closed:
        find_open_invitation(token)
    assert closed.value.reason == "withdrawn"


def test_a_second_invitation_replaces_the_first(by, amagi):
    _, first = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    _, second = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    with pytest.raises(InvitationClosed):
        find_open_invitation(first)
    assert find_open_invitation(second).email == "jiro@example.jp"


def test_a_known_person_takes_up_an_invitation_only_as_themselves(by, amagi, nagashima, member_of):
    known = member_of(nagashima, "muni_officer", "jiro@example.jp").person
    other = member_of(nagashima, "muni_officer", "saburo@example.jp").person
    _, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    with pytest.raises(ValidationError, match="先にログイン"):
        accept_invitation_as_new_person(token=token, **NEW)
    with pytest.raises(PermissionDenied):
        accept_invitation(token=token, person=other)
    accept_invitation(token=token, person=known)
    codes = [held.body.code for held in memberships_on(known, timezone.localdate())]
    assert codes == [nagashima.code, amagi.code]


def test_a_weak_password_leaves_the_invitation_open(by, amagi):
    _, token = invite(email="jiro@example.jp", body=amagi, role="muni_officer", by=by)
    with pytest.raises(ValidationError, match="15文字以上"):
        accept_invitation_as_new_person(token=token, **NEW | {"password": "短い合言葉"})
    assert find_open_invitation(token)
    assert not Person.objects.filter(email="jiro@example.jp").exists()


def test_nobody_invites_into_another_municipality(by, nagashima):
    with pytest.raises(PermissionDenied):
        invite(email="jiro@example.jp", body=nagashima, role="muni_officer", by=by)


def test_an_officer_without_the_permission_invites_nobody(officer, amagi):
    with pytest.raises(PermissionDenied):
        invite(email="a@example.jp", body=amagi, role="muni_officer", by=actor_for(officer))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "pref_officer"}, "役割を一覧から"),
        ({"ends_on": BEGAN}, "終わる日を"),
        ({"email": "jiro"}, "メール"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(by, amagi, changes, sentence):
    facts = {"email": "jiro@example.jp", "role": "muni_officer", "body": amagi, "by": by}
    with pytest.raises(ValidationError, match=sentence):
        invite(**facts | changes)


def test_an_ended_term_is_over_at_once_and_can_begin_anew_the_same_day(by, officer):
    end_membership(membership=officer, by=by)
    today = timezone.localdate()
    assert not memberships_on(officer.person, today).exists()
    begin_membership(person=officer.person, body=officer.body, role=officer.role, starts_on=today)
    assert memberships_on(officer.person, today).count() == 1


def test_nobody_ends_their_own_term_or_one_elsewhere(by, decider, nagashima, member_of):
    with pytest.raises(ValidationError, match="自分の所属"):
        end_membership(membership=decider, by=by)
    with pytest.raises(PermissionDenied):
        end_membership(membership=member_of(nagashima, "muni_officer"), by=by)


def test_a_term_ends_once(by, officer):
    end_membership(membership=officer, by=by)
    with pytest.raises(ValidationError, match="もう終わっています"):
        end_membership(membership=officer, by=by)


def test_a_stopped_account_has_no_rights_until_it_is_enabled(by, officer):
    disable_person(person=officer.person, by=by)
    today = timezone.localdate()
    assert not memberships_on(officer.person, today).exists()
    enable_person(person=officer.person, by=by)
    assert memberships_on(officer.person, today).exists()


def test_an_account_is_stopped_only_by_who_manages_all_its_bodies(by, decider, officer, nagashima):
    begin_membership(person=officer.person, body=nagashima, role="muni_officer", starts_on=BEGAN)
    with pytest.raises(PermissionDenied):
        disable_person(person=officer.person, by=by)
    with pytest.raises(ValidationError, match="自分のアカウント"):
        disable_person(person=decider.person, by=by)


def test_the_administrator_of_the_prefecture_manages_every_body(prefecture, amagi, member_of):
    admin = actor_for(member_of(prefecture, "pref_admin"))
    assert bodies_managed_by(admin).count() == 51
    assert body_managed_by(admin, amagi.code) == amagi


def test_a_municipality_manages_itself_alone(by, officer, amagi, nagashima):
    assert list(bodies_managed_by(by)) == [amagi]
    assert body_managed_by(by, nagashima.code) is None
    assert body_managed_by(actor_for(officer), amagi.code) is None


def test_members_come_in_the_order_of_their_readings(amagi, member_of):
    for email, kana in [
        ("b@example.jp", "ハナ"),
        ("c@example.jp", "アベ"),
        ("d@example.jp", "バナ"),
    ]:
        person = member_of(amagi, "muni_officer", email).person
        person.family_kana = kana
        person.save()
    names = [held.person.family_kana for held in members_of(amagi, day=timezone.localdate())]
    assert names == ["アベ", "ハナ", "バナ"]


def test_every_change_of_rights_is_written_down(by, amagi):
    _, token = invite(
        email="jiro@example.jp", body=amagi, role="muni_officer", by=by, ip="192.0.2.1"
    )
    membership = accept_invitation_as_new_person(token=token, **NEW)
    end_membership(membership=membership, by=by)
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-4:] == [
        AuditKind.INVITED,
        AuditKind.MEMBERSHIP_BEGAN,
        AuditKind.INVITATION_ACCEPTED,
        AuditKind.MEMBERSHIP_ENDED,
    ]
    assert AuditEvent.objects.get(kind=AuditKind.INVITED).ip == "192.0.2.1"
    assert Membership.objects.get(pk=membership.pk).ended_by_id == by.person_id
