"""Limits on guessing: waits that grow and end, pages that an address may not try for ever."""

# ruff: noqa: F811 - fixtures are imported and then named as arguments

import math
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from comipla.people.services import invite
from tests.people.conftest import (  # noqa: F401 - fixtures
    PASSWORD,
    amagi,
    by,
    decider,
    member_of,
    officer,
    prefecture,
)
from tests.web.markup import Page

pytestmark = pytest.mark.django_db
HOUR = 3600
TRIES = 60
"""What an address may try of a secret address in ten minutes."""


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """The clock of the limits, in seconds; add to it to let time pass."""

    class Clock:
        now = math.floor(time.time())

    monkeypatch.setattr(time, "time", lambda: Clock.now)
    return Clock


def sign_in(client, email, password=PASSWORD, ip="192.0.2.1"):
    return client.post(
        reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=ip
    )


def wrong_until_refused(client, email):
    """Type wrong passwords until one is refused unseen; how many were looked at."""
    for tried in range(100):
        if "少し待つ必要があります" in sign_in(client, email, "まちがい").content.decode():
            return tried
    raise AssertionError("never refused")


def wait_of(client, clock, email):
    """Seconds until the right password is looked at again, found by trying every half minute."""
    for waited in range(0, 24 * HOUR, 30):
        if sign_in(client, email).status_code == 302:
            return waited
        clock.now += 30
    raise AssertionError("locked")


def test_the_wait_after_wrong_passwords_grows_and_ends_within_the_hour(client, officer, clock):
    email, waits = officer.person.email, []
    for _ in range(8):
        wrong_until_refused(client, email)
        waits.append(wait_of(client, clock, email))
        client.post(reverse("account_logout"))
    assert waits[0] <= 60
    assert max(waits[1:4]) > waits[0]
    assert max(waits) <= HOUR
    clock.now += HOUR
    assert wrong_until_refused(client, email) == 5, "after an hour of rest all is as before"


def test_who_has_to_wait_is_told_how_long(client, officer, clock):
    for _ in range(5):
        sign_in(client, officer.person.email, "まちがい")
    clock.now += 10
    page = sign_in(client, officer.person.email).content.decode()
    assert (
        "続けて合わなかったため、少し待つ必要があります。1分ほど待ってから、もう一度入力してください。"
        "パスワードを忘れたときは、設定し直すことができます。"
    ) in page


def test_trying_while_one_has_to_wait_uses_up_nothing_of_the_colleagues(client, officer, decider):
    for _ in range(70):
        sign_in(client, officer.person.email, "まちがい")
    assert sign_in(client, decider.person.email).status_code == 302


def test_nobody_keeps_an_official_out_from_another_network(client, officer):
    for _ in range(30):
        sign_in(client, officer.person.email, "まちがい", ip="198.51.100.7")
    assert sign_in(client, officer.person.email, ip="192.0.2.1").status_code == 302


def test_neighbours_in_one_ipv6_network_count_as_one(client, officer):
    for host in range(5):
        sign_in(client, officer.person.email, "まちがい", ip=f"2001:db8::{host + 1}")
    page = sign_in(client, officer.person.email, ip="2001:db8::99").content.decode()
    assert "少し待つ必要があります" in page
    assert sign_in(client, officer.person.email, ip="2001:db8:1::1").status_code == 302


def test_one_address_cannot_try_one_password_on_every_account(client, officer):
    for number in range(60):
        sign_in(client, f"somebody{number}@example.jp", "まちがい")
    assert "少し待つ必要があります" in sign_in(client, officer.person.email).content.decode()


def test_codes_of_the_second_factor_cannot_be_tried_out(client, officer):
    TOTP.activate(officer.person, "JBSWY3DPEHPK3PXP")
    sign_in(client, officer.person.email)
    pages = [
        client.post(reverse("mfa_authenticate"), {"code": f"{code:06}"}).content.decode()
        for code in range(6)
    ]
    assert ["コードが合いません" in page for page in pages] == [True] * 5 + [False]
    assert "1分から1時間待ってから" in pages[5]


def test_letters_for_a_forgotten_password_are_not_sent_without_end(client, officer, mailoutbox):
    for _ in range(5):
        client.post(reverse("account_reset_password"), {"email": officer.person.email})
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("name", "secret"), [("verify_paper", "0000-0000-{:04}"), ("invitation", "guess-{}")]
)
def test_an_address_guesses_at_secrets_only_so_often(client, clock, name, secret):
    def guess(number, ip="192.0.2.1"):
        return client.get(reverse(name, args=[secret.format(number)]), REMOTE_ADDR=ip)

    assert {guess(number).status_code for number in range(TRIES)} <= {404, 410}
    clock.now += 60
    refused = guess(TRIES)
    assert (refused.status_code, refused["Retry-After"]) == (429, "540")
    assert Page(refused.content.decode()).one("h1").text == "少し待ってから、もう一度試してください"
    assert "9分ほど待ってから" in refused.content.decode()
    assert guess(TRIES, ip="198.51.100.7").status_code != 429
    clock.now += 540
    assert guess(TRIES).status_code != 429


def test_opening_an_invitation_that_exists_is_never_counted(client, amagi, by):
    _, token = invite(email="taro@example.jp", body=amagi, role="muni_officer", by=by)
    answers = {
        client.get(reverse("invitation", args=[token])).status_code for _ in range(TRIES + 1)
    }
    assert answers == {200}


def test_sending_to_an_invitation_is_counted(client, amagi, by):
    _, token = invite(email="taro@example.jp", body=amagi, role="muni_officer", by=by)
    address = reverse("invitation", args=[token])
    answers = [client.post(address, {"family_name": ""}).status_code for _ in range(TRIES + 1)]
    assert answers == [200] * TRIES + [429]


def test_files_are_compared_only_so_often(client):
    address = reverse("verify_paper", args=["0000-0000-0000"])
    answers = [client.post(address).status_code for _ in range(TRIES + 1)]
    assert answers == [404] * TRIES + [429]
