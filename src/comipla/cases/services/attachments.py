"""Files handed in with forms: taken whole, kept under a generated name, known by their hash."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.services.drafts import DraftSubmitted
from comipla.cases.uploads import MAX_CASE, MAX_FILES, MEGA, UploadRefused, examine
from comipla.core.access import Actor
from comipla.documents.filing import flush_folder
from comipla.programme.clock import now

CHUNK = 1024 * 1024


def attachments_folder() -> Path:
    """Where files are kept: outside the web root, under names that say nothing."""
    return Path(settings.MEDIA_ROOT) / "attachments"


def path_of(attachment: Attachment) -> Path:
    """The file of an attachment."""
    name = attachment.uuid.hex
    return attachments_folder() / name[:2] / name


@transaction.atomic
def attach(
    *, draft: FormDraft, slot: str, name: str, stream: BinaryIO, size: int, by: Actor
) -> Attachment:
    """Take a file into a form's slot. Raises `UploadRefused` with a sentence for the person.

    The bytes are written aside, synced and renamed before the row is committed, so that a stored
    attachment always has its whole file.
    """
    kind = examine(stream, name=name, size=size)
    current = FormDraft.objects.visible_to(by).select_for_update(of=("self",)).get(pk=draft.pk)
    if current.act is not None:
        raise DraftSubmitted(current.act)
    _check_room(current, name, size)
    attachment = Attachment(
        uuid=uuid.uuid4(),
        draft=current,
        slot=slot,
        name=Path(name.replace("\\", "/")).name[-300:],
        content_type=kind.media_type,
        size=size,
        uploaded_by_id=by.known_person,
    )
    attachment.sha256 = _write(path_of(attachment), stream)
    attachment.save()
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: Actor) -> None:
    """Take a file out of a form that has not been sent; the row stays as a trace."""
    draft = (
        FormDraft.objects.visible_to(by).select_for_update(of=("self",)).get(pk=attachment.draft_id)
    )
    if draft.act is not None:
        raise DraftSubmitted(draft.act)
    Attachment.objects.filter(pk=attachment.pk, act=None).update(removed_at=now())


def files_of(draft: FormDraft) -> list[Attachment]:
    """The files in a form, in the order they came."""
    return list(Attachment.objects.filter(draft=draft, removed_at=None).order_by("id"))


def _check_room(draft: FormDraft, name: str, size: int) -> None:
    together = Attachment.objects.filter(removed_at=None)
    together = (
        together.filter(draft__case=draft.case) if draft.case else together.filter(draft=draft)
    )
    held = together.aggregate(count=Count("id"), size=Sum("size"))
    if held["count"] >= MAX_FILES:
        raise UploadRefused(
            f"「{name}」を加えると{MAX_FILES}個をこえます。まとめて1つのPDFにするか、不要な添付を外してください。"
        )
    if (held["size"] or 0) + size > MAX_CASE:
        raise UploadRefused(
            f"「{name}」を加えると、添付の合計が{MAX_CASE // MEGA}MBをこえます。"
            "ファイルを小さくするか、不要な添付を外してください。"
        )


def _write(target: Path, stream: BinaryIO) -> str:
    """Write the bytes aside, flush, rename, flush again; give their SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".part")
    digest = hashlib.sha256()
    stream.seek(0)
    with aside.open("wb") as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    aside.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    aside.rename(target)
    flush_folder(target.parent)
    return digest.hexdigest()
