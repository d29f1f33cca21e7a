"""The files of papers: printed once, stored whole or not at all, never replaced by other bytes.

A file is written aside, flushed to the disk and renamed into place before its row is written, so
a crash leaves either nothing or a file that the next attempt finds equal.
"""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from comipla.core.papers import Seal
from comipla.documents.layout import Stamp
from comipla.documents.models import Paper, PaperFile
from comipla.documents.rendering import print_paper


class PrintedOtherwise(RuntimeError):
    """A lost file cannot be printed again as it was: restore it from the backup."""


def printed(paper: Paper) -> bytes:
    """Print the paper from its stored words; equal bytes each time with the same program."""
    stamp = Stamp(
        number=paper.number,
        on=paper.issued_on,
        issuer=paper.issuer.name,
        seal=Seal(paper.seal),
        code=paper.code,
        url=paper.verify_url,
        fingerprint=paper.content_sha256,
    )
    return print_paper(paper.words, stamp)


@transaction.atomic
def ensure_rendered(paper: Paper) -> PaperFile:
    """Store the PDF of a paper unless it is stored; safe to repeat and to run twice at once.

    Raises:
        PrintedOtherwise: the stored file is gone and printing gives other bytes today.
    """
    locked = (
        Paper.objects.for_system("render")
        .select_related("issuer", "series")
        .select_for_update(of=("self",))
        .get(pk=paper.pk)
    )
    stored = PaperFile.objects.filter(paper=locked).first()
    if stored is not None and stored.path.exists():
        return stored
    data = printed(locked)
    digest = hashlib.sha256(data).hexdigest()
    if stored is None:
        name = f"papers/{locked.series.fiscal_year}/{locked.pk:08d}.pdf"
        stored = PaperFile(paper=locked, name=name, sha256=digest, size=len(data))
    elif stored.sha256 != digest:
        raise PrintedOtherwise(f"{locked.number}: {digest} instead of {stored.sha256}")
    store(stored.path, data)
    if stored.pk is None:
        stored.save()
    return stored


def store(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that it survives a crash: aside, flushed, renamed, flushed again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    aside.replace(path)
    flush_folder(path.parent)


def flush_folder(path: Path) -> None:
    """Have the names in a folder on the disk: a file that was renamed into it is found again."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
