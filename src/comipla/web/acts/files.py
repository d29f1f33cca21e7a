"""Files that come with a form: into their slots, or back with a sentence."""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.services.attachments import attach
from comipla.cases.uploads import TYPES, UploadRefused, examine
from comipla.core.access import Actor
from comipla.core.forms import Field, Kind, Problem

CONTROL = "_file-"
"""What the name of an upload control begins with; the slot follows."""


def receive_files(
    posted: MultiValueDict[str, UploadedFile],
    *,
    draft: FormDraft,
    fields: Iterable[Field],
    by: Actor,
) -> tuple[Problem, ...]:
    """Take every file into its slot; return a problem for each that is not taken."""
    problems = []
    for field in fields:
        if field.kind is not Kind.FILES:
            continue
        for file in posted.getlist(f"{CONTROL}{field.key}"):
            try:
                _receive(file, field, draft, by)
            except UploadRefused as refused:
                problems.append(Problem(field.key, field.label, str(refused)))
    return tuple(problems)


def own_file(draft: FormDraft, uuid: UUID) -> Attachment | None:
    """A file that was put into this very draft and is still there."""
    return Attachment.objects.filter(draft=draft, uuid=uuid, removed_at=None).first()


def _receive(file: UploadedFile, field: Field, draft: FormDraft, by: Actor) -> None:
    name, size = file.name or "名前のないファイル", file.size or 0
    stream = cast(BinaryIO, file.file)
    kind = examine(stream, name=name, size=size)
    if not set(kind.endings) & set(field.accept):
        raise UploadRefused(
            f"「{name}」は{kind.label}です。この欄で受け取れるのは{_labels(field)}です。"
            "別の形式で保存し直して選んでください。"
        )
    if not _is_there(draft, field.key, stream):
        attach(draft=draft, slot=field.key, name=name, stream=stream, size=size, by=by)


def _is_there(draft: FormDraft, slot: str, stream: BinaryIO) -> bool:
    """Tell whether the very same file was put into the slot before: a second press adds nothing."""
    stream.seek(0)
    digest = hashlib.sha256(stream.read()).hexdigest()  # at most 20 MB, see cases.uploads
    rows = Attachment.objects.filter(draft=draft, slot=slot, sha256=digest, removed_at=None)
    return rows.exists()


def _labels(field: Field) -> str:
    accepted = [kind.label for kind in TYPES if set(kind.endings) & set(field.accept)]
    return "、".join(accepted)
