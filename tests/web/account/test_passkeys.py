"""A passkey in a real browser: registered once, it signs in without a password."""

import pytest
from django.urls import reverse

from tests.people.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser):
    """A page on a device that answers every question for a finger with yes."""
    context = browser.new_context()
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    yield page
    context.close()


def test_a_passkey_is_registered_and_then_signs_in(live_server, page, officer):
    page.goto(live_server.url + reverse("account_login"))
    page.fill("#login", officer.person.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url(live_server.url + reverse("desk"))
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.fill("#name", "役場のパソコン")
    page.click("button:has-text('パスキーを登録する')")
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    page.goto(live_server.url + reverse("mfa_index"))
    assert "役場のパソコン" in page.inner_text("main")

    page.goto(live_server.url + reverse("account_logout"))
    page.click("main button:has-text('ログアウトする')")
    page.goto(f"{live_server.url}{reverse('account_login')}?next={reverse('account')}")
    page.click("button:has-text('パスキーでログインする')")
    page.wait_for_url(live_server.url + reverse("account"))
    assert page.get_by_role("heading", name="自分の設定").is_visible()
