"""What the installation is told from outside."""

import stat
from pathlib import Path

import pytest

from comipla.config.surroundings import Mail, Process, secret_key, surroundings
from comipla.config.words import OperatorError


def test_nothing_said_means_production_with_an_embedded_database_in_the_checkout():
    around = surroundings({})
    assert around.data == Path(__file__).resolve().parents[2] / ".comipla"
    assert (around.port, around.database_url, around.process) == (8000, "", Process.COMMAND)
    assert around.production


@pytest.mark.parametrize("name", ["COMIPLA_DEMO", "COMIPLA_DEBUG"])
def test_demo_and_debugging_are_not_production(name):
    assert not surroundings({name: "1"}).production
    assert surroundings({name: "0"}).production


def test_production_answers_to_its_public_name_only():
    around = surroundings({"COMIPLA_PUBLIC_URL": "https://comipla.example.jp/"})
    assert around.public_url == "https://comipla.example.jp"
    assert around.hosts == ["comipla.example.jp"]


def test_demo_answers_to_this_machine():
    assert surroundings({"COMIPLA_DEMO": "1"}).hosts == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMIPLA_PORT", "八千"),
        ("COMIPLA_PORT", "0"),
        ("COMIPLA_PORT", "65536"),
        ("COMIPLA_WORKERS", "-1"),
        ("COMIPLA_DEMO", "maybe"),
        ("COMIPLA_PROCESS", "cook"),
        ("COMIPLA_MAIL_URL", "http://mail.example.jp"),
    ],
)
def test_value_that_cannot_be_understood_is_named(name, value):
    with pytest.raises(OperatorError) as refusal:
        surroundings({name: value})
    assert name in refusal.value.japanese
    assert name in refusal.value.english


def test_mail_relay_with_tls_and_an_escaped_password():
    mail = surroundings(
        {"COMIPLA_MAIL_URL": "smtps://post:p%40ss@mail.example.jp", "COMIPLA_MAIL_FROM": "a@b.jp"}
    ).mail
    assert mail == Mail("mail.example.jp", 465, "post", "p@ss", tls=True, sender="a@b.jp")


def test_signing_key_is_made_once_and_kept_private(tmp_path):
    key = secret_key(tmp_path, {})
    assert secret_key(tmp_path, {}) == key
    assert len(key) >= 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_signing_key_of_the_environment_counts_and_is_not_written_down(tmp_path):
    assert secret_key(tmp_path, {"COMIPLA_SECRET_KEY": "given"}) == "given"
    assert list(tmp_path.iterdir()) == []
