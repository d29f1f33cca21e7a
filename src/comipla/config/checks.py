"""Self-checks at the start: a deployment that would be unsafe is refused, in words."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from comipla.config.surroundings import Process, Surroundings

SHARED_CACHES = (
    "django.core.cache.backends.db.DatabaseCache",
    "django.core.cache.backends.redis.RedisCache",
    "django.core.cache.backends.memcached.PyMemcacheCache",
    "django.core.cache.backends.memcached.PyLibMCCache",
)
"""Caches that all workers see alike."""


@register(Tags.security)
def situation(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's call
    """The situation described by the settings."""
    return unsafe(settings.AROUND, cache=settings.CACHES["default"]["BACKEND"])


def unsafe(around: Surroundings, *, cache: str) -> list[CheckMessage]:
    """Every reason not to run in these surroundings with this cache backend."""
    serves = around.process is Process.WEB
    return [
        reason
        for applies, reason in (
            (around.demo and around.database_url, _DEMO_ON_REAL_DATA),
            (around.debug and (around.database_url or around.public_url), _DEBUG_IN_PUBLIC),
            (serves and around.production and not _is_https(around), _NO_PUBLIC_ADDRESS),
            (around.workers > 1 and cache not in SHARED_CACHES, _PRIVATE_CACHE),
        )
        if applies
    ]


def _is_https(around: Surroundings) -> bool:
    return around.public_url.startswith("https://")


_DEMO_ON_REAL_DATA = Error(
    "見本(COMIPLA_DEMO)は自前のデータベース(DATABASE_URL)では動かせません。",
    hint="見本なら DATABASE_URL を、本番なら COMIPLA_DEMO を外してください。 / "
    "The demo, with its one-click log-ins, never runs on a database of your own.",
    id="comipla.E001",
)
_DEBUG_IN_PUBLIC = Error(
    "開発用の表示(COMIPLA_DEBUG)のまま公開されようとしています。",
    hint="COMIPLA_DEBUG を外してください。 / Unset COMIPLA_DEBUG.",
    id="comipla.E002",
)
_NO_PUBLIC_ADDRESS = Error(
    "公開する番地が決まっていません。",
    hint="COMIPLA_PUBLIC_URL=https://… を指定してください。試すだけなら comipla demo を"
    "使ってください。 / Set COMIPLA_PUBLIC_URL=https://…, or use comipla demo to try it out.",
    id="comipla.E003",
)
_PRIVATE_CACHE = Error(
    "サインインの制限を数えるキャッシュが、働き手の間で共有されません。",
    hint="CACHES をデータベースか Redis にするか、COMIPLA_WORKERS=1 にしてください。 / "
    "Use a cache that all workers share.",
    id="comipla.E004",
)
