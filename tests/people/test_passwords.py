"""Passwords: long or backed by a second factor, and not the first that anybody would try."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from comipla.people.models import Person
from comipla.people.passwords import fewest_characters

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Person.objects.create_user(
        "kuroshio.sakurako@example.jp", family_name="黒潮", given_name="桜子", given_kana="サクラコ"
    )


@pytest.mark.parametrize(
    "password",
    [
        "みかんの木と白い雲を数えると五つ",
        "correct horse battery staple",
        "aB3$ kO9! zQ7& mmm",
        "あいうえお かきくけこ さしすせそ",
        "長い" + "".join(chr(0x4E00 + 37 * n) for n in range(200)),
    ],
)
def test_a_long_password_of_any_kind_is_welcome(person, password):
    validate_password(password, person)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("fourteen chars", "15文字以上にしてください（今は14文字です）"),
        ("passwordpassword", "よく使われる"),
        ("password1234567890", "よく使われる"),
        ("aaaaaaaaaaaaaaaaaa", "よく使われる"),
        ("abcabcabcabcabcabc", "よく使われる"),
        ("12345678901234567", "よく使われる"),
        ("qwertyuiopqwertyuiop", "よく使われる"),
        ("kagoshima-comipla-2024", "「kagoshima」のほか|「comipla」のほか"),
        ("sakurako-kuroshio-1", "「sakurako」のほか|「kuroshio」のほか"),
        ("黒潮桜子黒潮桜子黒潮かごしまコミプラ", "のほかが"),
    ],
)
def test_what_is_guessed_early_is_refused_in_words(person, password, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validate_password(password, person)


def test_eight_characters_are_enough_beside_a_second_factor(person):
    assert fewest_characters(person) == 15
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert fewest_characters(person) == 15
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert fewest_characters(person) == 8
    validate_password("雲と木の数は八つ", person)
    with pytest.raises(ValidationError, match="8文字以上"):
        validate_password("雲と木の数八", person)


def test_somebody_who_is_not_stored_yet_needs_the_long_one():
    assert fewest_characters(Person(email="a@example.jp")) == 15
    assert fewest_characters(None) == 15
