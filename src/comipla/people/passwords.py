"""The password policy: length and a blocklist, nothing else (NIST SP 800-63B-4, conventions C1).

At least 15 characters; 8 are enough for a person who has set up a second factor. Any character is
welcome, pasting too; nobody has to change a password that has not leaked. Refused are passwords
that guessing programs try first.
"""

import re
from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from comipla.people.models import Person
from comipla.people.selectors import has_second_factor

ALONE = 15
"""Fewest characters of a password that is the only proof."""
WITH_SECOND_FACTOR = 8
"""Fewest characters beside an authenticator app or a passkey."""

_FEWEST_DIFFERENT = 5
_SEQUENCES = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
)
_CONTEXT = (
    "comipla",
    "platform",
    "community",
    "kagoshima",
    "satsuma",
    "osumi",
    "amami",
    "jichitai",
    "kencho",
    "yakuba",
    "shiyakusho",
    "コミプラ",
    "鹿児島",
    "かごしま",
    "地域振興局",
    "市役所",
    "役場",
    "県庁",
)


class LongEnough:
    """Ask for 15 characters, or 8 from a person with a second factor."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError naming how many characters are missing."""
        fewest = fewest_characters(user)
        if len(password) < fewest:
            raise ValidationError(
                f"パスワードは{fewest}文字以上にしてください（今は{len(password)}文字です）。"
                "意味のつながらない言葉をいくつか並べると、長くても覚えやすくなります。",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        """What to tell before anything is typed."""
        return (
            f"{ALONE}文字以上（2つ目の確認方法を設定した人は{WITH_SECOND_FACTOR}文字以上）。"
            "どんな文字でも使えます。"
        )


class NotCommon(CommonPasswordValidator):
    """Refuse passwords that everybody tries: known lists, repetitions, rows of the keyboard."""

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002
        """Raise ValidationError for a password that is guessed early."""
        if _is_guessed_early(password.lower().strip(), self.passwords):
            raise ValidationError(
                "よく使われるパスワードか、同じ文字や並びの繰り返しです。"
                "ほかの言葉を選んで組み合わせてください。",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """What to tell before anything is typed."""
        return "よく使われるパスワードや、同じ文字の繰り返しは使えません。"


class NotFromContext:
    """Refuse passwords that consist of words from this office and this person."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError naming the word that guessing would begin with."""
        rest, found = password.lower(), ""
        for word in sorted(_words_of(user), key=len, reverse=True):
            if word in rest:
                found = found or word
                rest = rest.replace(word, "")
        if found and len(rest) < WITH_SECOND_FACTOR:
            raise ValidationError(
                f"「{found}」のほかが{len(rest)}文字しかありません。"
                f"名前や役所に関係のない文字を{WITH_SECOND_FACTOR}文字以上入れてください。",
                code="password_from_context",
            )

    def get_help_text(self) -> str:
        """What to tell before anything is typed."""
        return "名前、メールアドレス、役所の名前だけでは作れません。"


def fewest_characters(user: Person | None) -> int:
    """How many characters the password of `user` needs now."""
    if user is not None and user.pk and has_second_factor(user):
        return WITH_SECOND_FACTOR
    return ALONE


def _is_guessed_early(password: str, common: Iterable[str]) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    return (
        password in common
        or _shortest_unit(core) in common
        or len(set(password)) < _FEWEST_DIFFERENT
        or len(_shortest_unit(password)) * 2 <= len(password)
        or _is_sequence(password)
    )


def _shortest_unit(text: str) -> str:
    """The part whose repetition gives `text`: "abcabc" → "abc"."""
    turn = (text + text).find(text, 1)
    return text[:turn] if text else text


def _is_sequence(password: str) -> bool:
    return any(password in row * 3 or password in (row * 3)[::-1] for row in _SEQUENCES)


def _words_of(user: Person | None) -> set[str]:
    words = set(_CONTEXT)
    if user is not None:
        local, _, domain = user.email.partition("@")
        parts = [*re.split(r"[.\-_+\d]+", local), *domain.split(".")]
        names = [user.family_name, user.given_name, user.family_kana, user.given_kana]
        words.update(part for part in parts if len(part) >= 4)
        words.update(name.lower() for name in names if len(name) >= 2)
    return words
