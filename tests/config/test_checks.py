"""Unsafe deployments are refused; a safe one passes Django's own examination without a word."""

from dataclasses import replace

import pytest

from comipla.config.checks import SHARED_CACHES, unsafe
from comipla.config.surroundings import Process, surroundings
from tests.config.support import comipla

SHARED = SHARED_CACHES[0]
PRIVATE = "django.core.cache.backends.locmem.LocMemCache"
SAFE = replace(
    surroundings({"COMIPLA_PUBLIC_URL": "https://comipla.example.jp", "COMIPLA_WORKERS": "2"}),
    process=Process.WEB,
)


def _reasons(cache: str = SHARED, **changes) -> list[str]:
    return [reason.id for reason in unsafe(replace(SAFE, **changes), cache=cache)]


def test_safe_surroundings_give_no_reason():
    assert _reasons() == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"demo": True, "database_url": "postgresql:///real"}, "comipla.E001"),
        ({"debug": True, "database_url": "postgresql:///real"}, "comipla.E002"),
        ({"debug": True}, "comipla.E002"),
        ({"public_url": ""}, "comipla.E003"),
        ({"public_url": "http://comipla.example.jp"}, "comipla.E003"),
        ({"cache": PRIVATE}, "comipla.E004"),
    ],
)
def test_unsafe_surroundings_are_refused_for_their_reason(changes, reason):
    assert _reasons(**changes) == [reason]


def test_private_cache_is_safe_with_a_single_worker():
    assert _reasons(cache=PRIVATE, workers=1) == []


def test_demo_needs_no_public_address():
    assert _reasons(demo=True, public_url="") == []


def test_production_passes_the_deployment_checks_without_a_warning(tmp_path):
    done = comipla(
        "django",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        COMIPLA_DATA=str(tmp_path),
        COMIPLA_PUBLIC_URL="https://comipla.example.jp",
        COMIPLA_PROCESS="web",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


def test_serving_without_a_public_address_is_refused_in_words(tmp_path):
    done = comipla("serve", COMIPLA_DATA=str(tmp_path))
    assert done.returncode == 1
    assert "公開する番地が決まっていません" in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_on_a_database_of_ones_own_is_refused_in_words(tmp_path):
    done = comipla("demo", COMIPLA_DATA=str(tmp_path), DATABASE_URL="postgresql:///real")
    assert done.returncode == 1
    assert "自前のデータベース" in done.stderr
