"""Back-up and restore: one file with the database, the stored files and a manifest.

The file is a gzipped tar of ``database.dump`` (pg_dump's custom format), ``files/…`` and, last,
``manifest.json`` and its hash. The manifest holds the SHA-256 of every member, the migrations
applied, and of every table the number of rows and the sum of their hashes, all read in the very
snapshot that was dumped. A restore believes nothing that it has not compared with it.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from comipla.config.dumps import dump_database, load_dump
from comipla.config.progress import Progress, silent
from comipla.config.schema import applied_migrations, known_migrations
from comipla.config.tables import Figures, figures, tables
from comipla.config.words import OperatorError

FORMAT = 1
"""Layout of the file; raised when a former comipla could no longer read it."""

DUMP = "database.dump"
FILES = "files"
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"


@dataclass
class Manifest:
    """What a back-up holds."""

    format: int
    made_at: str
    version: str
    migrations: list[str]
    tables: dict[str, Figures] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Readable by people, too."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """The manifest as it was written."""
        raw = json.loads(text)
        raw["tables"] = {name: Figures(**value) for name, value in raw["tables"].items()}
        return cls(**raw)


@dataclass(frozen=True)
class Restored:
    """What a restore compared, and every disagreement."""

    manifest: Manifest
    rows: int
    differences: list[str]


def default_name(now: datetime | None = None) -> Path:
    """Where a back-up goes when no name is given."""
    stamp = timezone.localtime(now).strftime("%Y%m%d-%H%M%S")
    return Path(settings.AROUND.data) / "backups" / f"comipla-{stamp}.tar.gz"


def back_up(target: Path, *, version: str, progress: Progress = silent) -> Manifest:
    """Write everything to ``target``, which appears only when it is whole.

    Files are listed after the snapshot is taken: each is written before the row that names it,
    so all that the dump names are there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            dump = Path(folder) / DUMP
            manifest, files = _dump_with_figures(dump, version, progress)
            with tarfile.open(part, "w:gz", compresslevel=1) as archive:
                _add(archive, manifest, dump, DUMP)
                for path in files:
                    name = f"{FILES}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
                    _add(archive, manifest, path, name)
                    progress(name, len(manifest.tables) + len(files))
                _add_manifest(archive, manifest, Path(folder))
        part.chmod(0o600)
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(source: Path, *, progress: Progress = silent) -> Restored:
    """Restore into an empty database and compare everything with the manifest.

    Raises OperatorError, with nothing changed, when the file was altered, comes from a newer
    version, or when there are data already.
    """
    if tables() or any(_stored_files()):
        raise OperatorError(
            "ここにはすでにデータがあります。空のデータベースと空のデータフォルダー"
            "(COMIPLA_DATA)を用意してから戻してください。",
            "There are data here already. Restore into an empty database and data folder.",
        )
    data = Path(settings.AROUND.data)
    with tempfile.TemporaryDirectory(dir=data, prefix="restore-") as folder:
        manifest = _unpack(source, Path(folder))
        _refuse_newer(manifest)
        load_dump(Path(folder) / DUMP)
        unpacked = Path(folder) / FILES
        if unpacked.exists():
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            unpacked.rename(settings.MEDIA_ROOT)
    return Restored(manifest, *_compare(manifest, progress))


def _dump_with_figures(dump: Path, version: str, progress: Progress) -> tuple[Manifest, list[Path]]:
    """Dump and count in one snapshot; the manifest so far and the files that belong to it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        manifest = Manifest(
            format=FORMAT,
            made_at=timezone.localtime().isoformat(timespec="seconds"),
            version=version,
            migrations=applied_migrations(),
        )
        dump_database(dump, snapshot=snapshot)
        files, names = list(_stored_files()), tables()
        for name, value in figures(names):
            manifest.tables[name] = value
            progress(name, len(names) + len(files))
    return manifest, files


def _add(archive: tarfile.TarFile, manifest: Manifest, path: Path, name: str) -> None:
    """Add a file and note the hash of exactly what was added."""
    with path.open("rb") as content:
        reader = _HashingReader(content)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=content), reader)
    manifest.members[name] = reader.hexdigest()


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    text = manifest.to_json()
    digest = hashlib.sha256(text).hexdigest().encode()
    for name, content in ((MANIFEST, text), (MANIFEST_HASH, digest)):
        path = folder / name
        path.write_bytes(content)
        archive.add(path, arcname=name)


class _HashingReader:
    """Reads a file and remembers the hash of what was read."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._hash.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _stored_files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(root.rglob("*")) if path.is_file())


def _unpack(source: Path, folder: Path) -> Manifest:
    """Unpack and check every byte; OperatorError when anything differs."""
    with _altered_in_words(source):
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        text = (folder / MANIFEST).read_bytes()
        digest = (folder / MANIFEST_HASH).read_text(encoding="ascii")
        if hashlib.sha256(text).hexdigest() != digest:
            raise ValueError(MANIFEST)
        manifest = Manifest.from_json(text)
        for name, expected in manifest.members.items():
            if _sha256(folder / name) != expected:
                raise ValueError(name)
        present = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        surplus = present - set(manifest.members) - {MANIFEST, MANIFEST_HASH}
        if surplus:
            raise ValueError(sorted(surplus)[0])
    return manifest


@contextlib.contextmanager
def _altered_in_words(source: Path) -> Iterator[None]:
    try:
        yield
    except (
        tarfile.TarError,
        EOFError,
        OSError,
        KeyError,
        TypeError,
        ValueError,
        zlib.error,
    ) as why:
        raise OperatorError(
            f"{source} は控えとして読めないか、作られた後に変わっています({why})。"
            "何も戻していません。別の控えを使ってください。",
            f"{source} is no backup or was altered since ({why}). Nothing was restored.",
        ) from why


def _refuse_newer(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if manifest.format > FORMAT or unknown:
        raise OperatorError(
            f"この控えは新しい版の comipla({manifest.version})で作られています。"
            "同じ版以上の comipla で戻してください。何も戻していません。",
            f"This backup was made by a newer comipla ({manifest.version}). Nothing was restored.",
        )


def _compare(manifest: Manifest, progress: Progress) -> tuple[int, list[str]]:
    """Rows compared, and every table or file that is not as in the manifest."""
    with transaction.atomic():
        found = {}
        for name, value in figures(tables()):
            found[name] = value
            progress(name, len(manifest.tables))
    differing_tables = [
        f"{name}: {manifest.tables.get(name)} ≠ {found.get(name)}"
        for name in sorted(found.keys() | manifest.tables.keys())
        if found.get(name) != manifest.tables.get(name)
    ]
    differing_files = [
        name
        for name, expected in manifest.members.items()
        if name != DUMP and _sha256(_restored(name)) != expected
    ]
    return sum(value.rows for value in found.values()), differing_tables + differing_files


def _restored(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name.removeprefix(f"{FILES}/")


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
