"""How allauth behaves here: by invitation only, in our words, with our limits."""

import base64
import hashlib
import ipaddress
import math
from datetime import UTC, datetime
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.safestring import SafeString, mark_safe

from comipla.people import limits
from comipla.people.models import AuditKind, Person
from comipla.people.selectors import SECOND_FACTORS, second_factors
from comipla.people.services import record_event
from comipla.people.throttling import seconds_to_wait_for_sign_in

_FLASHES = {
    "account/messages/password_changed.txt": "パスワードを変えました。",
    "account/messages/password_set.txt": "パスワードを設定しました。",
    "mfa/messages/totp_activated.txt": "認証アプリを設定しました。",
    "mfa/messages/totp_deactivated.txt": "認証アプリを外しました。",
    "mfa/messages/webauthn_added.txt": "パスキーを加えました。",
    "mfa/messages/webauthn_removed.txt": "パスキーを外しました。",
    "mfa/messages/recovery_codes_generated.txt": "予備コードを作りました。",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address and password; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "このアカウントは止められています。所属の管理する人に確かめてください。",
        "email_password_mismatch": (
            "メールアドレスかパスワードが合いません。打ちまちがいがないか確かめてください。"
        ),
        "enter_current_password": "今のパスワードを入力してください。",
        "incorrect_code": "コードが合いません。今表示されているコードを入力してください。",
        "incorrect_password": "パスワードが合いません。もう一度入力してください。",
        "invalid_or_expired_key": "このリンクは使えません。もう一度申し込んでください。",
        "invalid_login": "メールアドレスとパスワードを入力してください。",
        "invalid_password_reset": (
            "このリンクは使えません（20分を過ぎたか、もう使われました）。もう一度申し込んでください。"
        ),
        "too_many_login_attempts": (
            "続けて合わなかったため、少し待つ必要があります。合わなかった回数により、1分から1時間"
            "待ってから、もう一度入力してください。"
        ),
        "rate_limited": "操作が続いています。少し待ってから、もう一度試してください。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by invitation only."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a second factor is touched, unless the person just signed in.

        Only the first second factor, set up right after the sign-in that demands it, is excused,
        and the recovery codes that come with it.
        """
        request = context.request
        records = get_authentication_records(request, request.user)
        if app == "allauth.mfa" and records:
            signed_in_at = datetime.fromtimestamp(records[0]["at"], tz=UTC)
            is_fresh = timezone.now() - signed_in_at < limits.step_up()
            older = second_factors(request.user).filter(created_at__lt=signed_in_at)
            if is_fresh and not older.exists():
                return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show what was done in our words; greetings are left out."""
        sentence = message or _FLASHES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a sign-in that comes too early, and say when it may be tried again."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            key = self._get_login_attempts_cache_key(request, **credentials)
            minutes = math.ceil(seconds_to_wait_for_sign_in(request, key) / 60)
            raise ValidationError(
                f"続けて合わなかったため、少し待つ必要があります。{max(minutes, 1)}分ほど待ってから、"
                "もう一度入力してください。パスワードを忘れたときは、設定し直すことができます。",
                code=refusal.code,
            ) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the refusal; an address that nobody has is not written down."""
        email = str(credentials.get("email", "")).strip().lower()
        person = Person.objects.filter(email=email).first()
        record_event(
            kind=AuditKind.SIGN_IN_REFUSED,
            subject=person,
            ip=self.get_client_ip(request),
            detail={"known": int(person is not None)},
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and network together.

        allauth counts by account alone, which would let anybody keep an official from signing in.
        """
        login = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{login}:{_network(self.get_client_ip(request))}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and passkeys: secrets encrypted, the last factor stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "最後の確認方法は外せません。先に別の確認方法を加えてください。"
        ),
        "cannot_generate_recovery_codes": (
            "予備コードは、認証アプリかパスキーを設定してから作ることができます。"
        ),
        "incorrect_code": (
            "コードが合いません。認証アプリに今表示されている6桁を入力してください。"
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret at rest with a key derived from SECRET_KEY."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt with the present key or one of SECRET_KEY_FALLBACKS."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """The square that an authenticator app reads, drawn without inline styles."""
        drawing = segno.make(url, error="m").svg_inline(border=4, light="#ffffff", omitsize=True)
        return mark_safe(drawing)  # noqa: S308 - drawn here, from an address of our own

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor: a short password relies on it."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return (
            authenticator.type not in SECOND_FACTORS or others.exclude(pk=authenticator.pk).exists()
        )

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name to begin with; the person may change it."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"パスキー{number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """How the browser names this site when it asks for a passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": "comipla"}


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        hashlib.sha256(b"comipla second factor:" + force_bytes(key)).digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _network(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
