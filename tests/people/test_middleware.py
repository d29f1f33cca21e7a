"""What every request passes: time limits, acting body, second factor; and the step-up."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client

from comipla.people.middleware import BEGAN, MEMBERSHIP, SEEN
from comipla.people.models import AuditEvent, AuditKind
from comipla.people.selectors import live_sessions_of
from comipla.people.services import begin_membership, disable_person, end_membership, end_sessions
from tests.people.conftest import BEGAN as FIRST_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.urls")]


def age(client, *, seen=0.0, began=0.0):
    """Move the clocks of the client's session into the past, in seconds."""
    session = client.session
    session[SEEN] -= int(seen)
    session[BEGAN] -= int(began)
    session.save()


def sign_in(client, person):
    """Sign in and list the session, as the sign-in page does."""
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="192.0.2.1")
    return client


@pytest.fixture
def entered(client, officer):
    return sign_in(client, officer.person)


def who(client):
    return client.get("/who/").json()["actor"]


def test_nobody_acts_without_signing_in(client, db):
    assert client.get("/who/").json() == {"actor": None, "bodies": []}


def test_a_member_acts_for_the_body(entered, amagi):
    assert who(entered) == [amagi.code, "muni_officer"]


def test_an_ended_term_loses_the_rights_with_the_next_request(entered, officer, by):
    assert who(entered)
    end_membership(membership=officer, by=by)
    assert who(entered) is None


def test_a_term_that_ran_out_yesterday_gives_no_rights(entered, officer):
    officer.ends_on = officer.starts_on
    officer.save()
    assert who(entered) is None


def test_a_person_in_two_bodies_acts_for_the_chosen_one(entered, officer, amagi, nagashima):
    second = begin_membership(
        person=officer.person, body=nagashima, role="muni_officer", starts_on=FIRST_DAY
    )
    assert who(entered) == [amagi.code, "muni_officer"]
    session = entered.session
    session[MEMBERSHIP] = second.pk
    session.save()
    assert entered.get("/who/").json() == {
        "actor": [nagashima.code, "muni_officer"],
        "bodies": [amagi.code, nagashima.code],
    }


def test_a_membership_of_somebody_else_cannot_be_chosen(entered, decider, amagi):
    session = entered.session
    session[MEMBERSHIP] = decider.pk
    session.save()
    assert who(entered) == [amagi.code, "muni_officer"]


def test_finding_the_actor_costs_three_queries(entered, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, person, memberships
        entered.get("/who/")


def test_a_session_goes_on_while_it_is_used(entered):
    for _ in range(3):
        age(entered, seen=29 * 60)
        assert who(entered)


def test_a_session_ends_after_30_minutes_of_rest(entered, officer):
    age(entered, seen=30 * 60 + 1)
    response = entered.get("/who/?page=2")
    assert response.status_code == 302
    assert response.url == "/sign-in/?next=%2Fwho%2F%3Fpage%3D2"
    assert who(entered) is None
    assert AuditEvent.objects.filter(kind=AuditKind.SESSION_EXPIRED, person=officer.person).exists()
    assert not live_sessions_of(officer.person).exists()


def test_a_session_ends_after_12_hours_however_busy(entered):
    age(entered, began=12 * 3600 + 1)
    assert entered.get("/who/").status_code == 302


def test_a_session_that_rested_over_night_still_finds_its_person(entered):
    age(entered, seen=13 * 3600, began=13 * 3600)
    assert entered.post("/form/", {"purpose": "見守り"}).status_code == 302


def test_activity_is_noted_once_a_minute(entered, django_assert_num_queries):
    age(entered, seen=61)
    entered.get("/who/")
    assert entered.session[SEEN] >= int(time.time()) - 1
    with django_assert_num_queries(3):
        entered.get("/who/")


def test_a_form_posted_too_late_is_given_back_after_signing_in(entered, officer):
    age(entered, seen=31 * 60)
    typed = {"purpose": "買い物支援の試行", "password": "secret"}
    response = entered.post("/form/", typed)
    assert "入力した内容は残してあります" in str(*get_messages(response.wsgi_request))
    entered.force_login(officer.person)
    assert entered.get("/form/").json() == {"kept": {"purpose": "買い物支援の試行"}}
    assert entered.get("/form/").json() == {"kept": None}


def test_a_kept_form_is_given_to_nobody_else(entered, decider):
    age(entered, seen=31 * 60)
    entered.post("/form/", {"purpose": "買い物支援の試行"})
    entered.force_login(decider.person)
    assert entered.get("/form/").json() == {"kept": None}


def test_a_form_too_long_to_keep_is_said_so(entered):
    age(entered, seen=31 * 60)
    response = entered.post("/form/", {"purpose": "長" * 30_000})
    assert "残せませんでした" in str(*get_messages(response.wsgi_request))


def test_a_background_save_after_the_end_is_answered_without_a_page(entered):
    age(entered, seen=31 * 60)
    assert entered.post("/form/", {}, headers={"HX-Request": "true"}).status_code == 401


def test_stopping_an_account_ends_its_sessions(entered, officer, by):
    assert live_sessions_of(officer.person).count() == 1
    disable_person(person=officer.person, by=by)
    assert who(entered) is None
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_other_devices_are_signed_out_and_this_one_stays(entered, officer, amagi):
    other = sign_in(Client(), officer.person)
    assert end_sessions(person=officer.person, keep=entered.session.session_key) == 1
    assert who(other) is None
    assert who(entered) == [amagi.code, "muni_officer"]


def test_without_a_second_factor_only_its_setting_up_is_open(entered, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert entered.get("/who/").url == "/second-factor/required/"
    assert entered.get("/second-factor/").status_code == 200
    Authenticator.objects.create(user=officer.person, type=Authenticator.Type.TOTP, data={})
    assert who(entered)


def test_the_demo_asks_for_no_second_factor(entered, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert who(entered)


def test_a_decision_asks_for_a_fresh_proof(entered):
    response = entered.get("/decide/")
    assert (response.status_code, response.url) == (302, "/step-up/?next=%2Fdecide%2F")


def test_a_proof_counts_for_ten_minutes(entered, officer):
    def prove(seconds_ago):
        session = entered.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(officer.person.pk)
        session.save()

    prove(9 * 60)
    assert entered.get("/decide/").content == b"decided"
    prove(10 * 60 + 1)
    assert entered.get("/decide/").status_code == 302


def test_a_decision_posted_without_a_proof_keeps_its_form(entered):
    entered.post("/decide/", {"reason": "要綱第4条による"})
    assert "reason" in entered.session["interrupted_form"]["fields"]
