"""Back-up and restore: everything comes back, and what was altered does not."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from comipla.config.backup import MANIFEST, Manifest, back_up
from comipla.config.tables import figures, tables
from comipla.people.services.bodies import establish_prefecture
from comipla.people.services.persons import create_person
from tests.config.support import comipla

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stored(transactional_db, settings, tmp_path) -> Path:
    """A prefecture, a person and two files; the name has characters outside the BMP."""
    establish_prefecture("46")
    create_person(
        email="a@example.jp", family_name="𠮷髙\u3099", password="ながいあいことばです１２３４５"
    )
    settings.MEDIA_ROOT = tmp_path / "files"
    (settings.MEDIA_ROOT / "下").mkdir(parents=True)
    (settings.MEDIA_ROOT / "申請書.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 500)
    (settings.MEDIA_ROOT / "下" / "空.txt").write_bytes(b"")
    return settings.MEDIA_ROOT


@pytest.fixture
def empty_url(database_url) -> Iterator[str]:
    """A second, empty database on the same server."""
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield database_url.replace(f"/{connection.settings_dict['NAME']}?", f"/{name}?")
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _restore(archive: Path, url: str, data: Path):
    return comipla("restore", str(archive), DATABASE_URL=url, COMIPLA_DATA=str(data))


def test_everything_comes_back_row_by_row_and_file_by_file(stored, empty_url, tmp_path):
    archive = tmp_path / "backups" / "all.tar.gz"
    manifest = back_up(archive, version="0")
    rows = sum(table.rows for table in manifest.tables.values())
    assert manifest.tables["public.people_person"].rows == 1
    done = _restore(archive, empty_url, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert f"表 {len(manifest.tables)}、行 {rows:,}、ファイル 2 がすべて一致" in done.stdout
    for name in ("申請書.pdf", "下/空.txt"):
        assert (tmp_path / "new" / "files" / name).read_bytes() == (stored / name).read_bytes()
    assert archive.stat().st_mode & 0o077 == 0
    assert [path.name for path in archive.parent.iterdir()] == ["all.tar.gz"]


def test_second_restore_over_data_is_refused(stored, empty_url, tmp_path):
    archive = tmp_path / "all.tar.gz"
    back_up(archive, version="0")
    assert _restore(archive, empty_url, tmp_path / "new").returncode == 0
    again = _restore(archive, empty_url, tmp_path / "new")
    assert again.returncode == 1
    assert "すでにデータがあります" in again.stderr


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_altered_backup_is_refused_and_nothing_restored(stored, empty_url, tmp_path, share):
    archive = tmp_path / "all.tar.gz"
    back_up(archive, version="0")
    content = bytearray(archive.read_bytes())
    content[int(len(content) * share)] ^= 0x40
    archive.write_bytes(content)
    refused = _restore(archive, empty_url, tmp_path / "new")
    assert refused.returncode == 1, refused.stdout
    assert "変わっています" in refused.stderr
    archive.unlink()
    back_up(archive, version="0")
    assert _restore(archive, empty_url, tmp_path / "new").returncode == 0


def test_cut_backup_is_refused(stored, empty_url, tmp_path):
    archive = tmp_path / "all.tar.gz"
    back_up(archive, version="0")
    archive.write_bytes(archive.read_bytes()[:-2000])
    assert "変わっています" in _restore(archive, empty_url, tmp_path / "new").stderr


def test_backup_of_a_newer_version_is_refused(stored, empty_url, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999', now())"
        )
    archive = tmp_path / "all.tar.gz"
    try:
        back_up(archive, version="99.0")
        refused = _restore(archive, empty_url, tmp_path / "new")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999'")
    assert refused.returncode == 1
    assert "新しい版の comipla(99.0)" in refused.stderr


def test_figures_tell_a_changed_row_though_the_number_is_the_same(stored):
    before = dict(figures(["public.people_person"]))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET family_name = '吉髙'")
    after = dict(figures(["public.people_person"]))
    assert before["public.people_person"].rows == after["public.people_person"].rows == 1
    assert before != after


def test_manifest_is_read_back_as_written(stored, tmp_path):
    manifest = back_up(tmp_path / "all.tar.gz", version="0")
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert MANIFEST not in manifest.members
    assert set(manifest.tables) == set(tables())
    assert str(django_settings.AROUND.data) not in manifest.to_json().decode()
