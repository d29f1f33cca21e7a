"""Signing in: password, second factor, limits, the demo's one click, the way back."""

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from comipla.people.checks import demo_is_deployed, demo_is_public
from comipla.people.models import AuditEvent, AuditKind
from tests.people.conftest import PASSWORD
from tests.web.markup import Page

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db):
    cache.clear()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_the_sign_in_page_is_shown(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert "comipla にログインする" in page
    assert "体験版" not in page


def test_a_right_password_leads_to_the_address_asked_for(client, officer):
    answer = sign_in(client, officer.person.email.upper(), next="/members/")
    assert (answer.status_code, answer.url) == (302, "/members/")
    assert UserSession.objects.get().user == officer.person
    assert AuditEvent.objects.filter(kind=AuditKind.SIGNED_IN, person=officer.person).exists()


def test_an_address_elsewhere_is_not_followed(client, officer):
    assert sign_in(client, officer.person.email, next="https://example.com/").url == "/"


def test_a_wrong_password_is_answered_in_words_and_written_down(client, officer):
    page = sign_in(client, officer.person.email, "まちがい").content.decode()
    assert "メールアドレスかパスワードが合いません" in page
    assert "エラー：" in page
    event = AuditEvent.objects.get(kind=AuditKind.SIGN_IN_REFUSED)
    assert event.subject == officer.person


def test_an_unknown_address_gets_the_same_words(client, db):
    page = sign_in(client, "nobody@example.jp").content.decode()
    assert "メールアドレスかパスワードが合いません" in page


def test_empty_fields_are_named(client, db):
    page = sign_in(client, "", "").content.decode()
    assert "メールアドレスを入力してください。" in page
    assert "パスワードを入力してください。" in page


def test_after_five_wrong_passwords_one_waits_and_others_need_not(client, officer):
    for _ in range(5):
        sign_in(client, officer.person.email, "まちがい")
    page = sign_in(client, officer.person.email).content.decode()
    assert "少し待つ必要があります" in page
    elsewhere = client.post(
        reverse("account_login"),
        {"login": officer.person.email, "password": PASSWORD},
        REMOTE_ADDR="198.51.100.7",
    )
    assert elsewhere.status_code == 302


def test_a_stopped_account_cannot_enter(client, officer):
    officer.person.is_active = False
    officer.person.save()
    answer = sign_in(client, officer.person.email)
    assert answer.url == reverse("account_inactive")
    assert "管理する人に頼んで" in client.get(answer.url).content.decode()


def test_an_authenticator_app_is_asked_for_its_code(client, officer):
    TOTP.activate(officer.person, SECRET)
    assert sign_in(client, officer.person.email, next="/members/").url == reverse(
        "mfa_authenticate"
    )
    assert "認証アプリ" in client.get(reverse("mfa_authenticate")).content.decode()
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "コードが合いません" in wrong.content.decode()
    right = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert (right.status_code, right.url) == (302, "/members/")


def test_a_code_is_good_once(client, officer):
    TOTP.activate(officer.person, SECRET)
    code = code_now()
    sign_in(client, officer.person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))
    sign_in(client, officer.person.email)
    again = client.post(reverse("mfa_authenticate"), {"code": code})
    assert "コードが合いません" in again.content.decode()


def test_a_recovery_code_enters_and_is_written_down(client, officer):
    TOTP.activate(officer.person, SECRET)
    codes = RecoveryCodes.activate(officer.person)
    sign_in(client, officer.person.email)
    client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})
    assert client.get(reverse("account")).status_code == 200
    assert AuditEvent.objects.filter(kind=AuditKind.RECOVERY_CODE_USED).exists()


def test_the_secret_of_an_app_is_stored_encrypted(officer):
    TOTP.activate(officer.person, SECRET)
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET


def test_an_official_without_a_second_factor_is_led_to_set_one_up(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, officer.person.email)
    assert client.get(reverse("account")).url == reverse("second_factor_required")
    page = client.get(reverse("second_factor_required")).content.decode()
    assert reverse("mfa_activate_totp") in page
    setup = client.get(reverse("mfa_activate_totp"))
    assert setup.status_code == 200, "the sign-in of a moment ago is proof enough"
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert "予備コードは残り10個です" in client.get(done.url).content.decode()
    assert client.get(reverse("account")).status_code == 200


def test_the_last_second_factor_stays(client, officer):
    TOTP.activate(officer.person, SECRET)
    sign_in(client, officer.person.email)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "最後の確認方法は外せません" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_a_forgotten_password_is_set_anew_by_a_link(client, officer):
    answer = client.post(reverse("account_reset_password"), {"email": officer.person.email})
    assert answer.url == reverse("account_reset_password_done")
    letter = mail.outbox[0]
    assert letter.subject == "【要対応】パスワードを設定し直してください"
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    form = client.get(link, follow=True)
    assert "新しいパスワードを設定する" in form.content.decode()
    fresh = PASSWORD[::-1]
    client.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
    assert sign_in(client, officer.person.email, fresh).status_code == 302
    assert "このリンクは使えません" in client.get(link, follow=True).content.decode()


def test_an_unknown_address_is_told_the_same_when_a_password_is_forgotten(client, db):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.jp"})
    assert answer.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_nobody_signs_up(client, db):
    for path in ("/auth/signup/", "/auth/sign-up/", "/auth/email/"):
        assert client.get(path).status_code == 404


def test_signing_out_needs_a_post(client, officer):
    sign_in(client, officer.person.email)
    assert "ログアウトしますか" in client.get(reverse("account_logout")).content.decode()
    assert client.get(reverse("account")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("account")).status_code == 302


def test_one_click_enters_in_the_demo(client, amagi, member_of, settings):
    settings.DEMO = True
    person = member_of(amagi, "muni_officer", is_fictional=True).person
    assert person.email in client.get(reverse("account_login")).content.decode()
    answer = client.post(reverse("demo_sign_in"), {"person": person.email, "next": "/account/"})
    assert answer.url == "/account/"
    assert client.get("/account/").status_code == 200


def test_the_demo_shows_a_card_a_role_and_everybody_else_in_a_list(
    client, prefecture, amagi, member_of, settings
):
    settings.DEMO = True
    member_of(prefecture, "pref_accounts", "accounts@ken.example.jp", is_fictional=True)
    member_of(prefecture, "pref_decider", "decider2@ken.example.jp", is_fictional=True)
    member_of(amagi, "muni_decider", is_fictional=True)
    page = Page(client.get(reverse("account_login")).content.decode())
    cards = page.all("button", class_="account-card")
    assert [card["value"] for card in cards] == ["accounts@ken.example.jp"]
    assert [" ".join(card.text.split()) for card in cards] == [
        "県出納 鹿児島県 架空 花子 起案された概算払と精算払を支払い、返還金の収納を記録する"
    ]
    assert [group["label"] for group in page.all("optgroup")] == ["町", "県"]
    assert [(option["value"], option.text) for option in page.all("option")] == [
        ("muni_decider.465313@example.jp", "天城町 市町村決裁者　架空 花子"),
        ("decider2@ken.example.jp", "鹿児島県 県決裁者（課長補佐）　架空 花子"),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_entry_costs_the_same_for_one_and_for_three(
    people, client, prefecture, member_of, settings, django_assert_num_queries
):
    settings.DEMO = True
    towns = prefecture.children.filter(kind="MUNICIPALITY").order_by("code")
    for body in towns[:people]:
        member_of(body, "muni_officer", is_fictional=True)
    with django_assert_num_queries(1):
        page = Page(client.get(reverse("account_login")).content.decode())
    assert len(page.all("option")) == people


def test_one_click_enters_nowhere_else(client, amagi, member_of):
    person = member_of(amagi, "muni_officer", is_fictional=True).person
    assert client.post(reverse("demo_sign_in"), {"person": person.email}).status_code == 404
    assert client.get(reverse("account")).status_code == 302


def test_one_click_never_enters_a_real_person(client, officer, settings):
    settings.DEMO = True
    answer = client.post(reverse("demo_sign_in"), {"person": officer.person.email})
    assert answer.status_code == 404
    assert officer.person.email not in client.get(reverse("account_login")).content.decode()


def test_the_demo_beside_public_settings_is_an_error(settings):
    assert demo_is_public() == demo_is_deployed() == []
    settings.DEMO = True
    assert [error.id for error in demo_is_deployed()] == ["people.E002"]
    settings.SECURE_SSL_REDIRECT = True
    assert [error.id for error in demo_is_public()] == ["people.E001"]


def test_a_step_up_asks_for_the_password_and_leads_back(client, officer):
    sign_in(client, officer.person.email)
    answer = client.get(reverse("step_up"), {"next": "/members/"})
    assert answer.url == f"{reverse('account_reauthenticate')}?next=%2Fmembers%2F"
    back = client.post(answer.url, {"password": PASSWORD, "next": "/members/"})
    assert back.url == "/members/"
    assert client.get(reverse("step_up"), {"next": "/members/"}).url == "/members/"
    assert AuditEvent.objects.filter(kind=AuditKind.STEPPED_UP).exists()


def test_a_step_up_in_the_demo_asks_a_confirmation_that_says_so(client, amagi, member_of, settings):
    settings.DEMO = True
    person = member_of(amagi, "muni_officer", is_fictional=True).person
    client.post(reverse("demo_sign_in"), {"person": person.email})
    page = client.get(reverse("step_up"), {"next": "/members/"}).content.decode()
    assert "体験版の人はパスワードを持たない" in page
    assert client.post(reverse("step_up"), {"next": "/members/"}).url == "/members/"


def test_going_on_is_answered_only_while_signed_in(client, officer):
    assert client.get(reverse("session_continue")).status_code == 401
    client.force_login(officer.person)
    assert client.get(reverse("session_continue")).status_code == 204
