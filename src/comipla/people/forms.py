"""allauth's forms with sentences that say what to do.

Fields and checks stay allauth's; only the words for what is missing are ours.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp

_WORDS = {
    "login": {
        "required": "メールアドレスを入力してください。",
        "invalid": "メールアドレスを、名前@example.lg.jp の形で入力してください。",
    },
    "email": {
        "required": "メールアドレスを入力してください。",
        "invalid": "メールアドレスを、名前@example.lg.jp の形で入力してください。",
    },
    "password": {"required": "パスワードを入力してください。"},
    "oldpassword": {"required": "今のパスワードを入力してください。"},
    "password1": {"required": "新しいパスワードを入力してください。"},
    "password2": {"required": "新しいパスワードを、確かめのためもう一度入力してください。"},
    "code": {"required": "コードを入力してください。"},
}
_DIFFERENT = "新しいパスワードと合いません。同じパスワードをもう一度入力してください。"


class _OurWords:
    """Put our sentences where Django's and allauth's would stand."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in _WORDS.items():
            if name in self.fields:
                self.fields[name].error_messages.update(words)

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's; two passwords that differ are said in our words."""
        is_allauth_sentence = field == "password2" and not isinstance(error, Exception)
        super().add_error(field, _DIFFERENT if is_allauth_sentence else error)  # type: ignore[misc]


class LoginForm(_OurWords, account.LoginForm):
    """E-mail address and password."""


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):
    """The present password and, twice, a new one."""


class SetPasswordForm(_OurWords, account.SetPasswordForm):
    """A first password, twice."""


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    """The address to which a link for a new password goes."""


class ResetPasswordKeyForm(_OurWords, account.ResetPasswordKeyForm):
    """A new password, twice, after following that link."""


class ReauthenticateForm(_OurWords, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(_OurWords, second_factor.AuthenticateForm):
    """The code of the app, or a recovery code, at sign-in."""


class CodeAgainForm(_OurWords, second_factor.ReauthenticateForm):
    """The code once more."""


class ActivateAppForm(_OurWords, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""
