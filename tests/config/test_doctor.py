"""What doctor says of a healthy installation, and of what is not right."""

import os
import time
from dataclasses import replace

import pytest
from django.db import connection

from comipla.config.doctor import Level, examine
from tests.config.support import comipla


def _by_level(level: Level) -> str:
    return "\n".join(finding.japanese for finding in examine() if finding.level is level)


@pytest.mark.django_db
def test_healthy_installation_has_nothing_to_put_right():
    assert _by_level(Level.BAD) == ""
    good = _by_level(Level.GOOD)
    assert "PostgreSQL" in good
    assert "fsync は on" in good
    assert "データベースの形は最新です" in good


@pytest.mark.django_db
def test_migration_that_is_missing_is_said_with_the_command_that_helps():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert "(1件)。comipla migrate を行ってください" in _by_level(Level.BAD)


@pytest.mark.django_db
def test_worker_that_is_not_there_is_noticed():
    assert "裏方が動いていません" in _by_level(Level.WARNING)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "裏方が 1 つ動いています" in _by_level(Level.GOOD)


@pytest.mark.django_db
def test_age_of_the_last_backup_is_told(settings, tmp_path):
    settings.AROUND = replace(settings.AROUND, data=tmp_path)
    backup = tmp_path / "backups" / "a.tar.gz"
    assert "控えがまだありません" in _by_level(Level.NOTE)
    backup.parent.mkdir()
    backup.touch()
    assert "最後の控えは 0 時間前" in _by_level(Level.GOOD)
    os.utime(backup, (time.time() - 30 * 3600,) * 2)
    assert "最後の控えは 30 時間前" in _by_level(Level.WARNING)


@pytest.mark.django_db
def test_signing_key_that_others_can_read_is_named(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("COMIPLA_SECRET_KEY", raising=False)
    settings.AROUND = replace(settings.AROUND, data=tmp_path)
    (tmp_path / "secret-key").touch(mode=0o644)
    assert f"chmod 600 {tmp_path}/secret-key" in _by_level(Level.BAD)


def test_database_that_does_not_answer_ends_in_words_and_status_1(tmp_path):
    done = comipla(
        "doctor",
        COMIPLA_DATA=str(tmp_path),
        DATABASE_URL=f"postgresql://nobody@/nothing?host={tmp_path}",
    )
    assert done.returncode == 1
    assert "✗ データベースにつながりません" in done.stdout
    assert done.stderr == ""
