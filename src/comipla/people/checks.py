"""Refuse settings under which anybody could enter."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_ADVICE = (
    "体験版（COMIPLA_DEMO）をやめるか、公開用の設定（COMIPLA_PUBLIC_URL など）を外してください。"
    " Unset COMIPLA_DEMO, or the settings of a public installation."
)


@register(Tags.security)
def demo_is_public(**_: Any) -> list[CheckMessage]:
    """The one-click log-ins of the demo must not stand beside settings made for real people."""
    if not settings.DEMO:
        return []
    found = [
        name
        for name in ("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER")
        if getattr(settings, name)
    ]
    if not found:
        return []
    return [
        Error(
            "体験版の1クリックのログインが、公開用の設定と同時に有効になっています。"
            f" One-click log-ins are on together with {', '.join(found)}.",
            hint=_ADVICE,
            id="people.E001",
        )
    ]


@register(Tags.security, deploy=True)
def demo_is_deployed(**_: Any) -> list[CheckMessage]:
    """A deployment is never a demo."""
    if not settings.DEMO:
        return []
    return [
        Error(
            "体験版は公開の環境では使えません。 The demo must not be deployed.",
            hint=_ADVICE,
            id="people.E002",
        )
    ]
